"""Real PostgreSQL and Redis for the tests, wherever they are started from.

`tests.settings` calls `ensure()` before Django reads its settings: servers that start any later
would be too late, and the tests would run on another database without a word.
"""

import atexit
import os
import sys
from pathlib import Path

from focushub.launcher.servers import ThrowawayServers

TEST_KEY = "a key for tests, which protects nothing at all"


def ensure() -> None:
    """Sets the environment variables; starts the servers that no variable names.

    pytest-xdist's workers inherit the controller's variables and start nothing; each has a corner
    of its own in Redis, as pytest-django gives each a database of its own.
    """
    os.environ.setdefault("FOCUSHUB_SECRET_KEY", TEST_KEY)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    os.environ["FOCUSHUB_REDIS_PREFIX"] = f"test-{os.getpid()}-{worker}"
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    servers = ThrowawayServers(environment=Path(sys.prefix), named=os.environ)
    os.environ |= servers.__enter__()
    atexit.register(servers.__exit__, None, None, None)
