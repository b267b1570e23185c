"""What a person's devices are told of reminders."""

from typing import Literal

from focushub.realtime.events import RowsChanged


class ReminderEvent(RowsChanged):
    """`created`: it is time; read it and show what it says. `changed`: put off, or put away."""

    type: Literal["reminder"] = "reminder"
    kind: Literal["block_soon", "block_start", "wrap_up", "focus_break", "cards_due"]
