"""Conversations: begun, continued, renamed, summed up, deleted."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import User
from focushub.ai.models import Run, RunQuerySet
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


def place_of(message: str, *, person: User, conversation_id: UUID) -> UUID | None:
    """The id of the message behind which this one is said; None where there is none yet.

    Where the newest answer is to the same words and still being made, they were sent again: it is
    the same question, at the same place.

    Raises:
        UnknownConversation
    """
    if not Conversation.objects.owned_by(person).filter(pk=conversation_id).exists():
        raise UnknownConversation
    rows = Message.objects.filter(conversation=conversation_id).select_related("run", "reply_to")
    newest = rows.order_by("-id").first()
    if newest is None:
        return None
    run, asked = newest.run, newest.reply_to
    if run is None or asked is None or not run.is_in_flight or asked.text != message:
        return newest.pk
    after = run.payload.get("after")
    return UUID(after) if after else None


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


def delete(*, conversation: Conversation) -> None:
    """Its words go, also those in its runs; what a run cost stays.

    Runs are held before their conversation, as by a worker that settles one. A turn that came in
    between shows once the conversation is held, which is then let go of again.
    """
    is_deleted = False
    while not is_deleted:
        for run in _runs_of(conversation).in_flight():
            runs.cancel(run=run)
        is_deleted = _deleted_where_nothing_runs(conversation)


def _deleted_where_nothing_runs(conversation: Conversation) -> bool:
    with transaction.atomic():
        held = Conversation.objects.select_for_update().filter(pk=conversation.pk)
        if held.exists() and _runs_of(conversation).in_flight().exists():
            transaction.set_rollback(True)
            return False
        _delete(conversation)
    return True


def _delete(conversation: Conversation) -> None:
    ran = list(_runs_of(conversation))
    for run in ran:
        runs.forget_answer(run=run)
    runs.erase_words(erased=ran)
    transaction.on_commit(partial(turns.forget, Conversation(**_key(conversation))))
    _tell(conversation, Change.DELETED)
    conversation.delete()


def _runs_of(conversation: Conversation) -> RunQuerySet:
    return Run.objects.filter(message__conversation=conversation)


def _key(conversation: Conversation) -> dict[str, Any]:
    return {"pk": conversation.pk, "owner_id": conversation.owner_id}


def _tell(conversation: Conversation, change: Change) -> None:
    publish_rows(
        person_id=conversation.owner_id,
        kind=ConversationEvent,
        change=change,
        ids=[conversation.pk],
    )
