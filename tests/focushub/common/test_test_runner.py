import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test.utils import get_runner

from focushub.common.test_runner import PytestRunner, without_attached


def test_django_is_told_to_use_it():
    runner: object = get_runner(settings)

    assert runner is PytestRunner


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, []),
        ({"verbosity": 0}, ["--quiet"]),
        ({"verbosity": 3, "failfast": True}, ["--verbose", "--verbose", "--exitfirst"]),
        ({"keepdb": True, "parallel": 4}, ["--reuse-db"]),
    ],
)
def test_djangos_options_become_pytests(options, expected, monkeypatch):
    calls = []

    def note(command, **how):
        calls.append((command, how["cwd"]))
        return subprocess.CompletedProcess(command, 5)

    monkeypatch.setattr(subprocess, "run", note)

    code = PytestRunner(**options).run_tests(["tests/organize"])

    assert code == 5
    assert calls == [
        ([sys.executable, "-m", "pytest", *expected, "tests/organize"], settings.BASE_DIR)
    ]


def test_addresses_that_manage_py_has_set_do_not_reach_the_tests():
    variables = {
        "DATABASE_URL": "postgresql://mine",
        "REDIS_URL": "unix://run",
        "FOCUSHUB_ATTACHED": "REDIS_URL",
        "DJANGO_SETTINGS_MODULE": "focushub.settings",
        "HOME": "/h",
    }

    assert without_attached(variables) == {"DATABASE_URL": "postgresql://mine", "HOME": "/h"}


def test_manage_py_test_runs_a_pytest_function(tmp_path: Path):
    test = tmp_path / "test_one.py"
    test.write_text("def test_something():\n    assert 1 + 1 == 2\n")

    done = subprocess.run(
        [
            *(sys.executable, "manage.py", "test", str(test)),
        ],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0
