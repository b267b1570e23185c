"""What time blocks look like, for the OpenAPI document; a test validates each of them."""

from focushub.api.examples import answered, asked

_busy = {
    "title": "Dentist",
    "starts_at": "2026-11-24T09:00:00Z",
    "ends_at": "2026-11-24T10:00:00Z",
}

BLOCK = [
    asked("An appointment", _busy),
    answered(
        "A block",
        {
            "id": "0199a1b2-0000-7000-8000-000000000006",
            "kind": "busy",
            **_busy,
            "subject_id": None,
            "part_ids": [],
            "is_locked": False,
            "created_at": "2026-11-23T13:58:00Z",
            "updated_at": "2026-11-23T13:58:00Z",
        },
    ),
]
