"""The product's settings for tools that only read the code, as mypy does: they ask no server."""

import os

from focushub.launcher.attach import NOWHERE

for name, value in NOWHERE.items():
    os.environ.setdefault(name, value)

from focushub.settings import *  # noqa: E402, F403 - the variables above must be set first.
