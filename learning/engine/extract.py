"""What a text says: its sentences, key phrases, key sentences, definitions.

Sentences come from nupunkt (MIT, kept by the ALEA Institute, plain Python). Key phrases are
C-value (Frantzi, Ananiadou and Mima, 2000) over runs of content words: the common extractors are
GPL or LGPL, or bring a model of their own. All of it reads; nothing is added to the text.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import nupunkt

from learning.engine import words
from learning.engine.source import Block, BlockKind, Source, plain

_WINDOW = 1_500
# nupunkt's time grows with the square of a run of end marks, so it is given windows: 50,000
# characters of "!" take 0.1 s so, and 4.7 s in one piece.
_LONGEST_SENTENCE = 600
_SHORTEST_SENTENCE_WORDS = 4
_LONGEST_PHRASE = 4
_OPEN_ABBREVIATION = re.compile(
    r"\b(?:eq|eqs|max|min|lt|col|approx|ch|no|vol|fig|resp)\.\s*\Z", re.I
)
_STRESSED = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{2,80}?)(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence where it stands.

    Attributes:
        start, end: `source.text[start:end]`, without outer white space.
        block: index in `source.blocks`.
        stands_alone: it does not lean on the one before it ("It", "However").
    """

    start: int
    end: int
    block: int
    stands_alone: bool


@dataclass(frozen=True, slots=True)
class KeyPhrase:
    """A term of the text, as it is written most often; `places` are spans of the text."""

    text: str
    score: float
    places: tuple[tuple[int, int], ...]


def sentences(*, source: Source) -> tuple[Sentence, ...]:
    """All sentences outside of headings, in their order. Linear in the length of the text."""
    found: list[Sentence] = []
    for index, block in enumerate(source.blocks):
        if block.kind in (BlockKind.HEADING, BlockKind.ROW):
            continue
        for start, end in _spans(source.text, block):
            first = next(words.words(source.text[start : min(end, start + 60)]), None)
            alone = first is not None and first.text.casefold() not in words.PRONOUN_STARTS
            found.append(Sentence(start, end, index, alone))
    return tuple(found)


def key_phrases(*, source: Source, limit: int = 24) -> tuple[KeyPhrase, ...]:
    """The terms that the text is about, the weightiest first.

    A phrase has one to four words. It counts where it stands twice, or once in a heading, in
    stress (`**so**`) or as a name with capitals inside a sentence.
    """
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    weight: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for begin, stop, bonus in _stretches(source):
        for run in _runs(source.text, begin, stop):
            for size in range(1, min(_LONGEST_PHRASE, len(run)) + 1):
                for first in range(len(run) - size + 1):
                    part = run[first : first + size]
                    if not _may_be_phrase(part):
                        continue
                    key = tuple(words.fold(word.text) for word in part)
                    places[key].append((part[0].start, part[-1].end))
                    weight[key] += bonus
    scores = _c_values(places, weight, source.text)
    ranked = sorted(scores, key=lambda key: (-scores[key], places[key][0]))
    return tuple(
        KeyPhrase(_as_written(places[key], source.text), round(scores[key], 4), tuple(places[key]))
        for key in _without_echoes(ranked, limit)
    )


def key_sentences(
    *,
    source: Source,
    limit: int = 10,
    found: Sequence[Sentence] | None = None,
    phrases: Sequence[KeyPhrase] | None = None,
) -> tuple[Sentence, ...]:
    """The sentences that say most, in the order of the text.

    A sentence counts for the phrases that it holds, more where it stands alone, begins its
    block or says what something is; questions and very long or short ones do not count.
    """
    every = sentences(source=source) if found is None else found
    terms = key_phrases(source=source) if phrases is None else phrases
    held = _phrases_by_sentence(every, terms)
    scored = []
    for index, sentence in enumerate(every):
        text = source.text[sentence.start : sentence.end]
        count = sum(1 for _ in words.words(text))
        if count < _SHORTEST_SENTENCE_WORDS or len(text) > _LONGEST_SENTENCE or text.endswith("?"):
            continue
        score = sum(terms[term].score for term in held[index]) / math.sqrt(count + 4)
        score *= 1.0 if sentence.stands_alone else 0.5
        score *= 1.15 if source.blocks[sentence.block].start == sentence.start else 1.0
        score *= 1.25 if _TELLS.search(text) else 1.0
        if score > 0:
            scored.append((-score, sentence.start, sentence))
    best = [sentence for _, _, sentence in sorted(scored, key=lambda entry: entry[:2])[:limit]]
    return tuple(sorted(best, key=lambda sentence: sentence.start))


_TELLS = re.compile(
    r"\b(?:is|are|was|were) (?:an?|the|called|known)\b|\bbecause\b|\bcauses?\b|\bmeans\b|\d", re.I
)


def headings(*, source: Source) -> tuple[tuple[int, str, Block], ...]:
    """Level, title and block of every heading, in their order."""
    return tuple(
        (block.level, plain(source.raw(block)), block)
        for block in source.blocks
        if block.kind is BlockKind.HEADING and plain(source.raw(block))
    )


def _spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    held: tuple[int, int] | None = None
    for start, end in _cut(text, block.start, block.end):
        piece = text[start:end]
        if held is not None:
            before = text[held[0] : held[1]]
            if _OPEN_ABBREVIATION.search(before[-12:]) or not any(map(str.isalpha, before)):
                start, held = held[0], None
            else:
                yield held
                held = None
        if piece.strip():
            held = _trimmed(text, start, end)
    if held is not None and any(character.isalnum() for character in text[held[0] : held[1]]):
        yield held


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = end
        if end - start > _WINDOW:
            reach = start + _WINDOW
            space = max(text.rfind(mark, start + 1, reach) for mark in (" ", "\n"))
            stop = space + 1 if space > start else reach
        spans = nupunkt.sent_spans(text[start:stop])
        if stop < end and len(spans) > 1:
            # The last one may go on past the window.
            spans = spans[:-1]
            stop = start + spans[-1][1]
        for first, last in spans:
            yield start + first, start + last
        start = stop


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _stretches(source: Source) -> Iterator[tuple[int, int, float]]:
    """What is searched for phrases, and what one place there weighs."""
    for block in source.blocks:
        heading = block.kind is BlockKind.HEADING
        yield block.start, block.end, 2.0 if heading else 1.0
        if not heading:
            for match in _STRESSED.finditer(source.raw(block)):
                yield block.start + match.start(2), block.start + match.end(2), 1.5


def _runs(text: str, start: int, end: int) -> Iterator[list[words.Word]]:
    """Neighbouring content words with nothing but a space between them."""
    run: list[words.Word] = []
    for word in words.words(text[start:end]):
        here = words.Word(word.text, start + word.start, start + word.end)
        key = word.text.casefold()
        closes = key in words.STOP_WORDS or words.is_common_verb(key) or not _is_content(word.text)
        gap = text[run[-1].end : here.start] if run else ""
        if run and (closes or gap.strip(" \t\r\n") or gap.count("\n") > 1):
            yield run
            run = []
        if not closes:
            run.append(here)
    if run:
        yield run


def _is_content(word: str) -> bool:
    return any(character.isalpha() for character in word) and (len(word) > 2 or word.isupper())


def _may_be_phrase(part: Sequence[words.Word]) -> bool:
    last = part[-1].text.casefold()
    if last.endswith("ly") and len(last) > 4 and last not in {"family", "anomaly", "assembly"}:
        return False
    return not (part[0].text.casefold().endswith("ly") and len(part) > 1)


def _c_values(
    places: dict[tuple[str, ...], list[tuple[int, int]]],
    weight: Mapping[tuple[str, ...], float],
    text: str,
) -> dict[tuple[str, ...], float]:
    """log2(words + 1) * (weight - mean weight of the longer phrases that hold this one)."""
    kept = {
        key
        for key, spans in places.items()
        if weight[key] >= 2 or (len(spans) == 1 and _is_name(spans[0], text))
    }
    holders: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for key in kept:
        for size in range(1, len(key)):
            for first in range(len(key) - size + 1):
                holders[key[first : first + size]].append(weight[key])
    scores = {}
    for key in kept:
        above = holders.get(key)
        rest = weight[key] - (sum(above) / len(above) if above else 0.0)
        if rest > 0:
            scores[key] = math.log2(len(key) + 1) * rest
    return scores


def _is_name(span: tuple[int, int], text: str) -> bool:
    """Capitals inside a sentence: "Krebs cycle", "ATP"."""
    shown = text[span[0] : span[1]]
    before = text[max(0, span[0] - 3) : span[0]].rstrip()[-1:]
    inside = bool(before) and (before.isalnum() or before in ",;(")
    parts = shown.split()
    if len(parts) == 1 and shown.isupper() and len(shown) > 1:
        return True
    return inside and all(part[:1].isupper() for part in parts)


def _as_written(spans: Sequence[tuple[int, int]], text: str) -> str:
    """The commonest spelling; one in small letters first, as a sentence's start has capitals."""
    forms = Counter(" ".join(text[start:end].split()) for start, end in spans)
    return min(forms, key=lambda form: (form[:1].isupper(), -forms[form], form))


def _without_echoes(ranked: Sequence[tuple[str, ...]], limit: int) -> list[tuple[str, ...]]:
    """Drops a phrase whose words are all in a weightier one that is longer."""
    kept: list[tuple[str, ...]] = []
    for key in ranked:
        if len(kept) == limit:
            break
        if not any(len(other) > len(key) and set(key) <= set(other) for other in kept):
            kept.append(key)
    return kept


def _phrases_by_sentence(
    every: Sequence[Sentence], phrases: Sequence[KeyPhrase]
) -> dict[int, set[int]]:
    starts = sorted(
        (start, index) for index, phrase in enumerate(phrases) for start, _ in phrase.places
    )
    held: dict[int, set[int]] = defaultdict(set)
    at = 0
    for number, sentence in enumerate(every):
        while at < len(starts) and starts[at][0] < sentence.start:
            at += 1
        while at < len(starts) and starts[at][0] < sentence.end:
            held[number].add(starts[at][1])
            at += 1
    return held
