"""What reminders look like, for the OpenAPI document; a test validates each of them."""

from typing import Any, Final

from focushub.api.examples import answered, asked

_SETTINGS: Final[dict[str, Any]] = {
    "kinds": ["block_soon", "focus_break"],
    "minutes_before": 10,
    "wrap_up_minutes": 5,
    "break_after_minutes": 60,
    "snooze_minutes": 10,
    "most_a_day": 12,
    "cards_at": "18:00",
    "quiet_from": "21:00",
    "quiet_until": "08:00",
    "paused_until": None,
    "in_calendar": True,
    "vapid_public_key": None,
}
_REMINDER: Final[dict[str, Any]] = {
    "id": "0199a1b2-0000-7000-8000-0000000000c1",
    "kind": "block_soon",
    "subject_id": "0199a1b2-0000-7000-8000-000000000006",
    "title": "In 10 min: Dentist",
    "body": "A good moment to come to a stopping place.",
    "stands": True,
    "occurs_at": "2026-11-24T09:00:00Z",
    "sent_at": "2026-11-24T08:50:04Z",
    "next_at": None,
    "dismissed_at": None,
    "created_at": "2026-11-24T08:50:04Z",
}
_LATER: Final = {**_REMINDER, "next_at": "2026-11-24T08:55:30Z"}
_SUBSCRIPTION: Final[dict[str, Any]] = {
    "id": "0199a1b2-0000-7000-8000-0000000000c2",
    "user_agent": "Firefox/145.0",
    "last_sent_at": None,
    "created_at": "2026-11-23T13:58:00Z",
}

SETTINGS: Final = [answered("The defaults", _SETTINGS, "200")]
SETTINGS_CHANGE: Final = [
    asked(
        "A word at the start and before the end, quiet from ten",
        {"kinds": ["block_start", "wrap_up"], "quiet_from": "22:00"},
    ),
    answered(
        "As they are now",
        {**_SETTINGS, "kinds": ["block_start", "wrap_up"], "quiet_from": "22:00"},
        "200",
    ),
]
REMINDER: Final = [answered("Before an appointment", _REMINDER, "200")]
SNOOZE: Final = [asked("In five minutes", {"minutes": 5}), answered("Put off", _LATER, "200")]
DISMISS: Final = [
    answered("Put away", {**_REMINDER, "dismissed_at": "2026-11-24T08:51:00Z"}, "200")
]
SUBSCRIPTIONS: Final = [answered("One browser", _SUBSCRIPTION, "200")]
SUBSCRIBE: Final = [
    asked(
        "What a browser gives",
        {
            "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABn",
            "keys": {
                "p256dh": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1"
                "XbjhazAkj7I99e8QcYP7DkM",
                "auth": "tBHItJI5svbpez7KI4CCXg",
            },
        },
    ),
    answered("It will be told", _SUBSCRIPTION, "201"),
]
