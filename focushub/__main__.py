"""`python3 -m focushub run | test | bench`. Needs nothing but Python and its standard library."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - for those who start it with an older one.
    sys.exit("focushub: Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")

from focushub.launcher.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
