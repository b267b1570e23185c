"""What people write, as `dumps.toml` holds it: the tasks, what is said of them, the rest."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from organize.engine.kinds import classify
from organize.engine.reader import ReadTask, read_dump

NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Berlin"))
DUMPS = tomllib.loads(Path(__file__).with_name("dumps.toml").read_text("utf-8"))["dump"]


def facts(task: ReadTask) -> set[str]:
    """All that was read of a task, as the data file writes it."""
    found = {f"after {','.join(map(str, task.after))}", f"{task.minutes} min"}
    found |= {str(task.recurrence), str(task.priority), f"{task.energy} energy"}
    found |= {f"#{label}" for label in task.labels} | {f"+{task.project}"}
    found.add("notes " + task.notes.replace("\n", " / "))
    if task.due_at:
        found.add(f"due {task.due_at:{'%Y-%m-%d' if task.due_is_date_only else '%Y-%m-%d %H:%M'}}")
    return found


def test_there_are_sixty_dumps_of_many_people() -> None:
    assert len(DUMPS) >= 60
    assert len({dump["by"].split(",")[0] for dump in DUMPS}) >= 12


def test_no_dump_is_taken_for_the_description_of_a_place() -> None:
    taken = [dump["text"] for dump in DUMPS if classify(dump["text"]) != "tasks"]

    assert taken == []


@pytest.mark.parametrize("dump", DUMPS, ids=[dump["by"] for dump in DUMPS])
def test_a_dump_is_read_as_its_writer_meant_it(dump: dict[str, Any]) -> None:
    text = dump["text"]

    read = read_dump(text, now=NOW)

    wanted = [line.split(" | ") for line in dump["tasks"]]
    assert [task.title for task in read.tasks] == [title for title, *_ in wanted]
    assert [
        (task.title, fact)
        for task, (_, *named) in zip(read.tasks, wanted, strict=True)
        for fact in named
        if fact not in facts(task)
    ] == []
    assert [text[span.start : span.end] for span in read.leftover] == dump.get("leftover", [])
