"""Plans and tasks: their facts for all staff, their words for who asks for them."""

import orjson
from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from focushub.ai.models import Run
from focushub.common.admin import ChoiceFilter, IsSetFilter, OwnedAdmin
from focushub.common.admin.base import page_of
from organize.models import Plan, Task, TimeTaken


class PlanKindFilter(ChoiceFilter):
    title = parameter_name = column = "kind"


class AcceptedFilter(IsSetFilter):
    title = parameter_name = "accepted"
    column = "accepted_at"
    when_set = "Accepted"
    when_not = "Not accepted"


@admin.register(Plan)
class PlanAdmin(OwnedAdmin):
    icon = "checklist"
    list_display = ("created_at", "person", "kind", "accepted_at", "accepted_revision")
    list_filter = (*OwnedAdmin.list_filter, PlanKindFilter, AcceptedFilter)
    fields = (
        "id",
        "person",
        "kind",
        "its_run",
        "accepted_at",
        "accepted_revision",
        "revision_facts",
        "created_at",
        "updated_at",
    )
    text_fieldsets = [("The person's own words", {"fields": ("contents",)})]

    @admin.display(description="run")
    def its_run(self, plan: Plan) -> SafeString | None:
        if plan.run_id is None:
            return None
        return format_html('<a href="{}">{}</a>', page_of(plan.run_id, Run), plan.run_id)

    @admin.display(description="revisions")
    def revision_facts(self, plan: Plan) -> SafeString:
        facts = plan.revisions.order_by("number").values_list("number", "engine", "created_at")
        return format_html_join(
            "", "<div>{}: {}, {}</div>", ((n, engine, at.isoformat()) for n, engine, at in facts)
        )

    @admin.display(description="what was proposed")
    def contents(self, plan: Plan) -> SafeString:
        revisions = plan.revisions.order_by("number").values_list("number", "content")
        return format_html_join(
            "",
            '<p>Revision {}</p><pre class="whitespace-pre-wrap break-words">{}</pre>',
            (
                (number, orjson.dumps(content, option=orjson.OPT_INDENT_2).decode())
                for number, content in revisions
            ),
        )


class DoneFilter(IsSetFilter):
    title = parameter_name = "done"
    column = "completed_at"
    when_set = "Done"
    when_not = "Open"


@admin.register(Task)
class TaskAdmin(OwnedAdmin):
    icon = "task_alt"
    list_display = (
        "created_at",
        "person",
        "estimate_minutes",
        "due_at",
        "priority",
        "energy",
        "completed_at",
    )
    list_filter = (*OwnedAdmin.list_filter, DoneFilter)
    fields = (
        "id",
        "person",
        "plan",
        "estimate_minutes",
        "starts_at",
        "due_at",
        "due_is_date_only",
        "due_is_hard",
        "recurrence",
        "priority",
        "energy",
        "snoozed_until",
        "completed_at",
        "created_at",
        "updated_at",
    )
    text_fields = ("title", "notes", "labels", "project")
    text_fieldsets = [
        ("The person's own words", {"fields": ("title", "notes", "labels", "project", "its_steps")})
    ]

    @admin.display(description="steps")
    def its_steps(self, task: Task) -> SafeString:
        return format_html_join(
            "",
            "<div>{}. {} ({} min) {}</div>",
            (
                (step.position + 1, step.title, step.minutes, step.description)
                for step in task.steps.all()
            ),
        )


@admin.register(TimeTaken)
class TimeTakenAdmin(OwnedAdmin):
    icon = "timer"
    list_display = ("finished_at", "person", "kind", "guess_minutes", "said_minutes")
    fields = (
        "id",
        "person",
        "task_id",
        "kind",
        "guess_minutes",
        "is_own_guess",
        "said_minutes",
        "finished_at",
    )
