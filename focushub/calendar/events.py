"""What a person's devices are told of their calendar."""

from typing import Literal

from focushub.realtime.events import RowsChanged


class BlockEvent(RowsChanged):
    type: Literal["block"] = "block"
