"""Definitions that a text gives: "X is a ...", "X: ...", "X, known as Y", "X (ABC)".

Term and meaning are words of the text; only Markdown's marks and line breaks are taken off.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from learning.engine import words
from learning.engine.extract import Sentence, sentences
from learning.engine.source import Block, BlockKind, Source, plain

MAX_TERM_WORDS = 6
_MAX_TERM_CHARACTERS = 60
_MAX_MEANING_CHARACTERS = 400
_LONGEST_READ = 700

_ALSO = r"(?:(?:also|sometimes|often|commonly|usually|now|then) )?"
_CALLED = r"(?:known as|called|termed|named|referred to as)"
_IS = re.compile(
    r"(?P<term>[^,;:.!?()]{2,90}?)(?: \([^()]{2,60}\))?"
    rf"(?:, {_ALSO}(?:{_CALLED}|or) (?P<alias>[^,;]{{2,60}}),)?"
    r" (?P<verb>is|are|was|were) "
    r"(?P<meaning>(?:an?|the|one of|any|all|those|that part|when|where|defined as)\b.{5,})"
)
_MEANS = re.compile(
    r"(?P<term>[^,;:.!?()]{2,90}?)(?: \([^()]{2,60}\))? "
    r"(?P<verb>means|mean|refers to|refer to|denotes|describes|is defined as|are defined as) "
    r"(?P<meaning>.{8,})"
)
_IS_CALLED = re.compile(
    rf"(?P<meaning>.{{8,300}}?) (?P<verb>is|are|was|were) {_ALSO}{_CALLED} "
    r"(?P<term>[^,;:.!?()]{2,60})"
)
_KNOWN_AS = re.compile(
    rf"(?P<term>[^,;:.!?()]{{2,90}}?)(?: \([^()]{{2,60}}\))?, {_ALSO}{_CALLED} "
    r"(?P<alias>[^,;()]{2,60}),"
)
_LABEL = re.compile(r"(?P<term>[^:;.!?]{2,60}?)(?: ?: | [-\u2013\u2014] )(?P<meaning>\S.{7,})")
_SECOND_CLAUSE = re.compile(r",? (?:and|but) (?:the |an? )?[\w-]+ (?:is|are|was|were|has|have) ")
_SHORT_FORM = re.compile(r"\((?P<short>[A-Z][A-Za-z0-9+]{1,8})\)")
_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)", re.I)
_LABELS_THAT_DEFINE_NOTHING = frozenset(
    {
        "note", "example", "examples", "tip", "warning", "remember", "important", "figure",
        "table", "chapter", "source", "question", "answer", "hint", "summary", "see", "exercise",
        "homework", "todo", "date", "name", "author", "page", "step",
    }
)  # fmt: skip
_INSIDE_NO_TERM = frozenset(
    {
        "that", "which", "who", "whose", "when", "where", "if", "because", "while", "there", "it",
        "this", "what", "why", "how", "not", "is", "are", "was", "were", "has", "have", "had",
        "can", "will", "would", "should", "could", "may", "might", "must", "do", "does", "did",
        "we", "you", "i", "he", "she", "they", "so", "but",
    }
)  # fmt: skip


class DefinitionKind(StrEnum):
    """How the text says it."""

    IS = "is"
    MEANS = "means"
    CALLED = "called"
    LABEL = "label"
    ALIAS = "alias"
    SHORT_FORM = "short_form"


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what the text says that it is.

    Attributes:
        term: without its article.
        article: "the ", "a ", "an " or "", as the text has it.
        meaning: for an alias or a short form the other name.
        verb: "is", "are", "was" or "were".
        start, end: the span of the sentence, list item or table row that says it.
        names: other names that the same place gives the term.
    """

    kind: DefinitionKind
    term: str
    article: str
    meaning: str
    verb: str
    start: int
    end: int
    names: tuple[str, ...] = ()


def definitions(
    *, source: Source, found: Sequence[Sentence] | None = None
) -> tuple[Definition, ...]:
    """Every definition, in the order of the text; a place may give two (a meaning, an alias)."""
    every = sentences(source=source) if found is None else found
    told: list[Definition] = []
    labelled = set()
    for index, block in enumerate(source.blocks):
        if definition := _labelled(source, block):
            told.append(definition)
            labelled.add(index)
    for sentence in every:
        if sentence.block not in labelled and sentence.end - sentence.start <= _LONGEST_READ:
            told.extend(_in_sentence(source, sentence))
    return tuple(sorted(told, key=lambda one: (one.start, one.kind is DefinitionKind.SHORT_FORM)))


def _in_sentence(source: Source, sentence: Sentence) -> Iterator[Definition]:
    shown = plain(source.text[sentence.start : sentence.end])
    if shown.endswith("?"):
        return
    body = shown.rstrip(".! ")
    names = tuple(short for short, _ in _short_forms(body))
    yield from _defined(body, sentence, names)
    for short, long in _short_forms(body):
        yield Definition(
            DefinitionKind.SHORT_FORM, short, "", long, "is", sentence.start, sentence.end
        )


def _defined(body: str, place: Sentence, names: tuple[str, ...]) -> Iterator[Definition]:
    start, end = place.start, place.end
    if match := _KNOWN_AS.match(body):
        term, alias = match["term"], match["alias"]
        if _is_term(term) and _is_term(alias):
            yield _told(DefinitionKind.ALIAS, term, alias, "is", start, end)
    if (match := _IS_CALLED.fullmatch(body)) and _is_term(match["term"]):
        meaning = match["meaning"]
        if not _leans(meaning) and "," not in meaning[-1:]:
            short = _is_term(meaning) and len(meaning.split()) <= 3
            kind = DefinitionKind.ALIAS if short else DefinitionKind.CALLED
            if short:
                yield _told(kind, meaning, match["term"], match["verb"], start, end)
            else:
                yield _told(kind, match["term"], meaning, match["verb"], start, end)
        return
    for kind, pattern in ((DefinitionKind.IS, _IS), (DefinitionKind.MEANS, _MEANS)):
        match = pattern.fullmatch(body)
        if match and _is_term(match["term"]) and _is_meaning(match["meaning"]):
            own = [name for name in names if f"({name})" in body[: match.start("meaning")]]
            if kind is DefinitionKind.IS and match["alias"]:
                own.append(_without_article(match["alias"])[1])
            verb = match["verb"] if match["verb"] in {"is", "are", "was", "were"} else "is"
            meaning = _SECOND_CLAUSE.split(match["meaning"], maxsplit=1)[0]
            yield _told(kind, match["term"], meaning, verb, start, end, tuple(own))
            return


def _labelled(source: Source, block: Block) -> Definition | None:
    """A line such as "Osmosis: the flow of water", a list item or a row of two cells."""
    if block.kind is BlockKind.HEADING or block.end - block.start > _LONGEST_READ:
        return None
    raw = source.raw(block)
    if block.kind is BlockKind.ROW:
        cells = [plain(cell) for cell in raw.strip("|").split("|")]
        if len(cells) != 2:
            return None
        term, meaning = cells
    else:
        match = _LABEL.fullmatch(plain(raw))
        if match is None or (block.kind is BlockKind.PARAGRAPH and ". " in match["meaning"]):
            return None
        term, meaning = match["term"], match["meaning"]
    known = words.fold(term.split()[0]) if term.split() else ""
    if known in _LABELS_THAT_DEFINE_NOTHING or not _is_term(term) or not _is_meaning(meaning):
        return None
    return _told(DefinitionKind.LABEL, term, meaning.rstrip(". "), "is", block.start, block.end)


def _told(
    kind: DefinitionKind,
    term: str,
    meaning: str,
    verb: str,
    start: int,
    end: int,
    names: tuple[str, ...] = (),
) -> Definition:
    article, bare = _without_article(term.strip())
    return Definition(kind, bare, article, meaning.strip(), verb, start, end, names)


def _without_article(term: str) -> tuple[str, str]:
    match = _ARTICLE.match(term)
    if match is None:
        return "", term
    return match.group().strip().casefold() + " ", term[match.end() :]


def _is_term(text: str) -> bool:
    parts = [word.text.casefold() for word in words.words(_without_article(text)[1])]
    return (
        0 < len(parts) <= MAX_TERM_WORDS
        and len(text) <= _MAX_TERM_CHARACTERS
        and parts[0] not in words.PRONOUN_STARTS
        and any(part not in words.STOP_WORDS for part in parts)
        and any(character.isalpha() for character in text)
        and _INSIDE_NO_TERM.isdisjoint(parts)
    )


def _is_meaning(text: str) -> bool:
    parts = text.split()
    return (
        len(parts) >= 3
        and len(text) <= _MAX_MEANING_CHARACTERS
        and parts[0].casefold() not in {"not", "no", "never"}
    )


def _leans(text: str) -> bool:
    first = next(words.words(text), None)
    return first is None or first.text.casefold() in words.PRONOUN_STARTS


def _short_forms(body: str) -> Iterator[tuple[str, str]]:
    """Short form and the words before it whose letters it is made of."""
    for match in _SHORT_FORM.finditer(body):
        before = list(words.words(body[max(0, match.start() - 90) : match.start()]))[-6:]
        offset = max(0, match.start() - 90)
        letters = [letter for letter in match["short"].casefold() if letter.isalpha()]
        for first in range(len(before) - 1, -1, -1):
            part = before[first:]
            if part[0].text[0].casefold() == letters[0] and _spells(letters, part):
                yield match["short"], body[offset + part[0].start : offset + part[-1].end]
                break


def _spells(letters: Sequence[str], part: Sequence[words.Word]) -> bool:
    """All the letters in order, and each word but small ones gives its first."""
    content = [word for word in part if word.text.casefold() not in words.STOP_WORDS]
    if not content or len(letters) < len(content) or len(letters) < 2:
        return False
    joined = " ".join(word.text.casefold() for word in part)
    place = -1
    for letter in letters:
        place = joined.find(letter, place + 1)
        if place < 0:
            return False
    initials = [word.text[0].casefold() for word in content]
    rest = iter(letters)
    return all(initial in rest for initial in initials)
