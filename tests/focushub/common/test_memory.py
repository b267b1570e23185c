import gc

from focushub.common.memory import FULL_ROUND_AFTER, keep_loaded


def test_what_is_loaded_is_left_to_itself() -> None:
    kept, thresholds = gc.get_freeze_count(), gc.get_threshold()
    loaded = [{"n": n} for n in range(1000)]

    keep_loaded()

    assert gc.get_freeze_count() >= kept + len(loaded)
    assert gc.get_threshold()[2] == FULL_ROUND_AFTER
    gc.unfreeze()
    gc.set_threshold(*thresholds)
