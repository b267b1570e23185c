"""The virtual environment in `.venv/`: made, filled from the hashed locks, and recognised again."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import textwrap
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from focushub.launcher.datafolder import write_private
from focushub.launcher.errors import LaunchError, is_full_disk
from focushub.launcher.processes import Family
from focushub.launcher.progress import Progress

PRODUCT = "requirements.txt"
SERVERS = "requirements-servers.txt"
DEVELOPMENT = "requirements-dev.txt"

STAMP = "focushub.json"
LONGEST_COMPLAINT = 200
# What an installer says of a request that it cannot fulfil, as against a network that is away.
COMPLAINT = re.compile(
    r"hash|unsatisfiable|conflict|no matching distribution|no solution|not match|invalid|parse|"
    r"no wheels|expected|error|failed",
    re.IGNORECASE,
)
TAMPERED = re.compile(r"hash mismatch|do not match the hashes", re.IGNORECASE)
UNREADABLE = re.compile(
    r"Couldn't parse|Invalid requirement|Unexpected '|Expected (one of|package name)"
)


class Environment:
    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        self.folder = checkout / ".venv"

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def is_ours(self) -> bool:
        """Whether we run inside this very environment: then whoever started us keeps it."""
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def program(self, name: str) -> Path:
        """A command that the environment brings.

        Raises:
            LaunchError: it does not bring it.
        """
        path = self.folder / "bin" / name
        if not path.exists():
            raise LaunchError(
                f"{name} is missing from {self.folder}: remove that folder and start again."
            )
        return path

    def ensure(self, locks: Sequence[str], *, progress: Progress, family: Family) -> None:
        """Brings the environment in step with the locks; does nothing where it is.

        What else a developer has installed in it stays.

        Raises:
            LaunchError: it cannot be made; the text says why.
            Interrupted: a stop was asked for.
        """
        if self.is_ours:
            return
        wanted = {name: self._digest(name) for name in locks}
        with self._one_at_a_time(progress, family):
            stamp = self._stamp()
            if stamp is not None and wanted.items() <= stamp.items():
                return
            if stamp is None and not self._is_made_by_hand(family):
                self._create(progress)
            # Gone before anything changes: what is cut off half-way is not taken for whole.
            others = {name: digest for name, digest in (stamp or {}).items() if name not in wanted}
            self._write_stamp(others)
            self._install(locks, progress=progress, family=family)
            self._write_stamp(others | wanted)

    # --- Recognising ---------------------------------------------------------------------------

    def _digest(self, lock: str) -> str:
        try:
            return hashlib.sha256((self.checkout / lock).read_bytes()).hexdigest()
        except FileNotFoundError:
            raise LaunchError(
                f"The lock {lock} is missing from {self.checkout}: take it from the repository, "
                "or make it with `make lock`."
            ) from None

    def _stamp(self) -> dict[str, str] | None:
        """The digests of the locks that are installed; None where nothing usable is there.

        An environment holds absolute paths and one Python's compiled files: a moved or copied
        checkout, and another Python, need a new one.
        """
        try:
            stamp = json.loads((self.folder / STAMP).read_text())
            locks = stamp["locks"]
            is_usable = stamp["made_for"] == self._made_for() and self.python.exists()
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return dict(locks) if is_usable and isinstance(locks, dict) else None

    def _write_stamp(self, locks: dict[str, str]) -> None:
        write_private(
            self.folder / STAMP, json.dumps({"made_for": self._made_for(), "locks": locks})
        )

    def _made_for(self) -> str:
        return f"{sys.implementation.cache_tag} {self.folder}"

    def _is_made_by_hand(self, family: Family) -> bool:
        """Whether a developer's own environment is there, of this Python: it is filled, not cut."""
        if (self.folder / STAMP).exists() or not self.python.exists():
            return False
        asked = "import sys; print(sys.implementation.cache_tag, sys.prefix)"
        code, said = family.finish("python", [self.python, "-c", asked])
        return code == 0 and said.strip() == self._made_for()

    @contextmanager
    def _one_at_a_time(self, progress: Progress, family: Family) -> Iterator[None]:
        """Holds the checkout's lock, so that `run` and `test` do not build over each other."""
        handle = os.open(self.checkout, os.O_RDONLY)
        try:
            if not _lock_now(handle):
                progress.say("another command is building the environment; waiting for it")
                family.wait_until(lambda: _lock_now(handle))
            yield
        finally:
            os.close(handle)

    # --- Making --------------------------------------------------------------------------------

    def _create(self, progress: Progress) -> None:
        progress.say("making the environment in .venv (once; about 1 GB)")
        if self.folder.is_symlink():
            raise LaunchError(f"{self.folder} is a symbolic link: remove it and start again.")
        if self.folder.exists():
            shutil.rmtree(self.folder)
        # Without pip: Debian keeps `ensurepip`, which venv would take it from, in another package.
        venv.create(self.folder, symlinks=True, with_pip=False)

    def _install(self, locks: Sequence[str], *, progress: Progress, family: Family) -> None:
        """With uv where it can be had (six times as fast), with pip where it cannot, or fails."""
        files = [part for name in locks for part in ("-r", self.checkout / name)]
        reason = self._bring_uv(progress, family)
        if reason is None:
            progress.say(f"installing {', '.join(locks)} with uv")
            code, said = family.finish(
                "uv",
                [
                    *(self._uv(), "pip", "install", "--python", self.python),
                    *("--require-hashes", "--no-progress", *files),
                ],
                # The system's certificates too: a company's proxy has its own.
                environment={"UV_SYSTEM_CERTS": "true", **os.environ, "VIRTUAL_ENV": ""},
                folder=self.checkout,
            )
            if code == 0:
                return
            reason = _complaint(said)
            _stop_where_hopeless(said, locks)
        progress.say(f"uv could not do it ({reason}); trying pip, which takes a minute or two")
        pip = self._pip(family)
        code, said = family.finish(
            "pip",
            [*pip, "install", "--quiet", "--require-hashes", *files],
            environment={"PIP_DISABLE_PIP_VERSION_CHECK": "1", **os.environ},
            folder=self.checkout,
        )
        if code != 0:
            _stop_where_hopeless(said, locks)
            raise LaunchError(
                f"{' and '.join(locks)} could not be installed: {_complaint(said)} "
                f"(all of it: {family.logs / 'pip.log'})"
            )

    def _uv(self) -> str | Path:
        inside = self.folder / "bin" / "uv"
        return inside if inside.exists() else shutil.which("uv") or inside

    def _bring_uv(self, progress: Progress, family: Family) -> str | None:
        """Returns: None when uv is there, else why it is not."""
        if Path(self._uv()).exists():
            return None
        try:
            pip = self._pip(family)
        except LaunchError as error:
            raise LaunchError(f"The environment cannot be filled. {error}") from None
        stanza = _stanza((self.checkout / SERVERS).read_text(), "uv")
        if stanza is None:
            return f"{SERVERS} does not name it"
        with tempfile.TemporaryDirectory() as folder:
            lock = Path(folder) / "uv.txt"
            lock.write_text(stanza)
            code, said = family.finish(
                "pip",
                [*pip, "install", "--quiet", "--require-hashes", "-r", lock],
                environment={"PIP_DISABLE_PIP_VERSION_CHECK": "1", **os.environ},
            )
        if is_full_disk(said):
            _stop_where_hopeless(said, [SERVERS])
        if code == 0:
            return None if Path(self._uv()).exists() else "it did not come"
        return _complaint(said)

    def _pip(self, family: Family) -> list[str | Path]:
        """A pip that installs into the environment: its own, the starter's, or a fresh one.

        Raises:
            LaunchError: there is none to be had.
        """
        inside: list[str | Path] = [self.python, "-m", "pip"]
        # `--python` makes a pip outside work on the environment, which Debian's pip permits.
        outside: list[str | Path] = [sys.executable, "-m", "pip", "--python", self.python]
        for pip in (inside, outside):
            if family.finish("pip", [*pip, "--version"])[0] == 0:
                return pip
        if family.finish("pip", [self.python, "-m", "ensurepip", "--default-pip"])[0] == 0:
            return inside
        raise LaunchError(
            "This Python has neither pip nor ensurepip, and uv is not there either: "
            "install one of them (on Debian: `apt install python3-venv`) and start again."
        )


def _lock_now(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stanza(lock: str, package: str) -> str | None:
    """One package with its hashes out of a lock."""
    found = re.search(rf"^{re.escape(package)}==[^\n]*\\\n(?:    --hash=[^\n]*\n)+", lock, re.M)
    return found.group() if found else None


def _complaint(said: str) -> str:
    """The line of an installer's output that tells most, without its decoration."""
    # uv draws a tree beside its words.
    lines = [re.sub(r"^[^\w`'\"(]+", "", line).strip() for line in said.splitlines()]
    lines = [line for line in lines if line]
    telling = [line for line in lines if COMPLAINT.search(line)]
    return textwrap.shorten((telling or lines or ["it said nothing"])[0], LONGEST_COMPLAINT)


def _stop_where_hopeless(said: str, locks: Sequence[str]) -> None:
    """Raises:
    LaunchError: where another installer would only fail again, and later.
    """
    if is_full_disk(said):
        raise LaunchError("The disk is full: free about 1.5 GB and start again.")
    if TAMPERED.search(said):
        raise LaunchError(
            f"What the package index sent is not what {' or '.join(locks)} promises: "
            "do not use it; take the lock from the repository again, or make it with `make lock`."
        )
    if UNREADABLE.search(said):
        raise LaunchError(
            f"A lock cannot be read ({_complaint(said)}): take {' and '.join(locks)} from the "
            "repository again, or make them with `make lock`."
        )
