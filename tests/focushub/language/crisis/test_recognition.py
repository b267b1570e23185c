"""Words of self-harm and danger are recognised; what only looks like them is not.

`said.txt` and `lookalikes.txt` hold sentences as people write them: with typos and slang, denied,
about others, in quotes, in stories and games.
"""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focushub.language.crisis import Crisis, Danger, recognise
from focushub.language.crisis.plain import plain


def _sentences(name: str) -> list[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


SAID = _sentences("said.txt")
LOOKALIKES = _sentences("lookalikes.txt")


def test_what_people_say_in_danger_is_recognised():
    assert len(SAID) > 200
    assert [said for said in SAID if recognise(said) is None] == []


def test_what_only_looks_like_it_is_not():
    assert len(LOOKALIKES) > 300
    assert [said for said in LOOKALIKES if recognise(said) is not None] == []


def test_it_is_found_inside_a_longer_text():
    dump = "buy milk, call mum, finish the report by Friday. {}. Also: water the plants"

    found = [said for said in SAID[:60] if recognise(dump.format(said)) is None]

    assert found == []


def test_case_and_marks_do_not_matter():
    assert recognise("I WANT TO DIE!!!") == recognise("i want to die")
    assert recognise("*I* want... to DIE") is not None


@pytest.mark.parametrize(
    ("text", "danger", "about"),
    [
        ("I want to kill myself", Danger.SUICIDE, "self"),
        ("My friend wants to kill herself", Danger.SUICIDE, "another"),
        ("my son says he wants to die", Danger.SUICIDE, "another"),
        ("I keep cutting myself", Danger.SELF_HARM, "self"),
        ("I swallowed a bottle of pills because I want to die", Danger.OVERDOSE, "self"),
        ("my sister swallowed a bottle of pills", Danger.OVERDOSE, "another"),
        ("she's not breathing", Danger.MEDICAL, "another"),
        ("my husband hits me", Danger.VIOLENCE, "self"),
        ("I want to hurt people", Danger.HARM_OTHERS, "self"),
    ],
)
def test_what_it_is_about_and_whom(text, danger, about):
    assert recognise(text) == Crisis(danger, about)


def test_what_weighs_a_little_counts_together_over_messages():
    earlier = ["I feel like a burden to everyone", "nobody cares about me"]

    assert recognise("soon none of this will matter") is None
    assert recognise("soon none of this will matter", before=earlier) is not None
    assert recognise("buy milk", before=earlier) is None


def test_a_crisis_of_before_is_not_told_again_for_another_message():
    assert recognise("what should I do first today?", before=["I want to kill myself"]) is None


def test_letters_in_disguise_are_read():
    assert plain("k i l l") == "kill"
    assert plain("su1c1de") == "suicide"
    assert plain("k*ll mys3lf") == "kill myself"
    assert plain("k\u0456ll") == "kill"
    assert plain("I don\u2019t wanna") == "i do not want to"
    assert plain("they're dyin'") == "they are dyin '"
    assert plain("she's sure he'd say y'all've gone") == "she is sure he would say y'all've gone"


def test_times_and_amounts_are_no_disguise():
    assert plain("at 8am take 20mg, 2x") == "at 8am take 20mg , 2x"


def test_a_long_text_is_read_at_both_ends_and_in_time():
    filler = "and then I tidied the kitchen, " * 2_000

    start = time.perf_counter()
    assert recognise(f"I want to die. {filler}") is not None
    assert recognise(f"{filler} I want to die.") is not None
    assert time.perf_counter() - start < 20


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text):
    recognise(text)
