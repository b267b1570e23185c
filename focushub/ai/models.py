"""A question to a feature and what became of it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Self

import orjson
from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid6 import uuid7

from focushub.common.models import OwnedModel, OwnedQuerySet

MAX_PROMPT = 20_000


class RunQuerySet(OwnedQuerySet):
    def in_flight(self) -> Self:
        return self.filter(state__in=Run.IN_FLIGHT)

    def finished(self) -> Self:
        return self.exclude(state__in=Run.IN_FLIGHT)

    def finished_since(self, moment: datetime) -> Self:
        return self.filter(finished_at__gte=moment)

    def answered_within(self, seconds: int) -> Self:
        moment = timezone.now() - timedelta(seconds=seconds)
        return self.filter(state=Run.State.DONE, finished_at__gte=moment).order_by("-finished_at")


class Run(OwnedModel):
    """Durable: whoever asked, and whichever worker answers, may die in between.

    `draft` and `answer` are JSON texts, kept as text so that the order of the fields stays.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"

    class Engine(models.TextChoices):
        BUILTIN = "builtin"
        CREW = "crew"

    IN_FLIGHT = (State.QUEUED, State.RUNNING)

    feature = models.CharField(max_length=20)
    question_key = models.CharField(max_length=40)
    payload = models.JSONField(help_text="The validated question: the person's own words.")
    asked_at = models.DateTimeField(help_text="The instant to which relative dates refer.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    engine = models.CharField(max_length=10, choices=Engine.choices, default=Engine.BUILTIN)
    model = models.CharField(max_length=120, blank=True)
    prompt_version = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    calls = models.PositiveSmallIntegerField(default=0)
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost_usd = models.DecimalField(max_digits=10, decimal_places=6, default=Decimal(0))
    error_code = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)
    draft = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    fresh_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)

    objects: ClassVar = RunQuerySet.as_manager()

    class Meta:
        permissions = [("retry_job", "Can put a stuck job back into the queue")]
        constraints = [
            # Single flight: the same question is being answered once, over all processes.
            models.UniqueConstraint(
                fields=["owner", "question_key"],
                condition=Q(state__in=["queued", "running"]),
                name="run_in_flight_unique",
            ),
            models.CheckConstraint(
                name="run_done_has_answer", condition=~Q(state="done") | ~Q(answer="")
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="run_newest"),
            models.Index(fields=["owner", "question_key", "-id"], name="run_question"),
            # Carries what the last day's sums need, so that they never read the answers' pages.
            models.Index(
                fields=["-finished_at"],
                include=[
                    "engine",
                    "state",
                    "error_code",
                    "duration_ms",
                    "tokens_in",
                    "tokens_out",
                    "cost_usd",
                ],
                name="run_finished",
            ),
            models.Index(fields=["-id"], condition=~Q(error_code=""), name="run_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.feature} run {self.pk}"

    @property
    def is_in_flight(self) -> bool:
        return self.state in self.IN_FLIGHT

    @property
    def degraded(self) -> dict[str, str] | None:
        """Why the built-in engine answered although a model was asked for, or null."""
        if not self.error_code:
            return None
        return {"code": self.error_code, "detail": self.error_detail}

    @property
    def body(self) -> dict[str, Any] | None:
        """The answer, or the draft while there is none yet; None where its words were erased."""
        text = self.answer or self.draft
        return (orjson.loads(text) or None) if text else None

    @property
    def drafted(self) -> dict[str, Any] | None:
        return orjson.loads(self.draft) if self.draft else None


class PromptVersion(models.Model):
    """Agents and tasks in place of a feature's files. What is not active is kept to go back to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    feature = models.CharField(max_length=20)
    note = models.CharField(max_length=200, help_text="What is new in it.")
    agents = models.TextField(max_length=MAX_PROMPT, help_text="As `agents.yaml`.")
    tasks = models.TextField(max_length=MAX_PROMPT, help_text="As `tasks.yaml`.")
    is_active = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feature"], condition=Q(is_active=True), name="prompt_active_unique"
            )
        ]

    def __str__(self) -> str:
        return f"prompt version {self.pk}"


class ModelSwitch(models.Model):
    """Whether any model is asked at all: one row, there from the start."""

    is_off = models.BooleanField(
        default=False, help_text="Off: the built-in engine answers everybody, at once."
    )
    reason = models.CharField(max_length=200, blank=True, help_text="For other staff.")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(name="model_switch_is_one", condition=Q(pk=1))]

    def __str__(self) -> str:
        return "models are off" if self.is_off else "models are on"
