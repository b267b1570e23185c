"""JSON logs with a request id, and nothing that a person wrote.

Records carry ids, counts, codes and times. A view, service or job never logs a body, a title or a
model's output; exceptions are logged by type and place, since their messages may quote a value.
"""

import logging
import re
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Final

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="-")
# Django hangs the request on its records, and its repr tells the whole query.
_WORDY: Final = ("request", "exc_text", "stack_info")
# A calendar's address is its secret, and Django tells the path of whatever it refuses.
_KEPT_TOKEN: Final = re.compile(r"fht_[A-Za-z0-9_-]+")


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class WordlessJsonFormatter(JsonFormatter):
    """Keeps the place and type of an exception and drops its message."""

    def format(self, record: logging.LogRecord) -> str:
        # A copy: other handlers get the record as it is, and what they made of it is not ours.
        record = logging.makeLogRecord(
            {name: value for name, value in vars(record).items() if name not in _WORDY}
        )
        record.args = _wordless(record.args)
        if isinstance(record.msg, BaseException):
            record.msg = type(record.msg).__name__
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)[-8:]
        places = " > ".join(f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames)
        return f"{kind.__name__ if kind else 'Exception'} at {places}"


def _short(path: str) -> str:
    """The file and its folder, which tell one `views.py` from another."""
    return "/".join(path.rsplit("/", 2)[-2:])


def _wordless(args: Any) -> Any:
    """An exception among the arguments of a message, as other libraries log it, by its type."""
    if isinstance(args, Mapping):
        return {name: _typed(value) for name, value in args.items()}
    return tuple(_typed(value) for value in args) if isinstance(args, tuple) else args


def _typed(value: Any) -> Any:
    if isinstance(value, str):
        return _KEPT_TOKEN.sub("fht_...", value)
    return type(value).__name__ if isinstance(value, BaseException) else value
