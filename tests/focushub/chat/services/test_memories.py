"""A fact that was forgotten is told to no model any more."""

import json

import pytest

from focushub.chat.models import Conversation, Memory
from focushub.chat.services import memories
from tests.focushub.chat.asking import REPLY, answered, begun, carry_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("model")]


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("My dog is called Ziggurat", "Ziggurat wants a walk first"),
        ("My code is 77310", "it is 77310 by the way"),
        ("I am allergic to peanuts", "peanuts again at the canteen"),
        ("My dog is called Ziggurat", "remember that my dog is called ziggurat"),
    ],
)
def test_a_forgotten_fact_is_in_no_later_prompt(user, crew_override, fact, said):
    crew = crew_override({**REPLY, "response": "Good."})
    telling = fact.split()[-1]
    memory = memories.keep(owner=user, text=fact)
    chat = answered(user, said)["conversation_id"]
    other = answered(user, f"{said} and more")["conversation_id"]
    assert telling in json.dumps([dict(call.inputs) for call in crew.calls])
    count = len(crew.calls)

    memories.forget(memory=memory)
    for conversation in (chat, other):
        answered(user, "I can't start my thesis", chat=conversation)
    answered(user, "what do you know about me?")

    later = json.dumps([dict(call.inputs) for call in crew.calls[count:]])
    assert len(crew.calls) == count + 3
    assert telling.lower() not in later.lower()


def test_a_fact_that_is_forgotten_before_the_model_is_asked_is_not_told(user, crew_override):
    crew = crew_override(REPLY)
    memory = memories.keep(owner=user, text="My dog is called Ziggurat")
    run = begun(user, "what should I do with Ziggurat?")

    memories.forget(memory=memory)
    carry_out(run.pk)

    assert "ziggurat" not in json.dumps(dict(crew.calls[0].inputs)).lower()


def test_a_summary_is_made_anew_without_a_forgotten_fact(user, crew_override):
    crew = crew_override({**REPLY, "summary": "Their dog is Ziggurat."})
    memory = memories.keep(owner=user, text="My dog is called Ziggurat")
    chat = None
    for n in range(13):
        run = begun(user, f"My thesis {n} is about Ziggurat and dogs", chat=chat)
        assert run.body is not None
        chat = run.body["conversation_id"]
    answered(user, "what next?", chat=chat)
    assert "Ziggurat" in Conversation.objects.get().summary

    memories.forget(memory=memory)
    answered(user, "and now?", chat=chat)

    assert "ziggurat" not in json.dumps(dict(crew.calls[-1].inputs)).lower()
    assert not Memory.objects.exists()
