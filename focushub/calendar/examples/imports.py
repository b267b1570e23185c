"""What an import looks like, for the OpenAPI document; a test validates each of them."""

from focushub.api.examples import answered, asked

IMPORT = [
    asked("Two lines", {"text": "Dentist Tue 3pm to 4pm\nTeam call every Thursday 10-11"}),
    answered(
        "What came in",
        {
            "added": 27,
            "changed": 0,
            "unchanged": 0,
            "removed": 0,
            "until": "2027-05-22T13:58:00Z",
            "left_out": [
                {
                    "title": "Ana's birthday",
                    "code": "all_day",
                    "why": "It is a whole day that does not say that it takes your time.",
                }
            ],
            "left_out_count": 1,
        },
    ),
]
