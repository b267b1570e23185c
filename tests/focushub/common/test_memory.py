import gc

from focushub.common.memory import keep_loaded


def test_what_is_loaded_is_left_to_itself() -> None:
    kept = gc.get_freeze_count()
    loaded = [{"n": n} for n in range(1000)]

    keep_loaded()

    assert gc.get_freeze_count() >= kept + len(loaded)
    gc.unfreeze()
