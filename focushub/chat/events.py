"""What a person's devices are told of conversations."""

from typing import Literal

from focushub.realtime.events import RowsChanged


class ConversationEvent(RowsChanged):
    """A new message, or another text of one, is a change of its conversation."""

    type: Literal["conversation"] = "conversation"


class MemoryEvent(RowsChanged):
    type: Literal["memory"] = "memory"
