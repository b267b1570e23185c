"""How a value becomes bytes: in one way, so that equal values are equal bytes."""

from typing import Any

import orjson


def render(data: Any) -> bytes:
    """JSON with times in UTC with `Z`; ids and other values as their text."""
    return orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z)
