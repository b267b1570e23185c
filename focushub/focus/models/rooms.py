"""Rooms in which people focus side by side: when its rounds are, and who is there."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from focushub.common.models import OwnedModel, OwnedQuerySet
from focushub.focus.engine.rounds import MAX_BREAK, MAX_FOCUS, MAX_ROUNDS, MIN_FOCUS, Rounds

CODE_LENGTH = 8
MAX_WORD = 24


class RoomQuerySet(OwnedQuerySet):
    def open(self, *, now: datetime) -> Self:
        return self.filter(ends_at__gt=now)

    def seen_by(self, person_id: UUID) -> Self:
        """Those that the person made or is in."""
        inside = RoomMember.objects.filter(owner_id=person_id).values("room")
        return self.filter(Q(owner_id=person_id) | Q(pk__in=inside))


class Room(OwnedModel):
    """Its owner made it. Which round it is follows from `starts_at` alone, so nothing has to run,
    and who comes late is in phase. `ends_at` is the end of the last round, or when it was closed.
    """

    code = models.CharField(max_length=CODE_LENGTH, unique=True, editable=False)
    focus_minutes = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(MIN_FOCUS), MaxValueValidator(MAX_FOCUS)]
    )
    break_minutes = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MAX_BREAK)]
    )
    rounds = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MAX_ROUNDS)]
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects: ClassVar = RoomQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="room_focus_in_range", condition=Q(focus_minutes__range=(MIN_FOCUS, MAX_FOCUS))
            ),
            models.CheckConstraint(
                name="room_break_in_range", condition=Q(break_minutes__range=(1, MAX_BREAK))
            ),
            models.CheckConstraint(
                name="room_rounds_in_range", condition=Q(rounds__range=(1, MAX_ROUNDS))
            ),
            models.CheckConstraint(
                name="room_has_code", condition=Q(code__regex=f"^[A-Z2-9]{{{CODE_LENGTH}}}$")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="room_newest"),
            models.Index(fields=["ends_at"], name="room_end"),
        ]

    def __str__(self) -> str:
        return f"room {self.pk}"

    @property
    def timing(self) -> Rounds:
        return Rounds(
            starts_at=self.starts_at,
            focus_minutes=self.focus_minutes,
            break_minutes=self.break_minutes,
            rounds=self.rounds,
            ends_at=self.ends_at,
        )


class RoomMember(OwnedModel):
    """A person in a room, and one room at a time. Others see the two words and nothing else.

    `here_until` is pushed on by each sign of life, so whoever vanishes is gone by themselves.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=MAX_WORD)
    intention = models.CharField(max_length=MAX_WORD, blank=True)
    here_until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner"], name="room_member_in_one_room"),
            models.CheckConstraint(name="room_member_has_name", condition=~Q(name="")),
            # The database keeps tasks out, too: a text has more than a word.
            models.CheckConstraint(
                name="room_member_says_one_word",
                condition=~Q(name__contains=" ") & ~Q(intention__contains=" "),
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk} of {self.room_id}"
