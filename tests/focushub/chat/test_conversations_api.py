"""Conversations, their history, and what is kept in mind: over the API."""

import json

import pytest

from focushub.ai.live import log
from focushub.ai.models import Run
from focushub.chat.models import Conversation, Memory, Message
from focushub.chat.services import memories
from tests.factories import UserFactory
from tests.focushub.ai.factories import RunFactory
from tests.focushub.chat.factories import (
    AnswerFactory,
    ConversationFactory,
    MemoryFactory,
    MessageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(user):
    """One message with its answer."""
    conversation = ConversationFactory.create(owner=user, title="Thesis")
    asked = MessageFactory.create(conversation=conversation, text="I can't start")
    AnswerFactory.create(
        conversation=conversation,
        reply_to=asked,
        text="Two minutes only",
        metadata={"intent": "cannot_start", "confidence": 0.5, "suggestions": []},
    )
    return conversation


def test_conversations_are_listed_renamed_and_counted(client_for, user, chat):
    client = client_for(user)

    (listed,) = client.get("/api/v1/conversations").json()
    renamed = client.patch(f"/api/v1/conversations/{chat.pk}", {"title": "Bees"}).json()

    assert (listed["title"], listed["message_count"]) == ("Thesis", 2)
    assert renamed["title"] == "Bees"
    assert client.get(f"/api/v1/conversations/{chat.pk}").json()["title"] == "Bees"


def test_what_was_said_is_read_in_pages(client_for, user, chat):
    client = client_for(user)

    first = client.get(f"/api/v1/conversations/{chat.pk}/messages?limit=1")
    (answer,) = first.json()
    second = client.get(first["Link"].split(">")[0].strip("<"))

    assert (answer["role"], answer["text"], answer["agent_used"]) == (
        "assistant",
        "Two minutes only",
        "planning",
    )
    assert [row["text"] for row in second.json()] == ["I can't start"]


def test_another_persons_messages_are_not_found(client_for, user):
    theirs = ConversationFactory.create()

    for path in ("messages", "export"):
        response = client_for(user).get(f"/api/v1/conversations/{theirs.pk}/{path}")
        assert response.status_code == 404


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("json", "application/json"), ("md", "text/markdown; charset=utf-8")],
)
def test_a_conversation_is_taken_out_as_a_file(client_for, user, chat, kind, media_type):
    response = client_for(user).get(f"/api/v1/conversations/{chat.pk}/export?as={kind}")

    assert response["Content-Type"] == media_type
    assert f"conversation-{chat.pk}.{kind}" in response["Content-Disposition"]
    text = response.content.decode()
    assert text.index("I can't start") < text.index("Two minutes only")
    if kind == "json":
        assert [m["role"] for m in json.loads(text)["messages"]] == ["user", "assistant"]


def test_a_kind_of_file_that_is_not_there_is_refused(client_for, user, chat):
    response = client_for(user).get(f"/api/v1/conversations/{chat.pk}/export?as=doc")

    assert response.status_code == 400


def test_deleting_a_conversation_takes_its_words_with_it(client_for, user, chat):
    done = RunFactory.create(owner=user, feature="chat", payload={"message": "secret"}, calls=1)
    waiting = RunFactory.create(owner=user, feature="chat", in_flight=True)
    Message.objects.filter(role="assistant").update(run=done)
    AnswerFactory.create(conversation=chat, run=waiting)

    response = client_for(user).delete(f"/api/v1/conversations/{chat.pk}")

    assert response.status_code == 204
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()
    done.refresh_from_db()
    assert (done.payload, done.draft, done.answer, done.calls) == ({}, "", "{}", 1)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.payload, waiting.draft) == (Run.State.CANCELLED, {}, "")


@pytest.mark.parametrize("keyed", [{}, {"Idempotency-Key": "once"}])
def test_what_was_deleted_is_told_to_nobody_any_more(
    client_for, user, keyed, django_capture_on_commit_callbacks
):
    client = client_for(user)
    body = {"message": "I can't start my thesis"}
    told = client.post("/api/v1/chat", body, headers=keyed).json()
    run = Run.objects.get()
    key = log.key_of(owner_id=user.pk, run_id=run.pk)
    log.append({key: [log.Event(log.EventId(1, 1), "token", b'{"text":"secret"}')]})

    with django_capture_on_commit_callbacks(execute=True):
        client.delete(f"/api/v1/conversations/{told['conversation_id']}")

    assert log.read({key: log.START}) == {}
    assert client.get(f"/api/v1/runs/{run.pk}").json()["answer"] is None
    again = client.post("/api/v1/chat", body, headers=keyed)
    if keyed:
        assert (again.status_code, again.json()["code"]) == (404, "answer_erased")
    else:
        assert again.status_code == 200
        assert again.json()["conversation_id"] != told["conversation_id"]


def test_history_pairs_messages_with_answers_newest_first(client_for, user, chat):
    asked = MessageFactory.create(conversation=chat, text="And now?")
    AnswerFactory.create(conversation=chat, reply_to=asked, text="The next one", agent="focus")
    MessageFactory.create(text="a stranger's")

    told = client_for(user).get("/api/v1/conversations/history?limit=10").json()

    assert [(one["message"], one["response"]) for one in told] == [
        ("And now?", "The next one"),
        ("I can't start", "Two minutes only"),
    ]
    assert set(told[0]) == {"id", "user_id", "message", "response", "metadata", "created_at"}
    assert told[0]["user_id"] == str(user.pk)
    assert told[0]["metadata"]["agent_used"] == "focus"


def test_history_is_empty_without_a_token_and_refused_with_a_bad_one(anonymous, chat):
    nobody = anonymous.get("/api/v1/conversations/history?limit=5")
    anonymous.credentials(HTTP_AUTHORIZATION="Bearer nonsense")
    garbled = anonymous.get("/api/v1/conversations/history")

    assert (nobody.status_code, nobody.json()) == (200, [])
    assert garbled.status_code == 401


@pytest.mark.parametrize("limit", ["0", "201", "many"])
def test_a_limit_out_of_bounds_is_refused(client_for, user, limit):
    response = client_for(user).get(f"/api/v1/conversations/history?limit={limit}")

    assert response.status_code == 400


def test_a_fact_is_told_changed_and_forgotten(client_for, user):
    client = client_for(user)

    made = client.post("/api/v1/me/memories", {"text": "I study best at night"})
    fact = made.json()
    changed = client.patch(f"/api/v1/me/memories/{fact['id']}", {"text": "In the morning"})
    listed = client.get("/api/v1/me/memories").json()
    gone = client.delete(f"/api/v1/me/memories/{fact['id']}")

    assert (made.status_code, fact["source"]) == (201, "person")
    assert [one["text"] for one in listed] == ["In the morning"] == [changed.json()["text"]]
    assert gone.status_code == 204
    assert not Memory.objects.exists()


def test_facts_are_bounded(client_for, user, monkeypatch):
    monkeypatch.setattr(memories, "MOST", 2)
    MemoryFactory.create_batch(2, owner=user)

    refused = client_for(user).post("/api/v1/me/memories", {"text": "One more"})
    too_long = client_for(user).post("/api/v1/me/memories", {"text": "x" * 501})

    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_memories")
    assert too_long.status_code == 400
    assert Memory.objects.count() == 2


def test_the_coach_tells_what_it_keeps_in_mind_of_this_person_alone(client_for, user):
    MemoryFactory.create(owner=user, text="I study best at night")
    MemoryFactory.create(owner=UserFactory.create(), text="A stranger's secret")

    answer = client_for(user).post("/api/v1/chat", {"message": "what do you know about me?"}).json()

    assert "I study best at night" in answer["response"]
    assert "secret" not in answer["response"]
