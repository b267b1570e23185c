"""Lines as people type them into the one field of a task app: dates among labels and people."""

from datetime import datetime
from pathlib import Path

import pytest

from focushub.language import read
from tests.focushub.language.reading_at import NOW

HEAD, *ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("phrases_quick_add.tsv").read_text("utf-8").splitlines()
]


def local(moment: datetime | None) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="minutes") if moment else ""


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_line_is_read_as_it_is_meant(row: list[str]) -> None:
    found = read(row[0], now=NOW)

    marks = [*("#" + label for label in found.labels), *("@" + name for name in found.people)]
    marks += [f"+{found.project}"] if found.project else []
    assert dict(zip(HEAD[1:], row[1:], strict=True)) == {
        "due_at": local(found.due_at)[: 10 if found.due_is_date_only else None],
        "starts_at": local(found.starts_at),
        "minutes": str(found.minutes or ""),
        "recurrence": found.recurrence or "",
        "says": " ".join([found.priority or "", found.energy or "", *marks]).strip(),
        "title": found.title,
    }
