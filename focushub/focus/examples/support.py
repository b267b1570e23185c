"""What the answers for older clients look like, for the OpenAPI document; a test validates each."""

from focushub.api.examples import answered, asked
from focushub.focus.examples.check_ins import MOOD

MOOD_LOG = [
    MOOD[0],
    answered(
        "What it tells",
        {
            "check_in_id": "0199a1b2-0000-7000-8000-000000000012",
            "analysis": (
                "You said: mood 5, energy 3, stress 7 of 10. Your stress is higher than your "
                "usual 4. “deadline” also stood with 3 of your last 4 hard moments; it may be "
                "worth a small plan of its own."
            ),
            "coping_strategies": [
                {
                    "category": "breath",
                    "strategy": "Breathe out longer than you breathe in",
                    "description": (
                        "In through the nose for four, out through the mouth for six, ten times."
                    ),
                    "time_needed": "2 min",
                }
            ],
            "recommended_activities": ["Stretch on the floor for five minutes"],
            "escalation_needed": False,
            "helplines": [],
            "emergency_number": "",
            "follow_up_time": "2026-11-24T13:00:00Z",
        },
    ),
]
FOCUS_START = [
    asked(
        "Much pulls at me",
        {
            "task_description": "Write the essay",
            "requested_duration": 50,
            "distraction_level": 8,
        },
    ),
    answered(
        "It runs",
        {
            "session_id": "0199a1b2-0000-7000-8000-000000000011",
            "adapted_duration": 20,
            "reason": (
                "20 of the 50 minutes first, because much pulls at you and your energy is low. "
                "You can always go on."
            ),
            "break_schedule": [
                {
                    "after_minutes": 10,
                    "type": "micro",
                    "duration": 2,
                    "activities": ["Stand up and stretch your arms above your head"],
                },
                {
                    "after_minutes": 20,
                    "type": "short",
                    "duration": 5,
                    "activities": ["Step outside or open a window"],
                },
            ],
            "focus_techniques": ["Say aloud what you are about to do, then do only that"],
            "environment_suggestions": ["Turn notifications off until the break"],
        },
    ),
]
