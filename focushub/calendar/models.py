"""Time that is taken: blocks of work, study and appointments, whichever feature they come from;
and what was proposed to give it anew.
"""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from focushub.calendar.scheduler import Reason
from focushub.common.models import OwnedModel, OwnedQuerySet, bumps_state


class TimeBlockQuerySet(OwnedQuerySet):
    def overlapping(self, starts_at: datetime, ends_at: datetime) -> Self:
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def of_subjects(self, subject_ids: object) -> Self:
        return self.filter(subject_id__in=subject_ids)


class TimeBlock(OwnedModel):
    """From `starts_at` to `ends_at`, end not included.

    The calendar knows no feature: `subject_id` is the id of the task or study session that the
    time is for, `part_ids` those of its steps, and null and empty for an appointment.
    """

    class Kind(models.TextChoices):
        TASK = "task"
        STUDY = "study"
        REVIEW = "review"
        BUSY = "busy"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    subject_id = models.UUIDField(null=True, blank=True)
    part_ids = ArrayField(models.UUIDField(), default=list, blank=True, size=200)
    is_locked = models.BooleanField(default=False, help_text="Re-planning leaves it where it is.")
    # Of an event of another calendar: a digest of its UID and of which of its times it is.
    imported_key = models.CharField(max_length=40, blank=True, editable=False)

    objects: ClassVar = TimeBlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "imported_key"],
                condition=~Q(imported_key=""),
                name="time_block_imported_once",
            ),
            models.CheckConstraint(
                name="time_block_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "starts_at"], name="time_block_day"),
            models.Index(fields=["subject_id"], name="time_block_subject"),
            # For whoever looks at all people's next minutes.
            models.Index(fields=["starts_at"], name="time_block_starts"),
            models.Index(fields=["ends_at"], name="time_block_ends"),
        ]
        triggers = bumps_state()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SetAside(OwnedModel):
    """ "Not this one": the thing is not offered again on that local day."""

    subject_id = models.UUIDField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "subject_id", "day"], name="set_aside_once_a_day"
            ),
        ]
        triggers = bumps_state()

    def __str__(self) -> str:
        return f"{self.subject_id} on {self.day}"


class Replan(OwnedModel):
    """A proposal that gives open work other places, kept so that what is applied is what was shown.

    Names of sources are those of `focushub.calendar.agenda`; fields and blocks are JSON values.
    """

    reason = models.CharField(
        max_length=20, choices=[(reason.value, reason.value) for reason in Reason]
    )
    until = models.DateTimeField(null=True, blank=True)
    content = models.JSONField()
    # Source -> id -> fields to set, and id -> digest of each thing that moves when it was proposed.
    changes = models.JSONField(default=dict, blank=True)
    seen = models.JSONField(default=dict, blank=True)
    # What stood there when it was applied (source -> id -> fields; blocks), and digests after it.
    before = models.JSONField(default=dict, blank=True)
    made = models.JSONField(default=dict, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="replan_reason_known",
                condition=Q(reason__in=[reason.value for reason in Reason]),
            ),
        ]
        indexes = [models.Index(fields=["owner", "-id"], name="replan_newest")]

    def __str__(self) -> str:
        return f"replan {self.pk}"

    @property
    def is_applied(self) -> bool:
        return self.applied_at is not None
