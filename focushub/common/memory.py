"""What a process has loaded when it begins its work stays until it ends."""

import gc
from typing import Final

# Full rounds free what requests leave behind in circles (270 objects for a question, 480 for a list
# of tasks), and each holds the interpreter for a tenth of a second and more. Python's figure is 10.
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
