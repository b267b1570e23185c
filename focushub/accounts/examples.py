"""What calls and answers look like, for the OpenAPI document."""

from typing import Any, Final

from focushub.accounts.models import default_energy, default_working_hours
from focushub.api.examples import answered, asked

_SESSION: Final[dict[str, Any]] = {
    "id": "0199a1b2-0000-7000-8000-0000000000a1",
    "user_agent": "Firefox/145.0",
    "created_at": "2026-11-20T08:15:00Z",
    "last_used_at": "2026-11-23T13:58:00Z",
    "expires_at": "2027-01-22T13:58:00Z",
    "is_current": True,
}
_ME: Final[dict[str, Any]] = {
    "id": "0199a1b2-0000-7000-8000-0000000000a0",
    "username": "robin",
    "email": "robin@example.org",
    "timezone": "Europe/Berlin",
    "country": "DE",
    "date_order": "dmy",
    "working_hours": default_working_hours(),
    "energy_by_hour": default_energy(),
    "session_minutes": 45,
    "capacity_minutes": 240,
    "allow_model": True,
    "created_at": "2026-11-20T08:15:00Z",
}
_TOKENS: Final[dict[str, Any]] = {
    "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTk5YTFiMiJ9.c2lnbmF0dXJl",
    "refresh_token": "0199a1b2-0000-7000-8000-0000000000a1.q7Zk2mVbR4tN8yWc1xPd5sHg",
    "token_type": "bearer",
    "expires_in": 900,
}
_PASSWORD: Final = "seven quiet otters"  # noqa: S105 - an example
_NEW_PASSWORD: Final = "nine loud herons"  # noqa: S105 - an example

REGISTER: Final = [
    asked(
        "With a time zone",
        {"username": "robin", "password": _PASSWORD, "timezone": "Europe/Berlin"},
    ),
    answered("Logged in at once", _TOKENS, "201"),
]
LOGIN: Final = [
    asked("Log in", {"username": "robin", "password": _PASSWORD}),
    answered("A pair of tokens", _TOKENS, "200"),
]
REFRESH: Final = [
    asked("Take a new pair", {"refresh_token": _TOKENS["refresh_token"]}),
    answered("The new pair", _TOKENS, "200"),
]
PASSWORD_CHANGE: Final = [
    asked("Another password", {"current_password": _PASSWORD, "new_password": _NEW_PASSWORD})
]
PASSWORD_RESET: Final = [
    asked("Ask for a link", {"email": "robin@example.org"}),
    answered(
        "Always the same",
        {"detail": "If this address belongs to an account, a link is on its way to it."},
        "202",
    ),
]
PASSWORD_RESET_CONFIRM: Final = [
    asked(
        "With the token of the link",
        {
            "token": "0199a1b200007000800000000000000a.d1vx2k-5c0ffee5c0ffee",
            "new_password": _NEW_PASSWORD,
        },
    )
]
ME: Final = [answered("A profile", _ME, "200")]
ME_CHANGE: Final = [
    asked(
        "Shorter days, Friday off",
        {
            "capacity_minutes": 180,
            "working_hours": {
                "1": [["09:00", "12:30"], ["14:00", "17:00"]],
                "2": [["09:00", "12:30"]],
                "3": [["09:00", "12:30"]],
                "4": [["09:00", "12:30"]],
            },
        },
    ),
    answered(
        "The profile as it is now",
        _ME
        | {
            "capacity_minutes": 180,
            "working_hours": {
                "1": [["09:00", "12:30"], ["14:00", "17:00"]],
                "2": [["09:00", "12:30"]],
                "3": [["09:00", "12:30"]],
                "4": [["09:00", "12:30"]],
                "5": [],
                "6": [],
                "7": [],
            },
        },
        "200",
    ),
]
ERASE: Final = [asked("With the password", {"password": _PASSWORD})]
SESSIONS: Final = [answered("One device", _SESSION, "200")]
_SCOPED: Final[dict[str, Any]] = {
    "id": "0199a1b2-0000-7000-8000-0000000000a2",
    "name": "Calendar on the phone",
    "scopes": ["calendar:read"],
    "created_at": "2026-11-23T13:58:00Z",
    "last_used_at": None,
    "expires_at": None,
}
TOKENS: Final = [answered("One token", _SCOPED, "200")]
NEW_TOKEN: Final = [
    asked("For a calendar", {"name": "Calendar on the phone", "scopes": ["calendar:read"]}),
    answered(
        "Shown this once",
        {**_SCOPED, "token": "fht_q7Zk2mVbR4tN8yWc1xPd5sHgq7Zk2mVbR4tN8yWc1xP"},
        "201",
    ),
]
