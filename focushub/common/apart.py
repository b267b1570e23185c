"""A stranger's file is read in a process of its own: bounded in seconds, in memory and in number.

`ask` starts the other end, a module that ends in `answer(read)`. Both speak JSON; the file goes in
by the standard input.
"""

import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from focushub.common.errors import DomainError, Kind

_ROOT = Path(__file__).resolve().parents[2]
_GRACE_SECONDS = 5
_UNEXPECTED = 1  # What Python itself exits with where an exception reached the top.


class RanOut(Exception):
    """Of seconds or of memory."""


class ReaderBroke(Exception):
    """It met something that nobody had expected in such a file."""


def ask(
    module: str, question: Mapping[str, Any], *, data: bytes, seconds: int, memory_bytes: int
) -> Any:
    """What the reader in `module` answers; its process alone costs some 300 ms. Blocks.

    Args:
        seconds: of the processor; the clock on the wall has a few more.
        memory_bytes: address space of the reader.

    Raises:
        RanOut
        ReaderBroke
    """
    told = json.dumps({"question": question, "seconds": seconds, "memory_bytes": memory_bytes})
    try:
        reader = subprocess.run(  # noqa: S603 - our own module, nothing of the file in the arguments
            [sys.executable, "-m", module, told],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds + _GRACE_SECONDS,
            check=False,
            cwd=_ROOT,
            # The reader needs no secret of ours, so it is given none.
            env={"PYTHONPATH": str(_ROOT), "PATH": os.defpath},
        )
    except subprocess.TimeoutExpired as error:
        raise RanOut from error
    if reader.returncode == _UNEXPECTED:
        raise ReaderBroke
    try:
        return json.loads(reader.stdout)
    except ValueError as error:
        raise RanOut from error


def answer(read: Callable[[Any, bytes], Any]) -> None:
    """The other end: bounds itself, and writes what `read` makes of the question and the file."""
    told = json.loads(sys.argv[1])
    seconds, memory = told["seconds"], told["memory_bytes"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        found = read(told["question"], sys.stdin.buffer.read())
    except MemoryError:
        return  # No answer is what `ask` takes for having run out.
    sys.stdout.write(json.dumps(found))


class ReadersBusy(DomainError):
    kind = Kind.UNAVAILABLE
    code = "readers_busy"
    detail = "Several files are being read just now. Please send it again in a moment."


class Readers:
    """How many of a kind read in this process; each may take some hundred MB and a processor."""

    def __init__(self, at_once: int = 2, *, patience_seconds: int = 5) -> None:
        self._places = threading.BoundedSemaphore(at_once)
        self._patience = patience_seconds

    @contextmanager
    def place(self) -> Iterator[None]:
        """Raises: ReadersBusy."""
        if not self._places.acquire(timeout=self._patience):
            raise ReadersBusy(retry_after=self._patience)
        try:
            yield
        finally:
            self._places.release()
