"""JSON logs with a request id, and nothing that a person wrote.

Records carry ids, counts, codes and times. A view, service or job never logs a body, a title or a
model's output; exceptions are logged by type and place, since their messages may quote a value.
"""

import logging
import traceback
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class WordlessJsonFormatter(JsonFormatter):
    """Keeps the place and type of an exception and drops its message."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)[-8:]
        places = " > ".join(f"{f.filename.rsplit('/', 2)[-1]}:{f.lineno} {f.name}" for f in frames)
        return f"{kind.__name__ if kind else 'Exception'} at {places}"
