"""What staff see of decks, cards, reviews and study plans before and after they ask for words."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from focushub.accounts.models import User
from focushub.common.admin.base import list_of, page_of
from learning.models import Card, Deck, Review, StudyPlan, StudyPlanRevision
from learning.services.reviews import review_card, undo_review
from tests.admin import MOST_QUERIES, browser, queries, staff_who_may
from tests.focushub.ai.factories import RunFactory
from tests.learning.factories import CardFactory

pytestmark = pytest.mark.django_db

MODELS = [StudyPlan, Deck, Card, Review]


@pytest.fixture
def support() -> Client:
    names = ("studyplan", "deck", "card", "review")
    return browser(staff_who_may("ai.view_run", *(f"learning.view_{name}" for name in names)))


@pytest.fixture
def card(user: User) -> Card:
    card = CardFactory.create(
        deck__owner=user,
        deck__name="Deck in confidence",
        front="Front in confidence",
        back="Back in confidence",
        accepted=["Answer in confidence"],
        tags=["tag in confidence"],
        source_quote="Quote in confidence",
        source_start=0,
        source_end=19,
    )
    review_card(card=card, rating=3, seconds=77)
    return card


@pytest.fixture
def plan(user: User) -> StudyPlan:
    run = RunFactory.create(owner=user)
    plan = StudyPlan.objects.create(owner=user, run=run, topic="Topic in confidence")
    StudyPlanRevision.objects.create(
        owner=user,
        plan=plan,
        number=1,
        engine="builtin",
        content={"learning_plan": "Plan in confidence"},
    )
    return plan


def _rows(card: Card, plan: StudyPlan) -> list[Any]:
    return [plan, card.deck, card, card.reviews.get()]


def _ask(client: Client, row: Any) -> str:
    address = f"/admin/learning/{row._meta.model_name}/{row.pk}/show-text/"
    return client.post(address, follow=True).content.decode()


def test_facts_are_shown_and_words_are_not(support: Client, card: Card, plan: StudyPlan) -> None:
    rows = _rows(card, plan)

    with queries() as seen:
        pages = [support.get(list_of(type(row))) for row in rows]
        pages += [support.get(page_of(row.pk, type(row))) for row in rows]

    assert [page.status_code for page in pages] == [200] * 8
    assert not any(b"in confidence" in page.content for page in pages)
    for column in ("front", "back", "accepted", "source_quote", "tags"):
        assert seen.reading(f'"learning_card"."{column}"') == []
    assert seen.reading('"learning_deck"."name"') == []
    assert seen.reading('"learning_studyplan"."topic"') == []
    assert seen.reading('"learning_studyplanrevision"."content"') == []
    assert b"1: builtin" in pages[4].content
    assert b"77" in pages[7].content


def test_words_are_shown_to_who_asks(support: Client, card: Card, plan: StudyPlan) -> None:
    pages = [_ask(support, row) for row in (plan, card.deck, card)]

    wanted = [
        ["Topic in confidence", "Plan in confidence"],
        ["Deck in confidence"],
        [
            "Front in confidence",
            "Back in confidence",
            "Answer in confidence",
            "tag in confidence",
            "Quote in confidence",
        ],
    ]
    for page, words in zip(pages, wanted, strict=True):
        assert [word for word in words if word not in page] == []
    assert LogEntry.objects.count() == 3


def test_filters_tell_apart(support: Client, card: Card, plan: StudyPlan) -> None:
    asleep = CardFactory.create(deck=card.deck, kind="cloze", suspended_at=timezone.now())
    taken = StudyPlan.objects.create(
        owner=card.owner, topic="x", accepted_at=timezone.now(), accepted_revision=1
    )
    kept = review_card(card=card, rating=1).review
    review_card(card=card, rating=1)
    undo_review(card=card)

    def listed(model: type, **query: str) -> list[Any]:
        return support.get(list_of(model), query).context["cl"].result_list

    assert listed(Card, suspended="yes") == listed(Card, kind="cloze") == [asleep]
    assert listed(Card, suspended="no") == [card]
    assert listed(StudyPlan, accepted="yes") == [taken]
    assert [row.number for row in listed(Review, undone="yes")] == [3]
    assert kept in listed(Review, undone="no")


@pytest.mark.parametrize("model", MODELS)
def test_lists_cost_the_same_for_one_row_or_many(
    support: Client, card: Card, plan: StudyPlan, model: type
) -> None:
    with queries() as for_one:
        support.get(list_of(model))
    for _ in range(5):
        other = CardFactory.create()
        review_card(card=other, rating=3)
        StudyPlan.objects.create(owner=other.owner, topic="x")

    with queries() as for_many:
        support.get(list_of(model))

    assert len(for_many.statements) == len(for_one.statements) <= MOST_QUERIES
