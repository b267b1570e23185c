"""Conversations while several things happen to them at once."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from focushub.accounts.models import User
from focushub.ai.models import Run
from focushub.chat.models import ActionProposal, Conversation, Message
from focushub.chat.services import conversations
from tests.factories import UserFactory
from tests.focushub.ai.factories import RunFactory
from tests.focushub.chat.asking import REPLY, answered, begun, carry_out
from tests.focushub.chat.factories import ActionProposalFactory, AnswerFactory, ConversationFactory
from tests.side_by_side import in_thread, until_it_waits


@pytest.mark.django_db
@pytest.mark.usefixtures("model")
def test_the_same_words_sent_again_while_they_are_answered_are_one_turn(
    user: User, crew_override: Callable[..., Any]
) -> None:
    crew_override(REPLY)
    chat = answered(user, "hello there coach")["conversation_id"]

    first = begun(user, "I can't start my thesis", chat=chat)
    again = begun(user, "I can't start my thesis", chat=chat)
    other = begun(user, "what now?", chat=chat)
    carry_out(first.pk)
    carry_out(other.pk)
    later = begun(user, "what now?", chat=chat)

    assert first == again
    assert len({first.pk, other.pk, later.pk}) == 3
    assert Message.objects.said().count() == 4


@pytest.mark.django_db
@pytest.mark.usefixtures("model")
def test_the_very_first_words_sent_again_with_the_id_are_one_turn_too(user: User) -> None:
    chat = ConversationFactory.create(owner=user)

    first, again = (begun(user, "hello", chat=str(chat.pk)) for _ in range(2))

    assert first == again


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_is_being_written_goes_with_the_conversation() -> None:
    chat = ConversationFactory.create()

    with transaction.atomic():
        conversations.open_for(person=chat.owner, conversation_id=str(chat.pk), message="hm")
        AnswerFactory.create(conversation=chat)
        deleting, outcome = in_thread(lambda: conversations.delete(conversation=chat))
        until_it_waits(deleting)
    deleting.join(20)

    assert outcome == [None]
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_is_being_settled_goes_with_the_conversation() -> None:
    chat = ConversationFactory.create()
    run = RunFactory.create(owner=chat.owner, feature="chat", in_flight=True)
    answer = AnswerFactory.create(conversation=chat, run=run)

    with transaction.atomic():
        # As a worker does: the run first, then what belongs to the answer, then the conversation.
        held = Run.objects.select_for_update().get(pk=run.pk)
        ActionProposalFactory.create(message=answer)
        deleting, outcome = in_thread(lambda: conversations.delete(conversation=chat))
        until_it_waits(deleting)
        conversations.moved_on(chat)
        held.state, held.answer = Run.State.DONE, '{"response": "secret"}'
        held.save()
    deleting.join(20)

    assert outcome == [None]
    assert not Conversation.objects.exists()
    assert not ActionProposal.objects.exists()
    assert Run.objects.get().answer == "{}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("model")
def test_many_turns_and_a_deletion_at_once_leave_nothing_behind(
    crew_override: Callable[..., Any],
) -> None:
    crew_override(REPLY)
    person = UserFactory.create()
    chat = ConversationFactory.create(owner=person)

    def turn(number: int) -> None:
        carry_out(begun(person, f"turn {number}", chat=str(chat.pk)).pk)

    going = [in_thread(partial(turn, n)) for n in range(4)]
    going.append(in_thread(lambda: conversations.delete(conversation=chat)))
    for thread, _ in going:
        thread.join(30)

    assert all(len(outcome) == 1 for _, outcome in going)
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()
    assert not Run.objects.in_flight().exists()
    assert not Run.objects.exclude(payload={}).exists()
