from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.plan import (
    Energy,
    Level,
    SessionKind,
    StudyPlan,
    StudyRequest,
    Style,
    draft_plan,
)
from learning.engine.plan.request import Struggle, level_of, struggles_of
from learning.engine.source import read_source
from tests.learning.engine.texts import CELL_RESPIRATION

TODAY = date(2026, 11, 2)
SOURCE = read_source(text=CELL_RESPIRATION)
GUILT = ("overdue", "missed", "failed", "should have", "lazy", "must ", "behind", "too late")


def plan(**changes: Any) -> StudyPlan:
    fields: dict[str, Any] = {
        "topic": "cell respiration",
        "goals": ("explain glycolysis", "pass the test"),
        "exam_on": TODAY + timedelta(days=12),
        "minutes": 25,
        "struggles": "I forget the steps",
        "style": Style.VISUAL,
    }
    return draft_plan(request=StudyRequest(**(fields | changes)), today=TODAY)


def words_of(drafted: StudyPlan) -> list[str]:
    return [
        *(text for m in drafted.modules for text in (m.title, m.check, *m.goals)),
        *(text for s in drafted.sessions for text in (s.goal, s.activity)),
        *(t for w in drafted.retention_methods for t in (w.method, w.description, w.adhd_twist)),
        *drafted.motivation_hooks,
        *drafted.suggestions,
    ]


def test_a_topic_becomes_modules_with_goals_and_a_check():
    drafted = plan()

    assert [(m.id, m.title) for m in drafted.modules] == [
        ("m1", "Cell respiration at a glance"),
        ("m2", "Glycolysis"),
        ("m3", "Where it gets stuck: “I forget the steps”"),
        ("m4", "A trial run: cell respiration"),
    ]
    assert drafted.modules[1].check == (
        "Explain glycolysis to an empty chair, without notes, in two minutes."
    )
    assert all(module.goals and module.check for module in drafted.modules)


def test_goals_stand_in_the_plan_in_the_persons_words():
    drafted = plan()

    assert drafted.modules[1].goals == ("explain glycolysis",)
    assert drafted.modules[-1].goals == ("pass the test",)
    assert {"explain glycolysis", "pass the test"} <= {one.goal for one in drafted.sessions}


def test_a_text_becomes_modules_by_its_headings_that_name_their_place():
    drafted = plan(source=SOURCE, minutes=60, exam_on=None)

    body = [module for module in drafted.modules if module.start is not None]
    assert [module.title for module in body] == [
        "Cell respiration",
        "Glycolysis",
        "The Krebs cycle",
        "The electron transport chain",
        "Fermentation",
    ]
    assert CELL_RESPIRATION[body[1].start : body[1].end].startswith("Glycolysis\n")
    assert body[1].goals == ("explain glycolysis",)


def test_with_few_days_headings_share_a_module():
    drafted = plan(source=SOURCE, exam_on=TODAY + timedelta(days=9))

    body = [module.title for module in drafted.modules if module.start is not None]
    assert len(body) == 2
    assert SessionKind.REVIEW in {one.kind for one in drafted.sessions}


def test_sessions_lie_between_today_and_the_exam_and_end_with_a_check():
    drafted = plan()

    assert drafted.exam_on is not None
    assert drafted.sessions[0].on == TODAY
    assert all(TODAY <= one.on <= one.until < drafted.exam_on for one in drafted.sessions)
    assert drafted.sessions[-1].kind is SessionKind.CHECK


def test_reviews_come_one_three_and_seven_days_after_the_study():
    drafted = plan(minutes=90, exam_on=None)
    mine = [one for one in drafted.sessions if one.module_id == "m2"]
    last_study = max(one.on for one in mine if one.kind is SessionKind.STUDY)

    reviews = [(one.on - last_study).days for one in mine if one.kind is SessionKind.REVIEW]

    assert reviews == [1, 3, 7, 16]


def test_only_the_days_that_are_open_have_sessions():
    drafted = draft_plan(
        request=StudyRequest(topic="tides"), today=TODAY, weekdays=frozenset({1, 3})
    )

    assert {one.on.weekday() for one in drafted.sessions} == {1, 3}


def test_no_day_has_more_than_the_minutes_there_are():
    for minutes in (15, 25, 60, 120, 480):
        drafted = plan(minutes=minutes, exam_on=None)
        rhythm = drafted.study_sessions
        for day in {one.on for one in drafted.sessions}:
            today = [one.minutes for one in drafted.sessions if one.on == day]
            assert sum(today) + rhythm.break_minutes * (len(today) - 1) <= minutes


@pytest.mark.parametrize(
    ("minutes", "energy", "expected"),
    [
        (None, None, 30),
        (None, Energy.LOW, 20),
        (None, Energy.HIGH, 45),
        (25, None, 25),
        (25, Energy.LOW, 20),
        (15, None, 15),
        (45, None, 45),
        (50, None, 20),
        (100, None, 45),
        (90, Energy.LOW, 15),
        (10, None, 10),
        (480, None, 40),
    ],
)
def test_available_minutes_and_energy_set_the_length_of_a_session(minutes, energy, expected):
    drafted = plan(minutes=minutes, energy=energy, struggles="", exam_on=None)

    assert drafted.study_sessions.minutes == expected


def test_available_minutes_change_how_many_sessions_a_day_has():
    assert plan(minutes=25).study_sessions.a_day == 1
    assert plan(minutes=60).study_sessions.a_day == 2
    assert plan(minutes=60).sessions != plan(minutes=25).sessions


def test_the_level_changes_how_it_begins_and_how_long_it_takes():
    beginner, between, advanced = (
        plan(level=level) for level in ("complete beginner", "some basics, okay", "advanced")
    )

    assert beginner.modules[0].title == "The words of cell respiration"
    assert advanced.modules[0].title == "What sits already in cell respiration"
    assert [one.modules[1].minutes for one in (beginner, advanced)] == [60, 30]
    assert "Begin with the check of each part, and skip what sits." in advanced.suggestions
    assert between.level is Level.BEGINNER


def test_a_struggle_gets_a_module_and_a_method_of_its_own():
    without, steps, focus = (
        plan(struggles=said) for said in ("", "I forget the steps", "I can't focus for long")
    )

    assert len(without.modules) == len(steps.modules) - 1
    assert "Steps on a walk you know" in [way.method for way in steps.retention_methods]
    assert "Parking paper" in [way.method for way in focus.retention_methods]
    assert focus.study_sessions.minutes == 20


def test_the_style_changes_how_sessions_begin_and_a_method():
    seen = {style: plan(style=style) for style in Style}

    assert len({one.sessions[0].activity for one in seen.values()}) == 4
    assert len({one.retention_methods[2].method for one in seen.values()}) == 5
    assert seen[Style.VISUAL].sessions[0].activity.startswith("Sketch what you recall")
    assert seen[Style.AUDITORY].sessions[0].activity.startswith("Say aloud")


def test_a_mixed_style_takes_the_four_in_turn():
    drafted = plan(style=Style.MIXED)

    begins = [one.activity.split(" ")[0] for one in drafted.sessions]

    assert len(set(begins)) == 4


def test_hooks_and_suggestions_belong_to_the_request():
    drafted = plan()

    assert drafted.motivation_hooks[0] == "You chose this: explain glycolysis."
    assert drafted.motivation_hooks[1].startswith("12 days, ")
    assert drafted.suggestions == (
        "Add a chapter or your notes, and cards and a quiz are made of its own words.",
        "Say what you know already, and the plan begins there.",
        "A quiz that asks for the order of the steps is made for this.",
    )


@pytest.mark.parametrize(("days", "says"), [(0, "It is today"), (-3, "The date lies in the past")])
def test_an_exam_today_or_in_the_past_still_gives_a_plan(days, says):
    drafted = plan(exam_on=TODAY + timedelta(days=days))

    assert drafted.sessions[0].on == TODAY
    assert any(one.startswith(says) for one in drafted.suggestions)


def test_the_eve_of_an_exam_gives_one_day_of_sessions():
    drafted = plan(exam_on=TODAY + timedelta(days=1), minutes=60)

    assert {one.on for one in drafted.sessions} == {TODAY}
    assert drafted.study_sessions.count <= 2


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("beginner", Level.BEGINNER),
        ("I know nothing yet", Level.BEGINNER),
        ("Intermediate", Level.INTERMEDIATE),
        ("quite advanced", Level.ADVANCED),
        ("", None),
        ("purple", None),
    ],
)
def test_the_level_is_read_from_the_persons_words(said, level):
    assert level_of(said) is level


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("I forget the steps", Struggle.SEQUENCE),
        ("names slip my mind", Struggle.MEMORY),
        ("I get distracted by my phone", Struggle.FOCUS),
        ("I keep putting it off", Struggle.STARTING),
        ("it is all too much", Struggle.OVERWHELM),
        ("the formulas confuse me", Struggle.UNDERSTANDING),
        ("so boring", Struggle.BOREDOM),
        ("I get nervous in tests", Struggle.NERVES),
        ("there is never time", Struggle.TIME),
        ("reading long texts", Struggle.READING),
    ],
)
def test_a_struggle_is_read_from_the_persons_words(said, first):
    assert struggles_of(said)[0] is first


def test_no_word_of_any_plan_blames():
    for said in (
        "I forget the steps",
        "focus and time",
        "too much",
        "boring",
        "nervous",
        "reading",
    ):
        for level in ("beginner", "advanced", ""):
            for days in (12, 0, -1, None):
                exam_on = None if days is None else TODAY + timedelta(days=days)
                drafted = plan(struggles=said, level=level, exam_on=exam_on, energy=Energy.LOW)
                text = " ".join(words_of(drafted)).casefold()
                assert not [word for word in GUILT if word in text]


def test_equal_requests_give_equal_plans():
    assert plan(source=SOURCE) == plan(source=SOURCE)


@given(
    goals=st.lists(st.text(max_size=40), max_size=6),
    struggles=st.text(max_size=60),
    minutes=st.none() | st.integers(5, 480),
    days=st.none() | st.integers(-5, 400),
    energy=st.none() | st.sampled_from(Energy),
    text=st.none() | st.text(alphabet="ab .#\n-", max_size=200),
    weekdays=st.frozensets(st.integers(0, 6), max_size=7),
)
@settings(max_examples=150)
def test_any_request_gives_a_plan_within_its_bounds(
    goals, struggles, minutes, days, energy, text, weekdays
):
    exam_on = None if days is None else TODAY + timedelta(days=days)
    request = StudyRequest(
        topic="it",
        source=None if text is None else read_source(text=text),
        goals=tuple(goals),
        struggles=struggles,
        minutes=minutes,
        exam_on=exam_on,
        energy=energy,
    )

    drafted = draft_plan(request=request, today=TODAY, weekdays=weekdays)

    ids = {module.id for module in drafted.modules}
    assert 1 <= len(drafted.sessions) <= 60
    for one in drafted.sessions:
        assert one.module_id in ids
        assert (5 if minutes is not None and minutes < 15 else 15) <= one.minutes <= 45
        assert minutes is None or one.minutes <= minutes
        assert TODAY <= one.on <= one.until
        assert exam_on is None or exam_on <= TODAY or one.until < exam_on
