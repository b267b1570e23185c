"""What the coach keeps in mind: said, changed, and forgotten for good."""

import re
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q

from focushub.accounts.models import User
from focushub.chat.events import MemoryEvent
from focushub.chat.models import Conversation, Memory, Message
from focushub.chat.services import turns
from focushub.common.errors import DomainError, Kind
from focushub.common.turns import one_at_a_time
from focushub.realtime.events import Change
from focushub.realtime.publishing import publish_rows

MOST: Final = 100
_TOLD: Final = 40
_LOOKED_THROUGH: Final = 5_000
_WORD: Final = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")
_COMMON: Final = frozenset(
    word
    for line in (
        "that this with have from they them their there what when where which would could should",
        "about like likes love loves hate hates want wants need needs always never often usually",
        "every best better good work works working called named name remember forget know knows",
        "mine your yours very much more most some than then into after before because really just",
        "also been being does doing make makes made take takes time times",
    )
    for word in line.split()
)
_LEAST_WORD: Final = 4


class TooManyMemories(DomainError):
    kind = Kind.CONFLICT
    code = "too_many_memories"
    detail = f"The coach keeps {MOST} facts in mind at most. Let one go that it no longer needs."


def facts(person: User) -> list[str]:
    """What may stand in a prompt, the newest last."""
    newest = Memory.objects.owned_by(person).order_by("-id").values_list("text", flat=True)
    return list(newest[:_TOLD])[::-1]


@transaction.atomic
def keep(
    *,
    owner: User,
    text: str,
    source: Memory.Source = Memory.Source.PERSON,
    message: Message | None = None,
) -> Memory:
    """Raises `TooManyMemories`."""
    one_at_a_time(owner.pk)
    if Memory.objects.owned_by(owner).count() >= MOST:
        raise TooManyMemories
    memory = Memory.objects.create(owner=owner, text=text, source=source, message=message)
    _tell(memory, Change.CREATED)
    return memory


@transaction.atomic
def change(*, memory: Memory, **fields: Any) -> Memory:
    for name, value in fields.items():
        setattr(memory, name, value)
    memory.save(update_fields=[*fields, "updated_at"])
    _tell(memory, Change.CHANGED)
    return memory


@transaction.atomic
def forget(*, memory: Memory) -> None:
    """The fact goes, and so does whatever was said of it from all that a model is told.

    Messages that hold the fact stay in the conversation, for the person to read; they stand in no
    prompt any more, and what was summed up from them is summed up anew without them.
    """
    _tell(memory, Change.DELETED)
    _let_go_of(memory)
    memory.delete()


def _let_go_of(memory: Memory) -> None:
    mine = Message.objects.owned_by(memory.owner_id)
    named = {memory.message_id} if memory.message_id else set()
    telling = _telling(memory.text)
    rows = mine.filter(is_forgotten=False).order_by("-id").values_list("pk", "text")
    held = {pk for pk, text in rows[:_LOOKED_THROUGH] if _holds(text, memory.text, telling)}
    held |= set(mine.filter(reply_to__in=named).values_list("pk", flat=True)) | named
    if not held:
        return
    mine.filter(pk__in=held).update(is_forgotten=True)
    touched = Conversation.objects.filter(
        Q(messages__in=held) | ~Q(summary=""), owner_id=memory.owner_id
    )
    ids = list(touched.values_list("pk", flat=True).distinct())
    Conversation.objects.filter(pk__in=ids).update(
        memory_version=F("memory_version") + 1, summary="", summarised_to=None
    )
    for pk in ids:
        gone = Conversation(pk=pk, owner_id=memory.owner_id)
        transaction.on_commit(partial(turns.forget, gone))


def _telling(fact: str) -> tuple[set[str], int]:
    """The words by which a fact is told apart, and how many of them give it away.

    One name or number does; of plain words, half of them.
    """
    words = _WORD.findall(fact)
    names = {
        word.lower()
        for n, word in enumerate(words)
        if any(sign.isdigit() for sign in word) or (n > 0 and word[0].isupper() and len(word) > 1)
    }
    if names:
        return names, 1
    plain = {
        word.lower() for word in words if len(word) >= _LEAST_WORD and word.lower() not in _COMMON
    }
    return plain, max(1, -(-len(plain) // 2))


def _holds(text: str, fact: str, telling: tuple[set[str], int]) -> bool:
    if fact.lower() in text.lower():
        return True
    words, enough = telling
    return len(words & {word.lower() for word in _WORD.findall(text)}) >= enough


def _tell(memory: Memory, change: Change) -> None:
    publish_rows(person_id=memory.owner_id, kind=MemoryEvent, change=change, ids=[memory.pk])
