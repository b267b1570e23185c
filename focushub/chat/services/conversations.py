"""Conversations: begun, continued, renamed, summed up, deleted."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import User
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.chat.engine.summary import summarise
from focushub.chat.events import ConversationEvent
from focushub.chat.models import MAX_TITLE, Conversation, Message
from focushub.chat.services import turns
from focushub.common.errors import DomainError, Kind
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows

# So many messages beyond the turns that are told, and they are summed up.
_LONG_BY: Final = 8
_MOST_AT_ONCE: Final = 400
_TITLE_WORDS: Final = 8


class UnknownConversation(DomainError):
    kind = Kind.NOT_FOUND
    code = "unknown_conversation"
    detail = "You have no conversation with this id."


def last_message_of(*, person: User, conversation_id: UUID) -> UUID | None:
    """The id of the newest message; None where there is none yet.

    Raises:
        UnknownConversation
    """
    if not Conversation.objects.owned_by(person).filter(pk=conversation_id).exists():
        raise UnknownConversation
    newest = Message.objects.filter(conversation=conversation_id).order_by("-id")
    return newest.values_list("pk", flat=True).first()


def open_for(*, person: User, conversation_id: str, message: str) -> Conversation:
    """The conversation, held until the transaction ends; a new one where no id is named.

    Raises:
        UnknownConversation: it was deleted in the meantime.
    """
    if not conversation_id:
        conversation = Conversation.objects.create(owner=person, title=title_of(message))
        _tell(conversation, Change.CREATED)
        return conversation
    mine = Conversation.objects.owned_by(person).select_for_update()
    found = mine.filter(pk=conversation_id).first()
    if found is None:
        raise UnknownConversation
    forget_cached_answer(found)
    return found


def title_of(message: str) -> str:
    words = message.split()
    told = " ".join(words[:_TITLE_WORDS])
    return f"{told} \u2026"[:MAX_TITLE] if len(words) > _TITLE_WORDS else told[:MAX_TITLE]


def forget_cached_answer(conversation: Conversation) -> None:
    """Its answers stood for where it was; it goes on from there."""
    for run in Run.objects.filter(message__conversation=conversation).exclude(question_key=""):
        if not run.is_in_flight:
            runs.forget_answer(run=run)


def moved_on(conversation: Conversation) -> None:
    """A message, or another text of one, was written: in the caller's transaction."""
    conversation.last_message_at = timezone.now()
    conversation.save(update_fields=["last_message_at", "updated_at"])
    _tell(conversation, Change.CHANGED)
    transaction.on_commit(partial(turns.keep, conversation))


def tell_changed(conversation: Conversation) -> None:
    _tell(conversation, Change.CHANGED)


def sum_up(conversation: Conversation) -> None:
    """What lies before the turns that are told, in a few sentences; in the caller's transaction."""
    told = Message.objects.filter(conversation=conversation).remembered()
    older = list(told.order_by("-id").values_list("pk", flat=True)[turns.MOST_TURNS :][:1])
    if not older:
        return
    new = told.filter(pk__lte=older[0])
    if conversation.summarised_to is not None:
        new = new.filter(pk__gt=conversation.summarised_to)
    if new.count() < _LONG_BY:
        return
    texts = list(new.said().order_by("-id").values_list("text", flat=True)[:_MOST_AT_ONCE])
    conversation.summary = summarise(texts[::-1], before=conversation.summary)
    conversation.summarised_to = older[0]
    conversation.save(update_fields=["summary", "summarised_to", "updated_at"])


@transaction.atomic
def rename(*, conversation: Conversation, changes: Mapping[str, Any]) -> Conversation:
    for name, value in changes.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=[*changes, "updated_at"])
    _tell(conversation, Change.CHANGED)
    return conversation


@transaction.atomic
def delete(*, conversation: Conversation) -> None:
    """Its words go, also those in its runs; what a run cost stays."""
    ran = list(Run.objects.filter(message__conversation=conversation))
    for run in ran:
        runs.cancel(run=run)
        runs.forget_answer(run=run)
    ids = [run.pk for run in ran]
    Run.objects.filter(pk__in=ids, state=Run.State.DONE).update(payload={}, draft="", answer="{}")
    Run.objects.filter(pk__in=ids).exclude(state=Run.State.DONE).update(payload={}, draft="")
    transaction.on_commit(partial(turns.forget, Conversation(**_key(conversation))))
    _tell(conversation, Change.DELETED)
    conversation.delete()


def _key(conversation: Conversation) -> dict[str, Any]:
    return {"pk": conversation.pk, "owner_id": conversation.owner_id}


def _tell(conversation: Conversation, change: Change) -> None:
    publish_rows(
        person_id=conversation.owner_id,
        kind=ConversationEvent,
        change=change,
        ids=[conversation.pk],
    )
