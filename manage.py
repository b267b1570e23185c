#!/usr/bin/env python3
"""Django's commands. Uses `.venv/` and the servers of a going `python3 -m focushub run`."""

import os
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent


def main() -> None:
    from focushub.launcher.attach import attach
    from focushub.launcher.errors import LaunchError

    enter_environment()
    try:
        attach(CHECKOUT, sys.argv[1:])
    except LaunchError as error:
        sys.exit(f"manage.py: {error}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "focushub.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("manage.py: Django is not there: `python3 -m focushub run` makes the environment.")
    execute_from_command_line(sys.argv)


def enter_environment() -> None:
    """Starts again inside `.venv/`, where there is one and we are not in it."""
    environment = CHECKOUT / ".venv"
    python = environment / "bin" / "python"
    if python.exists() and Path(sys.prefix).resolve() != environment.resolve():
        # Our own interpreter with the arguments that we were given.
        os.execv(python, [str(python), *sys.argv])  # noqa: S606 - no shell is wanted.


if __name__ == "__main__":
    main()
