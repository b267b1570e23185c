"""What a person is reminded of, how they want it, and where their browsers are reached."""

from datetime import time
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from focushub.common.models import OwnedModel, OwnedQuerySet

MINUTES_BEFORE = (1, 120)
WRAP_UP_MINUTES = (1, 60)
BREAK_AFTER_MINUTES = (20, 240)
SNOOZE_MINUTES = (1, 1440)
MOST_A_DAY = (1, 50)
MAX_ENDPOINT = 1_000


class ReminderKind(models.TextChoices):
    """`block_soon` some minutes before a block, `block_start` at its start, `wrap_up` some minutes
    before a block or the planned time of a focus session is over, `focus_break` when a session has
    run for long, `cards_due` once a day.
    """

    BLOCK_SOON = "block_soon"
    BLOCK_START = "block_start"
    WRAP_UP = "wrap_up"
    FOCUS_BREAK = "focus_break"
    CARDS_DUE = "cards_due"


# Few: one before a thing begins, one when a person forgets to look up.
DEFAULT_KINDS = (ReminderKind.BLOCK_SOON, ReminderKind.FOCUS_BREAK)


def default_kinds() -> list[str]:
    return [kind.value for kind in DEFAULT_KINDS]


def _minutes(default: int, bounds: tuple[int, int]) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        default=default, validators=[MinValueValidator(bounds[0]), MaxValueValidator(bounds[1])]
    )


class ReminderSettings(OwnedModel):
    """How one person is reminded. Who has no row is reminded as the defaults say."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reminder_settings",
        editable=False,
    )
    kinds = ArrayField(
        models.CharField(max_length=20, choices=ReminderKind.choices),
        default=default_kinds,
        blank=True,
        size=len(ReminderKind),
    )
    minutes_before = _minutes(10, MINUTES_BEFORE)
    wrap_up_minutes = _minutes(5, WRAP_UP_MINUTES)
    break_after_minutes = _minutes(60, BREAK_AFTER_MINUTES)
    snooze_minutes = _minutes(10, SNOOZE_MINUTES)
    most_a_day = _minutes(12, MOST_A_DAY)
    cards_at = models.TimeField(default=time(18, 0), help_text="Local time.")
    quiet_from = models.TimeField(default=time(21, 0), help_text="Local time.")
    quiet_until = models.TimeField(
        default=time(8, 0), help_text="Local time; the same as `quiet_from`: no quiet hours."
    )
    paused_until = models.DateTimeField(null=True, blank=True)
    in_calendar = models.BooleanField(
        default=True, help_text="As alarms in the calendar feed, too: before and at the start."
    )

    class Meta:
        verbose_name_plural = "reminder settings"
        constraints: ClassVar = [
            models.CheckConstraint(
                name=f"reminder_{name}_in_range", condition=Q(**{f"{name}__range": bounds})
            )
            for name, bounds in (
                ("minutes_before", MINUTES_BEFORE),
                ("wrap_up_minutes", WRAP_UP_MINUTES),
                ("break_after_minutes", BREAK_AFTER_MINUTES),
                ("snooze_minutes", SNOOZE_MINUTES),
                ("most_a_day", MOST_A_DAY),
            )
        ]

    def __str__(self) -> str:
        return f"reminder settings of {self.owner_id}"


class ReminderQuerySet(OwnedQuerySet):
    def told(self) -> Self:
        """Those that the person has seen, or could have."""
        return self.filter(sent_at__isnull=False)

    def open(self) -> Self:
        return self.told().filter(dismissed_at__isnull=True)


class Reminder(OwnedModel):
    """One reminder of one thing. What it says is not kept: it is read from the thing itself.

    Attributes:
        source: who of `focushub.reminders.sources` knows the thing.
        occurs_at: the instant that it is about; a thing that moves makes a new reminder.
        next_at: when it is to be sent, for the first time or after a snooze; null when it was.
        dismissed_at: by the person, or because there was nothing left to be reminded of.
    """

    kind = models.CharField(max_length=20, choices=ReminderKind.choices)
    source = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    occurs_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ReminderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            # Sent at most once, however many workers look at the same time.
            models.UniqueConstraint(
                fields=["owner", "kind", "subject_id", "occurs_at"], name="reminder_once"
            ),
            models.CheckConstraint(
                name="reminder_waits_or_is_done",
                condition=Q(next_at__isnull=True) | Q(dismissed_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="reminder_newest"),
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="reminder_next"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PushSubscription(OwnedModel):
    """A browser that asked to be told by Web Push. Who has its address could write to it."""

    endpoint = models.CharField(max_length=MAX_ENDPOINT)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    user_agent = models.CharField(max_length=200, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    faults = models.PositiveSmallIntegerField(default=0, help_text="In a row.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                F("owner"), models.functions.MD5("endpoint"), name="push_subscription_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="push_subscription_newest")]

    def __str__(self) -> str:
        return f"push subscription {self.pk}"
