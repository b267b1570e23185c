"""What focus sessions look like, for the OpenAPI document; a test validates each of them."""

from focushub.api.examples import answered, asked

_session = {
    "id": "0199a1b2-0000-7000-8000-000000000011",
    "state": "running",
    "description": "First page of the essay",
    "subject_id": "0199a1b2-0000-7000-8000-000000000003",
    "planned_minutes": 25,
    "actual_minutes": 10,
    "minutes_are_certain": True,
    "started_at": "2026-11-24T09:00:00Z",
    "running_since": "2026-11-24T09:05:00Z",
    "planned_end_at": "2026-11-24T09:26:30Z",
    "lapses_at": "2026-11-24T10:20:00Z",
    "ended_at": None,
    "elapsed_seconds": 630.25,
    "server_now": "2026-11-24T09:12:00.250000Z",
    "created_at": "2026-11-24T09:00:00Z",
}
_finished = {
    **_session,
    "state": "finished",
    "running_since": None,
    "planned_end_at": None,
    "lapses_at": None,
    "ended_at": "2026-11-24T09:12:00.250000Z",
}

SESSION = [answered("A session", _session)]
START = [
    asked(
        "Begin",
        {
            "description": "First page of the essay",
            "subject_id": "0199a1b2-0000-7000-8000-000000000003",
            "planned_minutes": 25,
        },
    ),
    answered("It runs", _session),
]
CHANGE = [asked("Ten minutes more", {"planned_minutes": 35}), *SESSION]
RESUME = [asked("Go on", {}), *SESSION]
FINISH = [asked("It was less", {"minutes": 10}), answered("Finished", _finished)]
