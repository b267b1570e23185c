"""`manage.py rebuild_cards`: memories from the log, for all or for one."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from focushub.accounts.models import User
from learning.models import Card
from learning.services.reviews import memory_of, review_card
from tests.learning.factories import CardFactory

pytestmark = pytest.mark.django_db


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("rebuild_cards", *arguments, stdout=out)
    return out.getvalue()


def test_memories_come_back_and_a_second_run_changes_nothing(user: User) -> None:
    mine, theirs = CardFactory.create(deck__owner=user), CardFactory.create()
    states = {}
    for card in (mine, theirs):
        for rating in (3, 1, 4):
            review_card(card=card, rating=rating)
        states[card.pk] = memory_of(Card.objects.get(pk=card.pk))
    Card.objects.update(stability=1, lapses=7)

    of_one = _run("--user", user.username)
    left = Card.objects.get(pk=theirs.pk).lapses
    of_all = _run()
    again = _run()

    assert (of_one, of_all, again) == (
        "1 cards read, 1 changed.\n",
        "2 cards read, 1 changed.\n",
        "2 cards read, 0 changed.\n",
    )
    assert left == 7
    assert {card.pk: memory_of(card) for card in Card.objects.all()} == states


def test_an_unknown_person_is_told() -> None:
    with pytest.raises(CommandError, match="Nobody here"):
        _run("--user", "nobody-of-that-name")
