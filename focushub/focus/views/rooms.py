"""`/rooms`: people who focus side by side, each on their own thing."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from focushub.accounts.authentication import person_of
from focushub.api.idempotency import Resumable
from focushub.api.schema import refusal
from focushub.api.views import DestroyMixin, OwnedViewSet
from focushub.common.turns import one_at_a_time
from focushub.focus.examples import rooms as examples
from focushub.focus.models import Room
from focushub.focus.serializers.rooms import (
    RoomCreateSerializer,
    RoomJoinSerializer,
    RoomSerializer,
)
from focushub.focus.services import rooms


@extend_schema(tags=["rooms"])
@extend_schema_view(
    list=extend_schema(
        summary="List the open rooms that you made or are in", examples=examples.ROOM
    ),
    retrieve=extend_schema(
        summary="Read a room",
        description="Over the socket, `room_here` tells of it as it changes.",
        examples=examples.ROOM,
    ),
    destroy=extend_schema(
        summary="Close a room for everybody",
        description="Only who made it. It can be read for some days, and then it is gone.",
    ),
)
class RoomViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, DestroyMixin, OwnedViewSet):
    model = Room
    serializer_class = RoomSerializer
    ticking = frozenset({"server_now"})

    def get_queryset(self) -> QuerySet[Room]:
        """Who made it may close it, also from outside; who is in it may do the rest."""
        person = person_of(self.request)
        if self.action == "destroy":
            return Room.objects.owned_by(person)
        seen = Room.objects.seen_by(person.pk)
        return seen.open(now=timezone.now()) if self.action == "list" else seen

    def get_object(self) -> Any:
        if self.request.method == "DELETE":
            # Before the room's own row, as everywhere.
            one_at_a_time(person_of(self.request).pk)
        return super().get_object()

    def get_serializer(self, *args: Any, **kwargs: Any) -> RoomSerializer:
        """Of a room, or of several as they stand at one instant."""
        if not args:  # The schema asks for the bare one.
            return RoomSerializer()
        [told], many = args, kwargs.get("many", False)
        now, me = timezone.now(), person_of(self.request).pk
        facts = [rooms.facts_for(me, room, now=now) for room in (told if many else [told])]
        return RoomSerializer(facts if many else facts[0], many=many)

    @extend_schema(
        summary="Make a room and go in",
        description=(
            "Rounds of focus and break follow from `starts_at` alone: who comes late is in phase. "
            "Others join with the `code`. Nobody sees what you work on."
        ),
        request=RoomCreateSerializer,
        responses={
            201: RoomSerializer,
            **refusal(409, "You have as many open rooms as one may have (`too_many_rooms`)."),
        },
        examples=examples.CREATE,
    )
    def create(self, request: Request) -> Response:
        body = RoomCreateSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        room = rooms.create_room(owner=person_of(request), **body.validated_data)
        return self._told(room, status=201)

    @extend_schema(
        operation_id="rooms_join",
        summary="Join a room by its code",
        description="You leave any other. Joining again changes the words that you send.",
        request=RoomJoinSerializer,
        responses={
            200: RoomSerializer,
            **refusal(404, "No room has this code (`room_not_found`)."),
            **refusal(409, "It is over (`room_over`) or full (`room_full`)."),
        },
        examples=examples.JOIN,
    )
    @action(detail=False, methods=["post"])
    def join(self, request: Request) -> Response:
        body = RoomJoinSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return self._told(rooms.join_room(person=person_of(request), **body.validated_data))

    @extend_schema(
        summary="Leave a room", request=None, responses=RoomSerializer, examples=examples.ROOM
    )
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        """It goes on for the others; come back with the code."""
        room = rooms.leave_room(person=person_of(request), room=self.get_object())
        return Response(self.get_serializer(room).data)

    def perform_destroy(self, room: Room) -> None:
        rooms.close_room(room=room)

    def _told(self, room: Room, *, status: int = 200) -> Response:
        """Told anew to whoever sends the same key again: it would be another phase."""
        return Resumable(self.get_serializer(room).data, resume=str(room.pk), status=status)

    def resume(self, request: Request, resume: str) -> Response:
        room = get_object_or_404(Room.objects.seen_by(person_of(request).pk), pk=resume)
        return self._told(room, status=201 if self.action == "create" else 200)
