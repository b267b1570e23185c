"""A stream that remembers what it was told."""

from collections.abc import Mapping
from typing import Any

from focushub.ai.stream import EventName


class RecordedStream:
    """Attributes: told: name and content of each event, in their order."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []

    @property
    def text(self) -> str:
        """The words since the last restart."""
        since = max((n for n, (name, _) in enumerate(self.told) if name == "restart"), default=-1)
        return "".join(told for name, told in self.told[since + 1 :] if name == "token")

    def of(self, name: str) -> list[Any]:
        return [data for told, data in self.told if told == name]

    def progress(self, text: str) -> None:
        self.told.append(("progress", text))

    def event(self, name: EventName, data: Mapping[str, Any]) -> None:
        self.told.append((name.value, data))

    def token(self, text: str) -> None:
        self.told.append(("token", text))

    def restart(self) -> None:
        self.told.append(("restart", None))
