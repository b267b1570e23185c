"""What a feature's proposals have in common: revisions, and an acceptance that freezes one.

Accepting makes rows under the ids that stand in the revision; undoing takes back those that nobody
has touched since, which digests tell. A feature says what its items are and how rows are made.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

from django.db import models
from django.utils import timezone

from focushub.accounts.models import User
from focushub.ai.features import Answer
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.common.errors import DomainError, FieldProblem, Kind
from focushub.common.models import OwnedModel
from focushub.common.turns import one_at_a_time
from focushub.realtime.events import Change, RowsChanged
from focushub.realtime.publishing import publish_rows

Content = Mapping[str, Any]


class UnknownItems(DomainError):
    code = "unknown_items"
    detail = "Some of these items are not in the plan."


class PlanChanged(DomainError):
    kind = Kind.CONFLICT
    code = "plan_changed"
    detail = "Some of it was changed since. Send `force: true` to take back the rest."


class Proposal(OwnedModel):
    """Abstract: a feature's plan. Its revisions are a `ProposalRevision` with `plan` set to it."""

    run = models.OneToOneField(
        Run, null=True, on_delete=models.SET_NULL, related_name="%(class)s", editable=False
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_revision = models.PositiveSmallIntegerField(null=True, blank=True)
    # Id of each row that was made to a digest of it as it was then: undo compares.
    accepted_items = models.JSONField(default=dict, blank=True)

    revisions: Any
    # What the person's devices are told of.
    event: ClassVar[type[RowsChanged]]

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_accepted_has_revision",
                condition=models.Q(accepted_at__isnull=True, accepted_revision__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_revision__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="%(class)s_newest")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None

    def shown_revision(self) -> "ProposalRevision":
        """The accepted revision, or the newest where none is."""
        revisions = sorted(self.revisions.all(), key=lambda revision: revision.number)
        if self.accepted_revision is None:
            return revisions[-1]
        return next(r for r in revisions if r.number == self.accepted_revision)

    def newest_revision(self) -> int:
        return max(revision.number for revision in self.revisions.all())


class ProposalRevision(OwnedModel):
    """Abstract: one engine's version, the body of the answer without the facts of the run."""

    number = models.PositiveSmallIntegerField()
    engine = models.CharField(max_length=10, choices=Run.Engine.choices)
    content = models.JSONField()

    plan: Any

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="%(class)s_unique"),
            models.CheckConstraint(
                name="%(class)s_counts_from_one", condition=models.Q(number__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.plan}"


P = TypeVar("P", bound=Proposal)


def add_revision(
    model: type[P],
    *,
    run: Run,
    person: User,
    make: Callable[[P, int], Answer],
    defaults: Mapping[str, Any] | None = None,
) -> Answer:
    """A new revision of the run's plan; `make` is given the plan and the revision's number.

    An accepted plan keeps the revision that was accepted. In the caller's transaction.
    """
    one_at_a_time(person.pk)
    found, _ = model._default_manager.select_for_update().get_or_create(
        run=run, owner=person, defaults=dict(defaults or {})
    )
    plan = cast(P, found)
    number = plan.revisions.count() + 1
    answer = make(plan, number)
    plan.revisions.create(owner=person, number=number, engine=run.engine, content=answer.body)
    _tell(plan, Change.CREATED if number == 1 else Change.CHANGED)
    return answer


def revise(plan: Proposal, revision: ProposalRevision, *, content: Content) -> ProposalRevision:
    """One more revision: that one, as the person corrected it."""
    number = plan.revisions.count() + 1
    return cast(
        ProposalRevision,
        plan.revisions.create(
            owner_id=plan.owner_id, number=number, engine=revision.engine, content=dict(content)
        ),
    )


def locked(plan: P) -> P:
    """The plan as it is now, held until the transaction ends."""
    one_at_a_time(plan.owner_id)
    return cast(P, type(plan)._default_manager.select_for_update().get(pk=plan.pk))


def choose_revision(
    plan: Proposal,
    *,
    wanted: Collection[str],
    number: int | None,
    items_of: Callable[[Content], set[str]],
) -> ProposalRevision:
    """The newest revision, or that of `number`, which holds all the wanted items.

    Raises:
        UnknownItems: names those that are in none of them.
    """
    revisions = plan.revisions.order_by("-number")
    if number is not None:
        revisions = revisions.filter(number=number)
    known: set[str] = set()
    for revision in revisions:
        items = items_of(revision.content)
        if not set(wanted) - items:
            return revision
        known |= items
    raise UnknownItems(
        problems=[
            FieldProblem("item_ids", "unknown", f"{item} is not in the plan.")
            for item in sorted(set(wanted) - known)
        ]
    )


def mark_accepted(plan: Proposal, *, revision: ProposalRevision, items: Mapping[str, str]) -> None:
    plan.accepted_at = timezone.now()
    plan.accepted_revision = revision.number
    plan.accepted_items = dict(items)
    plan.save()
    _tell(plan, Change.CHANGED)


def untouched(
    plan: Proposal,
    *,
    now: Mapping[str, str],
    titles: Callable[[list[str]], Mapping[UUID, str]],
    force: bool,
) -> list[str]:
    """Ids of what accepting made and nobody changed since; what is gone already is no matter.

    Args:
        now: id to digest of the rows that are still there.
        titles: names the rows that were changed, for the refusal.
    Raises:
        PlanChanged: something was changed, and `force` was not given.
    """
    changed = [item for item, told in now.items() if told != plan.accepted_items[item]]
    if changed and not force:
        raise PlanChanged(
            problems=[
                FieldProblem(str(pk), "changed", title) for pk, title in titles(changed).items()
            ]
        )
    return [item for item in now if item not in set(changed)]


def mark_open(plan: Proposal) -> None:
    plan.accepted_at = plan.accepted_revision = None
    plan.accepted_items = {}
    plan.save()
    _tell(plan, Change.CHANGED)


def discard(plan: Proposal) -> None:
    """The proposal goes, and with it the work on it; rows that were accepted stay."""
    if plan.run is not None:
        runs.cancel(run=plan.run)
        runs.forget_answer(run=plan.run)
    _tell(plan, Change.DELETED)
    plan.delete()


def _tell(plan: Proposal, change: Change) -> None:
    publish_rows(person_id=plan.owner_id, kind=plan.event, change=change, ids=[plan.pk])
