"""`POST /chat` with no model: what comes back, and what is written."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from focushub.ai.models import Run
from focushub.chat.models import ActionProposal, Conversation, Message
from focushub.focus.models import FocusSession
from organize.models import Task
from tests.factories import UserFactory
from tests.focushub.chat.factories import ConversationFactory
from tests.learning.factories import CardFactory
from tests.organize.factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(client_for, user):
    """Says something in one conversation after the other message."""
    client = client_for(user)
    state: dict[str, Any] = {}

    def to_coach(message, path="/api/v1/chat", **body):
        if "conversation_id" in state:
            body.setdefault("conversation_id", state["conversation_id"])
        response = client.post(path, {"message": message, **body})
        assert response.status_code == 200, response.json()
        state["conversation_id"] = response.json()["conversation_id"]
        return response.json()

    return to_coach


def test_a_message_is_answered_kept_and_has_every_field_of_the_contract(say, user):
    answer = say("I can't start my thesis")

    assert set(answer) == {
        "response",
        "agent_used",
        "confidence",
        "suggestions",
        "proposals",
        "conversation_id",
        "message_id",
        "timestamp",
        "metadata",
        "run_id",
        "engine",
        "degraded",
        "cached",
        "created_at",
    }
    assert (answer["agent_used"], answer["engine"], answer["cached"]) == (
        "planning",
        "builtin",
        False,
    )
    assert "**Open the thesis file and read your last paragraph**" in answer["response"]
    assert answer["metadata"]["intent"] == "cannot_start"
    told, reply = Message.objects.order_by("id")
    assert (told.role, told.text, told.owner) == ("user", "I can't start my thesis", user)
    assert (reply.role, reply.reply_to, str(reply.pk)) == ("assistant", told, answer["message_id"])
    assert str(reply.run_id) == answer["run_id"]


def test_six_turns_are_one_conversation(say):
    answers = [
        say(message)
        for message in (
            "I can't start my thesis",
            "It's too much, I don't even know where to begin",
            "ok, it's open",
            "I'm scared that what I write will be bad",
            "ok, I wrote one. What next?",
            "how long will all of it take?",
        )
    ]

    texts = [answer["response"] for answer in answers]
    assert len({answer["conversation_id"] for answer in answers}) == 1
    assert "Just: **Open the thesis file**" in texts[1] or "**Open the thesis file**" in texts[1]
    assert "**Read your last paragraph**" in texts[2]
    assert answers[3]["agent_used"] == "emotion"
    assert "allowed to delete" in texts[3]
    assert "**Write down where you are, in three lines**" in texts[4]
    assert answers[5]["metadata"]["intent"] == "how_long"
    assert len(set(texts)) == 6
    assert [answer["metadata"]["turn"] for answer in answers] == [1, 2, 3, 4, 5, 6]
    assert Conversation.objects.count() == 1


def test_what_to_do_now_rests_on_the_persons_own_things(say, user):
    TaskFactory.create(owner=UserFactory.create(), title="A stranger's secret")
    task = TaskFactory.create(
        owner=user, title="Pay the rent", due_at=timezone.now() + timedelta(hours=4)
    )

    answer = say("What should I do now?")

    assert "Pay the rent" in answer["response"]
    assert "stranger" not in json.dumps(answer)
    assert answer["confidence"] == 0.9
    assert answer["proposals"][0]["kind"] == "start_focus_session"
    assert answer["proposals"][0]["params"]["subject_id"] == str(task.pk)


def test_nothing_changes_by_what_is_said(say, user):
    task = TaskFactory.create(owner=user, title="Call the dentist")

    answer = say("I finished the dentist call")
    say("yes")

    task.refresh_from_db()
    assert task.is_open
    assert [p["kind"] for p in answer["proposals"]] == ["complete_task"]
    assert not FocusSession.objects.exists()
    assert Task.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_opening_is_cached_until_the_conversation_goes_on(client_for, user):
    client = client_for(user)
    first = client.post("/api/v1/chat", {"message": "hello"}).json()

    again = client.post("/api/v1/chat", {"message": "hello"}).json()
    client.post(
        "/api/v1/chat",
        {"message": "I can't start", "conversation_id": first["conversation_id"]},
    )
    anew = client.post("/api/v1/chat", {"message": "hello"}).json()

    assert (again["cached"], again["conversation_id"]) == (True, first["conversation_id"])
    assert (anew["cached"], anew["conversation_id"] == first["conversation_id"]) == (False, False)


def test_fresh_skips_the_cache(client_for, user):
    client = client_for(user)
    first = client.post("/api/v1/chat", {"message": "hello"}).json()

    fresh = client.post("/api/v1/chat/fresh", {"message": "hello"}).json()
    forced = client.post("/api/v1/chat", {"message": "hello", "force_refresh": True}).json()

    assert len({one["conversation_id"] for one in (first, fresh, forced)}) == 3
    assert not fresh["cached"]
    assert not forced["cached"]


@pytest.mark.parametrize("preference", ["planning", "focus", "emotion", "organize", "learning"])
def test_the_specialist_whom_the_person_wants_answers(say, preference):
    answer = say("I can't start my thesis", context={"agent_preference": preference})

    assert answer["agent_used"] == preference
    assert answer["response"]


def test_several_specialists_give_their_views(say):
    answer = say("I can't start my thesis and feel ashamed", path="/api/v1/chat/comprehensive")

    insights = answer["individual_insights"]
    assert answer["specialists_involved"] == list(insights)
    assert {"planning", "emotion"} <= set(insights)
    assert 2 <= len(insights) <= 3
    assert all(text in answer["response"] for text in insights.values())
    assert answer["agent_used"] == "orchestrator"
    assert 0 < answer["consultation_quality"] <= 1


def test_a_focus_session_is_json_text(say):
    answer = say("my thesis, 30 minutes", context={"request_type": "focus_session"})

    told = json.loads(answer["response"])
    assert set(told) == {
        "task",
        "duration",
        "structure",
        "adhd_strategies",
        "distraction_plan",
        "success_metrics",
    }
    assert set(told["structure"]) == {"warm_up", "main_work", "wrap_up"}
    assert told["duration"] == 30
    assert "thesis" in told["task"]
    assert answer["agent_used"] == "focus"


@pytest.mark.parametrize(
    ("request_type", "intent"),
    [
        ("time_estimation", "how_long"),
        ("prioritization", "prioritise"),
        ("distraction_management", "distracted"),
        ("break_optimization", "take_break"),
    ],
)
def test_a_type_of_request_is_answered_as_prose(say, request_type, intent):
    answer = say("clean the kitchen", context={"request_type": request_type})

    assert answer["metadata"]["intent"] == intent
    assert not answer["response"].startswith("{")


def test_low_energy_and_a_low_mood_make_it_smaller(say, user):
    # Where it is late morning now: in the evening nothing is planned any more.
    user.timezone = f"Etc/GMT{timezone.now().hour - 11:+d}"
    user.save()
    TaskFactory.create_batch(4, owner=user, estimate_minutes=60)

    answer = say("plan my day", context={"energy_level": 2, "mood_score": 2})

    assert len(answer["proposals"]) <= 1


def test_cards_that_wait_are_offered(say, user):
    CardFactory.create_batch(3, deck__owner=user)

    answer = say("quiz me")

    assert answer["agent_used"] == "learning"
    assert "start_reviews" in [p["kind"] for p in answer["proposals"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "message"),
        ({"message": ""}, "message"),
        ({"message": "x" * 4001}, "message"),
        ({"message": "hi", "conversation_id": "no"}, "conversation_id"),
        ({"message": "hi", "context": {"energy_level": 11}}, "context.energy_level"),
        ({"message": "hi", "context": {"energy_level": True}}, "context.energy_level"),
        ({"message": "hi", "context": {"agent_preference": "nobody"}}, "context.agent_preference"),
        ({"message": "hi", "context": {"request_type": "poem"}}, "context.request_type"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(client_for, user, body, field):
    response = client_for(user).post("/api/v1/chat", body)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert not Message.objects.exists()


def test_context_of_older_clients_is_passed_over_where_it_says_nothing(say):
    context = {"agent_preference": None, "energy_level": "low", "mood_score": None, "theme": "x"}

    assert say("hello", context=context)["response"]


def test_another_persons_conversation_is_not_found(client_for, user):
    theirs = ConversationFactory.create()

    response = client_for(user).post(
        "/api/v1/chat", {"message": "hi", "conversation_id": str(theirs.pk)}
    )

    assert response.status_code == 404
    assert not Message.objects.exists()
    assert not Run.objects.exists()


def test_a_retry_with_the_same_key_says_it_once(client_for, user):
    client = client_for(user)
    body = {"message": "I can't start"}
    first = client.post("/api/v1/chat", body, headers={"Idempotency-Key": "a"}).json()

    again = client.post("/api/v1/chat", body, headers={"Idempotency-Key": "a"}).json()

    assert first == again
    assert Message.objects.count() == 2


def test_the_agents_figures_are_true(say, client_for, user):
    say("I can't start my thesis")
    say("I'm scared that it will be bad")

    told = client_for(user).get("/api/v1/agents/status").json()

    assert told["total_agents"] == len(told["agents"]) == 6
    assert told["agents"]["planning"]["total_interactions"] == 1
    assert told["agents"]["emotion"]["total_interactions"] == 1
    assert told["agents"]["learning"]["total_interactions"] == 0
    assert told["total_conversations"] == 1
    assert told["system_uptime"] >= 0


def test_proposals_of_an_answer_are_rows_that_can_be_accepted(say, client_for, user):
    answer = say("remind me to call mum tomorrow at 5pm")

    (told,) = answer["proposals"]
    assert told["kind"] == "create_task"
    assert told["preview"]["title"] == "Put “Call mum” on the list"
    assert told["state"] == "open"
    assert ActionProposal.objects.get().pk.hex == told["id"].replace("-", "")
    done = client_for(user).post(f"/api/v1/proposals/{told['id']}/accept").json()
    assert Task.objects.get().title == "Call mum"
    assert done["result"] == {"task_id": str(Task.objects.get().pk)}
