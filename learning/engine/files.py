"""What decks come and go as, and what own material comes as."""

from enum import StrEnum

DEFAULT_DECK = "Imported"
"""For cards of a file that names none."""


class FileKind(StrEnum):
    """Out and in, but for Markdown, which is to be read."""

    APKG = "apkg"
    CSV = "csv"
    MD = "md"


class MaterialKind(StrEnum):
    PDF = "pdf"
    MARKDOWN = "markdown"
    TEXT = "text"
