"""What decks come and go as."""

from enum import StrEnum

DEFAULT_DECK = "Imported"
"""For cards of a file that names none."""


class FileKind(StrEnum):
    """Out and in, but for Markdown, which is to be read."""

    APKG = "apkg"
    CSV = "csv"
    MD = "md"
