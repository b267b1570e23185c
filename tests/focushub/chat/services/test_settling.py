"""What becomes of a model's words: checked, kept, or answered by the built-in coach."""

import json

import pytest

from focushub.ai.gateways import FaultCode, ModelFault
from focushub.chat.models import Message
from tests.focushub.chat.asking import REPLY, answered, begun, carry_out
from tests.organize.factories import TaskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("model")]


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
