"""What a file of own material answers, for the OpenAPI document; a test validates each."""

from focushub.api.examples import answered

MATERIAL = [
    answered(
        "A chapter as PDF",
        {
            "kind": "pdf",
            "text": "# 1 Cell respiration\n\nGlycolysis is the splitting of glucose.",
            "characters": 62,
            "pages": 120,
            "first_page": 1,
            "last_page": 24,
            "next_page": 25,
            "is_cut": True,
            "notice": "Pages 1 to 24 of 120 are here. The next part begins with page 25.",
        },
    ),
    answered(
        "Notes as Markdown",
        {
            "kind": "markdown",
            "text": "# Osmosis\n\nOsmosis is a kind of diffusion.",
            "characters": 42,
            "pages": None,
            "first_page": None,
            "last_page": None,
            "next_page": None,
            "is_cut": False,
            "notice": "",
        },
    ),
]
