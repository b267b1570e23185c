"""`manage.py understand`: cases in, readings out, with no database."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

CASE = '{"id": "a", "text": "rent by Friday 5pm (10 min)", "now": "2026-11-25T10:00:00"}\n'


def understood(monkeypatch: pytest.MonkeyPatch, lines: str) -> list[dict[str, object]]:
    out = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(lines))
    call_command("understand", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_one_line_is_written_for_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = understood(monkeypatch, CASE)

    assert answers == [
        {
            "id": "a",
            "start": "2026-11-27T17:00:00",
            "end": None,
            "duration": 600,
            "rrule": None,
            "title": "rent",
        }
    ]


def test_a_blank_line_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(understood(monkeypatch, f"\n{CASE}\n{CASE}")) == 2


def test_a_case_without_now_is_read_at_the_clocks_now(monkeypatch: pytest.MonkeyPatch) -> None:
    (answer,) = understood(monkeypatch, '{"id": 1, "text": "every Monday at 9", "now": null}\n')

    assert answer["rrule"] == {
        "interval": 1,
        "freq": "weekly",
        "byday": ["MO"],
        "byhour": [9],
        "byminute": [0],
    }


@pytest.mark.parametrize("line", ["no json", '{"id": 1}', '{"id": 1, "text": "x", "now": "soon"}'])
def test_a_line_that_is_no_case_is_named(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    with pytest.raises(CommandError, match="Line 2 is no case"):
        understood(monkeypatch, CASE + line + "\n")
