"""What a ticket looks like, for the OpenAPI document; a test validates it."""

from focushub.api.examples import answered

TICKET = [
    answered(
        "Good for one socket within half a minute",
        {"ticket": "q7Zk2mVbR4tN8yWc1xPd5sHgLw3JfTe6uKa9vMi0oBn", "expires_in": 30},
        "201",
    )
]
