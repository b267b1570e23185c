"""The question of `POST /organize`, its answer, and the plans that keep the answers."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from focushub.accounts.models import Energy, User
from focushub.accounts.serializers import ZoneField
from focushub.ai.features import Question
from focushub.ai.serializers import (
    AcceptSerializer,
    AnswerFactsSerializer,
    ProposalStateSerializer,
)
from focushub.api import serializers
from focushub.api.fields import MinutesField
from focushub.common.clock import local_day
from organize.models import MAX_TASK_MINUTES, Plan, Priority, Task
from organize.serializers.tasks import EstimateSerializer, RecurrenceField, SpanSerializer

MAX_TEXT = 20_000


class OrganizeSerializer(serializers.Serializer):
    text = serializers.CharField(
        max_length=MAX_TEXT, required=False, help_text="The brain dump, the task, or the space."
    )
    space_description = serializers.CharField(
        max_length=MAX_TEXT, required=False, help_text="Accepted in the place of `text`."
    )
    goal = serializers.CharField(
        max_length=500, required=False, allow_blank=True, help_text="What done looks like."
    )
    kind = serializers.ChoiceField(choices=["auto", "tasks", "space"], default="auto")
    area = serializers.CharField(max_length=200, required=False, allow_blank=True)
    challenges = serializers.ListField(
        child=serializers.CharField(max_length=200), max_length=20, required=False
    )
    available_minutes = MinutesField(min_value=5, max_value=1440, required=False, allow_null=True)
    available_time = MinutesField(
        min_value=5,
        max_value=1440,
        required=False,
        allow_null=True,
        help_text="Accepted in the place of `available_minutes`.",
    )
    energy = serializers.ChoiceField(Energy.choices, required=False, allow_null=True)
    granularity = serializers.IntegerField(
        min_value=1, max_value=5, default=3, help_text="How finely to cut; 5 is finest."
    )
    starts_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        default_timezone=UTC,
        help_text="Relative dates refer to it, and no block begins before it. Default: now.",
    )
    timezone = ZoneField(required=False, help_text="IANA name. Default: the profile's.")
    force_refresh = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not any(attrs.get(name) for name in ("text", "space_description", "area")):
            raise serializers.ValidationError({"text": "Write what is on your mind."})
        return attrs


def question_of(data: Mapping[str, Any], person: User) -> Question:
    """The canonical question: older names replaced, defaults filled in from the profile."""
    is_space = "text" not in data
    kind = data["kind"]
    starts_at: datetime | None = data.get("starts_at")
    payload = {
        "text": data.get("text") or data.get("space_description") or "",
        "goal": data.get("goal", ""),
        "kind": "space" if kind == "auto" and is_space else kind,
        "area": data.get("area", ""),
        "challenges": list(data.get("challenges", ())),
        "available_minutes": data.get("available_minutes") or data.get("available_time"),
        "energy": data.get("energy"),
        "granularity": data["granularity"],
        "timezone": data.get("timezone") or person.timezone,
        "date_order": person.date_order,
        "starts_at": starts_at.astimezone(UTC).isoformat() if starts_at else None,
    }
    asked_at = starts_at or timezone.now()
    return Question(
        feature="organize",
        payload=payload,
        asked_at=asked_at,
        local_day="" if starts_at else local_day(asked_at, payload["timezone"]),
    )


class FirstStepSerializer(serializers.Serializer):
    text = serializers.CharField()
    minutes = serializers.IntegerField(min_value=1, max_value=2)


class ProposedStepSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    minutes = serializers.IntegerField()


class TaskFactsSerializer(serializers.Serializer):
    title = serializers.CharField()
    notes = serializers.CharField(allow_blank=True)
    estimate_minutes = serializers.IntegerField()
    due_at = serializers.DateTimeField(allow_null=True)
    due_is_date_only = serializers.BooleanField()
    due_is_hard = serializers.BooleanField(help_text="By or due: a limit, not a wish.")
    starts_at = serializers.DateTimeField(allow_null=True)
    recurrence = serializers.CharField(allow_blank=True)
    priority = serializers.ChoiceField(Priority.choices, allow_null=True)
    energy = serializers.ChoiceField(Energy.choices, allow_null=True)
    labels = serializers.ListField(child=serializers.CharField())
    project = serializers.CharField(allow_blank=True)
    spans = SpanSerializer(many=True)


class ProposedTaskSerializer(TaskFactsSerializer):
    id = serializers.UUIDField(help_text="The task's id, should the plan be accepted.")
    steps = ProposedStepSerializer(many=True)
    estimate = EstimateSerializer(allow_null=True)
    after_ids = serializers.ListField(child=serializers.UUIDField())


class BareStepSerializer(serializers.Serializer):
    title = serializers.CharField()
    minutes = serializers.IntegerField()


class ShownTaskSerializer(TaskFactsSerializer):
    """A task before the answer is there: checked, but it has no id and no time yet."""

    position = serializers.IntegerField(help_text="In `tasks` of the draft and of the answer.")
    steps = BareStepSerializer(many=True)


class ShownStepSerializer(serializers.Serializer):
    """A step of a space before the answer is there."""

    position = serializers.IntegerField(help_text="In `steps` of the answer; 0 is the first.")
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    estimated_minutes = serializers.IntegerField()
    tools_needed = serializers.ListField(child=serializers.CharField())


class LeftoverSerializer(serializers.Serializer):
    """A piece of the text that is in no task."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()


class FlatStepSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    step = serializers.IntegerField(help_text="1 is the first of all.")
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    estimated_minutes = serializers.IntegerField()
    tools_needed = serializers.ListField(child=serializers.CharField())


class ProposedBlockSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    task_id = serializers.UUIDField()
    step_id = serializers.UUIDField(allow_null=True, help_text="The first step of the block.")
    step_ids = serializers.ListField(child=serializers.UUIDField())


class UnscheduledSerializer(serializers.Serializer):
    task_id = serializers.UUIDField()
    remaining_minutes = serializers.IntegerField()
    why = serializers.CharField(help_text="One sentence for the person.")
    code = serializers.CharField(help_text="The same for programs.")


class MaintenanceSerializer(serializers.Serializer):
    daily = serializers.ListField(child=serializers.CharField())
    weekly = serializers.ListField(child=serializers.CharField())
    monthly = serializers.ListField(child=serializers.CharField())


class ProposalSerializer(serializers.Serializer):
    """What the engine and the checks made of the question."""

    id = serializers.UUIDField(help_text="The plan.")
    kind = serializers.ChoiceField(choices=Plan.Kind.choices)
    revision = serializers.IntegerField()
    summary = serializers.CharField()
    system_overview = serializers.CharField()
    response = serializers.CharField(help_text="The same as Markdown.")
    first_step = FirstStepSerializer()
    tasks = ProposedTaskSerializer(many=True)
    leftover = LeftoverSerializer(many=True)
    steps = FlatStepSerializer(many=True)
    schedule = ProposedBlockSerializer(many=True)
    unscheduled = UnscheduledSerializer(many=True)
    maintenance_schedule = MaintenanceSerializer()
    visual_aids = serializers.ListField(child=serializers.CharField())
    suggestions = serializers.ListField(child=serializers.CharField())
    agent_used = serializers.CharField()
    confidence = serializers.FloatField(
        min_value=0,
        max_value=1,
        help_text=(
            "Built-in: how specific the recipes were that cut the tasks, on average. "
            "Crew: the share of the model's tasks that stood up to the checks."
        ),
    )


class OrganizeAnswerSerializer(ProposalSerializer, AnswerFactsSerializer):
    pass


class PlanSerializer(ProposalSerializer, ProposalStateSerializer):
    """A plan as it stands: the accepted revision, or the newest."""

    accepted_task_ids = serializers.ListField(child=serializers.UUIDField(), source="accepted_ids")


class PlanListItemSerializer(serializers.Serializer):
    """Enough for a list; read the plan for the rest."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Plan.Kind.choices)
    summary = serializers.SerializerMethodField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def get_summary(self, plan: Any) -> str:
        return str(plan.shown_revision().content["summary"])


class CorrectionSerializer(serializers.ModelSerializer):
    """What the person says of a proposed task; what is left out stays as it was understood."""

    id = serializers.UUIDField(help_text="Of the task, as it stands in the plan.")
    estimate_minutes = serializers.IntegerField(
        min_value=1, max_value=MAX_TASK_MINUTES, required=False, allow_null=True
    )
    due_at = serializers.DateTimeField(required=False, allow_null=True, default_timezone=UTC)
    recurrence = RecurrenceField()
    priority = serializers.ChoiceField(Priority.choices, required=False, allow_null=True)
    energy = serializers.ChoiceField(Energy.choices, required=False, allow_null=True)

    class Meta:
        model = Task
        fields = ("id", "estimate_minutes", "due_at", "recurrence", "priority", "energy")


class PlanAcceptSerializer(AcceptSerializer):
    corrections: serializers.ListSerializer = serializers.ListSerializer(
        child=CorrectionSerializer(),
        required=False,
        max_length=200,
        help_text="Taken on in the place of what was understood.",
    )
