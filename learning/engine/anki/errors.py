"""What can be wrong with a deck from Anki."""

from focushub.common.errors import DomainError, Kind


class AnkiRefused(DomainError):
    """Base of all refusals; nothing was read."""

    code = "anki_refused"
    detail = "This deck could not be read."


class AnkiBroken(AnkiRefused):
    code = "anki_broken"
    detail = "This file is no Anki deck that can be read. Exporting it from Anki again often helps."


class AnkiTooLarge(AnkiRefused):
    kind = Kind.TOO_LARGE
    code = "anki_too_large"
    detail = (
        "This deck is larger than can be read at once. Exporting it without media, "
        "or one part of it at a time, works."
    )


class AnkiUnsafe(AnkiRefused):
    code = "anki_unsafe"
    detail = "This file holds names that no Anki deck has, so it was left alone."
