"""What a person's devices are told of runs."""

from typing import Literal

from focushub.realtime.events import RowsChanged


class RunEvent(RowsChanged):
    """`feature` says whose answer it is, `state` how far it is."""

    type: Literal["run"] = "run"
    feature: str
    state: Literal["queued", "running", "done", "cancelled"]
