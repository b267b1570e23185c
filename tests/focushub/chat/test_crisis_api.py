"""In danger, code answers: a human word and the numbers of the person's country, and no model."""

import json

import pytest
from django.core.cache import cache

from focushub.ai.models import Run
from focushub.chat.models import ActionProposal, Message
from focushub.chat.services import turns
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WORDS = "I want to kill myself"


@pytest.fixture
def model(settings):
    settings.LLM_MODEL = "test-model"
    settings.LLM_BASE_URL = "http://127.0.0.1:9"


def said(client, message, **body):
    response = client.post("/api/v1/chat", {"message": message, **body})
    assert response.status_code == 200
    return response.json()


@pytest.mark.parametrize(
    ("profile", "number", "emergency"),
    [
        ({"country": "US"}, "988", "911"),
        ({"country": "GB"}, "116 123", "999"),
        ({"country": "", "timezone": "Europe/Berlin"}, "0800 1110111", "112"),
        ({"country": "", "timezone": "Australia/Sydney"}, "13 11 14", "000"),
        ({"country": "NZ", "timezone": "Europe/Berlin"}, "1737", "111"),
        ({"country": "", "timezone": "UTC"}, "findahelpline.com", ""),
        ({"country": "AQ"}, "findahelpline.com", ""),
    ],
)
def test_the_numbers_are_those_of_the_country(client_for, profile, number, emergency):
    answer = said(client_for(UserFactory.create(**profile)), WORDS)

    assert number in answer["response"]
    assert emergency in answer["response"]
    assert "findahelpline.com" in answer["response"]
    assert answer["metadata"]["intent"] == "crisis"
    assert answer["metadata"]["crisis"]["emergency"] == emergency
    assert answer["metadata"]["crisis"]["helplines"][-1]["url"] == "https://findahelpline.com"


def test_no_model_is_asked_and_nothing_is_proposed(client_for, user, model, jobs):
    answer = said(client_for(user), WORDS)

    run = Run.objects.get()
    assert (run.state, run.engine, run.model, run.calls) == ("done", "builtin", "", 0)
    assert answer["degraded"] is None
    assert not jobs.filter(task_name="ai.run_model").exists()
    assert not ActionProposal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_is_cached_or_kept_for_prompts(client_for, user):
    answer = said(client_for(user), WORDS)

    again = said(client_for(user), WORDS + "!")
    assert not again["cached"]
    assert all(Message.objects.values_list("is_crisis", flat=True))
    conversation = Message.objects.all()[0].conversation
    assert turns.recent(conversation) == []
    kept = [cache.get(key) for key in cache.keys("*")]  # type: ignore[attr-defined] # of django-redis
    assert not any(b"kill" in value for value in kept if isinstance(value, bytes))
    assert answer["conversation_id"] != again["conversation_id"]


@pytest.mark.parametrize(
    ("message", "danger", "words"),
    [
        ("My friend wants to kill herself", "suicide", "don't leave them alone"),
        ("I keep cutting myself", "self_harm", "waves go down"),
        ("I swallowed a bottle of pills", "overdose", "Say what you took"),
        ("he is not breathing", "medical", "loudspeaker"),
        ("my husband hits me", "violence", "because of you"),
        ("I want to hurt people", "harm_others", "put distance"),
    ],
)
def test_each_danger_has_its_own_answer(client_for, user, message, danger, words):
    answer = said(client_for(user), message)

    assert answer["metadata"]["crisis"]["danger"] == danger
    assert words in answer["response"]


def test_the_coach_stays_close_for_some_turns_and_asks_no_model(client_for, user, model, jobs):
    client = client_for(user)
    chat = said(client, WORDS)["conversation_id"]

    safe = said(client, "yes, I'm safe", conversation_id=chat)
    task = said(client, "what should I do now?", conversation_id=chat)
    thanks = said(client, "I don't know", conversation_id=chat)

    assert "stay near somebody" in safe["response"]
    assert all("TelefonSeelsorge" in answer["response"] for answer in (safe, task, thanks))
    assert not jobs.filter(task_name="ai.run_model").exists()


def test_who_is_not_safe_is_told_to_call_now(client_for, user):
    client = client_for(user)
    chat = said(client, WORDS)["conversation_id"]

    answer = said(client, "I'm not safe", conversation_id=chat)

    assert "call 112" in answer["response"]


def test_what_weighs_over_messages_is_heard_too(client_for, user):
    client = client_for(user)
    chat = said(client, "I feel like a burden to everyone")["conversation_id"]

    answer = said(client, "soon none of this will matter", conversation_id=chat)

    assert answer["metadata"]["intent"] == "crisis"


def test_several_specialists_are_not_asked_in_danger(client_for, user):
    response = client_for(user).post("/api/v1/chat/comprehensive", {"message": WORDS})

    answer = response.json()
    assert answer["metadata"]["intent"] == "crisis"
    assert answer["specialists_involved"] == ["emotion"]
    assert "0800 1110111" in answer["response"]


def test_a_look_alike_is_answered_like_anything_else(client_for, user):
    answer = said(client_for(user), "this homework is killing me")

    assert "crisis" not in json.dumps(answer["metadata"])
