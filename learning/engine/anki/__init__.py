"""Decks to and from Anki: `.apkg` files, which are a zip round an SQLite collection."""

from learning.engine.anki.errors import (
    AnkiBroken,
    AnkiRefused,
    AnkiTooLarge,
    AnkiUnsafe,
)
from learning.engine.anki.export import ExportCard, write_apkg
from learning.engine.anki.package import ApkgLimits
from learning.engine.anki.reading import ImportedCard, ImportedDeck, LeftOut, read_apkg

__all__ = [
    "AnkiBroken",
    "AnkiRefused",
    "AnkiTooLarge",
    "AnkiUnsafe",
    "ApkgLimits",
    "ExportCard",
    "ImportedCard",
    "ImportedDeck",
    "LeftOut",
    "read_apkg",
    "write_apkg",
]
