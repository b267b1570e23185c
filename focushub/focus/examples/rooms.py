"""What rooms look like, for the OpenAPI document; a test validates each of them."""

from focushub.api.examples import answered, asked

_ME = "0199a1b2-0000-7000-8000-000000000022"
_room = {
    "id": "0199a1b2-0000-7000-8000-000000000021",
    "code": "K7WPQ2MX",
    "is_mine": True,
    "member_id": _ME,
    "focus_minutes": 25,
    "break_minutes": 5,
    "rounds": 4,
    "starts_at": "2026-11-24T09:00:00Z",
    "ends_at": "2026-11-24T10:55:00Z",
    "phase": {
        "kind": "focus",
        "round": 2,
        "starts_at": "2026-11-24T09:30:00Z",
        "ends_at": "2026-11-24T09:55:00Z",
    },
    "members": [
        {"id": _ME, "name": "Otter", "intention": "essay", "is_here": True},
        {
            "id": "0199a1b2-0000-7000-8000-000000000023",
            "name": "Wren",
            "intention": "",
            "is_here": False,
        },
    ],
    "server_now": "2026-11-24T09:41:00Z",
    "created_at": "2026-11-24T08:58:00Z",
}

ROOM = [answered("A room in its second round", _room)]
CREATE = [asked("Four rounds", {"focus_minutes": 25, "break_minutes": 5, "rounds": 4}), *ROOM]
JOIN = [asked("With a word", {"code": "K7WP-Q2MX", "intention": "essay"}), *ROOM]
