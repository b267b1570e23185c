"""Stretches of attention with a clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from focushub.common.models import OwnedModel, OwnedQuerySet, bumps_state
from focushub.focus.engine import clock
from focushub.focus.engine.clock import Clock

MAX_DESCRIPTION = 500
MAX_PLANNED_MINUTES = 480
MAX_SAID_MINUTES = 1440


class SessionState(models.TextChoices):
    RUNNING = clock.State.RUNNING.value
    PAUSED = clock.State.PAUSED.value
    FINISHED = clock.State.FINISHED.value
    ABANDONED = clock.State.ABANDONED.value


_OPEN = (SessionState.RUNNING, SessionState.PAUSED)


class FocusSessionQuerySet(OwnedQuerySet):
    """By what a session is now, which may be more than what was last written: see `Clock.at`."""

    def in_state(self, state: str, *, now: datetime) -> Self:
        match state:
            case SessionState.RUNNING:
                return self.running(now=now)
            case SessionState.PAUSED:
                return self.paused(now=now)
            case SessionState.FINISHED:
                return self.finished(now=now)
        return self.filter(state=state)

    def running(self, *, now: datetime) -> Self:
        return self.filter(state=SessionState.RUNNING, lapses_at__gt=now)

    def paused(self, *, now: datetime) -> Self:
        by_itself = Q(
            state=SessionState.RUNNING,
            lapses_at__lte=now,
            lapses_at__gt=now - clock.LONGEST_PAUSE,
        )
        return self.filter(Q(state=SessionState.PAUSED, lapses_at__gt=now) | by_itself)

    def finished(self, *, now: datetime) -> Self:
        by_itself = Q(state=SessionState.PAUSED, lapses_at__lte=now) | Q(
            state=SessionState.RUNNING, lapses_at__lte=now - clock.LONGEST_PAUSE
        )
        return self.filter(Q(state=SessionState.FINISHED) | by_itself)

    def of_subjects(self, subject_ids: Iterable[UUID]) -> Self:
        return self.filter(subject_id__in=list(subject_ids))

    def counted(self, *, now: datetime) -> Self:
        """Finished, with minutes that one can believe: measured, or said by the person."""
        return self.finished(now=now).filter(
            Q(said_minutes__isnull=False)
            | Q(is_certain=True, state__in=(SessionState.FINISHED, SessionState.PAUSED))
        )


class FocusSession(OwnedModel):
    """Time with one thing in mind. The package knows no feature: `subject_id` is the id of a task,
    a study session or nothing, and `description` says what it was for.
    """

    description = models.CharField(max_length=MAX_DESCRIPTION)
    subject_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=SessionState.choices)
    planned_minutes = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PLANNED_MINUTES)]
    )
    started_at = models.DateTimeField()
    running_since = models.DateTimeField(null=True, blank=True)
    banked = models.DurationField(
        default=timedelta, help_text="Worked before it last began to run."
    )
    lapses_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When it changes by itself: a run is paused, a pause is over.",
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    is_certain = models.BooleanField(
        default=True, help_text="No: it was paused by itself, so nobody knows how long it was."
    )
    said_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="What the person says that it took; above the clock."
    )

    objects: ClassVar = FocusSessionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(state=SessionState.RUNNING),
                name="focus_session_one_running",
            ),
            models.CheckConstraint(
                name="focus_session_has_description", condition=~Q(description="")
            ),
            models.CheckConstraint(
                name="focus_session_state_known", condition=Q(state__in=SessionState.values)
            ),
            models.CheckConstraint(
                name="focus_session_planned_in_range",
                condition=Q(planned_minutes__range=(1, MAX_PLANNED_MINUTES)),
            ),
            models.CheckConstraint(
                name="focus_session_said_in_range",
                condition=Q(said_minutes__isnull=True)
                | Q(said_minutes__range=(0, MAX_SAID_MINUTES)),
            ),
            models.CheckConstraint(
                name="focus_session_runs_since",
                condition=Q(state=SessionState.RUNNING, running_since__gte=F("started_at"))
                | (~Q(state=SessionState.RUNNING) & Q(running_since__isnull=True)),
            ),
            models.CheckConstraint(
                name="focus_session_open_or_ended",
                condition=Q(state__in=_OPEN, ended_at__isnull=True, lapses_at__isnull=False)
                | (~Q(state__in=_OPEN) & Q(ended_at__gte=F("started_at"), lapses_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="focus_session_banked_not_negative",
                condition=Q(banked__gte=timedelta()),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="focus_session_newest"),
            models.Index(fields=["subject_id"], name="focus_session_subject"),
        ]
        triggers = bumps_state()

    def __str__(self) -> str:
        return f"focus session {self.pk}"

    @property
    def clock(self) -> Clock:
        return Clock(
            state=clock.State(self.state),
            planned_minutes=self.planned_minutes,
            started_at=self.started_at,
            banked=self.banked,
            running_since=self.running_since,
            lapses_at=self.lapses_at,
            ended_at=self.ended_at,
            is_certain=self.is_certain,
        )

    def set_clock(self, told: Clock) -> None:
        self.state = SessionState(told.state.value)
        self.planned_minutes = told.planned_minutes
        self.banked = told.banked
        self.running_since = told.running_since
        self.lapses_at = told.lapses_at
        self.ended_at = told.ended_at
        self.is_certain = told.is_certain

    @property
    def actual_minutes(self) -> int:
        """What it took, as written: the person's word, else the clock without the present run."""
        if self.said_minutes is not None:
            return self.said_minutes
        return clock.whole_minutes(self.banked)

    def facts(self, *, now: datetime) -> dict[str, Any]:
        """The session as it stands at `now`: what answers and events tell of it."""
        told = self.clock.at(now)
        elapsed = told.elapsed(now)
        said = self.said_minutes
        return {
            "id": self.pk,
            "state": told.state.value,
            "description": self.description,
            "subject_id": self.subject_id,
            "planned_minutes": self.planned_minutes,
            "actual_minutes": clock.whole_minutes(elapsed) if said is None else said,
            "minutes_are_certain": told.is_certain or said is not None,
            "started_at": self.started_at,
            "running_since": told.running_since,
            "planned_end_at": told.planned_end_at,
            "lapses_at": told.lapses_at,
            "ended_at": told.ended_at,
            "elapsed_seconds": round(elapsed.total_seconds(), 3),
            "server_now": now,
            "created_at": self.created_at,
        }
