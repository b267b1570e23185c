"""Quizzes from own material: choice, true or false, fill-in, short answer, order.

Questions and answers are the text's own words, and so is every wrong choice: a term or figure that
the same text uses elsewhere. Where the text has too few of them, the question is not made.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from rapidfuzz import fuzz

from learning.engine import words
from learning.engine.cards import (
    BLANK,
    CardDraft,
    CardKind,
    cards_of,
    inside_sentence,
    lists_of,
    lower_article,
)
from learning.engine.definitions import Definition, DefinitionKind
from learning.engine.extract import key_sentences
from learning.engine.material import Material, read_material
from learning.engine.source import BlockKind, Source, plain

CHOICES = 4
MIN_CHOICES = 3
_ALIKE = 80.0
_MAX_STATEMENT = 240
_FIGURE = re.compile(r"(?<![\w.,])\d(?:[\d.,]*\d)?(?![\w])")
_MIN_ORDER = 3
_MAX_TERMS = 120
_MAX_DEFINITIONS = 80
_MOST_OF_A_SENTENCE = 2


class QuestionKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    TRUE_FALSE = "true_false"
    FILL_IN = "fill_in"
    SHORT = "short"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer.

    Attributes:
        choices: what is shown to choose from or to put in order; else empty.
        answer: the right choice, "true" or "false", or the words; for an order its items, each
            on a line.
        accepted: other words that are right.
        source_quote, start, end: where the text says it: `text[start:end] == source_quote`.
    """

    kind: QuestionKind
    prompt: str
    choices: tuple[str, ...]
    answer: str
    accepted: tuple[str, ...]
    source_quote: str
    start: int
    end: int


def quiz_from_text(*, source: Source, limit: int = 10) -> tuple[Question, ...]:
    """`quiz_of` a text that is read for nothing else."""
    return quiz_of(material=read_material(source=source), limit=limit)


def quiz_of(*, material: Material, limit: int = 10) -> tuple[Question, ...]:
    """Up to `limit` questions, their kinds in turn, in the order of the text.

    Equal text gives an equal quiz: choices are mixed by a hash of their words, not by chance.
    """
    source = material.source
    told = material.definitions[:_MAX_DEFINITIONS]
    phrases = [phrase.text for phrase in material.phrases]
    terms = _once([*(one.term for one in told), *phrases])[:_MAX_TERMS]
    cards = cards_of(material=material, limit=40)
    kinds: list[list[Question]] = [
        list(_choices(source, told, terms)),
        list(_true_false(material, terms)),
        list(_fill_ins(source, cards)),
        list(_orders(source)),
        list(_shorts(source, told, cards)),
    ]
    chosen = _spread(kinds, limit=limit, length=len(source.text))
    return tuple(sorted(chosen, key=lambda one: (one.start, one.kind)))


def _spread(kinds: Sequence[list[Question]], *, limit: int, length: int) -> list[Question]:
    """The kinds in turn, each with its first question of the part of the text that was asked least;
    a sentence is asked twice at most."""
    chosen: list[Question] = []
    asked: Counter[int] = Counter()
    parts: Counter[int] = Counter()

    def part(question: Question) -> int:
        return question.start * limit // max(1, length)

    while len(chosen) < limit and any(kinds):
        for waiting in kinds:
            waiting[:] = [one for one in waiting if asked[one.start] < _MOST_OF_A_SENTENCE]
            if not waiting:
                continue
            question = min(waiting, key=lambda one: parts[part(one)])
            waiting.remove(question)
            asked[question.start] += 1
            parts[part(question)] += 1
            chosen.append(question)
    return chosen[:limit]


def distractors(
    *, answer: str, terms: Sequence[str], avoid: str = "", count: int = CHOICES - 1
) -> tuple[str, ...]:
    """Wrong choices for an answer, from the terms of the same text, the most alike first.

    None that is, holds or is held by the answer, that stands in `avoid` (the question), or that
    is nearly written like one already taken.
    """
    own = _folded(answer)
    shown = set(_folded(avoid))
    taken: list[str] = []
    ranked = sorted(
        (term for term in terms if _folded(term)),
        key=lambda term: (_unlikeness(answer, term), term),
    )
    for term in ranked:
        key = _folded(term)
        overlaps = set(key) & set(own)
        twin = any(fuzz.ratio(term.casefold(), one.casefold()) > _ALIKE for one in (answer, *taken))
        if overlaps or twin or set(key) <= shown:
            continue
        taken.append(_like(answer, term))
        if len(taken) == count:
            break
    return tuple(taken)


def _choices(
    source: Source, told: Sequence[Definition], terms: Sequence[str]
) -> Iterator[Question]:
    for one in told:
        if one.kind in (DefinitionKind.ALIAS, DefinitionKind.SHORT_FORM):
            continue
        others = distractors(answer=one.term, terms=terms, avoid=one.meaning)
        if len(others) < MIN_CHOICES - 1 or set(_folded(one.term)) & set(_folded(one.meaning)):
            continue
        meaning = lower_article(one.meaning.rstrip("."))
        prompt = f"Which term does the text describe so: {meaning}?"
        choices = _mixed((one.term, *others), prompt)
        yield _question(
            source, QuestionKind.CHOICE, prompt, one.term, one.start, one.end, choices=choices
        )


def _true_false(material: Material, terms: Sequence[str]) -> Iterator[Question]:
    """Sentences of the text, every second one with a term or figure of another place put in."""
    source, found = material.source, material.sentences
    every = [plain(source.text[one.start : one.end]) for one in found]
    said = {_compared(sentence) for sentence in every}
    figures = tuple(
        dict.fromkeys(match.group() for one in every for match in _FIGURE.finditer(one))
    )
    make_false = False
    best = key_sentences(source=source, limit=30, found=found, phrases=material.phrases)
    for sentence in best:
        shown = plain(source.text[sentence.start : sentence.end])
        in_list = source.blocks[sentence.block].kind is not BlockKind.PARAGRAPH
        if not sentence.stands_alone or in_list or len(shown) > _MAX_STATEMENT:
            continue
        if make_false:
            altered = _altered(shown, terms, figures)
            if altered is None or _compared(altered) in said:
                continue
            statement, answer = altered, "false"
        else:
            statement, answer = shown, "true"
        make_false = not make_false
        yield _question(
            source,
            QuestionKind.TRUE_FALSE,
            f"By the text, true or false? {statement}",
            answer,
            sentence.start,
            sentence.end,
            choices=("true", "false"),
        )


def _altered(shown: str, terms: Sequence[str], figures: Sequence[str]) -> str | None:
    """The sentence with one figure or term of it replaced by another of the same text."""
    own = [match.group() for match in _FIGURE.finditer(shown)]
    others = [figure for figure in figures if figure not in own]
    if own and others:
        near = min(others, key=lambda figure: (abs(len(figure) - len(own[0])), figure))
        return _FIGURE.sub(lambda match: near if match.group() == own[0] else match.group(), shown)
    for term in terms:
        pattern = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")
        if pattern.search(shown):
            # "Four bread" would give itself away.
            alike = [other for other in terms if _is_plural(other) == _is_plural(term)]
            instead = distractors(answer=term, terms=alike, avoid=shown, count=1)
            if instead:
                return pattern.sub(instead[0].replace("\\", r"\\"), shown)
    return None


def _fill_ins(source: Source, cards: Sequence[CardDraft]) -> Iterator[Question]:
    for card in _best(cards, CardKind.CLOZE):
        if card.front.count(BLANK) == 1:
            yield _of_card(source, card, QuestionKind.FILL_IN)


def _orders(source: Source) -> Iterator[Question]:
    for lead, items in lists_of(source=source):
        shown = tuple(plain(source.raw(item)) for item in items)
        if items[0].kind is not BlockKind.NUMBER or len(items) < _MIN_ORDER:
            continue
        if len(set(shown)) != len(shown):
            continue
        title = plain(source.raw(lead)).rstrip(": ")
        prompt = f"{title}: put these in order."
        mixed = _mixed(shown, prompt)
        if mixed == shown:
            mixed = (*shown[1:], shown[0])
        yield _question(
            source,
            QuestionKind.ORDER,
            prompt,
            "\n".join(shown),
            lead.start,
            items[-1].end,
            choices=mixed,
        )


def _shorts(
    source: Source, told: Sequence[Definition], cards: Sequence[CardDraft]
) -> Iterator[Question]:
    for one in told:
        if one.kind in (DefinitionKind.IS, DefinitionKind.MEANS, DefinitionKind.CALLED):
            term = inside_sentence(one.term, source.text)
            prompt = f"In your own words: what {one.verb} {one.article}{term}?"
            yield _question(source, QuestionKind.SHORT, prompt, one.meaning, one.start, one.end)
    for card in _best(cards, CardKind.TYPED):
        yield _of_card(source, card, QuestionKind.SHORT)


def _best(cards: Sequence[CardDraft], kind: CardKind) -> list[CardDraft]:
    return sorted(
        (card for card in cards if card.kind is kind), key=lambda card: (-card.worth, card.start)
    )


def _of_card(source: Source, card: CardDraft, kind: QuestionKind) -> Question:
    start, end = card.start or 0, card.end or 0
    return _question(source, kind, card.front, card.back, start, end, accepted=card.accepted)


def _question(
    source: Source,
    kind: QuestionKind,
    prompt: str,
    answer: str,
    start: int,
    end: int,
    *,
    choices: tuple[str, ...] = (),
    accepted: tuple[str, ...] = (),
) -> Question:
    quote = source.text[start:end]
    return Question(kind, prompt, choices, answer, accepted, quote, start, end)


def _once(terms: Sequence[str]) -> tuple[str, ...]:
    """Each term once, whatever its form."""
    seen: dict[tuple[str, ...], str] = {}
    for term in terms:
        seen.setdefault(_folded(term), term)
    return tuple(seen.values())


def _mixed(items: Sequence[str], salt: str) -> tuple[str, ...]:
    """A fixed order that tells nothing: by the hash of the question and the item."""
    return tuple(sorted(items, key=lambda item: sha256(f"{salt}\0{item}".encode()).digest()))


def _unlikeness(answer: str, term: str) -> tuple[int, int, int, float]:
    """Terms of as many words, the same number and capitals look as likely as the answer."""
    return (
        abs(len(answer.split()) - len(term.split())),
        int(_is_plural(answer) != _is_plural(term)),
        int(answer.isupper() != term.isupper()),
        abs(len(answer) - len(term)) / max(len(answer), len(term), 1),
    )


def _is_plural(term: str) -> bool:
    return term.endswith("s") and not term.endswith(("ss", "is", "us"))


def _like(answer: str, term: str) -> str:
    """With the capital that the answer has, so that it does not give itself away."""
    if answer[:1].isupper() and term[:1].islower():
        return term[:1].upper() + term[1:]
    if answer[:1].islower() and term[:1].isupper() and term[1:].islower() and " " not in term:
        return term[:1].lower() + term[1:]
    return term


def _folded(text: str) -> tuple[str, ...]:
    return tuple(
        words.fold(word.text)
        for word in words.words(text)
        if word.text.casefold() not in words.STOP_WORDS
    )


def _compared(text: str) -> str:
    return " ".join(words.fold(word.text) for word in words.words(text))
