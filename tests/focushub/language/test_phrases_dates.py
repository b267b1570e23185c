"""Dates, periods, ranges and repetitions in the many forms in which they are said."""

from datetime import datetime
from pathlib import Path

import pytest

from focushub.language import read
from tests.focushub.language.reading_at import NOW

HEAD, *ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("phrases_dates.tsv").read_text().splitlines()
]


def local(moment: datetime | None) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="minutes") if moment else ""


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_phrase_is_read_as_it_is_meant(row: list[str]) -> None:
    """Each line of the table is read to exactly the fields that stand beside it."""
    found = read(row[0], now=NOW)

    assert dict(zip(HEAD[1:], row[1:], strict=True)) == {
        "due_at": local(found.due_at),
        "due_is_date_only": "yes" if found.due_is_date_only else "",
        "starts_at": local(found.starts_at),
        "ends_at": local(found.ends_at),
        "recurrence": found.recurrence or "",
        "title": found.title,
    }
