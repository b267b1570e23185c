"""How a value becomes bytes: in one way, so that equal values are equal bytes."""

from datetime import UTC, datetime
from typing import Any, Final

import orjson

_OPTIONS: Final = orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATETIME


def render(data: Any, *, sort_keys: bool = False) -> bytes:
    """JSON with times in UTC with `Z`; ids and other values as their text."""
    options = _OPTIONS | orjson.OPT_SORT_KEYS if sort_keys else _OPTIONS
    return orjson.dumps(data, default=_text, option=options)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time without a zone is no instant")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)
