from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from focushub.accounts.models import User
from learning.engine.memory import LEECH_NOTICE
from learning.models import Card, Deck, Review
from tests.conftest import ClientFor
from tests.learning.factories import CardFactory, DeckFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


@pytest.fixture
def deck(user: User) -> Deck:
    return DeckFactory.create(owner=user)


def _fronts(client: APIClient, **query: Any) -> set[str]:
    return {card["front"] for card in client.get(reverse("card-list"), query).json()}


def test_a_deck_is_made_changed_and_deleted_with_its_cards(client: APIClient, user: User) -> None:
    made = client.post(reverse("deck-list"), {"name": " Biology::Cells ", "exam_on": "2026-12-05"})
    url = reverse("deck-detail", args=[made.json()["id"]])
    CardFactory.create(deck=Deck.objects.get())
    changed = client.patch(url, {"desired_retention": 0.85, "exam_on": None})
    gone = client.delete(url)

    told = made.json()
    assert (made.status_code, changed.status_code, gone.status_code) == (201, 200, 204)
    assert (told["name"], told["desired_retention"]) == ("Biology::Cells", 0.9)
    assert (told["new_cards_per_day"], told["exam_on"]) == (10, "2026-12-05")
    assert (changed.json()["desired_retention"], changed.json()["exam_on"]) == (0.85, None)
    assert (Deck.objects.count(), Card.objects.count()) == (0, 0)


def test_a_second_deck_of_one_name_is_a_conflict_but_anothers_is_none(
    client: APIClient, deck: Deck
) -> None:
    theirs = DeckFactory.create()
    other = DeckFactory.create(owner=deck.owner)

    again = client.post(reverse("deck-list"), {"name": deck.name})
    renamed = client.patch(reverse("deck-detail", args=[other.pk]), {"name": deck.name})
    as_theirs = client.post(reverse("deck-list"), {"name": theirs.name})

    assert (again.status_code, again.json()["code"]) == (409, "deck_name_taken")
    assert (renamed.status_code, renamed.json()["errors"][0]["field"]) == (409, "name")
    assert as_theirs.status_code == 201
    other.refresh_from_db()
    assert other.name != deck.name


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "x", "desired_retention": 0.98}, "desired_retention"),
        ({"name": "x", "desired_retention": 0.5}, "desired_retention"),
        ({"name": "x", "new_cards_per_day": -1}, "new_cards_per_day"),
        ({"name": "x", "exam_on": "soon"}, "exam_on"),
    ],
)
def test_a_deck_that_cannot_be_is_named(
    client: APIClient, body: dict[str, Any], field: str
) -> None:
    response = client.post(reverse("deck-list"), body)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert Deck.objects.count() == 0


def test_a_card_is_made_and_changed_and_keeps_its_memory(client: APIClient, deck: Deck) -> None:
    body = {"deck_id": str(deck.pk), "kind": "typed", "front": "H2O?", "back": "water"}
    made = client.post(reverse("card-list"), {**body, "accepted": ["Water"], "tags": ["a"]})
    card_id = made.json()["id"]
    reviewed = client.post(reverse("card-review", args=[card_id]), {"rating": 3}).json()

    changed = client.patch(
        reverse("card-detail", args=[card_id]), {"back": "dihydrogen monoxide", "stability": 99}
    )

    told = made.json()
    assert made.status_code == 201
    assert (told["kind"], told["phase"], told["stability"]) == ("typed", "new", None)
    assert (told["accepted"], told["source_quote"]) == (["Water"], None)
    assert changed.json()["back"] == "dihydrogen monoxide"
    assert changed.json()["stability"] == reviewed["stability"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"deck_id": "0199a1b2-0000-7000-8000-000000000001"}, "deck_id"),
        ({"front": ""}, "front"),
        ({"back": "x" * 2001}, "back"),
        ({"kind": "song"}, "kind"),
        ({"tags": ["x" * 61]}, "tags.0"),
    ],
)
def test_a_card_that_cannot_be_is_named(
    client: APIClient, deck: Deck, change: dict[str, Any], field: str
) -> None:
    body = {"deck_id": str(deck.pk), "front": "a", "back": "b", **change}

    response = client.post(reverse("card-list"), body)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert Card.objects.count() == 0


def test_a_card_is_not_put_into_anothers_deck(client: APIClient, deck: Deck) -> None:
    card = CardFactory.create(deck=deck)
    theirs = DeckFactory.create()

    response = client.patch(reverse("card-detail", args=[card.pk]), {"deck_id": str(theirs.pk)})

    card.refresh_from_db()
    assert (response.status_code, response.json()["code"]) == (400, "unknown_deck")
    assert card.deck == deck


def test_cards_are_filtered(client: APIClient, deck: Deck) -> None:
    other = DeckFactory.create(owner=deck.owner)
    CardFactory.create(deck=deck, front="plain")
    CardFactory.create(deck=deck, front="tagged", tags=["bio", "exam"])
    CardFactory.create(deck=other, front="elsewhere", back="The Mitochondrion")
    CardFactory.create(deck=other, front="asleep", suspended_at=timezone.now())
    CardFactory.create(deck=deck, front="known", phase=2, stability=3, difficulty=5)
    CardFactory.create(front="another person's")

    assert _fronts(client) == {"plain", "tagged", "elsewhere", "asleep", "known"}
    assert _fronts(client, deck=other.pk) == {"elsewhere", "asleep"}
    assert _fronts(client, tag="bio") == {"tagged"}
    assert _fronts(client, phase="review") == {"known"}
    assert _fronts(client, suspended="true") == {"asleep"}
    assert _fronts(client, suspended="false", deck=other.pk) == {"elsewhere"}
    assert _fronts(client, search="mitochond") == {"elsewhere"}
    assert client.get(reverse("card-list"), {"phase": "old"}).status_code == 400


def test_the_list_costs_the_same_for_one_card_or_many(
    client: APIClient, deck: Deck, django_assert_num_queries: Any
) -> None:
    CardFactory.create_batch(5, deck=deck)

    with django_assert_num_queries(2):  # session and person, cards
        client.get(reverse("card-list"))


def test_a_review_answers_with_the_memory_and_undo_restores_it(
    client: APIClient, deck: Deck
) -> None:
    card = CardFactory.create(deck=deck)
    url = reverse("card-detail", args=[card.pk])
    before = client.get(url)

    at = timezone.now() - timedelta(minutes=1)
    reviewed = client.post(
        reverse("card-review", args=[card.pk]),
        {"rating": 4, "seconds": 3.5, "reviewed_at": at.isoformat()},
    )
    undone = client.post(reverse("card-undo", args=[card.pk]))
    after = client.get(url)
    again = client.post(reverse("card-undo", args=[card.pk]))

    told = reviewed.json()
    assert reviewed.status_code == 200
    assert (told["phase"], told["reps"], told["lapses"]) == ("review", 1, 0)
    assert told["stability"] == pytest.approx(8.2956, abs=1e-3)
    assert told["difficulty"] == pytest.approx(1.0, abs=1e-6)
    assert told["due_at"] == (at + timedelta(days=8)).isoformat().replace("+00:00", "Z")
    assert told["notice"] is None
    assert (undone.json(), after.json()) == (before.json(), before.json())
    assert after["ETag"] == before["ETag"]
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_undo")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rating": 0},
        {"rating": 5},
        {"rating": 3, "seconds": -1},
        {"rating": 3, "seconds": 3601},
        {"rating": 3, "reviewed_at": "9999-01-01T00:00:00Z"},
        {"rating": 3, "reviewed_at": "0001-01-01T00:00:00Z"},
    ],
)
def test_a_review_that_cannot_be_changes_nothing(
    client: APIClient, deck: Deck, body: dict[str, Any]
) -> None:
    card = CardFactory.create(deck=deck)

    response = client.post(reverse("card-review", args=[card.pk]), body)

    assert response.status_code == 400
    assert Review.objects.count() == 0
    card.refresh_from_db()
    assert card.phase == Card.Phase.NEW


def test_a_review_that_is_sent_twice_with_one_key_counts_once(
    client: APIClient, deck: Deck
) -> None:
    url = reverse("card-review", args=[CardFactory.create(deck=deck).pk])

    first, second = (
        client.post(url, {"rating": 3}, headers={"Idempotency-Key": "tap-1"}) for _ in range(2)
    )

    assert first.json() == second.json()
    assert Review.objects.count() == 1


def test_a_card_that_keeps_coming_back_gets_a_kind_word(client: APIClient, deck: Deck) -> None:
    card = CardFactory.create(
        deck=deck,
        phase=2,
        stability=2,
        difficulty=8,
        step=None,
        lapses=5,
        reps=20,
        last_review_at=timezone.now() - timedelta(days=2),
    )

    response = client.post(reverse("card-review", args=[card.pk]), {"rating": 1})

    assert response.json()["notice"] == LEECH_NOTICE


def test_suspend_bury_and_unsuspend(client: APIClient, deck: Deck) -> None:
    User.objects.filter(pk=deck.owner_id).update(timezone="America/St_Johns")
    card = CardFactory.create(deck=deck)
    until = (timezone.now() + timedelta(days=3)).replace(microsecond=0)

    def post(action: str, body: dict[str, str] | None = None) -> Any:
        return client.post(reverse(f"card-{action}", args=[card.pk]), body or {})

    suspended = post("suspend").json()
    twice = post("suspend").json()
    until_midnight = post("bury").json()
    until_named = post("bury", {"until": until.isoformat()}).json()
    into_the_past = post("bury", {"until": "2020-01-01T00:00:00Z"})
    taken_up = post("unsuspend").json()

    local = datetime.fromisoformat(until_midnight["buried_until"]).astimezone(
        ZoneInfo("America/St_Johns")
    )
    assert suspended["suspended_at"] == twice["suspended_at"] is not None
    assert datetime.fromisoformat(until_midnight["buried_until"]) > timezone.now()
    assert (local.hour, local.minute) == (0, 0)
    assert datetime.fromisoformat(until_named["buried_until"]) == until
    assert (into_the_past.status_code, into_the_past.json()["code"]) == (400, "buried_out_of_range")
    assert (taken_up["suspended_at"], taken_up["buried_until"]) == (None, None)


def test_the_queue_is_an_array_of_cards(client: APIClient, deck: Deck) -> None:
    card = CardFactory.create(deck=deck)

    response = client.get(reverse("reviews-due"), {"minutes": "5", "deck": str(deck.pk)})
    by_default = client.get(reverse("reviews-due"))

    assert response.status_code == 200
    assert [row["id"] for row in response.json()] == [str(card.pk)]
    assert response.json() == [client.get(reverse("card-detail", args=[card.pk])).json()]
    assert by_default.json() == response.json()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "481"}, "minutes"),
        ({"deck": "x"}, "deck"),
    ],
)
def test_a_queue_that_cannot_be_is_named(
    client: APIClient, query: dict[str, Any], field: str
) -> None:
    response = client.get(reverse("reviews-due"), query)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_the_queue_of_anothers_deck_is_refused(client: APIClient) -> None:
    response = client.get(reverse("reviews-due"), {"deck": str(DeckFactory.create().pk)})

    assert (response.status_code, response.json()["code"]) == (400, "unknown_deck")


def test_stats_tell_today_and_the_month_ahead(client: APIClient, deck: Deck) -> None:
    card = CardFactory.create(deck=deck)
    client.post(reverse("card-review", args=[card.pk]), {"rating": 4, "seconds": 90})

    response = client.get(reverse("learning-stats"), {"days": 7})
    too_far = client.get(reverse("learning-stats"), {"days": 366})

    told = response.json()
    assert response.status_code == 200
    assert (len(told["days"]), len(told["forecast"])) == (7, 30)
    assert (told["days"][-1]["reviews"], told["days"][-1]["new_cards"]) == (1, 1)
    assert told["studied_minutes"] == 2
    assert sum(day["cards"] for day in told["forecast"]) == 1
    assert told["retention"] == {
        "reviews": 0,
        "recalled": 0,
        "rate": None,
        "expected_rate": None,
    }
    assert too_far.status_code == 400
