"""What a process has loaded when it begins its work stays until it ends."""

import gc
from typing import Final

# Full rounds free what requests leave behind in circles, about 30 KB each, and hold the interpreter
# for a tenth of a second and more. Python's own figure of 10 makes one in every 100 requests.
FULL_ROUND_AFTER: Final = 50


def keep_loaded() -> None:
    """Takes what is loaded by now out of the garbage collector's rounds, and makes full ones rare.

    Each full round went through all modules and classes, held the interpreter for a quarter of a
    second, and with it every request of the process.
    """
    gc.collect()
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, FULL_ROUND_AFTER)
