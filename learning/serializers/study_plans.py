"""The question of `POST /learn`, its answer, the study plans, and their sessions."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from focushub.accounts.models import User
from focushub.ai.features import Question
from focushub.ai.serializers import AnswerFactsSerializer, ProposalStateSerializer
from focushub.api import serializers
from focushub.api.fields import MinutesField
from focushub.common.clock import local_day
from learning.engine.plan import Energy, Style
from learning.engine.source import MAX_CHARACTERS, plain, read_source
from learning.models import MAX_SESSION_MINUTES, Card, StudySession
from learning.models import Question as QuestionRow

MAX_TOPIC = 200
# Every day up to it is looked at for a place.
FURTHEST_EXAM = timedelta(days=5 * 366)
_STYLES = [style.value for style in Style]
_ENERGIES = [energy.value for energy in Energy]


class GoalsField(serializers.ListField):
    """A list; older clients send one text, whose lines or parts between semicolons are goals."""

    child = serializers.CharField(max_length=300)

    def to_internal_value(self, data: Any) -> list[Any]:
        if isinstance(data, str):
            data = [part.strip() for part in data.replace(";", "\n").splitlines() if part.strip()]
        return super().to_internal_value(data)


class LearnSerializer(serializers.Serializer):
    topic = serializers.CharField(max_length=MAX_TOPIC, required=False, allow_blank=True)
    subject = serializers.CharField(
        max_length=MAX_TOPIC, required=False, help_text="Accepted in the place of `topic`."
    )
    text = serializers.CharField(
        max_length=MAX_CHARACTERS,
        required=False,
        allow_blank=True,
        # Quotes are told by their place in it.
        trim_whitespace=False,
        help_text="Own material. Every card then quotes it.",
    )
    learning_goals = GoalsField(max_length=10, required=False)
    goal = serializers.CharField(
        max_length=300,
        required=False,
        allow_blank=True,
        help_text="Accepted in the place of `learning_goals`.",
    )
    current_level = serializers.CharField(max_length=200, required=False, allow_blank=True)
    current_struggles = serializers.CharField(max_length=500, required=False, allow_blank=True)
    learning_style = serializers.ChoiceField(_STYLES, default=Style.MIXED.value)
    available_minutes = MinutesField(
        min_value=5,
        max_value=MAX_SESSION_MINUTES,
        required=False,
        allow_null=True,
        help_text="That a day has for this.",
    )
    available_time = MinutesField(
        min_value=5,
        max_value=MAX_SESSION_MINUTES,
        required=False,
        allow_null=True,
        help_text="Accepted in the place of `available_minutes`.",
    )
    time_available = MinutesField(
        min_value=5,
        max_value=MAX_SESSION_MINUTES,
        required=False,
        allow_null=True,
        help_text="Accepted in the place of `available_minutes`.",
    )
    exam_on = serializers.DateField(required=False, allow_null=True)
    energy = serializers.ChoiceField(_ENERGIES, required=False, allow_null=True)
    force_refresh = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not any(attrs.get(name, "").strip() for name in ("topic", "subject", "text")):
            raise serializers.ValidationError({"topic": "Name what you would like to learn."})
        exam_on = attrs.get("exam_on")
        if exam_on is not None and exam_on > timezone.now().date() + FURTHEST_EXAM:
            raise serializers.ValidationError({"exam_on": "Name a day within the next five years."})
        return attrs


def question_of(data: Mapping[str, Any], person: User) -> Question:
    """The canonical question: older names replaced, defaults filled in."""
    text = data.get("text", "")
    text = text if text.strip() else ""
    goals = data.get("learning_goals") or ([data["goal"]] if data.get("goal") else [])
    exam_on = data.get("exam_on")
    asked_at = timezone.now()
    minutes = ("available_minutes", "available_time", "time_available")
    payload = {
        "topic": data.get("topic") or data.get("subject") or _topic_of(text),
        "text": text,
        "goals": list(goals),
        "level": data.get("current_level", ""),
        "struggles": data.get("current_struggles", ""),
        "style": data["learning_style"],
        "minutes": next((data[name] for name in minutes if data.get(name)), None),
        "exam_on": exam_on.isoformat() if exam_on else None,
        "energy": data.get("energy"),
        "timezone": person.timezone,
    }
    return Question(
        feature="learning",
        payload=payload,
        asked_at=asked_at,
        local_day=local_day(asked_at, person.timezone),
    )


def _topic_of(text: str) -> str:
    """The first line of own material: its heading, where it has one."""
    source = read_source(text=text)
    first = plain(source.raw(source.blocks[0])) if source.blocks else text.strip()
    return first if len(first) <= 80 else f"{first[:77].rsplit(' ', 1)[0]}..."


class ModuleSerializer(serializers.Serializer):
    id = serializers.CharField()
    title = serializers.CharField()
    goals = serializers.ListField(child=serializers.CharField())
    check = serializers.CharField(help_text="How the person finds out that it sits.")
    minutes = serializers.IntegerField(help_text="Of study, without the reviews.")


class UnplacedSessionSerializer(serializers.Serializer):
    """A session that found no hours yet."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=StudySession.Kind.choices)
    module = serializers.CharField()
    module_id = serializers.CharField()
    goal = serializers.CharField()
    activity = serializers.CharField(help_text="How it begins and goes on.")
    minutes = serializers.IntegerField()
    due_at = serializers.DateTimeField()
    why = serializers.CharField(help_text="One sentence for the person.")
    code = serializers.CharField(help_text="The same for programs.")


class ProposedSessionSerializer(serializers.Serializer):
    id = serializers.UUIDField(help_text="The study session's id, should it be accepted.")
    kind = serializers.ChoiceField(choices=StudySession.Kind.choices)
    module = serializers.CharField()
    module_id = serializers.CharField()
    goal = serializers.CharField()
    activity = serializers.CharField(help_text="How it begins and goes on.")
    minutes = serializers.IntegerField()
    due_at = serializers.DateTimeField()
    block_id = serializers.UUIDField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class StudyRhythmSerializer(serializers.Serializer):
    minutes = serializers.IntegerField(help_text="Of one session.")
    break_minutes = serializers.IntegerField()
    a_day = serializers.IntegerField(help_text="Sessions a day at most.")
    count = serializers.IntegerField()
    total_minutes = serializers.IntegerField()
    first_on = serializers.DateField()
    last_on = serializers.DateField()


class RetentionMethodSerializer(serializers.Serializer):
    method = serializers.CharField()
    description = serializers.CharField()
    adhd_twist = serializers.CharField()


class CardFactsSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Card.Kind.choices)
    front = serializers.CharField()
    back = serializers.CharField()
    accepted = serializers.ListField(child=serializers.CharField())
    source_quote = serializers.CharField(
        allow_null=True, help_text="An exact substring of `text`; null where none was given."
    )
    source_start = serializers.IntegerField(allow_null=True)
    source_end = serializers.IntegerField(allow_null=True)


class ProposedCardSerializer(CardFactsSerializer):
    id = serializers.UUIDField()


class ShownCardSerializer(CardFactsSerializer):
    """A card before the answer is there."""

    position = serializers.IntegerField(help_text="In `cards` of the answer.")


class ProposedQuestionSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=QuestionRow.Kind.choices)
    prompt = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())
    answer = serializers.JSONField(
        help_text="An index for a choice, true or false, a text, or the list in its order."
    )
    accepted = serializers.ListField(child=serializers.CharField())
    source_quote = serializers.CharField(allow_null=True)
    card_id = serializers.UUIDField(allow_null=True, help_text="The card that asks the same.")


class StudyProposalSerializer(serializers.Serializer):
    """What the engine and the checks made of the question."""

    id = serializers.UUIDField(help_text="The study plan.")
    revision = serializers.IntegerField()
    topic = serializers.CharField()
    learning_plan = serializers.CharField(help_text="Two sentences.")
    response = serializers.CharField(help_text="The whole plan as Markdown.")
    modules = ModuleSerializer(many=True)
    sessions = ProposedSessionSerializer(many=True)
    unscheduled = UnplacedSessionSerializer(many=True)
    study_sessions = StudyRhythmSerializer()
    retention_methods = RetentionMethodSerializer(many=True)
    motivation_hooks = serializers.ListField(child=serializers.CharField())
    cards = ProposedCardSerializer(many=True)
    quiz = ProposedQuestionSerializer(many=True)
    suggestions = serializers.ListField(child=serializers.CharField())
    exam_on = serializers.DateField(allow_null=True)
    agent_used = serializers.CharField()
    confidence = serializers.FloatField(
        min_value=0,
        max_value=1,
        help_text=(
            "Built-in: the share of text, goals, level, exam day and minutes that was told. "
            "Crew: the share of the model's cards (or modules) that stood up to the checks."
        ),
    )


class LearnAnswerSerializer(StudyProposalSerializer, AnswerFactsSerializer):
    pass


class StudyPlanSerializer(StudyProposalSerializer, ProposalStateSerializer):
    """A study plan as it stands: the accepted revision, or the newest."""

    accepted_ids = serializers.ListField(
        child=serializers.UUIDField(), help_text="Sessions, deck, cards and quiz."
    )


class StudyPlanListItemSerializer(serializers.Serializer):
    """Enough for a list; read the plan for the rest."""

    id = serializers.UUIDField()
    topic = serializers.CharField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class StudySessionSerializer(serializers.ModelSerializer):
    study_plan_id = serializers.UUIDField(read_only=True, allow_null=True)

    class Meta:
        model = StudySession
        fields = (
            "id",
            "study_plan_id",
            "kind",
            "title",
            "module",
            "goal",
            "minutes",
            "due_at",
            "completed_at",
            "actual_minutes",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields


class CompleteSessionSerializer(serializers.Serializer):
    minutes = serializers.IntegerField(
        min_value=1,
        max_value=MAX_SESSION_MINUTES,
        required=False,
        help_text="That it really took. Default: those of its focus sessions, else those planned.",
    )
