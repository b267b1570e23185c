from tests.coverage_gate import measure

ENOUGH = {"organize/services/a.py": (10, 9), "organize/engine/b.py": (0, 0)}


def test_branches_are_added_up_by_folder_and_the_worst_files_named_first():
    files = {
        "focushub/a.py": (10, 4),
        "focushub/ai/b.py": (10, 9),
        "focushub/ai/c.py": (4, 4),
        "focushub_other/d.py": (100, 0),
        **ENOUGH,
    }

    services, engine, *_, kernel = measure(files)

    assert (services.folder, services.percent, services.is_enough) == (
        "organize/services",
        90.0,
        True,
    )
    assert (engine.percent, engine.is_enough) == (100.0, True)
    assert (kernel.branches, kernel.taken, kernel.is_enough) == (24, 17, False)
    assert kernel.missing == ((6, "focushub/a.py"), (1, "focushub/ai/b.py"))
