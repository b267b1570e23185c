"""Runs and the queue of jobs, for whoever has to know why an answer came out as it did."""

from datetime import datetime
from typing import Any

import orjson
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status
from unfold.decorators import display

from focushub.ai.models import Run
from focushub.ai.services import queue
from focushub.common.admin import ChoiceFilter, ExactFilter, OwnedAdmin, ReadOnlyAdmin
from focushub.common.admin.asking import asks_first
from focushub.common.admin.base import as_json, page_of
from focushub.common.admin.disclosure import record
from focushub.common.admin.filters import SPAN_NAMES, SPANS, Choices
from focushub.common.ids import first_id_at


class FailureFilter(admin.SimpleListFilter):
    """Runs whose model let them down, so that the built-in engine answered."""

    title = "failures"
    parameter_name = "failures"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(span, f"Of the {name.lower()}") for span, name in SPAN_NAMES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        span = SPANS.get(self.value() or "")
        if span is None:
            return queryset
        return queryset.exclude(error_code="").filter(pk__gte=first_id_at(timezone.now() - span))


class ErrorFilter(ExactFilter):
    title = "error"
    parameter_name = column = "error_code"


class FeatureFilter(ExactFilter):
    title = "feature"
    parameter_name = column = "feature"


class EngineFilter(ChoiceFilter):
    title = parameter_name = column = "engine"


class StateFilter(ChoiceFilter):
    title = parameter_name = column = "state"


class LiveFilter(admin.SimpleListFilter):
    """What waits or is at work now."""

    title = parameter_name = "live"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("yes", "In flight")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state__in=Run.IN_FLIGHT) if self.value() == "yes" else queryset


@admin.register(Run)
class RunAdmin(OwnedAdmin):
    icon = "route"
    list_display = (
        "created_at",
        "person",
        "feature",
        "shown_state",
        "engine",
        "model",
        "error",
        "tokens",
        "cost_usd",
        "duration_ms",
    )
    list_filter = (
        LiveFilter,
        FailureFilter,
        *OwnedAdmin.list_filter,
        EngineFilter,
        StateFilter,
        FeatureFilter,
        ErrorFilter,
    )
    fieldsets = (
        (
            None,
            {"fields": ("id", "person", "feature", "shown_state", "error_code", "error_detail")},
        ),
        ("Answered by", {"fields": ("engine", "model", "prompt_version", "attempts", "calls")}),
        ("Cost", {"fields": ("tokens_in", "tokens_out", "cost_usd", "duration_ms")}),
        (
            "When",
            {"fields": ("way", "asked_at", "fresh_until")},
        ),
    )
    text_fields = ("payload", "draft", "answer")
    text_fieldsets = [
        ("The person's own words", {"fields": ("asked", "drafted_text", "answered_text")})
    ]

    @display(  # type: ignore[untyped-decorator] # Unfold has no types
        description="state",
        label={"Done": "success", "Queued": "info", "Running": "info", "Cancelled": "warning"},
    )
    def shown_state(self, run: Run) -> str:
        return run.get_state_display()

    @display(  # type: ignore[untyped-decorator] # Unfold has no types
        description="error", label="warning", empty_value="-"
    )
    def error(self, run: Run) -> str | None:
        return run.error_code or None

    @admin.display(description="tokens")
    def tokens(self, run: Run) -> str:
        return f"{run.tokens_in} + {run.tokens_out}"

    @admin.display(description="the way")
    def way(self, run: Run) -> SafeString:
        return format_html_join("", "<div>{} &nbsp; {}</div>", _way(run))

    @admin.display(description="question")
    def asked(self, run: Run) -> SafeString:
        return as_json(run.payload)

    @admin.display(description="draft")
    def drafted_text(self, run: Run) -> str:
        return _as_block(run.draft)

    @admin.display(description="answer")
    def answered_text(self, run: Run) -> str:
        return _as_block(run.answer)


def _way(run: Run) -> list[tuple[str, str]]:
    """What became of the question, one after the other: how long after it came, and what."""

    def after(moment: datetime) -> str:
        return f"+{(moment - run.created_at).total_seconds():.3f} s"

    steps = [(f"{run.created_at:%Y-%m-%d %H:%M:%S}", "asked; the draft of the built-in engine")]
    if not run.model:
        steps.append(("", "no model is configured or wanted: the draft is the answer"))
    elif run.started_at is None:
        steps.append(
            ("", f"{run.model} was not asked" if run.finished_at else "waits in the queue")
        )
    else:
        steps.append((after(run.started_at), f"a worker asks {run.model}"))
        if run.attempts > 1:
            steps.append(("", f"{run.attempts} attempts: a worker stopped in the middle"))
        steps.append(("", f"{run.calls} calls, {run.tokens_in} + {run.tokens_out} tokens"))
    if run.error_code:
        steps.append(("", f"{run.error_code}: the built-in answer stands"))
    if run.finished_at is not None:
        steps.append((after(run.finished_at), f"{run.get_state_display().lower()}, {run.engine}"))
    return steps


def _as_block(text: str) -> str:
    """There is no draft or answer yet where the text is empty."""
    return as_json(orjson.loads(text)) if text else "-"


admin.site.unregister(ProcrastinateJob)


class JobStateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(status.value, status.value.capitalize()) for status in Status]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(status=value) if value else queryset


class TaskFilter(ExactFilter):
    title = "task"
    parameter_name = column = "task_name"


class StuckFilter(admin.SimpleListFilter):
    title = parameter_name = "stuck"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("yes", "Failed, or its worker is silent")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queue.stuck(queryset) if self.value() == "yes" else queryset


@admin.register(ProcrastinateJob)
class JobAdmin(ReadOnlyAdmin):
    """Looked at, and tried again by who may: what a job says is not for changing."""

    icon = "pending_actions"
    actions_detail = ("retry",)
    list_display = ("id", "task_name", "queue_name", "status", "attempts", "scheduled_at")
    list_filter = (StuckFilter, JobStateFilter, TaskFilter)
    fields = (
        "id",
        "task_name",
        "queue_name",
        "status",
        "args",
        "attempts",
        "scheduled_at",
        "lock",
        "queueing_lock",
        "priority",
    )

    def has_retry_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("ai.retry_job")

    @asks_first(
        name="Try again",
        question="The job goes back into the queue, if no worker is at it.",
        permission="retry",
    )
    def retry(self, request: HttpRequest, object_id: str) -> HttpResponseRedirect:
        job = get_object_or_404(ProcrastinateJob, pk=object_id)
        try:
            queue.retry(job_id=job.pk)
        except queue.JobNotStuck as refusal:
            messages.warning(request, refusal.detail)
        else:
            record(request, job, flag=CHANGE, message="Put back into the queue.")
            messages.success(request, "Back in the queue; a worker takes it within a second or so.")
        return redirect(page_of(job.pk, ProcrastinateJob))
