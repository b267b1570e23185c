"""The model proposes, code decides: what of a crew's answer goes into the plan.

A model may name the parts of a topic and write cards. Of cards from a text only those stay whose
quote stands in it. It sets no date and no time: sessions are laid out by the engine over the
modules as they are now, and the person's own goals stay in the plan whatever it says.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from focushub.ai.gateways import FaultCode, ModelFault
from focushub.language.kindness import is_kind, kind_ones
from learning.crew.answers import CardsDraft, ModelCard, ModelModule, StudyPlanDraft
from learning.engine.cards import CardDraft, CardKind, keep_quoted, merged, quoted
from learning.engine.plan import Module, RetentionMethod
from learning.engine.plan.request import struggles_of
from learning.engine.plan.sessions import sessions_of
from learning.engine.quotes import QuoteFinder
from learning.services.proposals import LearnProposal
from learning.services.requests import LearnRequest

AGENT = "tutor"
_MOST_MODULE_MINUTES = 240


def check_cards(
    answer: CardsDraft, *, draft: LearnProposal, request: LearnRequest
) -> LearnProposal:
    """The draft with the model's cards, as far as the text says what they quote.

    Raises:
        ModelFault: no card is left.
    """
    kept = keep_quoted(cards=_cards(answer.cards), text=request.text)
    if not kept:
        raise ModelFault(FaultCode.WRONG_SCHEMA)
    return replace(
        draft,
        plan=replace(
            draft.plan,
            motivation_hooks=kind_ones(answer.motivation_hooks) or draft.plan.motivation_hooks,
            suggestions=kind_ones(answer.suggestions) or draft.plan.suggestions,
        ),
        cards=merged(cards=kept),
        confidence=round(len(kept) / len(answer.cards), 2),
        agent=AGENT,
    )


class CardChecker:
    """Takes the model's cards one by one: each once, and from a text only what it says."""

    def __init__(self, *, text: str) -> None:
        self._finder = QuoteFinder(text) if text else None
        self._kept: tuple[CardDraft, ...] = ()

    def take(self, proposed: ModelCard) -> tuple[int, CardDraft] | None:
        """The card and its place among those that are kept, or None."""
        (card,) = _cards([proposed])
        # Without a text there is nothing that a quote could come from.
        fit = quoted(card, self._finder) if self._finder else replace(card, source_quote=None)
        if fit is None:
            return None
        kept = merged(cards=[*self._kept, fit])
        is_new = len(kept) > len(self._kept)
        self._kept = kept
        return (len(kept) - 1, kept[-1]) if is_new else None


def check_plan(
    answer: StudyPlanDraft,
    *,
    draft: LearnProposal,
    request: LearnRequest,
    weekdays: Collection[int],
) -> LearnProposal:
    """The draft with the model's modules and cards, its sessions laid out anew by the engine."""
    modules = checked_modules(answer.modules, goals=request.study.goals)
    sessions, rhythm = sessions_of(
        request=request.study,
        modules=modules,
        struggles=struggles_of(request.study.struggles),
        today=request.first_on,
        weekdays=weekdays,
    )
    methods = tuple(
        RetentionMethod(one.method, one.description, one.adhd_twist)
        for one in answer.retention_methods
        if is_kind(f"{one.method} {one.description} {one.adhd_twist}")
    )
    plan = replace(
        draft.plan,
        modules=modules,
        sessions=sessions,
        study_sessions=rhythm,
        retention_methods=(*draft.plan.retention_methods, *methods),
        motivation_hooks=kind_ones(answer.motivation_hooks) or draft.plan.motivation_hooks,
        suggestions=kind_ones(answer.suggestions) or draft.plan.suggestions,
    )
    # Without a text there is nothing that a quote could come from.
    cards = merged(cards=[replace(card, source_quote=None) for card in _cards(answer.cards)])
    return replace(
        draft,
        plan=plan,
        cards=cards or draft.cards,
        confidence=round(len({one.title.casefold() for one in modules}) / len(answer.modules), 2),
        agent=AGENT,
    )


def _cards(proposed: Sequence[ModelCard]) -> list[CardDraft]:
    return [
        CardDraft(CardKind(card.kind), card.front, card.back, card.source_quote or None)
        for card in proposed
    ]


def checked_modules(proposed: Sequence[ModelModule], *, goals: Sequence[str]) -> tuple[Module, ...]:
    """One for each title; a goal of the person's that none of them names joins the last."""
    by_title = {one.title.casefold(): one for one in reversed(proposed)}
    once = [one for one in proposed if by_title[one.title.casefold()] is one]
    named = {goal.casefold() for one in once for goal in one.goals}
    missing = [goal for goal in goals if goal.casefold() not in named]
    return tuple(
        Module(
            id=f"m{number}",
            title=one.title,
            goals=(*one.goals, *(missing if number == len(once) else ())),
            check=one.check,
            minutes=min(one.minutes, _MOST_MODULE_MINUTES),
        )
        for number, one in enumerate(once, start=1)
    )
