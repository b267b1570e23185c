"""The data folder of `run` (`.focushub/` by default): what it holds, and who may use it now."""

import fcntl
import json
import os
import secrets
import shutil
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from focushub.launcher.errors import LaunchError

DEFAULT_NAME = ".focushub"
SOCKETS_PREFIX = "focushub-"
# A unix socket's whole path may have 107 bytes; the folder's name and PostgreSQL's socket in it
# (".s.PGSQL.5432.lock") take up to 45.
LONGEST_BASE = 60


@dataclass(frozen=True)
class Running:
    """Where the servers of a going run answer: what `manage.py` needs to join it."""

    pid: int
    port: int
    database_url: str
    redis_url: str
    # Where the sockets lie; removed with the run. Empty where it started no servers.
    sockets: str = ""
    is_ready: bool = False

    def now_ready(self) -> Self:
        return replace(self, is_ready=True)


class DataFolder:
    """Use it in a `with` block: that takes the folder's lock, which ends with the process."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.logs = self.path / "logs"
        self._lock: int | None = None
        self._sockets: Path | None = None

    def __enter__(self) -> Self:
        """Raises:
        LaunchError: another run uses the folder, or it is none.
        OSError: it cannot be made, or not be written.
        """
        if self.path.exists() and not self.path.is_dir():
            raise LaunchError(f"{self.path} is a file: name a folder with --data.")
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.logs.mkdir(exist_ok=True)
        self._lock = os.open(self._lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            self._lock = None
            running = self._read_running()
            who = f" (process {running.pid}, port {running.port})" if running else ""
            raise LaunchError(
                f"The data folder {self.path} is in use by another run{who}: "
                "stop that one, or name another folder with --data."
            ) from None
        self._clear_after_crash()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clear_after_crash()
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def secret_key(self) -> str:
        """The key that signs tokens: made on first use, readable by its owner alone."""
        file = self.path / "secret_key"
        if not file.exists():
            write_private(file, secrets.token_urlsafe(48))
        return file.read_text().strip()

    def make_sockets(self) -> Path:
        """A short folder for the servers' sockets, which goes with the run."""
        self._sockets = short_folder()
        return self._sockets

    def announce(self, running: Running) -> None:
        write_private(self._running_file, json.dumps(asdict(running)))

    def going_run(self) -> Running | None:
        """The run that uses this folder now, ready or not; None where there is none."""
        try:
            lock = os.open(self._lock_file, os.O_RDWR)
        except OSError:
            return None
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._read_running()
        finally:
            os.close(lock)
        return None

    @property
    def _lock_file(self) -> Path:
        return self.path / "lock"

    @property
    def _running_file(self) -> Path:
        return self.path / "running.json"

    def _read_running(self) -> Running | None:
        try:
            return Running(**json.loads(self._running_file.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def _clear_after_crash(self) -> None:
        """Removes what a run leaves behind that could not tidy up after itself."""
        running = self._read_running()
        if running and Path(running.sockets).name.startswith(SOCKETS_PREFIX):
            shutil.rmtree(running.sockets, ignore_errors=True)
        self._running_file.unlink(missing_ok=True)


def short_folder(prefix: str = SOCKETS_PREFIX) -> Path:
    """A new private folder whose path is short enough for the name of a unix socket in it."""
    return Path(tempfile.mkdtemp(prefix=prefix, dir=short_base()))


def short_base() -> Path:
    """Where the short folders lie: TMPDIR, unless its path is a long one."""
    base = Path(tempfile.gettempdir())
    # Safe: what is made in it is made by mkdtemp, private and under a name nobody guesses.
    return base if len(os.fsencode(base)) <= LONGEST_BASE else Path("/tmp")  # noqa: S108 - see above.


def write_private(file: Path, text: str) -> None:
    """Writes a file that only its owner can read, whole or not at all."""
    draft = file.with_name(f"{file.name}.draft")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    draft.replace(file)
