"""What a person's devices are told of tasks and plans."""

from typing import Literal

from focushub.realtime.events import RowsChanged


class TaskEvent(RowsChanged):
    """A change of one of its steps is a change of the task."""

    type: Literal["task"] = "task"


class PlanEvent(RowsChanged):
    type: Literal["plan"] = "plan"
