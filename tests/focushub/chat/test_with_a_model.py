"""What becomes of a model's words: shown, checked, kept, or answered by the built-in coach."""

import json
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.utils import timezone

from focushub.ai.features import Question
from focushub.ai.gateways import FaultCode, ModelChoice, ModelFault
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.ai.services.interaction import AIInteractionService
from focushub.chat.feature import ChatFeature
from focushub.chat.models import Conversation, Memory, Message
from focushub.chat.serializers.chat import ChatSerializer, question_of
from focushub.chat.services import conversations, memories, turns
from focushub.common.threads import off_loop
from tests.factories import UserFactory
from tests.fakes.crew import Said, ScriptedCrew
from tests.fakes.stream import RecordedStream
from tests.focushub.chat.factories import MemoryFactory
from tests.learning.factories import CardFactory
from tests.organize.factories import StepFactory, TaskFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("model")]
carry_out = async_to_sync(runs.carry_out)
MODEL = ModelChoice("scripted", "http://nowhere.invalid/v1", "", 5)
REPLY: dict[str, Any] = {
    "response": "That makes sense. Open the file and read one line, that is all for now.",
    "suggestions": ["I will", "Smaller"],
    "proposals": [],
    "summary": "They are writing a thesis about bees.",
}


@pytest.fixture
def model(settings: Any) -> None:
    settings.LLM_MODEL = "test-model"
    settings.LLM_BASE_URL = "http://127.0.0.1:9"


def asked(
    person: Any,
    message: str,
    *,
    chat: str | None = None,
    mode: str = "chat",
    **context: Any,
) -> Question:
    body = ChatSerializer(data={"message": message, "conversation_id": chat, "context": context})
    body.is_valid(raise_exception=True)
    data = body.validated_data
    named = data.get("conversation_id")
    after = named and conversations.last_message_of(person=person, conversation_id=named)
    return question_of(data, person, mode=mode, after=after)


def begun(person: Any, message: str, **more: Any) -> Run:
    run = AIInteractionService().begin(asked(person, message, **more), person=person).run
    assert run is not None
    return run


def answered(person: Any, message: str, **more: Any) -> dict[str, Any]:
    run = begun(person, message, **more)
    carry_out(run.pk)
    run.refresh_from_db()
    assert run.body is not None
    return run.body


def test_the_models_answer_takes_the_place_of_the_draft(user, crew_override):
    crew = crew_override(REPLY)
    draft = begun(user, "I can't start my thesis")
    assert draft.body is not None
    built_in = draft.body["response"]

    carry_out(draft.pk)

    draft.refresh_from_db()
    answer = draft.body
    assert answer is not None
    assert (answer["response"], answer["engine"]) == (REPLY["response"], "crew")
    assert answer["suggestions"] == ["I will", "Smaller"]
    assert answer["agent_used"] == "planning"
    assert built_in != answer["response"]
    reply = Message.objects.get(pk=answer["message_id"])
    assert reply.text == REPLY["response"]
    # What the rules would propose stays, since the model proposed nothing.
    assert [p["kind"] for p in answer["proposals"]] == ["create_task", "start_focus_session"]
    assert len(crew.calls) == 1


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


def test_marks_become_ids_and_what_cannot_be_done_is_left_out(user, crew_override):
    task = TaskFactory.create(owner=user, title="Write about bees")
    crew_override(
        {
            **REPLY,
            "proposals": [
                {"kind": "complete_task", "params": {"task_id": "T1"}},
                {"kind": "complete_task", "params": {"task_id": "T9"}},
                {"kind": "delete_everything", "params": {}},
            ],
        }
    )

    answer = answered(user, "I have done the bees")

    assert [(p["kind"], p["params"]) for p in answer["proposals"]] == [
        ("complete_task", {"task_id": str(task.pk)})
    ]
    task.refresh_from_db()
    assert task.is_open


def test_a_proposal_that_is_on_the_screen_already_can_be_accepted(user, crew_override, client_for):
    TaskFactory.create(owner=user, title="Write about bees")
    crew_override({**REPLY, "proposals": [{"kind": "remember", "params": {"text": "A fact"}}]})
    run = begun(user, "remind me to call mum")
    assert run.body is not None
    shown = run.body["proposals"][0]

    carry_out(run.pk)
    accepted = client_for(user).post(f"/api/v1/proposals/{shown['id']}/accept")

    assert accepted.status_code == 200
    run.refresh_from_db()
    assert run.body is not None
    assert [p["kind"] for p in run.body["proposals"]] == ["remember"]


@pytest.mark.parametrize(
    "response",
    [
        "You should kill yourself.",
        "Nobody would miss you, and life is not worth living.",
        "You are just lazy.",
        "You should have done that yesterday; it's your own fault.",
        "Call me at 0800 555 12345.",
        "See https://example.com for more.",
        "My instructions say: <from_person name=...>",
        "\u200b\u202e",
    ],
)
def test_words_that_nobody_should_read_end_in_the_built_in_answer(user, crew_override, response):
    crew_override({**REPLY, "response": response})

    answer = answered(user, "I can't start my thesis")

    assert answer["engine"] == "builtin"
    assert answer["degraded"]["code"] in {"refused", "empty"}
    assert "Open the thesis file" in answer["response"]
    assert Message.objects.get(pk=answer["message_id"]).text == answer["response"]


def test_signs_that_cannot_be_seen_are_taken_out(user, crew_override):
    crew_override({**REPLY, "response": "Open\x07 the\u200b file\u202e now.\nJust that."})

    assert answered(user, "start?")["response"] == "Open the file now.\nJust that."


def test_a_fault_ends_in_the_built_in_answer(user, crew_override):
    crew_override(ModelFault(FaultCode.TIMEOUT))

    answer = answered(user, "I can't start my thesis")

    assert (answer["engine"], answer["degraded"]["code"]) == ("builtin", "timeout")
    assert Message.objects.count() == 2


def test_where_the_rules_know_nobody_the_model_says_whom_it_spoke_for(user, crew_override):
    crew = crew_override({**REPLY, "specialist": "organize"})

    answer = answered(user, "There was a thing with the boxes in the hallway earlier")

    assert crew.calls[0].prompt.task == "orchestrator"
    assert answer["agent_used"] == "organize"


def test_the_specialist_whom_the_person_prefers_is_asked(user, crew_override):
    crew = crew_override({**REPLY, "specialist": "organize"})

    answer = answered(user, "I can't start my thesis", agent_preference="emotion")

    assert crew.calls[0].prompt.task == "emotion"
    assert answer["agent_used"] == "emotion"


def test_several_specialists_are_asked_once_each_and_one_that_fails_is_made_up_for(
    user, crew_override
):
    crew = crew_override(
        {**REPLY, "response": "First view of it."},
        ModelFault(FaultCode.TIMEOUT),
        {**REPLY, "response": "Another view of it."},
    )

    answer = answered(user, "I feel ashamed that I can't start my thesis", mode="comprehensive")

    assert len(crew.calls) == 3
    told = list(answer["individual_insights"].values())
    assert "First view of it." in told
    assert "Another view of it." in told
    assert all(told)
    assert answer["engine"] == "crew"
    assert answer["specialists_involved"] == list(answer["individual_insights"])


def test_where_no_specialist_answers_the_built_in_ones_do(user, crew_override):
    crew_override(ModelFault(FaultCode.UNAVAILABLE))

    answer = answered(user, "I can't start my thesis", mode="comprehensive")

    assert answer["engine"] == "builtin"
    assert len(answer["individual_insights"]) >= 2


def test_unfit_views_of_all_specialists_end_in_the_built_in_ones(user, crew_override):
    crew_override({**REPLY, "response": "You are lazy."})

    answer = answered(user, "I can't start my thesis", mode="comprehensive")

    assert (answer["engine"], answer["degraded"]["code"]) == ("builtin", "refused")


SESSION = {
    "task": "Write about bees",
    "duration": 25,
    "structure": {"warm_up": "Open it", "main_work": "Write", "wrap_up": "Note where"},
    "adhd_strategies": ["Timer"],
    "distraction_plan": {"phone": "Other room"},
    "success_metrics": ["You began"],
}


def test_a_focus_session_of_a_model_is_json_text_too(user, crew_override):
    crew = crew_override(SESSION)

    answer = answered(user, "the bees", request_type="focus_session")

    assert json.loads(answer["response"]) == SESSION
    assert crew.calls[0].prompt.task == "focus_session"


def test_a_focus_session_that_blames_is_not_shown(user, crew_override):
    crew_override({**SESSION, "adhd_strategies": ["Do not be lazy"]})

    answer = answered(user, "the bees", request_type="focus_session")

    assert answer["engine"] == "builtin"
    assert json.loads(answer["response"])["task"] == "the bees"


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


async def _shown(person: Any, *lines: Any) -> RecordedStream:
    stream = RecordedStream()
    run = await off_loop(begun, person, "I can't start my thesis")
    await ChatFeature().propose(
        payload=run.payload,
        asked_at=timezone.now(),
        gateway=ScriptedCrew(*lines),
        model=MODEL,
        stream=stream,
    )
    return stream


LONG = " ".join(f"word{n}" for n in range(40)) + "."


@pytest.mark.parametrize("size", [1, 7, 50, 5_000])
def test_words_are_shown_as_they_come_and_make_the_whole_answer(user, size):
    shown = async_to_sync(_shown)(user, Said.of({**REPLY, "response": LONG}, size=size))

    assert shown.text == LONG
    assert len(shown.of("token")) == 40


def test_nothing_is_shown_of_what_nobody_should_read(user):
    reply = {**REPLY, "response": f"{LONG} You are lazy and you should have begun. {LONG}"}

    shown = async_to_sync(_shown)(user, Said.of(reply, size=5))

    told = shown.text
    assert told
    assert "lazy" not in told
    assert LONG.startswith(told) or told.startswith(LONG[:40])


def test_no_more_than_an_answer_holds_is_shown(user):
    reply = {**REPLY, "response": "x" * 1_999}

    shown = async_to_sync(_shown)(user, Said.of(reply, size=400))

    assert shown.text == "x" * 1_999


def test_what_was_shown_is_void_when_the_model_is_asked_again(user):
    text = json.dumps({**REPLY, "response": LONG})
    pieces = [text[:150], "", *[text[at : at + 9] for at in range(0, len(text), 9)]]

    shown = async_to_sync(_shown)(user, Said(pieces, 0.0))

    assert len(shown.of("restart")) == 1
    assert shown.text == LONG
