"""What check-ins look like, for the OpenAPI document; a test validates each of them."""

from focushub.api.examples import answered, asked

_ID = "0199a1b2-0000-7000-8000-000000000012"
_said = {
    "energy": 3,
    "mood": 5,
    "stress": 7,
    "note": "Slept badly",
    "triggers": ["deadline"],
}
_mood = {
    "mood_score": 5,
    "energy_level": 3,
    "stress_level": 7,
    "notes": "Slept badly",
    "triggers": ["deadline"],
}
_entry = {"id": _ID, **_mood, "created_at": "2026-11-24T09:00:00Z"}

CHECK_IN = [
    asked("One number is enough", {"energy": 3}),
    asked("All of it", _said),
    answered("A check-in", {"id": _ID, **_said, "created_at": "2026-11-24T09:00:00Z"}),
]
MOOD_ENTRY = [answered("A mood", _entry)]
MOOD = [asked("A mood", _mood), *MOOD_ENTRY]
ENERGY = [
    answered(
        "After a check-in",
        {
            "level": "low",
            "is_recent": True,
            "by_hour": ["low"] * 9 + ["high"] * 3 + ["medium"] * 7 + ["low"] * 5,
            "reason": (
                "You said at 10:00 that your energy is 3 of 10, so this begins with what is easy."
            ),
            "until": "2026-11-24T09:30:00Z",
        },
    )
]
