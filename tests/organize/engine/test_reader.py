"""A dump becomes tasks and leftover words; nothing of the text is lost."""

import sys
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from focushub.language import Span
from organize.engine.reader import MAX_TASKS, MAX_TEXT, Dump, read_dump
from organize.engine.suggestions import suggest

NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Berlin"))  # A Monday.


def titles(dump: Dump) -> list[str]:
    return [task.title for task in dump.tasks]


def leftover(text: str, dump: Dump) -> list[str]:
    return [text[span.start : span.end] for span in dump.leftover]


def lost(text: str, dump: Dump) -> str:
    """The characters, white space aside, that are in no source and not in leftover."""
    kept = bytearray(len(text))
    for span in [task.source for task in dump.tasks] + list(dump.leftover):
        kept[span.start : span.end] = b"\1" * (span.end - span.start)
    return "".join(c for c, k in zip(text, kept, strict=True) if not k and not c.isspace())


def test_the_five_tasks_of_an_ordinary_dump() -> None:
    text = (
        "I need to file my taxes by Friday 5pm, clean the kitchen, email prof. Lee about the "
        "extension (5 min), gym every Tue and Thu, and maybe call mum. Totally overwhelmed."
    )

    dump = read_dump(text, now=NOW)

    assert titles(dump) == [
        "File my taxes",
        "Clean the kitchen",
        "Email prof. Lee about the extension",
        "Gym",
        "Call mum",
    ]
    taxes, _, mail, gym, _ = dump.tasks
    assert taxes.due_at == datetime(2026, 11, 27, 17, tzinfo=ZoneInfo("Europe/Berlin"))
    assert mail.minutes == 5
    assert gym.recurrence == "FREQ=WEEKLY;BYDAY=TU,TH"
    assert leftover(text, dump) == ["Totally overwhelmed."]


def test_a_task_with_its_date_is_one_task() -> None:
    dump = read_dump("write the 10 page climate paper, due in 9 days", now=NOW)

    assert titles(dump) == ["Write the 10 page climate paper"]
    due = dump.tasks[0].due_at
    assert due is not None
    assert due.date().isoformat() == "2026-12-02"
    assert dump.tasks[0].due_is_date_only


def test_what_is_said_of_it_in_the_next_sentence_belongs_to_the_task() -> None:
    dump = read_dump("Write the paper. It's due Friday and takes 6 hours.", now=NOW)

    assert titles(dump) == ["Write the paper"]
    assert dump.tasks[0].minutes == 360
    due = dump.tasks[0].due_at
    assert due is not None
    assert due.date().isoformat() == "2026-11-27"


def test_a_corrected_day_replaces_the_first() -> None:
    dump = read_dump("dentist Tuesday, wait, no, Wednesday", now=NOW)

    assert titles(dump) == ["Dentist"]
    due = dump.tasks[0].due_at
    assert due is not None
    assert due.date().isoformat() == "2026-11-25"


def test_what_is_taken_back_is_left_over() -> None:
    text = "call the bank, no wait, email them"

    dump = read_dump(text, now=NOW)

    assert titles(dump) == ["Email them"]
    assert leftover(text, dump) == ["call the bank,"]


def test_what_has_to_come_first_is_named() -> None:
    dump = read_dump(
        "gym tomorrow. After the gym, buy groceries. Before I can book the flight, find the "
        "passport. Book the flight. Call mum after the dentist. Dentist at 3",
        now=NOW,
    )

    assert titles(dump) == [
        "Gym", "Buy groceries", "Find the passport", "Book the flight", "Call mum", "Dentist",
    ]  # fmt: skip
    assert [task.after for task in dump.tasks] == [(), (0,), (), (2,), (5,), ()]


def test_first_and_then_are_an_order() -> None:
    dump = read_dump("first finish the slides, then send them to Kim", now=NOW)

    assert titles(dump) == ["Finish the slides", "Send them to Kim"]
    assert dump.tasks[1].after == (0,)


def test_two_tasks_that_wait_for_each_other_make_no_circle() -> None:
    dump = read_dump(
        "Buy paint before painting the fence. Paint fence before buying paint", now=NOW
    )

    assert [task.after for task in dump.tasks] in ([(), (0,)], [(1,), ()])


def test_bullets_headings_and_done_items() -> None:
    text = "Work:\n- reply to Anna\n* slides for Monday\n1. taxes\n2) [x] call Tom\n- [ ] gym"

    dump = read_dump(text, now=NOW)

    assert titles(dump) == ["Reply to Anna", "Slides", "Taxes", "Gym"]
    assert leftover(text, dump) == ["Work:", "2) [x] call Tom"]


def test_a_shopping_list_is_one_task_with_its_things() -> None:
    dump = read_dump("Groceries:\n- milk\n- eggs\n\ncall mum", now=NOW)

    assert titles(dump) == ["Groceries", "Call mum"]
    assert dump.tasks[0].notes == "milk\neggs"


def test_the_day_of_a_heading_holds_for_what_is_below() -> None:
    dump = read_dump(
        "Tomorrow:\n- call the plumber\n- water plants\n\nSomeday:\n- sort photos", now=NOW
    )

    days = [task.due_at.date().isoformat() if task.due_at else None for task in dump.tasks]
    assert days == ["2026-11-24", "2026-11-24", None]


def test_one_line_stays_one_task_where_it_is_to_be_single() -> None:
    dump = read_dump("call mum and buy milk tomorrow", now=NOW, single=True)

    assert titles(dump) == ["Call mum and buy milk"]


def test_what_a_person_rejects_stays_words_of_the_title() -> None:
    text = "watch Friday Night Lights. call mum friday"
    refused = [Span(6, 12, "due")]

    dump = read_dump(text, now=NOW, reject=refused)

    assert titles(dump) == ["Watch Friday Night Lights", "Call mum"]
    assert dump.tasks[0].due_at is None
    assert dump.tasks[1].due_at is not None


def test_spans_are_places_of_the_whole_dump() -> None:
    text = "clean the kitchen, call mum tomorrow"

    dump = read_dump(text, now=NOW)

    assert [text[s.start : s.end] for s in dump.tasks[1].spans] == ["mum", "tomorrow"]


def test_past_a_hundred_tasks_the_rest_is_left_over() -> None:
    text = "\n".join(f"- call person {n}" for n in range(120))

    dump = read_dump(text, now=NOW)

    assert len(dump.tasks) == MAX_TASKS
    assert len(dump.leftover) == 20
    assert lost(text, dump) == ""


def test_past_twenty_thousand_characters_the_rest_is_left_over() -> None:
    text = "call mum. " * 2_100

    dump = read_dump(text, now=NOW)

    assert dump.leftover[-1].end == len(text.rstrip())
    assert dump.leftover[-1].start <= MAX_TEXT
    assert lost(text, dump) == ""


@pytest.mark.parametrize(
    "text", ["", "   \n ", "🙂", "...", "\u200f\u200e", "Totally overwhelmed."]
)
def test_a_text_without_a_task_has_none(text: str) -> None:
    dump = read_dump(text, now=NOW)

    assert dump.tasks == ()
    assert lost(text, dump) == ""


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        read_dump("call mum tomorrow", now=datetime(2026, 11, 23))  # noqa: DTZ001  # on purpose


@pytest.mark.parametrize(
    "piece",
    [
        "call mum, ",
        "and ",
        ",",
        " ",
        "\n- ",
        "- call mum\n",
        "It was the best of times, it was the worst of times. ",
        "a,b,c,1,2,3\n",
        "<p class='x'>call mum</p>",
        "(",
        "tue ",
        "call buy pay ",
        "groceries:\n",
        "wait, no, ",
        "x",
    ],
)
def test_the_work_grows_with_the_length_of_the_text(piece: str) -> None:
    short, long = (piece * (4_000 // len(piece)), piece * (16_000 // len(piece)))
    for text in (short, long):  # What is kept for the next time is kept for both.
        read_dump(text, now=NOW)

    assert calls(long) <= 4.6 * calls(short) + 2_000


def calls(text: str) -> int:
    """How many functions are called to read a text: a measure that no clock disturbs."""
    count = 0

    def tick(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(tick)
    try:
        read_dump(text, now=NOW)
    finally:
        sys.setprofile(None)
    return count


PIECES = (
    "call mum and then buy milk, eggs. I'm so tired friday 5pm (5 min) - * 1. [ ] [x] \n \n\n : ; "
    "! ? … wait no after before gym every tue & thu first don't forget to 10 pages <b> \u200f שלום "
    "🙂 “ ” \" ( ) prof. etc. it's due # @ + groceries: never mind"
)
WORDS = st.sampled_from(PIECES.split(" "))


@settings(max_examples=150, deadline=None)
@example("\n- \n-\n* \n")
@example("a\r\nb\x0bc\x1cd\u2028e")
@example("groceries:\n\n- a")
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_no_word_is_lost_whatever_the_text(text: str) -> None:
    dump = read_dump(text, now=NOW)

    assert lost(text, dump) == ""
    spans = sorted([t.source for t in dump.tasks] + list(dump.leftover), key=lambda s: s.start)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 < len(task.title) <= 200 for task in dump.tasks)
    for index, task in enumerate(dump.tasks):
        assert index not in task.after
        assert all(task.source.start <= s.start < s.end <= task.source.end for s in task.spans)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_a_single_line_loses_no_word_either(text: str) -> None:
    dump = read_dump(text, now=datetime(2026, 11, 23, tzinfo=UTC), single=True)

    assert lost(text, dump) == ""
    assert len(dump.tasks) <= 1


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("forgot to pay the rent", ["Pay the rent"]),
        ("still havent called the dentist", ["Call the dentist"]),
        ("didnt pay the rent yet", ["Pay the rent"]),
        ("keep forgetting to water the plants", ["Water the plants"]),
        ("didn't eat the soup, throw it out", ["Eat the soup", "Throw it out"]),
        ("call mum, didnt eat", ["Call mum"]),
        ("haven\u2019t slept. haven't eaten today", []),
        ("never eat at the desk", ["Never eat at the desk"]),
    ],
)
def test_what_was_not_done_is_a_task_by_its_own_name_and_a_need_of_the_body_is_none(
    text: str, titles: list[str]
) -> None:
    assert [task.title for task in read_dump(text, now=NOW).tasks] == titles


def test_who_has_not_eaten_is_told_to_eat_first() -> None:
    assert suggest("thesis due friday, didnt eat")[0].startswith("Eat something first")
    assert suggest("have not decided yet") == ()
