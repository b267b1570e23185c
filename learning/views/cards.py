"""Decks, cards, their reviews, and what they add up to."""

from typing import cast

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from focushub.accounts.authentication import person_of
from focushub.api.schema import refusal
from focushub.api.views import ApiView, CreateMixin, DestroyMixin, OwnedViewSet, UpdateMixin
from learning.examples import cards as examples
from learning.filters import CardFilter
from learning.models import Card, Deck
from learning.serializers.cards import (
    BurySerializer,
    CardSerializer,
    DeckSerializer,
    DueSerializer,
    LearningStatsSerializer,
    ReviewedCardSerializer,
    ReviewSerializer,
    StatsQuerySerializer,
)
from learning.services import cards, decks, queue, reviews, statistics


@extend_schema(tags=["decks"])
@extend_schema_view(
    list=extend_schema(summary="List decks", examples=examples.DECK[1:]),
    create=extend_schema(summary="Create a deck", examples=examples.DECK),
    retrieve=extend_schema(summary="Read a deck", examples=examples.DECK[1:]),
    partial_update=extend_schema(
        summary="Change a deck",
        examples=examples.DECK,
        responses={200: DeckSerializer, **refusal(409, "Its name is taken.")},
    ),
    destroy=extend_schema(summary="Delete a deck", description="Its cards go with it."),
)
class DeckViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    CreateMixin,
    UpdateMixin,
    DestroyMixin,
    OwnedViewSet,
):
    model = Deck
    serializer_class = DeckSerializer

    def perform_create(self, serializer: BaseSerializer) -> None:
        serializer.instance = decks.create_deck(
            owner=person_of(self.request), **serializer.validated_data
        )

    def perform_update(self, serializer: BaseSerializer) -> None:
        serializer.instance = decks.update_deck(
            deck=cast(Deck, serializer.instance), **serializer.validated_data
        )

    def perform_destroy(self, deck: Deck) -> None:
        decks.delete_deck(deck=deck)


@extend_schema(tags=["cards"])
@extend_schema_view(
    list=extend_schema(summary="List cards", examples=examples.CARD[1:]),
    create=extend_schema(summary="Create a card", examples=examples.CARD),
    retrieve=extend_schema(summary="Read a card", examples=examples.CARD[1:]),
    partial_update=extend_schema(
        summary="Change a card",
        examples=examples.CARD,
        description="Its memory stays: it is still the same card.",
    ),
    destroy=extend_schema(summary="Delete a card", description="Its reviews go with it."),
)
class CardViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    CreateMixin,
    UpdateMixin,
    DestroyMixin,
    OwnedViewSet,
):
    model = Card
    serializer_class = CardSerializer
    filterset_class = CardFilter

    def perform_create(self, serializer: BaseSerializer) -> None:
        serializer.instance = cards.create_card(
            owner=person_of(self.request), **serializer.validated_data
        )

    def perform_update(self, serializer: BaseSerializer) -> None:
        serializer.instance = cards.update_card(
            card=cast(Card, serializer.instance), **serializer.validated_data
        )

    def perform_destroy(self, card: Card) -> None:
        cards.delete_card(card=card)

    @extend_schema(
        summary="Review a card",
        request=ReviewSerializer,
        responses=ReviewedCardSerializer,
        examples=examples.REVIEW,
    )
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """FSRS says when it comes back. A review that comes late is put where it belongs."""
        card = self.get_object()
        body = ReviewSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        reviewed = reviews.review_card(card=card, **body.validated_data)
        told = {**CardSerializer(reviewed.card).data, "notice": reviewed.notice}
        return Response(told)

    @extend_schema(
        summary="Take the last review back",
        request=None,
        responses=CardSerializer,
        examples=examples.UNDO,
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """The memory is again exactly what it was; the log keeps the line, marked."""
        return self._told(reviews.undo_review(card=self.get_object()))

    @extend_schema(
        summary="Suspend a card", request=None, responses=CardSerializer, examples=examples.SUSPEND
    )
    @action(detail=True, methods=["post"])
    def suspend(self, request: Request, pk: str) -> Response:
        """It is not asked until it is taken up again."""
        return self._told(cards.suspend_card(card=self.get_object()))

    @extend_schema(
        summary="Take a suspended or buried card up again",
        request=None,
        responses=CardSerializer,
        examples=examples.UNDO,
    )
    @action(detail=True, methods=["post"])
    def unsuspend(self, request: Request, pk: str) -> Response:
        return self._told(cards.unsuspend_card(card=self.get_object()))

    @extend_schema(
        summary="Put a card out of sight until tomorrow, or later",
        request=BurySerializer,
        responses=CardSerializer,
        examples=examples.BURY,
    )
    @action(detail=True, methods=["post"])
    def bury(self, request: Request, pk: str) -> Response:
        card = self.get_object()
        body = BurySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return self._told(cards.bury_card(card=card, **body.validated_data))

    def _told(self, card: Card) -> Response:
        return Response(CardSerializer(card).data)


class DueView(ApiView):
    @extend_schema(
        operation_id="reviews_due",
        summary="The cards to review now",
        description=(
            "A queue that fits the minutes at your own pace, most at risk first, then new cards "
            "up to each deck's daily number. Where more is due than fits, the cards that lose "
            "most by waiting come."
        ),
        tags=["cards"],
        parameters=[DueSerializer],
        responses={
            200: CardSerializer(many=True),
            **refusal(400, "The minutes or the deck cannot be used."),
        },
        examples=examples.DUE,
    )
    def get(self, request: Request) -> Response:
        asked = DueSerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        person = person_of(request)
        due = queue.due_cards(
            person=person,
            minutes=asked.validated_data.get("minutes", person.session_minutes),
            deck_id=asked.validated_data.get("deck"),
        )
        return Response(CardSerializer(due, many=True).data)


class StatsView(ApiView):
    @extend_schema(
        operation_id="learning_stats",
        summary="What was learnt, and what is coming",
        tags=["cards"],
        parameters=[StatsQuerySerializer],
        responses={
            200: LearningStatsSerializer,
            **refusal(400, "The days cannot be used."),
        },
        examples=examples.STATS,
    )
    def get(self, request: Request) -> Response:
        asked = StatsQuerySerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        told = statistics.learning_stats(person=person_of(request), **asked.validated_data)
        return Response(LearningStatsSerializer(told).data)
