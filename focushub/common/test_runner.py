"""`manage.py test`: pytest, since Django's own runner finds none of our tests and reports OK."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from focushub.launcher.attach import ATTACHED


class PytestRunner:
    """What Django asks of a TEST_RUNNER. The tests run in a process of their own, with servers of
    their own: this one has read the product's settings already."""

    def __init__(
        self, *, verbosity: int = 1, failfast: bool = False, keepdb: bool = False, **options: Any
    ) -> None:
        self._options = [
            *(["--quiet"] if verbosity == 0 else ["--verbose"] * (verbosity - 1)),
            *(["--exitfirst"] if failfast else []),
            *(["--reuse-db"] if keepdb else []),
        ]

    @classmethod
    def add_arguments(cls, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--keepdb", action="store_true", help="keep the test database")

    def run_tests(self, test_labels: Sequence[str]) -> int:
        """Args:
        test_labels: paths of tests, as pytest takes them; none: all.
        Returns: 0 where all passed, else pytest's exit code.
        """
        return subprocess.run(  # noqa: S603 - our own interpreter.
            [sys.executable, "-m", "pytest", *self._options, *test_labels],
            cwd=settings.BASE_DIR,
            env=without_attached(os.environ),
            check=False,
        ).returncode


def without_attached(environment: "os._Environ[str] | dict[str, str]") -> dict[str, str]:
    """The environment variables as they were before `manage.py` completed them."""
    attached = {*environment.get(ATTACHED, "").split(","), ATTACHED, "DJANGO_SETTINGS_MODULE"}
    return {key: value for key, value in environment.items() if key not in attached}
