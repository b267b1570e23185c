"""What a person's devices are told of their focus and of how they are."""

from datetime import datetime
from typing import Literal

from focushub.realtime.events import RowsChanged


class FocusSessionEvent(RowsChanged):
    """One session as it stands at `at`, the server's clock: enough to set a timer by.

    Attributes:
        elapsed_seconds: worked until `at`.
        running_since: null while it does not run.
    """

    type: Literal["focus_session"] = "focus_session"
    state: Literal["running", "paused", "finished", "abandoned"]
    planned_minutes: int
    elapsed_seconds: float
    running_since: datetime | None


class CheckInEvent(RowsChanged):
    type: Literal["check_in"] = "check_in"
