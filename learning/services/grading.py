"""Grades by code: each kind of question by its own rule."""

from typing import TypeAlias, cast

from focushub.common.errors import DomainError, FieldProblem
from learning.engine import grade
from learning.engine.grade import Grade, grade_choice, grade_order, grade_true_false
from learning.engine.source import plain
from learning.models import Question

Given: TypeAlias = int | bool | str | list[str] | None
"""An answer in the form of its question's kind; None is "I do not know"."""

_MAX_KNOWN = 120
_Kinds = Question.Kind


class AnswerOfAnotherKind(DomainError):
    code = "answer_of_another_kind"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, problems=[FieldProblem("given", self.code, detail)])


def grade_by_code(*, question: Question, given: Given) -> Grade:
    """Raises `AnswerOfAnotherKind` for an answer that is none to this kind of question."""
    if question.kind == _Kinds.CHOICE:
        return grade_choice(
            right=question.answer, given=_chosen(question, given), choices=question.choices
        )
    if question.kind == _Kinds.TRUE_FALSE:
        if given is not None and not isinstance(given, bool):
            raise AnswerOfAnotherKind("Answer with true or false.")
        return grade_true_false(right=question.answer, given=given, because=_because(question))
    if question.kind == _Kinds.ORDERING:
        if given is not None and not isinstance(given, list):
            raise AnswerOfAnotherKind("Answer with the list of choices in their order.")
        return grade_order(right=question.answer, given=given or [])
    if given is not None and not isinstance(given, str):
        raise AnswerOfAnotherKind("Answer with words.")
    return grade.grade(
        expected=question.answer,
        given=given or "",
        accepted=question.accepted,
        known_terms=_known_terms(question),
    )


def _chosen(question: Question, given: Given) -> int | None:
    if given is None:
        return None
    if isinstance(given, str) and given in question.choices:
        return question.choices.index(given)
    is_index = isinstance(given, int) and not isinstance(given, bool)
    if is_index and 0 <= cast(int, given) < len(question.choices):
        return cast(int, given)
    raise AnswerOfAnotherKind("Answer with one of the choices, or with its number from 0.")


def _because(question: Question) -> str:
    if question.source_quote:
        return plain(question.source_quote)
    return question.card.back if question.card else question.prompt


def _known_terms(question: Question) -> list[str]:
    """Words of the other questions: one of them is no slip of the pen."""
    own = question.answer.casefold()
    others = Question.objects.filter(quiz_id=question.quiz_id).exclude(pk=question.pk)
    terms: list[str] = []
    for other in others:
        terms += other.choices if other.kind == _Kinds.CHOICE else ()
        if other.kind in {_Kinds.FILL_IN, _Kinds.SHORT_ANSWER} and len(other.answer.split()) <= 3:
            terms.append(other.answer)
    mine = {own, *(one.casefold() for one in question.accepted)}
    return [term for term in terms if term.casefold() not in mine][:_MAX_KNOWN]
