"""Own material, read once: what cards and quizzes are both made of."""

from dataclasses import dataclass

from learning.engine.definitions import Definition, definitions
from learning.engine.extract import KeyPhrase, Sentence, key_phrases, sentences
from learning.engine.source import Source

_PHRASES = 60
_DEFINITIONS = 600


@dataclass(frozen=True, slots=True)
class Material:
    """A text with its sentences, its key phrases (60 at most) and definitions (600 at most)."""

    source: Source
    sentences: tuple[Sentence, ...]
    phrases: tuple[KeyPhrase, ...]
    definitions: tuple[Definition, ...]


def read_material(*, source: Source) -> Material:
    """Reads a text for `cards_of` and `quiz_of`; some 20 ms for three pages."""
    found = sentences(source=source)
    return Material(
        source,
        found,
        key_phrases(source=source, limit=_PHRASES),
        definitions(source=source, found=found)[:_DEFINITIONS],
    )
