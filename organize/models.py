"""A plan is a proposal; a task is what a person took on; a step is one small piece of it."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from focushub.accounts.models import Energy
from focushub.ai.proposals import Proposal, ProposalRevision
from focushub.common.models import OwnedModel, OwnedQuerySet, bumps_state
from organize.events import PlanEvent

MAX_TITLE = 200
MAX_NOTES = 5_000
MAX_TASK_MINUTES = 10_080
MAX_STEP_MINUTES = 120
MAX_STEPS = 60
MAX_LABELS = 20
MAX_LABEL = 50


class Priority(models.TextChoices):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class Plan(Proposal):
    """What was proposed to one question."""

    class Kind(models.TextChoices):
        TASKS = "tasks"
        SPACE = "space"

    kind = models.CharField(max_length=10, choices=Kind.choices)

    event = PlanEvent


class PlanRevision(ProposalRevision):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="revisions")


class TaskQuerySet(OwnedQuerySet):
    def open(self) -> Self:
        return self.filter(completed_at__isnull=True)

    def done(self) -> Self:
        return self.filter(completed_at__isnull=False)

    def snoozed(self) -> Self:
        return self.open().filter(snoozed_until__gt=timezone.now())

    def ready(self) -> Self:
        """Open, and not put off until later."""
        return self.open().filter(
            Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=timezone.now())
        )

    def search(self, words: str) -> Self:
        return self.filter(Q(title__icontains=words) | Q(notes__icontains=words))


class Task(OwnedModel):
    title = models.CharField(max_length=MAX_TITLE)
    notes = models.TextField(max_length=MAX_NOTES, blank=True)
    estimate_minutes = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_TASK_MINUTES)],
    )
    # What it was taken for before the person's own pace was counted in; null where the minutes are
    # the person's own, which nothing is counted into.
    guess_minutes = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    due_at = models.DateTimeField(null=True, blank=True)
    due_is_date_only = models.BooleanField(default=False)
    due_is_hard = models.BooleanField(default=True, help_text="A limit, not a wish.")
    starts_at = models.DateTimeField(null=True, blank=True)
    recurrence = models.CharField(max_length=200, blank=True, help_text="RFC 5545 RRULE value.")
    priority = models.CharField(max_length=6, choices=Priority.choices, null=True, blank=True)  # noqa: DJ001 - the contract's null
    energy = models.CharField(max_length=6, choices=Energy.choices, null=True, blank=True)  # noqa: DJ001 - the contract's null
    labels = ArrayField(
        models.CharField(max_length=MAX_LABEL), default=list, blank=True, size=MAX_LABELS
    )
    project = models.CharField(max_length=100, blank=True)
    after_ids = ArrayField(
        models.UUIDField(), default=list, blank=True, size=20, help_text="Tasks that come first."
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )

    objects: ClassVar = TaskQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="task_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="task_minutes_in_range",
                condition=Q(estimate_minutes__isnull=True)
                | Q(estimate_minutes__range=(1, MAX_TASK_MINUTES)),
            ),
            models.CheckConstraint(
                name="task_priority_known",
                condition=Q(priority__isnull=True) | Q(priority__in=Priority.values),
            ),
            models.CheckConstraint(
                name="task_energy_known",
                condition=Q(energy__isnull=True) | Q(energy__in=Energy.values),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="task_newest"),
            models.Index(fields=["owner", "completed_at", "due_at"], name="task_open_due"),
        ]
        triggers = bumps_state()

    def __str__(self) -> str:
        return f"task {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.completed_at is None


class Step(OwnedModel):
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=MAX_TITLE)
    description = models.CharField(max_length=500, blank=True)
    minutes = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MAX_STEP_MINUTES)]
    )
    tools = ArrayField(models.CharField(max_length=80), default=list, blank=True, size=20)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "position"],
                name="step_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(name="step_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="step_minutes_in_range", condition=Q(minutes__range=(1, MAX_STEP_MINUTES))
            ),
        ]
        triggers = bumps_state()

    def __str__(self) -> str:
        return f"step {self.position} of {self.task_id}"


class TimeTaken(OwnedModel):
    """One time that a task was done: what was guessed, and how long it took where that is said.

    It outlives the task: what a person learnt of their pace stays true.
    """

    task_id = models.UUIDField()
    kind = models.CharField(max_length=200, help_text="Of the recipe that its title is cut by.")
    guess_minutes = models.PositiveSmallIntegerField()
    is_own_guess = models.BooleanField()
    # Null: the focus sessions with the task tell it.
    said_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    finished_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "times taken"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="time_taken_guess_in_range",
                condition=Q(guess_minutes__range=(1, MAX_TASK_MINUTES)),
            ),
            models.CheckConstraint(
                name="time_taken_minutes_in_range",
                condition=Q(said_minutes__isnull=True)
                | Q(said_minutes__range=(1, MAX_TASK_MINUTES)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-finished_at"], name="time_taken_newest"),
            models.Index(fields=["task_id"], name="time_taken_task"),
        ]
        triggers = bumps_state()

    def __str__(self) -> str:
        return f"time taken {self.pk}"
