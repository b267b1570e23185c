from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focushub.accounts.models import default_working_hours
from focushub.accounts.services import profile

clocks = st.times().map(lambda at: at.strftime("%H:%M"))
spans = st.lists(clocks, min_size=2, max_size=2)
weeks = st.dictionaries(st.sampled_from(profile.WEEKDAYS), st.lists(spans, max_size=8))


def minute_of(clock):
    at = time.fromisoformat(clock)
    return at.hour * 60 + at.minute


def is_sound(day):
    """What a scheduler relies on, told another way: each span has minutes of its own."""
    stretches = [range(minute_of(start), minute_of(end)) for start, end in day]
    minutes = [minute for stretch in stretches for minute in stretch]
    return len(day) <= 6 and all(stretches) and len(minutes) == len(set(minutes))


def test_the_default_week_is_a_week():
    assert profile.checked_week(default_working_hours()) == default_working_hours()


@settings(max_examples=50, deadline=None)
@given(weeks)
def test_a_week_passes_in_order_exactly_if_each_of_its_days_is_sound(hours):
    unsound = {day for day, spans_of_day in hours.items() if not is_sound(spans_of_day)}

    try:
        week, refused = profile.checked_week(hours), set()
    except profile.BadWorkingHours as refusal:
        week, refused = None, {problem.field for problem in refusal.problems}

    assert refused == unsound
    assert week is None or week == {d: sorted(hours.get(d, [])) for d in profile.WEEKDAYS}


def test_a_week_that_passed_passes_again_unchanged():
    week = profile.checked_week({"3": [["12:00", "13:00"], ["08:00", "12:00"]]})

    assert profile.checked_week(week) == week
    assert week["3"] == [["08:00", "12:00"], ["12:00", "13:00"]]


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/Argentina/Ushuaia", "UTC"])
def test_time_zones_are_those_of_iana(name):
    assert name in profile.zone_names()


def test_countries_are_those_of_iso_3166():
    assert len(profile.country_codes()) == 249
    assert {"DE", "US", "NP", "GB"} <= profile.country_codes()
    assert not {"UK", "EU", "#", ""} & profile.country_codes()
