"""A proposal as the body of an answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from focushub.ai.features import Answer
from focushub.calendar.availability import Taken
from focushub.calendar.scheduler import Interval, Rules
from focushub.focus.engine.energy import Assumption
from learning.services import drafting
from learning.services.composing import compose
from learning.services.requests import LearnRequest
from tests.learning.engine.texts import CELL_RESPIRATION

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 15, 2, tzinfo=ZONE)
PLAN_ID = UUID(int=7)


QUIET = Assumption("medium", is_recent=False, by_hour=("medium",) * 24, reason="")


def _composed(
    text: str = "",
    busy: tuple[Interval, ...] = (),
    assumed: Assumption = QUIET,
    **changes: Any,
) -> Answer:
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
    request = LearnRequest.from_payload(payload, asked_at=MONDAY)
    proposal = drafting.draft(request, weekdays=range(5))
    return compose(
        replace(proposal, agent="tutor"),
        plan_id=PLAN_ID,
        revision=2,
        request=request,
        assumed=assumed,
        rules=Rules(zone=ZONE),
        taken=Taken(busy=busy),
    )


def test_the_body_names_its_plan_and_all_its_parts_have_ids_of_their_own() -> None:
    body = _composed(CELL_RESPIRATION).body

    ids = [
        one["id"] for part in ("sessions", "unscheduled", "cards", "quiz") for one in body[part]
    ] + [one["block_id"] for one in body["sessions"]]
    assert (body["id"], body["revision"], body["agent_used"]) == (str(PLAN_ID), 2, "tutor")
    assert len(ids) == len(set(ids)) > 20
    assert all(UUID(one).version == 7 for one in ids)


def test_sessions_come_in_the_order_of_their_hours_with_their_modules_title() -> None:
    body = _composed().body

    starts = [datetime.fromisoformat(one["starts_at"]) for one in body["sessions"]]
    titles = {one["id"]: one["title"] for one in body["modules"]}
    assert all(earlier < later for earlier, later in pairwise(starts))
    assert all(one["module"] == titles[one["module_id"]] for one in body["sessions"])
    assert all(one["starts_at"].endswith("Z") for one in body["sessions"])


def test_a_session_is_due_at_the_midnight_after_its_last_day_on_the_persons_wall() -> None:
    body = _composed().body

    due = [datetime.fromisoformat(one["due_at"]).astimezone(ZONE) for one in body["sessions"]]
    assert {(at.hour, at.minute) for at in due} == {(0, 0)}
    assert all(
        datetime.fromisoformat(one["starts_at"]) < at
        for one, at in zip(body["sessions"], due, strict=True)
    )


def test_what_finds_no_hours_is_told_with_a_reason_and_has_none() -> None:
    full = Interval(MONDAY.astimezone(UTC), MONDAY.astimezone(UTC) + timedelta(days=40))

    body = _composed(busy=(full,)).body

    assert body["sessions"] == []
    assert body["unscheduled"]
    assert all(one["why"] and one["code"] for one in body["unscheduled"])
    assert "starts_at" not in body["unscheduled"][0]


def test_an_answer_holds_until_its_first_session_or_midnight() -> None:
    today = _composed()
    tomorrow = _composed(busy=(Interval(MONDAY, MONDAY + timedelta(hours=12)),))

    first = today.body["sessions"][0]["starts_at"]
    midnight = datetime(2026, 11, 24, tzinfo=ZONE)
    assert today.fresh_until == min(datetime.fromisoformat(first), midnight)
    assert tomorrow.fresh_until == midnight


def test_what_the_person_said_of_now_is_told_and_bounds_how_long_it_holds() -> None:
    until = MONDAY + timedelta(minutes=1)
    said = replace(QUIET, is_recent=True, reason="You said that you are tired.", until=until)

    answer = _composed(assumed=said)

    assert answer.body["suggestions"][0] == "You said that you are tired."
    assert answer.fresh_until == until


def test_an_answer_to_a_question_has_the_form_of_its_kind() -> None:
    quiz = _composed(CELL_RESPIRATION).body["quiz"]

    by_kind = {one["kind"]: one for one in quiz}
    forms = {kind: type(one["answer"]) for kind, one in by_kind.items()}
    assert (
        forms.items()
        <= {
            "choice": int,
            "true_false": bool,
            "fill_in": str,
            "short_answer": str,
            "ordering": list,
        }.items()
    )
    assert len(forms) >= 4
    choice = by_kind["choice"]
    assert 0 <= choice["answer"] < len(choice["choices"])
    if "ordering" in by_kind:
        order = by_kind["ordering"]
        assert sorted(order["answer"]) == sorted(order["choices"])


def test_a_question_knows_the_card_that_asks_the_same_words() -> None:
    body = _composed(CELL_RESPIRATION).body

    cards = {one["id"]: one for one in body["cards"]}
    known = [one for one in body["quiz"] if one["card_id"]]
    assert known
    for one in known:
        card = cards[one["card_id"]]
        assert card["source_quote"] in CELL_RESPIRATION
        answer = one["answer"]
        if one["kind"] == "choice":
            answer = one["choices"][answer]
        if isinstance(answer, str):
            assert answer.casefold() in f"{card['back']} {card['front']}".casefold()
