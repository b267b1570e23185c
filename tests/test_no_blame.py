"""No text that a person is shown blames, shames or counts what did not happen."""

import re
from collections.abc import Sequence

import pytest

from tests.shown_texts import Shown, all_texts

BLAME = re.compile(
    r"""\b(?:
    overdue | fail(?:ed|s|ing|ures?)? | (?:you|have|has|was|were|been)\ missed | missed
    | (?:should|ought\ to)(?:n't|n’t|\ not)?(?:\ have|'ve|’ve)
    | laz(?:y|ily|iness) | streaks? | lost\ your | you(?:r)?\ los[et] | you\ broke
    | behind\ (?:schedule|on) | you(?:'re|’re|\ are)\ (?:late|behind) | late\ again | too\ late
    | you\ forgot | forgot\ to | you\ never
    | you\ (?:did|have)(?:n['’]t|\ not)\ (?:do|done|finish|manage|complete|start|beg|keep|kept)\w*
    | still\ (?:haven|hasn|not\ done|undone|unfinished) | unfinished | incomplete
    | wast(?:ed|ing)\ (?:time|your) | procrastinat\w* | slack(?:ed|ing|er) | excuses?
    | disappoint\w* | guilt\w* | shame\w* | asham\w* | blam(?:e|ed|ing) | your\ fault
    | careless\w* | sloppy | negl\w+ | undisciplined | unproductive | irresponsib\w* | pathetic
    | useless | stupid | dumb | worst | bad\ at | not\ good\ enough | try\ harder
    | g(?:ive|ave|iving)\ up | what\ is\ wrong\ with\ you | no\ progress | poor\ performance
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)

# (place, word): why it may stand there.
ALLOWED = {
    ("focushub/ai/personal_data.py", "procrastinate_jobs"): "a table of the queue",
    ("focushub/api/halves.py", "unfinished"): "a type's name",
    ("focushub/chat/engine/days.py", "behind on"): "what a person may tap to say",
    ("focushub/chat/engine/feelings.py", "ashamed"): "a feeling that people name",
    ("organize/engine/recipes/health.toml", "give up"): "words of a task's title",
    ("organize/engine/beginnings.py", "unfinished"): "a list's name, of what people write",
    ("focushub/health/probe.py", "procrastinate_workers"): "a table of the queue",
    ("learning/engine/plan/request.py", "procrastinat"): "a pattern for what people write",
    ("organize/engine/suggestions.py", "procrastinat"): "a pattern for what people write",
}

# Patterns for what people say; nothing of them is shown.
HEARD = ("focushub/chat/engine/hearing.toml",)


def blame_in(texts: Sequence[Shown]) -> list[tuple[Shown, tuple[str, str]]]:
    return [
        (shown, (shown.place.partition(":")[0], found[0].lower()))
        for shown in texts
        if not shown.place.startswith(HEARD)
        for found in BLAME.finditer(shown.text)
    ]


@pytest.fixture(scope="module")
def texts() -> list[Shown]:
    return list(all_texts())


def test_nobody_is_blamed(texts: list[Shown]) -> None:
    assert [str(shown) for shown, key in blame_in(texts) if key not in ALLOWED] == []


def test_what_is_allowed_is_still_there(texts: list[Shown]) -> None:
    assert set(ALLOWED) == {key for _, key in blame_in(texts) if key in ALLOWED}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("organize/services/tasks.py", "This task is done already."),
        ("organize/engine/recipes/home.toml", "Play one album and stop when it ends."),
        ("organize/engine/spaces.toml", "the desk top"),
        ("focushub/focus/engine/tips/breaks.toml", ""),
        ("focushub/calendar/serializers/replans.py", "Dates that need a look, first of all."),
        ("focushub/calendar/examples/now.py", "Nothing is waiting for you now. Rest counts too."),
        ("focushub/accounts/services/mail.py", ""),
        ("focushub/reminders/services/", ""),
        ("focushub/chat/engine/spoken.toml", "That's all. You may stop right after it"),
        ("focushub/chat/engine/crisis.toml", ""),
        ("learning/engine/plan/methods.py", "Close the text"),
        ("frontend/pages/entry.js", "I forgot my password"),
        (
            "frontend/pages/entry.js",
            "A first step, a sense of time, and a way back after a bad day.",
        ),
        ("frontend/index.html", "One moment"),
    ],
)
def test_the_texts_of_each_part_are_looked_at(texts: list[Shown], place: str, text: str) -> None:
    assert any(one.place.startswith(place) and text in one.text for one in texts)


@pytest.mark.parametrize(
    "sentence",
    [
        "Overdue!",
        "3 tasks are overdue",
        "You failed to finish 2 tasks.",
        "Missed: dentist",
        "You missed a day",
        "You should have begun earlier",
        "This should’ve been done",
        "Don't be lazy",
        "You lost your 7-day streak",
        "You're late again",
        "You haven't done this yet",
        "You didn't finish",
        "No more excuses",
        "Still unfinished after 3 days",
        "Try harder tomorrow",
        "That was wasted time",
    ],
)
def test_blame_is_known_when_it_is_seen(sentence: str) -> None:
    assert BLAME.search(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Write down what is missing",
        "One date needs a look first.",
        "Today is its day.",
        "It has waited a while.",
        "Something broke on our side.",
        "Name the reason: late, sick or a fresh start.",
    ],
)
def test_plain_words_are_no_blame(sentence: str) -> None:
    assert not BLAME.search(sentence)
