"""What a model is told of a person for one message."""

import json

import pytest

from focushub.ai.services.interaction import AIInteractionService
from focushub.chat.models import Conversation
from focushub.chat.services import conversations, turns
from tests.factories import UserFactory
from tests.focushub.chat.asking import REPLY, answered, asked, begun, carry_out
from tests.focushub.chat.factories import MemoryFactory
from tests.learning.factories import CardFactory
from tests.organize.factories import StepFactory, TaskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("model")]


def test_a_model_is_told_the_persons_own_things_and_no_others(user, crew_override):
    crew = crew_override(REPLY)
    stranger = UserFactory.create()
    TaskFactory.create(owner=stranger, title="A stranger's task")
    MemoryFactory.create(owner=stranger, text="A stranger's fact")
    task = TaskFactory.create(owner=user, title="Write about bees", estimate_minutes=90)
    StepFactory.create(task=task, title="Open the notes")
    CardFactory.create(deck__owner=user, deck__name="Biology")
    MemoryFactory.create(owner=user, text="I work best at night")

    answered(user, "what now?", energy_level=2, mood_score=3, request_type="prioritization")

    inputs = crew.calls[0].inputs
    assert inputs["message"] == "what now?"
    assert (
        "T1 (task): Write about bees, about 90 min, next step: Open the notes"
        in (inputs["situation"])
    )
    assert "D1 (deck): Biology, 1 cards" in inputs["situation"]
    assert "Their energy is low" in inputs["situation"]
    assert inputs["memories"] == "- I work best at night"
    assert inputs["wanted"] == "type: prioritization; energy: low; mood: 3 of 10"
    assert "complete_task: ticks a task off" in inputs["kinds"]
    assert "stranger" not in json.dumps(dict(inputs))


def test_the_turns_before_are_told_and_a_crisis_is_not(user, crew_override):
    crew = crew_override(REPLY)
    chat = answered(user, "hello there coach")["conversation_id"]
    AIInteractionService().begin(asked(user, "I want to kill myself", chat=chat), person=user)
    for message in ("yes I am safe", "hm", "hm hm", "hm hm hm"):
        AIInteractionService().begin(asked(user, message, chat=chat), person=user)

    answered(user, "I can't start my thesis", chat=chat)

    told = crew.calls[-1].inputs["turns"]
    assert "Person: hello there coach" in told
    assert f"You: {REPLY['response']}" in told
    assert "kill" not in json.dumps(dict(crew.calls[-1].inputs))


def test_the_specialist_whom_the_person_prefers_is_asked(user, crew_override):
    crew = crew_override({**REPLY, "specialist": "organize"})

    answer = answered(user, "I can't start my thesis", agent_preference="emotion")

    assert crew.calls[0].prompt.task == "emotion"
    assert answer["agent_used"] == "emotion"


def test_a_conversation_that_was_deleted_meanwhile_is_told_to_no_model(user, crew_override):
    crew = crew_override(REPLY)
    run = begun(user, "I can't start my thesis")
    conversations.delete(conversation=Conversation.objects.get())

    carry_out(run.pk)

    assert crew.calls == []
    run.refresh_from_db()
    assert run.state == "cancelled"


def test_a_long_conversation_is_summed_up_and_the_model_may_say_it_better(user, crew_override):
    crew = crew_override(REPLY)
    chat = None
    for n in range(14):
        run = begun(user, f"My thesis number {n} is about bees and their colours", chat=chat)
        assert run.body is not None
        chat = run.body["conversation_id"]
    conversation = Conversation.objects.get()
    built_in = conversation.summary

    answered(user, "what next?", chat=chat)

    assert "bees and their colours" in built_in
    assert crew.calls[-1].inputs["summary"].startswith(built_in[:40])
    conversation.refresh_from_db()
    assert conversation.summary == REPLY["summary"]
    assert len(crew.calls[-1].inputs["turns"].split("Person: ")) <= turns.MOST_TURNS


def test_a_lost_redis_costs_no_turn(user, crew_override):
    crew = crew_override(REPLY)
    chat = answered(user, "hello there coach")["conversation_id"]
    turns.forget(Conversation.objects.get())

    answered(user, "I can't start my thesis", chat=chat)

    assert "Person: hello there coach" in crew.calls[-1].inputs["turns"]
