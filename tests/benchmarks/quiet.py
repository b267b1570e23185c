"""The settings of a benchmark within one process: throttles that never bite, and a quiet log."""

from typing import Final

_UNLIMITED = str(10**9)
QUIET: Final = {
    "FOCUSHUB_ACCESS_TOKEN_MINUTES": "120",
    "FOCUSHUB_THROTTLE_PERSON": _UNLIMITED,
    "FOCUSHUB_THROTTLE_ADDRESS": _UNLIMITED,
    "FOCUSHUB_LOG_LEVEL": "ERROR",
}
