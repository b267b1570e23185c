"""Decks out to a file and in from one: what is kept, what stays behind."""

import io
import threading

import pytest
from django.db import connection

from focushub.accounts.models import User
from learning.engine.files import FileKind
from learning.models import Card, Deck
from learning.services import transfer
from tests.factories import UserFactory
from tests.learning.factories import CardFactory, DeckFactory

CSV = b"front,back,deck,tags\nperro,dog,Spanish::Animals,noun\ngato,cat,,\n,none,,\n"

pytestmark = pytest.mark.django_db


def _import(
    user: User, data: bytes, name: str = "a.csv", *, preview: bool = False
) -> transfer.Transfer:
    return transfer.import_file(owner=user, file=io.BytesIO(data), name=name, preview=preview)


def _told(user: User) -> set[tuple[str, str, str, str]]:
    cards = Card.objects.owned_by(user).select_related("deck")
    return {(card.deck.name, card.kind, card.front, card.back) for card in cards}


@pytest.mark.parametrize("kind", [FileKind.APKG, FileKind.CSV])
def test_what_goes_out_comes_in_for_another_person(user: User, kind: FileKind) -> None:
    deck = DeckFactory.create(owner=user, name="Biology")
    below = DeckFactory.create(owner=user, name="Biology::Cells")
    CardFactory.create(deck=deck, tags=["unit-1"], accepted=["other"])
    CardFactory.create(deck=below, source_quote="said", source_start=4, source_end=8)
    CardFactory.create(deck=DeckFactory.create(owner=user, name="Biology of fish"))
    other = UserFactory.create()

    file = transfer.export_deck(deck=deck, kind=kind)
    told = _import(other, file.content, file.name)

    assert (told.created, told.known, told.skipped) == (2, 0, 0)
    assert _told(other) == {one for one in _told(user) if one[0] != "Biology of fish"}
    quoted = Card.objects.owned_by(other).get(source_quote="said")
    assert (quoted.source_start, quoted.source_end) == (0, 4)


def test_the_person_who_sent_it_out_has_its_cards_already(user: User) -> None:
    deck = CardFactory.create(deck__owner=user).deck
    Card.objects.update(front="Changed since")

    file = transfer.export_deck(deck=deck, kind=FileKind.CSV)
    told = _import(user, file.content)

    assert (told.found, told.created, told.known) == (1, 0, 1)
    assert Card.objects.get().front == "Changed since"


def test_a_preview_keeps_nothing_and_names_the_line(user: User) -> None:
    told = _import(user, CSV, preview=True)

    assert (told.found, told.created, told.skipped, told.is_preview) == (2, 2, 1, True)
    assert [(one.line, one.code) for one in told.problems] == [(4, "front_empty")]
    assert told.decks == ["Imported", "Spanish::Animals"]
    assert Card.objects.count() == Deck.objects.count() == 0


def test_cards_come_up_in_the_order_of_the_file(user: User) -> None:
    rows = b"".join(b"q%d,a%d\n" % (number, number) for number in range(20))

    _import(user, rows)

    fronts = Card.objects.order_by("due_at").values_list("front", flat=True)
    assert list(fronts) == [f"q{number}" for number in range(20)]


def test_a_file_that_is_neither_is_refused(user: User) -> None:
    with pytest.raises(transfer.UnknownFile):
        _import(user, b"%PDF-1.7", "a.pdf")


@pytest.mark.django_db(transaction=True)
def test_one_file_on_two_devices_at_once_doubles_nothing(user: User) -> None:
    start = threading.Barrier(2)
    created: list[int] = []

    def device() -> None:
        try:
            start.wait(timeout=20)
            created.append(_import(user, CSV).created)
        finally:
            connection.close()

    threads = [threading.Thread(target=device) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(created) == [0, 2]
    assert (Card.objects.count(), Deck.objects.count()) == (2, 2)
