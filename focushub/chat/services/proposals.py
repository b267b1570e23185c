"""Proposals of the coach: offered with a preview; the person alone accepts and takes back."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import User
from focushub.chat.engine.turns import MOST_ACTS, Act
from focushub.chat.models import ActionProposal, Message
from focushub.chat.services import conversations
from focushub.coaching import registry
from focushub.common.errors import DomainError, Kind
from focushub.common.turns import one_at_a_time

_MOST_TITLE: Final = 300
_MOST_DETAIL: Final = 300
_MOST_DETAILS: Final = 12


class ProposalRunOut(DomainError):
    kind = Kind.CONFLICT
    code = "proposal_run_out"
    detail = "This proposal has run out. Ask again, and there will be a fresh one."


class ProposalMovedOn(DomainError):
    kind = Kind.CONFLICT
    code = "proposal_moved_on"
    detail = registry.NotPossible.detail


class ProposalNotAccepted(DomainError):
    kind = Kind.CONFLICT
    code = "proposal_not_accepted"
    detail = "This proposal was not accepted, so there is nothing to take back."


class ProposalTakenBack(DomainError):
    kind = Kind.CONFLICT
    code = "proposal_taken_back"
    detail = "This proposal was taken back. Ask again, and there will be a fresh one."


def offer(*, message: Message, person: User, acts: Iterable[Act]) -> list[ActionProposal]:
    """Rows for what can really be done; the rest is left out. In the caller's transaction."""
    offered: list[ActionProposal] = []
    for act in acts:
        if len(offered) == MOST_ACTS:
            break
        proposal = _offered(message, person, act)
        is_new = proposal is not None and all(
            (one.kind, one.params) != (proposal.kind, proposal.params) for one in offered
        )
        if proposal is not None and is_new:
            proposal.save()
            offered.append(proposal)
    return offered


def _offered(message: Message, person: User, act: Act) -> ActionProposal | None:
    found = registry.checked(act.kind, act.params)
    if found is None:
        return None
    action, params = found
    try:
        # A service that refuses half-way leaves nothing behind.
        with transaction.atomic():
            params = action.prepared(person=person, params=params)
            preview = action.preview(person=person, params=params)
            rests_on = action.rests_on(person=person, params=params)
    except DomainError:
        return None
    return ActionProposal(
        owner=person,
        message=message,
        kind=act.kind,
        params=params.model_dump(mode="json"),
        title=preview.title[:_MOST_TITLE],
        details=[line[:_MOST_DETAIL] for line in preview.details[:_MOST_DETAILS]],
        rests_on=rests_on,
        expires_at=timezone.now() + timedelta(minutes=action.minutes_open),
    )


@transaction.atomic
def accept(*, proposal: ActionProposal) -> ActionProposal:
    """Carries it out; accepted again, it stays as it is.

    Raises:
        ProposalRunOut, ProposalMovedOn, ProposalTakenBack
        DomainError: as the feature's own service does.
    """
    proposal = _locked(proposal)
    if proposal.state == ActionProposal.State.ACCEPTED:
        return proposal
    if proposal.state == ActionProposal.State.UNDONE:
        raise ProposalTakenBack
    if proposal.has_run_out(timezone.now()):
        raise ProposalRunOut
    action, params = _action_of(proposal)
    if action.rests_on(person=proposal.owner, params=params) != proposal.rests_on:
        raise ProposalMovedOn
    done = action.carry_out(person=proposal.owner, params=params)
    proposal.state = ActionProposal.State.ACCEPTED
    proposal.accepted_at = timezone.now()
    proposal.result, proposal.undo = dict(done.result), dict(done.undo)
    proposal.made = action.made(person=proposal.owner, undo=proposal.undo)
    proposal.save()
    _tell(proposal)
    return proposal


@transaction.atomic
def undo(*, proposal: ActionProposal) -> ActionProposal:
    """Takes it back exactly; taken back again, it stays as it is.

    Raises:
        ProposalNotAccepted
        ProposalMovedOn: what it made was changed since.
        NotUndoable
    """
    proposal = _locked(proposal)
    if proposal.state == ActionProposal.State.UNDONE:
        return proposal
    if proposal.state == ActionProposal.State.OPEN:
        raise ProposalNotAccepted
    action, _ = _action_of(proposal)
    if action.made(person=proposal.owner, undo=proposal.undo) != proposal.made:
        raise ProposalMovedOn
    action.take_back(person=proposal.owner, undo=proposal.undo)
    proposal.state = ActionProposal.State.UNDONE
    proposal.undone_at = timezone.now()
    proposal.save()
    _tell(proposal)
    return proposal


def _locked(proposal: ActionProposal) -> ActionProposal:
    """As it is now. Whoever else changes this person's things through here waits."""
    one_at_a_time(proposal.owner_id)
    mine = ActionProposal.objects.select_related("owner", "message__conversation")
    return mine.select_for_update(of=("self",)).get(pk=proposal.pk)


def _action_of(proposal: ActionProposal) -> tuple[registry.Action[Any], Any]:
    """Raises ProposalMovedOn: a feature that offered it has gone, or asks for something else."""
    params: Mapping[str, Any] = proposal.params
    found = registry.checked(proposal.kind, params)
    if found is None:
        raise ProposalMovedOn
    return found


def _tell(proposal: ActionProposal) -> None:
    conversations.tell_changed(proposal.message.conversation)
