"""Quizzes, attempts and answers. What is right is shown with an answer, and never before."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field

from focushub.ai.models import Run
from focushub.ai.serializers import DegradedSerializer
from focushub.api import serializers
from learning.engine.bounds import DEFAULT_QUESTIONS, MAX_CHOICE, MAX_CHOICES, MAX_QUESTIONS
from learning.engine.grade import MAX_ANSWER, Verdict
from learning.models import Question, Quiz, QuizAnswer, QuizAttempt

MAX_TEXT = 50_000
_FORMS = {
    "oneOf": [
        {"type": "boolean"},
        {"type": "integer"},
        {"type": "string", "maxLength": MAX_ANSWER},
        {
            "type": "array",
            "maxItems": MAX_CHOICES,
            "items": {"type": "string", "maxLength": MAX_CHOICE},
        },
    ],
    "nullable": True,
}


@extend_schema_field(_FORMS)
class AnswerField(serializers.Field):
    """A truth, a choice's index, words, or a list of them; the question's kind says which."""

    default_error_messages = {
        "form": "An answer is true or false, a number, words, or a list of words.",
        "too_long": f"An answer has up to {MAX_ANSWER:,} characters.",
    }

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list):
            if len(data) > MAX_CHOICES or not all(isinstance(one, str) for one in data):
                self.fail("form")
            if any(len(one) > MAX_CHOICE for one in data):
                self.fail("too_long")
        elif isinstance(data, str):
            if len(data) > MAX_ANSWER:
                self.fail("too_long")
        elif not isinstance(data, bool | int):
            self.fail("form")
        if any("\0" in one for one in _words(data)):
            self.fail("form")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class QuestionSerializer(serializers.ModelSerializer):
    card_id = serializers.UUIDField(allow_null=True)
    choices = serializers.ListField(
        child=serializers.CharField(), help_text="To choose from, or to put in order."
    )

    class Meta:
        model = Question
        fields = ("id", "position", "kind", "prompt", "choices", "card_id")


class QuizListItemSerializer(serializers.ModelSerializer):
    deck_id = serializers.UUIDField(allow_null=True)
    study_plan_id = serializers.UUIDField(allow_null=True)

    class Meta:
        model = Quiz
        fields = ("id", "title", "deck_id", "study_plan_id", "created_at")


class QuizSerializer(QuizListItemSerializer):
    questions = QuestionSerializer(many=True)

    class Meta(QuizListItemSerializer.Meta):
        fields = (*QuizListItemSerializer.Meta.fields, "questions")  # type: ignore[assignment] # one longer


class QuizMakingSerializer(serializers.Serializer):
    deck_id = serializers.UUIDField(required=False, help_text="Asks this deck and those below it.")
    text = serializers.CharField(
        required=False, max_length=MAX_TEXT, help_text="Own material, where no deck is named."
    )
    count = serializers.IntegerField(
        min_value=1, max_value=MAX_QUESTIONS, default=DEFAULT_QUESTIONS
    )
    title = serializers.CharField(required=False, max_length=200)

    def validate(self, attrs: Mapping[str, Any]) -> Mapping[str, Any]:
        if ("deck_id" in attrs) == ("text" in attrs):
            raise serializers.ValidationError("Give a deck_id or a text.", code="one_of")
        return attrs


class AnsweringSerializer(serializers.Serializer):
    question_id = serializers.UUIDField()
    given = AnswerField(
        allow_null=True,
        help_text="A choice's index or words, true or false, words, or the items in order; "
        "null for not knowing.",
    )


class QuizAnswerSerializer(serializers.ModelSerializer):
    question_id = serializers.UUIDField()
    given = AnswerField(allow_null=True)
    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict])
    score = serializers.FloatField(help_text="0 to 1.")
    right_answer = AnswerField(
        source="question.answer", help_text="A choice by its index, an order as its list."
    )
    source_quote = serializers.CharField(source="question.source_quote", allow_null=True)
    run_id = serializers.UUIDField(
        allow_null=True,
        help_text="Of the model that reads a short answer: its grade then stands here instead. "
        "Null where none is asked.",
    )

    class Meta:
        model = QuizAnswer
        fields = (
            "question_id",
            "given",
            "verdict",
            "score",
            "reason",
            "right_answer",
            "source_quote",
            "graded_by",
            "run_id",
        )


class GradeSerializer(serializers.Serializer):
    """What a run of `grading` answers: the grade of one short answer as it now stands."""

    answer_id = serializers.UUIDField()
    attempt_id = serializers.UUIDField()
    question_id = serializers.UUIDField()
    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict])
    score = serializers.FloatField(help_text="0 to 1.")
    reason = serializers.CharField()
    graded_by = serializers.ChoiceField(choices=QuizAnswer.GradedBy.choices)
    run_id = serializers.UUIDField()
    engine = serializers.ChoiceField(choices=Run.Engine.choices)
    degraded = DegradedSerializer(allow_null=True)
    cached = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class QuizAttemptSerializer(serializers.ModelSerializer):
    quiz_id = serializers.UUIDField()
    score = serializers.FloatField(
        allow_null=True, help_text="0 to 1 over all questions; null until it is finished."
    )
    answers = QuizAnswerSerializer(many=True)

    class Meta:
        model = QuizAttempt
        fields = ("id", "quiz_id", "finished_at", "score", "answers", "created_at")


def _words(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    return data if isinstance(data, list) else []
