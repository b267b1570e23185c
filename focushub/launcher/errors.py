"""What can go wrong for the person at the keyboard, each in one sentence."""

import errno
import shutil
from pathlib import Path

FULL_BELOW_BYTES = 1_000_000


class LaunchError(Exception):
    """Its text is printed as it is, without a traceback, and the command ends with exit code 1."""


class Interrupted(Exception):
    """Somebody asked the launcher to stop (Ctrl-C, SIGTERM, a closed terminal)."""


def sentence_for(error: OSError) -> str:
    """What an operating system's refusal means to somebody who only wanted to start FocusHub."""
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{place}: free some space and start again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"This may not be written or read by the present user{place}: "
            "change its owner, or work in a copy of your own."
        )
    return f"{error.strerror or error}{place}."


def is_full(folder: Path) -> bool:
    """Whether a folder's disk is full: on one, a child cannot even write down what is wrong."""
    return shutil.disk_usage(folder).free < FULL_BELOW_BYTES


def is_full_disk(output: str) -> bool:
    """Whether a child's words say that no space is left."""
    return "No space left on device" in output or "os error 28" in output
