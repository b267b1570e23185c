"""What a process has loaded when it begins its work stays until it ends."""

import gc


def keep_loaded() -> None:
    """Takes what is loaded by now out of the garbage collector's rounds.

    Each full round went through all modules and classes, held the interpreter for a quarter of a
    second, and with it every request of the process.
    """
    gc.collect()
    gc.freeze()
