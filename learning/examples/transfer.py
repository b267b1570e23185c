"""What an import answers, for the OpenAPI document; a test validates each."""

from focushub.api.examples import answered

IMPORT = [
    answered(
        "An Anki deck",
        {
            "kind": "apkg",
            "preview": False,
            "found": 2,
            "created": 1,
            "known": 1,
            "skipped": 0,
            "decks": ["Biology::Cells"],
            "rows": [
                {
                    "deck": "Biology::Cells",
                    "kind": "basic",
                    "front": "What is glycolysis?",
                    "back": "The splitting of glucose into two molecules of pyruvate",
                    "tags": ["respiration"],
                },
                {
                    "deck": "Biology::Cells",
                    "kind": "cloze",
                    "front": "Glycolysis happens in the _____.",
                    "back": "cytoplasm",
                    "tags": [],
                },
            ],
            "problems": [],
            "media": ["cell.png"],
            "media_count": 1,
            "notice": "One picture or sound stayed behind.",
        },
    ),
    answered(
        "A CSV, looked at before it is kept",
        {
            "kind": "csv",
            "preview": True,
            "found": 1,
            "created": 1,
            "known": 0,
            "skipped": 1,
            "decks": ["Imported"],
            "rows": [
                {
                    "deck": "Imported",
                    "kind": "basic",
                    "front": "perro",
                    "back": "dog",
                    "tags": [],
                }
            ],
            "problems": [{"line": 3, "code": "back_empty", "detail": "The back is empty."}],
            "media": [],
            "media_count": 0,
            "notice": "One line gave no card.",
        },
    ),
]
