"""A proposal becomes the body of an answer: ids, hours, and the words around them.

Pure but for the ids: what is taken and the rules of the person come in as arguments.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

import orjson
from uuid6 import uuid7

from focushub.ai.features import Answer
from focushub.calendar.availability import Taken
from focushub.calendar.scheduler import Rules
from focushub.common.clock import end_of_day, midnight
from focushub.common.rendering import render
from focushub.focus.engine.energy import Assumption
from learning.engine.cards import CardDraft
from learning.engine.plan import (
    Module,
    PlacedPlan,
    Session,
    place_sessions,
    plan_markdown,
    plan_summary,
)
from learning.engine.quiz import Question, QuestionKind
from learning.models import Question as QuestionRow
from learning.services.proposals import LearnProposal
from learning.services.requests import LearnRequest

_KINDS = {
    QuestionKind.CHOICE: QuestionRow.Kind.CHOICE,
    QuestionKind.TRUE_FALSE: QuestionRow.Kind.TRUE_FALSE,
    QuestionKind.FILL_IN: QuestionRow.Kind.FILL_IN,
    QuestionKind.SHORT: QuestionRow.Kind.SHORT_ANSWER,
    QuestionKind.ORDER: QuestionRow.Kind.ORDERING,
}


def compose(
    proposal: LearnProposal,
    *,
    plan_id: UUID,
    revision: int,
    request: LearnRequest,
    assumed: Assumption,
    rules: Rules,
    taken: Taken,
) -> Answer:
    """The feature's fields of the answer, as JSON values in the order of the contract."""
    plan = proposal.plan
    placed = place_sessions(
        plan=plan, now=request.begins_at, rules=rules, busy=taken.busy, locked=taken.work
    )
    cards = [(uuid7(), card) for card in proposal.cards]
    body = {
        "id": plan_id,
        "revision": revision,
        "topic": plan.topic,
        "learning_plan": plan_summary(plan=plan),
        "response": plan_markdown(plan=plan, placed=placed, zone=rules.zone),
        "modules": [module_facts(module) for module in plan.modules],
        **_sessions(proposal, placed, rules),
        "study_sessions": asdict(plan.study_sessions),
        "retention_methods": [asdict(way) for way in plan.retention_methods],
        "motivation_hooks": plan.motivation_hooks,
        "cards": [_card(card_id, card) for card_id, card in cards],
        "quiz": [_question(question, cards) for question in proposal.quiz],
        # The plan is for weeks, so what is said of today shapes the hours and not the sessions.
        "suggestions": (*([assumed.reason] if assumed.is_recent else []), *plan.suggestions),
        "exam_on": plan.exam_on,
        "agent_used": proposal.agent,
        "confidence": proposal.confidence,
    }
    # It is made anew once its first session begins, the day is over, or the energy has changed.
    ends = [end_of_day(request.asked_at), *(one.starts_at for one in placed.sessions)]
    fresh_until = min([*ends, *([assumed.until] if assumed.until else [])])
    return Answer(body=orjson.loads(render(body)), fresh_until=fresh_until)


def _sessions(proposal: LearnProposal, placed: PlacedPlan, rules: Rules) -> dict[str, Any]:
    titles = {module.id: module.title for module in proposal.plan.modules}

    def told(session: Session) -> dict[str, Any]:
        due_at = midnight(session.until + timedelta(days=1), rules.zone)
        return {
            "id": uuid7(),
            "kind": session.kind.value,
            "module": titles[session.module_id],
            "module_id": session.module_id,
            "goal": session.goal,
            "activity": session.activity,
            "minutes": session.minutes,
            "due_at": due_at.astimezone(UTC),
        }

    return {
        "sessions": [
            {
                **told(one.session),
                "block_id": uuid7(),
                "starts_at": one.starts_at,
                "ends_at": one.ends_at,
            }
            for one in sorted(placed.sessions, key=lambda one: one.starts_at)
        ],
        "unscheduled": [
            {**told(rest.session), "why": rest.detail, "code": rest.why} for rest in placed.unplaced
        ],
    }


def module_facts(module: Module) -> dict[str, Any]:
    return {
        "id": module.id,
        "title": module.title,
        "goals": module.goals,
        "check": module.check,
        "minutes": module.minutes,
    }


def _card(card_id: UUID, card: CardDraft) -> dict[str, Any]:
    return {"id": card_id, **card_facts(card)}


def card_facts(card: CardDraft) -> dict[str, Any]:
    """What is known of a card before the plan gives it an id."""
    return {
        "kind": card.kind.value,
        "front": card.front,
        "back": card.back,
        "accepted": card.accepted,
        "source_quote": card.source_quote,
        "source_start": card.start,
        "source_end": card.end,
    }


def _question(question: Question, cards: Sequence[tuple[UUID, CardDraft]]) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "kind": _KINDS[question.kind].value,
        "prompt": question.prompt,
        "choices": question.choices,
        "answer": _answer(question),
        "accepted": question.accepted,
        "source_quote": question.source_quote,
        "card_id": _card_behind(question, cards),
    }


def _answer(question: Question) -> int | bool | str | list[str]:
    """In the form of the kind, as `learning.models.Question` keeps it."""
    if question.kind is QuestionKind.CHOICE:
        return question.choices.index(question.answer)
    if question.kind is QuestionKind.TRUE_FALSE:
        return question.answer == "true"
    if question.kind is QuestionKind.ORDER:
        return question.answer.split("\n")
    return question.answer


def _card_behind(question: Question, cards: Sequence[tuple[UUID, CardDraft]]) -> UUID | None:
    """The card that asks the same of the same words, so that a result can feed it."""
    answer = question.answer.casefold()
    same_words = [(card_id, card) for card_id, card in cards if card.start == question.start]
    for card_id, card in same_words:
        if card.back.casefold() == answer:
            return card_id
    return next((card_id for card_id, card in same_words if answer in card.front.casefold()), None)
