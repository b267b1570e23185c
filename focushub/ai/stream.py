"""What a feature tells about a run while the model still speaks.

It is told to whoever watches the run, and only on the way: the answer alone counts, and it holds
everything again. So a stream loses nothing that matters when it loses all.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol


class EventName(StrEnum):
    """Parts of an answer that a feature may show before the answer is there."""

    TASK = "task"
    STEP = "step"
    MODULE = "module"
    CARD = "card"


class RunStream(Protocol):
    """Called on the event loop; nothing here waits, fails, or touches the database."""

    def progress(self, text: str) -> None:
        """What is going on, in one sentence that a person understands; at most 200 characters."""
        ...

    def event(self, name: EventName, data: Mapping[str, Any]) -> None:
        """A part of the answer: JSON values, complete, and past the checks of `settle`."""
        ...

    def token(self, text: str) -> None:
        """The next words of an answer that is prose."""
        ...

    def restart(self) -> None:
        """What was told so far is void: the question is asked again."""
        ...
