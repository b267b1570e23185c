"""Reads server-sent events as a browser does: for tests, over httpx."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    id: str
    event: str
    data: Any


def events(lines: Iterable[str]) -> Iterator[Told]:
    """One for each event; comments, such as pings, are left out."""
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        elif "data" in fields:
            yield Told(fields["id"], fields["event"], json.loads(fields["data"]))
            fields = {}


def words(told: Iterable[Told]) -> str:
    """The words as a client would show them: a restart takes back what came before."""
    text = ""
    for one in told:
        if one.event == "token":
            text += one.data["text"]
        elif one.event == "restart":
            text = ""
    return text
