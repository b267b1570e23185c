"""Labels, projects, priority, energy, people, places and what comes first."""

import pytest

from tests.focushub.language.reading_at import reading


def test_the_signs_of_other_task_apps_are_read_anywhere_in_a_line() -> None:
    found = reading("mend the gate #garden tomorrow *errand +house !3 @shed")

    assert found.title == "mend the gate"
    assert found.labels == ("garden", "errand", "shed")
    assert found.project == "house"
    assert found.priority == "high"
    assert found.due_is_date_only


def test_a_quoted_label_may_have_spaces() -> None:
    found = reading('mend the gate *"long job" +"summer house"')

    assert found.labels == ("long job",)
    assert found.project == "summer house"


@pytest.mark.parametrize("text", ["fix #1234", "glue a+b", "write *now* in bold", "C# course"])
def test_a_sign_that_is_no_mark_stays(text: str) -> None:
    found = reading(text)

    assert found.labels == ()
    assert found.project is None


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("urgent: call the vet", "urgent"),
        ("call the vet asap", "urgent"),
        ("call the vet!!", "high"),
        ("call the vet !1", "low"),
        ("call the vet p1", "urgent"),
        ("call the vet p3", "medium"),
        ("maybe call the vet", "low"),
        ("call the vet if I have time", "low"),
        ("call the vet", None),
        ("call the vet!", None),
    ],
)
def test_priority(text: str, priority: str | None) -> None:
    assert reading(text).priority == priority


@pytest.mark.parametrize(
    ("text", "energy"),
    [
        ("deep work: outline", "high"),
        ("sort socks, easy win", "low"),
        ("brain-dead: delete old mails", "low"),
        ("outline", None),
    ],
)
def test_energy(text: str, energy: str | None) -> None:
    assert reading(text).energy == energy


def test_an_important_thing_keeps_its_name() -> None:
    found = reading("file the important papers")

    assert found.priority == "high"
    assert found.title == "file the important papers"


def test_people_and_places_are_known_and_stay_in_the_title() -> None:
    found = reading("call Dr. Weber from the office")

    assert found.people == ("Dr. Weber",)
    assert found.places == ("office",)
    assert found.title == "call Dr. Weber from the office"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("after the gym, book the flight", "after the gym"),
        ("before I can book, find the passport", "before I can book"),
        ("mail the keys once she has moved", "once she has moved"),
    ],
)
def test_what_comes_first_is_a_dependency(text: str, said: str) -> None:
    found = reading(text)

    assert [text[s.start : s.end] for s in found.spans if s.means == "dependency"] == [said]
    assert found.title == text


def test_a_date_behind_what_comes_first_is_still_read() -> None:
    found = reading("send the mails before leaving work today by 1800")

    assert found.due_at is not None
    assert found.due_at.isoformat() == "2026-11-25T18:00:00+01:00"
