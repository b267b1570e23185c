import factory
from factory.django import DjangoModelFactory

from learning.models import Card, Deck
from tests.factories import UserFactory


class DeckFactory(DjangoModelFactory[Deck]):
    class Meta:
        model = Deck

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Deck {n}")


class CardFactory(DjangoModelFactory[Card]):
    class Meta:
        model = Card

    deck = factory.SubFactory(DeckFactory)
    owner = factory.SelfAttribute("deck.owner")
    front = factory.Sequence(lambda n: f"Question {n}")
    back = factory.Sequence(lambda n: f"Answer {n}")
