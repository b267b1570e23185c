"""Study plans: proposed, accepted, taken back."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from focushub.accounts.models import User
from focushub.ai import proposals
from focushub.ai.features import Answer
from focushub.ai.models import Run
from focushub.calendar.availability import rules_for, taken_times
from focushub.calendar.booking import book, free_time
from focushub.calendar.models import TimeBlock
from focushub.common.models import OwnedModel
from focushub.focus.services.energy import assume_energy
from focushub.realtime.events import Change, RowsChanged
from focushub.realtime.publishing import publish_rows
from learning.engine.plan.sessions import EVERY_DAY, SHORTEST
from learning.events import CardEvent, DeckEvent, QuizEvent, StudySessionEvent
from learning.models import Card, Deck, Question, Quiz, StudyPlan, StudySession
from learning.services.composing import compose
from learning.services.fingerprints import fingerprints
from learning.services.proposals import LearnProposal
from learning.services.requests import LearnRequest

# What `place_sessions` may look at after the last session's day, and a day for the zone.
_BUSY_AFTER = timedelta(days=10)
# What accepting makes, in the order in which it may go again, and what devices are told of it.
_KINDS: tuple[tuple[type[OwnedModel], type[RowsChanged]], ...] = (
    (StudySession, StudySessionEvent),
    (Quiz, QuizEvent),
    (Card, CardEvent),
    (Deck, DeckEvent),
)


def weekdays_of(person: User) -> Collection[int]:
    """Those on which the person has hours, Monday is 0; all of them where none has."""
    hours = rules_for(person).working_hours
    return frozenset(day for day, times in hours.items() if times) or EVERY_DAY


def with_first_day(request: LearnRequest, *, person: User) -> LearnRequest:
    """Beginning tomorrow where no session fits into the hours of today any more.

    Else it would be pushed to tomorrow all the same, onto the one that was meant for that day. On
    the eve of an exam there is no tomorrow to go to.
    """
    tomorrow = request.today + timedelta(days=1)
    exam_on = request.study.exam_on
    if exam_on is not None and exam_on <= tomorrow:
        return request
    rules = rules_for(person)
    least = timedelta(minutes=min(SHORTEST, request.study.minutes or SHORTEST))
    for starts, ends in rules.working_hours.get(request.today.weekday(), ()):
        end = datetime.combine(request.today, ends, tzinfo=request.begins_at.tzinfo)
        # An end that is not after its start belongs to the next day.
        if ends <= starts or end - request.begins_at >= least:
            return request
    return replace(request, first_on=tomorrow)


def propose(*, run: Run, person: User, request: LearnRequest, proposal: LearnProposal) -> Answer:
    """A new revision of the run's plan."""
    last = max((session.until for session in proposal.plan.sessions), default=request.today)
    assumed = assume_energy(person=person, at=request.asked_at)
    if request.study.energy is not None:
        assumed = assumed.without_now()

    def make(plan: StudyPlan, number: int) -> Answer:
        return compose(
            proposal,
            plan_id=plan.pk,
            revision=number,
            request=request,
            assumed=assumed,
            rules=rules_for(
                person,
                energy=_energy(request) or assumed.current,
                energy_by_hour=assumed.by_hour,
            ),
            taken=taken_times(
                person,
                starts_at=request.begins_at,
                ends_at=request.begins_at + (last - request.today) + _BUSY_AFTER,
            ),
        )

    return proposals.add_revision(
        StudyPlan, run=run, person=person, make=make, defaults={"topic": request.study.topic}
    )


@transaction.atomic
def accept_plan(
    *, plan: StudyPlan, item_ids: Collection[UUID] = (), revision: int | None = None
) -> StudyPlan:
    """Makes sessions with their blocks, cards in a deck, and a quiz, under the proposed ids.

    Args:
        item_ids: sessions, cards and questions; none named takes all.
        revision: the one that the person saw; the newest that holds all items where left out.
    Raises:
        UnknownItems: an id, or the revision, is not in the plan.
    """
    plan = proposals.locked(plan)
    if plan.is_accepted:
        return plan
    wanted = {str(item_id) for item_id in item_ids}
    chosen = proposals.choose_revision(plan, wanted=wanted, number=revision, items_of=_item_ids)
    made = [
        *_take_on_sessions(plan, _chosen(_all_sessions(chosen.content), wanted)),
        *_take_on_cards(plan, chosen.content, _chosen(chosen.content["cards"], wanted)),
        *_take_on_quiz(plan, _chosen(chosen.content["quiz"], wanted)),
    ]
    for model, kind in _KINDS:
        ids = list(model._default_manager.filter(pk__in=made).values_list("pk", flat=True))
        publish_rows(person_id=plan.owner_id, kind=kind, change=Change.CREATED, ids=ids)
    proposals.mark_accepted(
        plan, revision=chosen, items=fingerprints(owner=plan.owner_id, ids=made)
    )
    return plan


@transaction.atomic
def undo_plan(*, plan: StudyPlan, force: bool = False) -> StudyPlan:
    """Takes back what accepting made; a plan that is not accepted stays as it is.

    A deck or quiz in which something else lies by now stays.

    Args:
        force: leave what was changed since, and take back the rest.
    Raises:
        PlanChanged: names what was changed since.
    """
    plan = proposals.locked(plan)
    if not plan.is_accepted:
        return plan
    _hold(plan)
    now = fingerprints(owner=plan.owner_id, ids=plan.accepted_items)
    taken_back = proposals.untouched(plan, now=now, titles=_titles, force=force)
    free_time(owner_id=plan.owner_id, blocks=TimeBlock.objects.of_subjects(taken_back))
    others = Card.objects.filter(deck__pk__in=taken_back).exclude(pk__in=taken_back)
    kept = set(others.values_list("deck_id", flat=True))
    for model, kind in _KINDS:
        rows = model._default_manager.filter(pk__in=taken_back)
        _remove(plan, rows.exclude(pk__in=kept), kind)
    proposals.mark_open(plan)
    return plan


@transaction.atomic
def delete_plan(*, plan: StudyPlan) -> None:
    """What was accepted stays."""
    proposals.discard(plan)


def _hold(plan: StudyPlan) -> None:
    """Whatever another device does to these rows comes before the undoing, or finds them gone.

    All of them before the first is looked at, so that what is compared is what is taken back.
    """
    for model in (StudySession, Quiz, Card, Deck):
        rows = model.objects.select_for_update().filter(pk__in=plan.accepted_items)
        list(rows.order_by("pk").values_list("pk", flat=True))


def _remove(plan: StudyPlan, rows: QuerySet, kind: type[RowsChanged]) -> None:
    gone = list(rows.filter(owner_id=plan.owner_id).values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=gone).delete()
    publish_rows(person_id=plan.owner_id, kind=kind, change=Change.DELETED, ids=gone)


def _energy(request: LearnRequest) -> Any:
    return None if request.study.energy is None else request.study.energy.value


def _all_sessions(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*content["sessions"], *content["unscheduled"]]


def _item_ids(content: Mapping[str, Any]) -> set[str]:
    items = [*_all_sessions(content), *content["cards"], *content["quiz"]]
    return {item["id"] for item in items}


def _chosen(items: list[dict[str, Any]], wanted: Collection[str]) -> list[dict[str, Any]]:
    return [item for item in items if not wanted or item["id"] in wanted]


def _titles(ids: list[str]) -> dict[UUID, str]:
    named = (
        (StudySession, "title"),
        (Card, "front"),
        (Deck, "name"),
        (Quiz, "title"),
    )
    return {
        pk: title
        for model, field in named
        for pk, title in model.objects.filter(pk__in=ids).values_list("pk", field)
    }


def _take_on_sessions(plan: StudyPlan, chosen: list[dict[str, Any]]) -> list[UUID]:
    # What a forced undo left behind is still there under its id.
    ids = [session["id"] for session in chosen]
    there = {str(pk) for pk in StudySession.objects.filter(pk__in=ids).values_list("pk", flat=True)}
    fresh = [one for one in chosen if one["id"] not in there]
    rows = [
        StudySession(
            id=UUID(one["id"]),
            owner_id=plan.owner_id,
            study_plan=plan,
            kind=one["kind"],
            position=position,
            title=f"{plan.topic}: {one['module']}"[:200],
            module=one["module"][:200],
            goal=one["goal"][:500],
            minutes=one["minutes"],
            due_at=one["due_at"],
        )
        for position, one in enumerate(fresh)
    ]
    StudySession.objects.bulk_create(rows)
    blocks = [
        TimeBlock(
            id=UUID(one["block_id"]),
            owner_id=plan.owner_id,
            kind=(
                TimeBlock.Kind.STUDY
                if row.kind == StudySession.Kind.STUDY
                else TimeBlock.Kind.REVIEW
            ),
            title=row.title,
            subject_id=row.pk,
            starts_at=datetime.fromisoformat(one["starts_at"]),
            ends_at=datetime.fromisoformat(one["ends_at"]),
        )
        for one, row in zip(fresh, rows, strict=True)
        if "starts_at" in one
    ]
    book(owner_id=plan.owner_id, blocks=blocks)
    return [row.pk for row in rows]


def _take_on_cards(
    plan: StudyPlan, content: Mapping[str, Any], chosen: list[dict[str, Any]]
) -> list[UUID]:
    """A deck of the topic's name is used where there is one."""
    ids = [card["id"] for card in chosen]
    there = {str(pk) for pk in Card.objects.filter(pk__in=ids).values_list("pk", flat=True)}
    fresh = [card for card in chosen if card["id"] not in there]
    if not fresh:
        return []
    exam_on = content["exam_on"] and date.fromisoformat(content["exam_on"])
    deck, is_new = Deck.objects.get_or_create(
        # Two colons would make a tree of it.
        owner_id=plan.owner_id,
        name=plan.topic.replace("::", ":"),
        defaults={"exam_on": exam_on, "study_plan": plan},
    )
    rows = [
        Card(
            id=UUID(card["id"]),
            owner_id=plan.owner_id,
            deck=deck,
            **{
                name: card[name]
                for name in (
                    "kind",
                    "front",
                    "back",
                    "accepted",
                    "source_quote",
                    "source_start",
                    "source_end",
                )
            },
        )
        for card in fresh
    ]
    Card.objects.bulk_create(rows)
    return [*([deck.pk] if is_new else []), *(row.pk for row in rows)]


def _take_on_quiz(plan: StudyPlan, chosen: list[dict[str, Any]]) -> list[UUID]:
    ids = [question["id"] for question in chosen]
    there = {str(pk) for pk in Question.objects.filter(pk__in=ids).values_list("pk", flat=True)}
    fresh = [question for question in chosen if question["id"] not in there]
    if not fresh:
        return []
    card_ids = [one["card_id"] for one in fresh if one["card_id"]]
    cards = {str(card.pk): card for card in Card.objects.filter(pk__in=card_ids)}
    deck = Deck.objects.filter(cards__in=card_ids).first()
    quiz = Quiz.objects.create(owner_id=plan.owner_id, title=plan.topic, study_plan=plan, deck=deck)
    Question.objects.bulk_create(
        Question(
            id=UUID(one["id"]),
            owner_id=plan.owner_id,
            quiz=quiz,
            position=position,
            card=cards.get(one["card_id"]),
            **{
                name: one[name]
                for name in ("kind", "prompt", "choices", "answer", "accepted", "source_quote")
            },
        )
        for position, one in enumerate(fresh)
    )
    return [quiz.pk]
