"""Child processes that do not outlive whoever started them, not even after a kill -9.

Everything here runs in the main thread, and must: Linux sends a child the signal chosen with
PR_SET_PDEATHSIG when the *thread* that started it ends, not when the process does.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Any, Self

from focushub.launcher.errors import Interrupted, LaunchError, is_full_disk

PR_SET_PDEATHSIG = 1
TAIL_LINES = 15
POLL_SECONDS = 0.05
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Rank(IntEnum):
    """In which order children are stopped; the value's place in `GRACE_SECONDS` is its patience."""

    APPLICATION = 0
    SERVER = 1


# Together below the five seconds in which a stop is promised.
GRACE_SECONDS = {Rank.APPLICATION: 3.2, Rank.SERVER: 1.2}
KILL_SECONDS = 0.3


@dataclass(frozen=True)
class Account:
    """The user that a server runs as when root starts it: PostgreSQL refuses to run as root."""

    uid: int
    gid: int


class StopRequest:
    """Turns Ctrl-C, SIGTERM and SIGHUP into a mark that every wait of the launcher looks at."""

    def __init__(self) -> None:
        self.times = 0
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        for number in STOPPING_SIGNALS:
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.times += 1

    def check(self) -> None:
        """Raises:
        Interrupted: a stop has been asked for.
        """
        if self.times:
            raise Interrupted


@dataclass
class Child:
    name: str
    process: "subprocess.Popen[bytes]"
    log: Path | None
    rank: Rank = Rank.APPLICATION
    stop_signal: signal.Signals = signal.SIGTERM

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def obituary(self) -> str:
        """How it ended, and the last it had to say."""
        code = self.process.returncode
        how = f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
        said = tail_of(self.log) if self.log else ""
        if is_full_disk(said):
            return f"{self.name} stopped ({how}): the disk is full. Free some space, start again."
        end = f" The end of {self.log}:\n{said}" if self.log else ""
        return f"{self.name} stopped by itself ({how}).{end}"


@dataclass
class Family:
    """The children of one command. Leaving the `with` block stops them all, in order."""

    logs: Path
    stop_request: StopRequest | None = None
    children: list[Child] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        account: Account | None = None,
        rank: Rank = Rank.APPLICATION,
        stop_signal: signal.Signals = signal.SIGTERM,
        to_terminal: bool = False,
        spoken: IO[bytes] | None = None,
    ) -> Child:
        """Starts a child whose output goes to `<name>.log`. It is told to stop when we die.

        Args:
            spoken: takes the standard output, which is then not in the log (a password, say).
        Raises:
            OSError: the program, its folder or the log cannot be opened.
        """
        log = None if to_terminal else self.logs / f"{name.lower()}.log"
        with log.open("wb") if log else nullcontext() as output:
            process = popen(
                command,
                environment=environment,
                folder=folder,
                account=account,
                output=spoken or output,
                errors=output,
                # A server closes its files in order. The application may not: it would wait for
                # the database, which goes at the same moment.
                death_signal=stop_signal if rank is Rank.SERVER else signal.SIGKILL,
            )
        child = Child(name, process, log, rank, stop_signal)
        self.children.append(child)
        return child

    def finish(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        account: Account | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        to_terminal: bool = False,
        spoken: IO[bytes] | None = None,
    ) -> tuple[int, str]:
        """Runs a child to its end.

        Returns: its exit code, and all that it wrote to its log.
        Raises:
            Interrupted: a stop was asked for meanwhile; the child has been stopped.
        """
        child = self.start(
            name,
            command,
            environment=environment,
            folder=folder,
            account=account,
            stop_signal=stop_signal,
            to_terminal=to_terminal,
            spoken=spoken,
        )
        self.wait_until(lambda: not child.is_running)
        self.children.remove(child)
        said = child.log.read_text(errors="replace") if child.log else ""
        return child.process.returncode, said

    def wait_until(
        self,
        condition: Callable[[], bool],
        *,
        seconds: float | None = None,
        watched: Sequence[Child] = (),
    ) -> bool:
        """Looks at `condition` until it holds (True) or the time is over (False).

        Raises:
            Interrupted: a stop was asked for.
            LaunchError: one of the watched children ended.
        """
        end = None if seconds is None else time.monotonic() + seconds
        while not condition():
            self.check(watched)
            if end is not None and time.monotonic() > end:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def check(self, watched: Sequence[Child] = ()) -> None:
        """Raises:
        Interrupted: a stop was asked for.
        LaunchError: one of the watched children ended.
        """
        if self.stop_request is not None:
            self.stop_request.check()
        for child in watched:
            if not child.is_running:
                raise LaunchError(child.obituary())

    def stop(self) -> None:
        """Stops the application before its servers. A second Ctrl-C takes the patience away."""
        for rank in Rank:
            self._stop_rank([child for child in self.children if child.rank is rank], rank)
        self.children.clear()

    def _stop_rank(self, children: Sequence[Child], rank: Rank) -> None:
        for child in children:
            if child.is_running:
                child.process.send_signal(child.stop_signal)
        asked = self.stop_request.times if self.stop_request else 0
        end = time.monotonic() + GRACE_SECONDS[rank]
        while any(child.is_running for child in children) and time.monotonic() < end:
            if self.stop_request and self.stop_request.times > asked:
                break
            time.sleep(POLL_SECONDS / 5)
        for child in children:
            # The whole group: a child may have children of its own.
            if child.is_running:
                os.killpg(child.process.pid, signal.SIGKILL)
        for child in children:
            # One that hangs in the kernel goes when the kernel lets it; we do not wait for that.
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(KILL_SECONDS)


def popen(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    account: Account | None = None,
    output: IO[bytes] | None = None,
    errors: IO[bytes] | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> "subprocess.Popen[bytes]":
    """Starts a process in a session of its own, so that Ctrl-C reaches the launcher alone.

    Raises:
        RuntimeError: called from a thread other than the main one.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("children are started from the main thread only")
    identity: dict[str, Any] = {}
    if account is not None:
        identity = {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        env=None if environment is None else dict(environment),
        cwd=folder,
        start_new_session=True,
        preexec_fn=_dying_with_parent(death_signal),  # Safe with one thread; see the top.
        **identity,
    )


def tail_of(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return "\n".join(f"  {line}" for line in lines[-TAIL_LINES:]) or "  (nothing)"


def _dying_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """What a child does between fork and exec, after it has changed its user (which resets it)."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        # The parent may have died before the line above: then nobody would ever send the signal.
        if os.getppid() != parent:
            os._exit(1)

    return prepare
