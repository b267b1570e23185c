"""What of a model's answer goes into a study plan."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from focushub.ai.gateways import FaultCode, ModelFault
from learning.crew.answers import CardsDraft, ModelCard, StudyPlanDraft
from learning.services import drafting
from learning.services.checking import CardChecker, check_cards, check_plan
from learning.services.proposals import LearnProposal
from learning.services.requests import LearnRequest

MONDAY = datetime(2026, 11, 23, 15, 2, tzinfo=ZoneInfo("Europe/Berlin"))
TEXT = "Glycolysis is the splitting of glucose. It happens in the cytosol. ATP carries energy."
EVERY_DAY = range(7)
MODULE = {"title": "Glycolysis", "goals": ["name its steps"], "check": "Say it.", "minutes": 40}


def _request(text: str = "", **changes: Any) -> LearnRequest:
    payload = {
        "topic": "cells",
        "text": text,
        "goals": ["explain glycolysis"],
        "level": "",
        "struggles": "",
        "style": "mixed",
        "minutes": 25,
        "exam_on": "2026-12-05",
        "energy": None,
        "timezone": "Europe/Berlin",
        **changes,
    }
    return LearnRequest.from_payload(payload, asked_at=MONDAY)


def _card(quote: str = "", front: str = "Where?", back: str = "in the cytosol") -> dict[str, str]:
    return {"front": front, "back": back, "source_quote": quote}


def _cards(*cards: dict[str, str], **more: Any) -> tuple[LearnProposal, LearnProposal]:
    request = _request(TEXT)
    draft = drafting.draft(request, weekdays=EVERY_DAY)
    answer = CardsDraft.model_validate({"cards": cards, **more})
    return draft, check_cards(answer, draft=draft, request=request)


def _plan(*modules: dict[str, Any], **more: Any) -> tuple[LearnProposal, LearnProposal]:
    request = _request()
    draft = drafting.draft(request, weekdays=EVERY_DAY)
    answer = StudyPlanDraft.model_validate({"modules": modules, **more})
    return draft, check_plan(answer, draft=draft, request=request, weekdays=EVERY_DAY)


class TestCardsFromAText:
    def test_only_what_the_text_says_stays_with_its_place(self) -> None:
        draft, checked = _cards(
            _card("It happens in the cytosol."),
            _card("It happens in the nucleus.", front="Where else?"),
        )

        (card,) = checked.cards
        assert (card.front, card.source_quote) == ("Where?", "It happens in the cytosol.")
        assert card.start is not None
        assert TEXT[card.start : card.end] == card.source_quote
        assert (checked.confidence, checked.agent) == (0.5, "tutor")
        assert checked.quiz == draft.quiz

    def test_where_none_stays_the_draft_is_better(self) -> None:
        with pytest.raises(ModelFault) as fault:
            _cards(_card("It happens in the nucleus."), _card(""))

        assert fault.value.code is FaultCode.WRONG_SCHEMA

    def test_cards_that_ask_the_same_become_one(self) -> None:
        quote = "It happens in the cytosol."

        _, checked = _cards(_card(quote), _card(quote, front="Where ?"))

        assert len(checked.cards) == 1

    def test_dates_and_sessions_are_not_the_models(self) -> None:
        draft, checked = _cards(_card("ATP carries energy.", front="What?", back="energy"))

        assert checked.plan.sessions == draft.plan.sessions
        assert checked.plan.modules == draft.plan.modules

    def test_hooks_and_suggestions_come_as_far_as_they_are_kind(self) -> None:
        card = _card("ATP carries energy.")
        draft, kind = _cards(card, motivation_hooks=["You made it here."], suggestions=["Rest."])
        _, unkind = _cards(card, motivation_hooks=["Do not be lazy."], suggestions=[])

        assert kind.plan.motivation_hooks == ("You made it here.",)
        assert kind.plan.suggestions == ("Rest.",)
        assert unkind.plan.motivation_hooks == draft.plan.motivation_hooks
        assert unkind.plan.suggestions == draft.plan.suggestions


class TestAPlanForATopic:
    def test_the_engine_lays_its_modules_out_before_the_exam(self) -> None:
        draft, checked = _plan(MODULE, {**MODULE, "title": "Krebs cycle", "minutes": 60})

        plan = checked.plan
        assert [(one.id, one.title) for one in plan.modules] == [
            ("m1", "Glycolysis"),
            ("m2", "Krebs cycle"),
        ]
        assert {one.module_id for one in plan.sessions} == {"m1", "m2"}
        assert all(MONDAY.date() <= one.on <= one.until for one in plan.sessions)
        assert all(one.on.isoformat() < "2026-12-05" for one in plan.sessions)
        assert all(one.minutes <= 25 for one in plan.sessions)
        assert plan.exam_on == draft.plan.exam_on

    def test_the_persons_own_goal_joins_the_last_module(self) -> None:
        _, checked = _plan(MODULE, {**MODULE, "title": "Krebs cycle"})
        _, named = _plan({**MODULE, "goals": ["Explain Glycolysis"]})

        assert [one.goals for one in checked.plan.modules] == [
            ("name its steps",),
            ("name its steps", "explain glycolysis"),
        ]
        assert [one.goals for one in named.plan.modules] == [("Explain Glycolysis",)]

    def test_a_title_counts_once_and_minutes_are_bounded(self) -> None:
        _, checked = _plan({**MODULE, "minutes": 600}, {**MODULE, "title": "GLYCOLYSIS"})

        (module,) = checked.plan.modules
        assert (module.title, module.minutes, checked.confidence) == ("Glycolysis", 240, 0.5)

    def test_without_a_text_no_card_claims_a_quote(self) -> None:
        _, checked = _plan(MODULE, cards=[_card("from somewhere")])

        assert [(one.front, one.source_quote) for one in checked.cards] == [("Where?", None)]

    def test_where_it_has_none_the_drafts_cards_stay(self) -> None:
        draft, checked = _plan(MODULE)

        assert draft.cards
        assert checked.cards == draft.cards

    def test_kind_ways_to_remember_join_ours(self) -> None:
        ways = [
            {"method": "Walk", "description": "Say it on the way.", "adhd_twist": "Hum it."},
            {"method": "Penalty", "description": "For each wrong one.", "adhd_twist": "None."},
        ]

        draft, checked = _plan(MODULE, retention_methods=ways)

        ours = draft.plan.retention_methods
        assert checked.plan.retention_methods[: len(ours)] == ours
        assert [one.method for one in checked.plan.retention_methods[len(ours) :]] == ["Walk"]


class TestCardsOnTheirWay:
    def test_each_is_shown_once_and_only_if_the_text_says_it(self) -> None:
        checker = CardChecker(text=TEXT)
        proposed = [
            _card("It happens in the cytosol."),
            _card("It happens in the cytosol.", front="Where ?"),
            _card("Nowhere."),
            _card("ATP carries energy.", front="What does ATP carry?", back="energy"),
        ]

        taken = [checker.take(ModelCard.model_validate(one)) for one in proposed]

        places = [None if one is None else (one[0], one[1].front) for one in taken]
        assert places == [(0, "Where?"), None, None, (1, "What does ATP carry?")]

    def test_without_a_text_each_is_taken_without_its_quote(self) -> None:
        taken = CardChecker(text="").take(ModelCard.model_validate(_card("from somewhere")))

        assert taken is not None
        assert taken[1].source_quote is None
