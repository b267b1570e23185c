"""The product's settings, on servers of the tests' own."""

from tests import servers

servers.ensure()

from focushub.settings import *  # noqa: E402, F403 - the variables above must be set first.
