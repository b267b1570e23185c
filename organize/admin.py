"""Plans and tasks: their facts for all staff, their words for who asks for them."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from focushub.ai.admin.proposals import ProposalAdmin
from focushub.common.admin import ChoiceFilter, IsSetFilter, OwnedAdmin
from organize.models import Plan, Task, TimeTaken


class PlanKindFilter(ChoiceFilter):
    title = parameter_name = column = "kind"


@admin.register(Plan)
class PlanAdmin(ProposalAdmin):
    icon = "checklist"
    list_display = ("created_at", "person", "kind", "accepted_at", "accepted_revision")
    list_filter = (*ProposalAdmin.list_filter, PlanKindFilter)
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
