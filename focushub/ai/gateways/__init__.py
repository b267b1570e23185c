"""The ways to a language model, and which of them is used.

`current()` is the one that a worker asks. The web process may import this package: the vendor's
library is loaded by the gateway at its first question, never here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from focushub.ai.gateways.base import (
    FaultCode,
    Gateway,
    ModelChoice,
    ModelFault,
    Prompt,
    PromptError,
    Reply,
    Usage,
)
from focushub.ai.gateways.crew import CrewGateway
from focushub.ai.gateways.metering import Metered
from focushub.ai.gateways.partial import AnswerReader, Items, Text, Watched, Whole

__all__ = [
    "AnswerReader",
    "FaultCode",
    "Gateway",
    "Items",
    "Metered",
    "ModelChoice",
    "ModelFault",
    "Prompt",
    "PromptError",
    "Reply",
    "Text",
    "Usage",
    "Watched",
    "Whole",
    "current",
    "override",
]

_overrides: list[Gateway] = []
_default: Gateway = CrewGateway()


def current() -> Gateway:
    """The gateway in use: CrewAI's, or what `override` put in its place."""
    return _overrides[-1] if _overrides else _default


@contextmanager
def override(gateway: Gateway) -> Iterator[Gateway]:
    """Use `gateway` inside the block, in all threads of this process: for tests."""
    _overrides.append(gateway)
    try:
        yield gateway
    finally:
        _overrides.remove(gateway)
