from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field

from focushub.api.filters import FilterSet
from learning.models import MAX_TAG, Card, CardQuerySet

_PHASES = {phase.label.lower(): phase for phase in Card.Phase}


class CardFilter(FilterSet):
    deck = filters.UUIDFilter("deck_id")
    tag = filters.CharFilter(method="with_tag", max_length=MAX_TAG)
    phase = filters.ChoiceFilter(method="in_phase", choices=[(name, name) for name in _PHASES])
    suspended = filters.BooleanFilter("suspended_at", "isnull", exclude=True)
    search = filters.CharFilter(method="with_words", max_length=200)

    class Meta:
        model = Card
        fields: tuple[str, ...] = ()

    def with_tag(self, cards: CardQuerySet, name: str, tag: str) -> CardQuerySet:
        return cards.filter(tags__contains=[tag])

    @extend_schema_field({"type": "string", "enum": [*_PHASES]})
    def in_phase(self, cards: CardQuerySet, name: str, phase: str) -> CardQuerySet:
        return cards.filter(phase=_PHASES[phase])

    def with_words(self, cards: CardQuerySet, name: str, words: str) -> CardQuerySet:
        return cards.search(words)
