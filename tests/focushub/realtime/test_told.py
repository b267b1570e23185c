"""Each service tells what it did: what kind, which change, which rows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.calendar.models import TimeBlock
from focushub.chat.models import ActionProposal, Conversation, Memory
from focushub.focus.models import FocusSession
from focushub.realtime import stream
from learning.models import Card, Deck, Quiz
from organize.models import Plan
from tests.focushub.ai.factories import RunFactory
from tests.focushub.calendar.factories import TimeBlockFactory
from tests.learning.factories import CardFactory
from tests.organize.factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch, user, django_capture_on_commit_callbacks):
    """Calls `work`, and gives what the person's devices were told as (type, change, how many)."""
    events = []

    def add(person_id, event):
        assert person_id == user.pk
        events.append(event)
        return 1

    monkeypatch.setattr(stream, "add", add)

    def during(work):
        events.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = work()
        assert getattr(answer, "status_code", 200) < 300, answer.content
        return {(event.type, str(event.change), len(event.ids)) for event in events}

    return during


def test_tasks(told, user, client_for):
    client = client_for(user)
    task = TaskFactory(owner=user)
    TimeBlockFactory.create_batch(
        2, owner=user, subject_id=task.pk, starts_at=timezone.now() + timedelta(hours=1)
    )
    its = lambda action: reverse(f"task-{action}", args=[task.pk])  # noqa: E731 - local

    assert told(lambda: client.post(reverse("task-list"), {"title": "Pack"})) == {
        ("task", "created", 1)
    }
    changed = {("task", "changed", 1)}
    assert told(lambda: client.patch(its("detail"), {"energy": "low"})) == changed
    assert told(lambda: client.post(its("breakdown"), {})) == changed
    assert told(lambda: client.post(its("snooze"), {"minutes": 5})) == changed
    assert told(lambda: client.post(its("complete"))) == changed | {("block", "deleted", 2)}
    assert told(lambda: client.post(its("reopen"))) == changed
    assert told(lambda: client.delete(its("detail"))) == {("task", "deleted", 1)}


def test_a_plan_that_is_proposed_accepted_taken_back_and_deleted(told, user, client_for):
    client = client_for(user)
    text = "\n".join(f"- water plant number {n}" for n in range(3))

    assert told(lambda: client.post(reverse("organize"), {"text": text})) == {
        ("plan", "created", 1),
        ("run", "changed", 1),
    }
    plan = Plan.objects.get()
    its = lambda action: reverse(f"plan-{action}", args=[plan.pk])  # noqa: E731 - local
    accepted = told(lambda: client.post(its("accept"), {}))
    blocks = TimeBlock.objects.count()
    assert accepted == {
        ("plan", "changed", 1),
        ("task", "created", 3),
        ("block", "created", blocks),
    }
    assert told(lambda: client.post(its("undo"), {})) == {
        ("plan", "changed", 1),
        ("task", "deleted", 3),
        ("block", "deleted", blocks),
    }
    assert told(lambda: client.delete(its("detail"))) == {("plan", "deleted", 1)}


def test_blocks(told, user, client_for):
    client = client_for(user)
    body = {"title": "Dentist", "starts_at": "2030-01-01T09:00Z", "ends_at": "2030-01-01T10:00Z"}

    assert told(lambda: client.post(reverse("schedule-list"), body)) == {("block", "created", 1)}
    url = reverse("schedule-detail", args=[TimeBlock.objects.get().pk])
    assert told(lambda: client.patch(url, {"is_locked": True})) == {("block", "changed", 1)}
    assert TimeBlock.objects.get().is_locked
    assert told(lambda: client.delete(url)) == {("block", "deleted", 1)}


def test_study_plans(told, user, client_for):
    client = client_for(user)
    text = "Glycolysis is the splitting of glucose. It takes place in the cytosol."
    body = {"topic": "cells", "available_minutes": 25, "text": text}

    assert told(lambda: client.post(reverse("learn"), body)) == {
        ("study_plan", "created", 1),
        ("run", "changed", 1),
    }
    (plan,) = client.get(reverse("study-plan-list")).json()
    its = lambda action: reverse(f"study-plan-{action}", args=[plan["id"]])  # noqa: E731 - local
    accepted = told(lambda: client.post(its("accept"), {}))
    assert {kind for kind, change, _ in accepted if change == "created"} == {
        *("study_session", "card", "deck", "block"),
        *(["quiz"] if Quiz.objects.exists() else []),
    }
    assert ("card", "created", Card.objects.count()) in accepted
    (session, *_) = client.get(reverse("study-session-list")).json()
    done = reverse("study-session-complete", args=[session["id"]])
    assert ("study_session", "changed", 1) in told(lambda: client.post(done, {}))
    back = told(lambda: client.post(its("undo"), {"force": True}))
    assert {kind for kind, change, _ in back if change == "deleted"} >= {"card", "deck"}
    assert not Card.objects.exists()
    assert told(lambda: client.delete(its("detail"))) == {("study_plan", "deleted", 1)}


def test_decks_cards_and_reviews(told, user, client_for):
    client = client_for(user)
    decks = reverse("deck-list")

    assert told(lambda: client.post(decks, {"name": "Cells"})) == {("deck", "created", 1)}
    deck = Deck.objects.get()
    fields = {"deck_id": str(deck.pk), "front": "a", "back": "b"}
    assert told(lambda: client.post(reverse("card-list"), fields)) == {("card", "created", 1)}
    card = Card.objects.get()
    its = lambda action: reverse(f"card-{action}", args=[card.pk])  # noqa: E731 - local
    changed = {("card", "changed", 1)}
    assert told(lambda: client.patch(its("detail"), {"front": "c"})) == changed
    assert told(lambda: client.post(its("review"), {"rating": 3, "seconds": 2})) == changed
    assert told(lambda: client.post(its("undo"))) == changed
    assert told(lambda: client.post(its("suspend"))) == changed
    assert told(lambda: client.post(its("unsuspend"))) == changed
    assert told(lambda: client.post(its("bury"), {})) == changed
    assert told(lambda: client.delete(its("detail"))) == {("card", "deleted", 1)}
    url = reverse("deck-detail", args=[deck.pk])
    assert told(lambda: client.patch(url, {"name": "Cell"})) == {("deck", "changed", 1)}
    assert told(lambda: client.delete(url)) == {("deck", "deleted", 1)}


def test_quizzes(told, user, client_for):
    client = client_for(user)
    deck = CardFactory(deck__owner=user, owner=user, front="What splits glucose?").deck

    made = told(lambda: client.post(reverse("quiz-list"), {"deck_id": str(deck.pk)}))

    assert made == {("quiz", "created", 1)}
    url = reverse("quiz-detail", args=[Quiz.objects.get().pk])
    assert told(lambda: client.delete(url)) == {("quiz", "deleted", 1)}


def test_runs(told, user):
    run = RunFactory(owner=user, in_flight=True)

    assert told(lambda: runs.cancel(run=run)) == {("run", "changed", 1)}
    assert told(lambda: runs.cancel(run=run)) == set()
    assert Run.objects.get().state == "cancelled"


def test_the_profile(told, user, client_for):
    client = client_for(user)

    assert told(lambda: client.patch(reverse("me"), {"country": "FR"})) == {
        ("person", "changed", 1)
    }
    assert told(lambda: client.patch(reverse("me"), {})) == set()


def test_focus_sessions_and_check_ins(told, user, client_for):
    client = client_for(user)
    body = {"description": "First page", "planned_minutes": 25}

    assert told(lambda: client.post(reverse("focus-session-list"), body)) == {
        ("focus_session", "created", 1)
    }
    session = FocusSession.objects.get()
    its = lambda action: reverse(f"focus-session-{action}", args=[session.pk])  # noqa: E731 - local
    changed = {("focus_session", "changed", 1)}
    for act in ("pause", "resume", "finish"):
        assert told(lambda act=act: client.post(its(act), {})) == changed
    assert told(lambda: client.post(reverse("check-in-list"), {"energy": 3})) == {
        ("check_in", "created", 1)
    }


def test_conversations_what_they_offer_and_memories(told, user, client_for):
    client = client_for(user)

    begun = told(lambda: client.post(reverse("chat"), {"message": "remind me to call mum"}))
    assert begun == {
        ("conversation", "created", 1),
        ("conversation", "changed", 1),
        ("run", "changed", 1),
    }
    changed = {("conversation", "changed", 1)}
    offered = ActionProposal.objects.get(kind="create_task")
    its = lambda action: reverse(f"proposal-{action}", args=[offered.pk])  # noqa: E731 - local
    assert told(lambda: client.post(its("accept"))) == changed | {("task", "created", 1)}
    assert told(lambda: client.post(its("undo"))) == changed | {("task", "deleted", 1)}
    url = reverse("conversation-detail", args=[Conversation.objects.get().pk])
    assert told(lambda: client.patch(url, {"title": "Mum"})) == changed
    assert told(lambda: client.delete(url)) == {("conversation", "deleted", 1)}

    fact = {"text": "I study best at night"}
    assert told(lambda: client.post(reverse("memory-list"), fact)) == {("memory", "created", 1)}
    url = reverse("memory-detail", args=[Memory.objects.get().pk])
    assert told(lambda: client.patch(url, {"text": "At dawn"})) == {("memory", "changed", 1)}
    assert told(lambda: client.delete(url)) == {("memory", "deleted", 1)}
