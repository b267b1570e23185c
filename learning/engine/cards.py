"""Cards from own material: question and answer, cloze, typed answer. Nothing is invented.

Every card names the exact words that it comes from and where they stand. Its front and back are
those words, with a question round them. Without material there is nothing to take an answer
from, so a topic alone gives prompts for the person's own words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import cycle

from rapidfuzz import fuzz

from learning.engine import words
from learning.engine.definitions import Definition, DefinitionKind
from learning.engine.extract import KeyPhrase, Sentence
from learning.engine.material import Material, read_material
from learning.engine.quotes import QuoteFinder
from learning.engine.source import Block, BlockKind, Source, plain

BLANK = "_____"
"""Stands in the front of a cloze card for what is asked."""

MAX_SIDE = 1_000
"""Characters of one side of a card at most."""

SAME_FRONT = 90.0
SAME_BACK = 85.0
"""rapidfuzz ratios (0 to 100) from which two cards ask the same; both must be reached."""

_MAX_CLOZE_CHARACTERS = 260
_MAX_LIST_ITEMS = 7
_MAX_ITEM_CHARACTERS = 160
_MAX_CANDIDATES = 600
_MAX_TYPED_WORDS = 4
_FIGURE_WORTH = 1.7
_PER_SENTENCE = 2
_NEARLY_AS_GOOD = 0.75
_FIGURE = re.compile(
    r"(?<![\w.,])(?:[$€£]\s?)?\d(?:[\d.,]*\d)?(?:\s?%|\s(?:percent|million|billion|thousand)\b)?"
    r"(?![\w])"
)


class CardKind(StrEnum):
    """How a card is answered. `TYPED` is written out and compared by code."""

    BASIC = "basic"
    CLOZE = "cloze"
    TYPED = "typed"


_TURNS = (CardKind.BASIC, CardKind.CLOZE, CardKind.BASIC, CardKind.CLOZE, CardKind.TYPED)


@dataclass(frozen=True, slots=True)
class CardDraft:
    """A proposed card.

    Attributes:
        front: what is asked; a cloze holds `BLANK`.
        back: the answer; for a cloze what stands in the blank.
        source_quote: an exact substring of the person's text; None where none was given.
        start, end: its place: `text[start:end] == source_quote`; None with it.
        accepted: other answers that the text itself gives ("ATP").
        worth: how much it asks of what matters, for choosing; it is not shown.
    """

    kind: CardKind
    front: str
    back: str
    source_quote: str | None = None
    start: int | None = None
    end: int | None = None
    accepted: tuple[str, ...] = ()
    worth: float = 0.0


def cards_from_text(*, source: Source, limit: int = 20) -> tuple[CardDraft, ...]:
    """`cards_of` a text that is read for nothing else."""
    return cards_of(material=read_material(source=source), limit=limit)


def cards_of(*, material: Material, limit: int = 20) -> tuple[CardDraft, ...]:
    """The best cards that the text gives, in the order of the text.

    Definitions become a question and a typed answer, lists a question for all their items, other
    sentences that stand alone a cloze. At most two come from one sentence. Linear in the text but
    for the comparison of at most 600 candidates.
    """
    candidates = [
        *_from_definitions(material.source, material.definitions),
        *_from_lists(material.source),
        *_clozes(material),
    ]
    candidates.sort(key=lambda card: (-card.worth, card.start or 0))
    chosen = _mixed(merged(cards=candidates[:_MAX_CANDIDATES]), limit)
    return tuple(sorted(chosen, key=lambda card: (card.start or 0, -card.worth)))


def _mixed(cards: Sequence[CardDraft], limit: int) -> list[CardDraft]:
    """The best of each kind in turn, so that a short list is not all of one kind; among nearly as
    good ones that from the part of the text that has the fewest, so that its end is asked too."""
    waiting = {kind: [card for card in cards if card.kind is kind] for kind in CardKind}
    length = 1 + max((card.start or 0 for card in cards), default=0)
    used: Counter[int | None] = Counter()
    parts: Counter[int] = Counter()
    chosen: list[CardDraft] = []

    def part(card: CardDraft) -> int:
        return (card.start or 0) * max(1, limit // _PER_SENTENCE) // length

    for kind in cycle(_TURNS):
        if len(chosen) >= limit or not any(waiting.values()):
            return chosen
        mine = waiting[kind] = [one for one in waiting[kind] if used[one.start] < _PER_SENTENCE]
        if mine:
            good = [one for one in mine if one.worth >= _NEARLY_AS_GOOD * mine[0].worth]
            card = min(good, key=lambda one: parts[part(one)])
            mine.remove(card)
            used[card.start] += 1
            parts[part(card)] += 1
            chosen.append(card)
    return chosen


def merged(*, cards: Iterable[CardDraft]) -> tuple[CardDraft, ...]:
    """One of each: of cards that ask the same, the first stays and takes the others' answers.

    Cards with other figures or another negation never count as the same, however alike.
    """
    kept: list[CardDraft] = []
    keys: list[tuple[str, str]] = []
    marks: list[tuple[object, ...]] = []
    for card in cards:
        key = (_compared(card.front), _compared(card.back))
        mark = (card.kind, _figures_and_negations(card.front), _figures_and_negations(card.back))
        same = next(
            (
                index
                for index, (front, back) in enumerate(keys)
                if marks[index] == mark
                and fuzz.ratio(front, key[0], score_cutoff=SAME_FRONT)
                and fuzz.ratio(back, key[1], score_cutoff=SAME_BACK)
            ),
            None,
        )
        if same is None:
            kept.append(card)
            keys.append(key)
            marks.append(mark)
        elif extra := [name for name in card.accepted if name not in kept[same].accepted]:
            kept[same] = replace(kept[same], accepted=(*kept[same].accepted, *extra))
    return tuple(kept)


def keep_quoted(*, cards: Iterable[CardDraft], text: str) -> tuple[CardDraft, ...]:
    """Only the cards whose quote the text says, each with the exact characters and their place.

    For what a model proposes: a card without a quote, or with one that is not in the text, is
    dropped. Spaces, kinds of quotation marks and the Unicode form may differ; the quote that
    comes back is always a true substring.
    """
    finder = QuoteFinder(text)
    return tuple(kept for card in cards if (kept := quoted(card, finder)) is not None)


def quoted(card: CardDraft, finder: QuoteFinder) -> CardDraft | None:
    """As `keep_quoted`, for one card."""
    quote = finder.find(card.source_quote) if card.source_quote else None
    if quote is None:
        return None
    return replace(card, source_quote=quote.quote, start=quote.start, end=quote.end)


def _from_definitions(source: Source, told: Sequence[Definition]) -> Iterator[CardDraft]:
    for one in told:
        quote = (source.text[one.start : one.end], one.start, one.end)
        term = f"{one.article}{inside_sentence(one.term, source.text)}"
        if one.kind is DefinitionKind.SHORT_FORM:
            yield _card(
                CardKind.TYPED, f"What does {one.term} stand for?", one.meaning, quote, worth=2.4
            )
        elif one.kind is DefinitionKind.ALIAS:
            name = one.meaning
            yield _card(
                CardKind.TYPED,
                f"What is another name for {term}?",
                _bare(name),
                quote,
                worth=2.3,
            )
        else:
            front = f"What {one.verb} {term}?"
            yield _card(CardKind.BASIC, front, one.meaning, quote, worth=3.0)
            if _may_be_typed(one):
                yield _card(
                    CardKind.TYPED,
                    f"Which term is meant: {lower_article(one.meaning)}?",
                    inside_sentence(one.term, source.text),
                    quote,
                    accepted=one.names,
                    worth=2.2,
                )


def _from_lists(source: Source) -> Iterator[CardDraft]:
    for lead, items in lists_of(source=source):
        title = plain(source.raw(lead)).rstrip(": ")
        numbered = items[0].kind is BlockKind.NUMBER
        order = " in their order" if numbered else ""
        back = "\n".join(
            f"{number}. {plain(source.raw(item))}" if numbered else f"- {plain(source.raw(item))}"
            for number, item in enumerate(items, start=1)
        )
        quote = (source.text[lead.start : items[-1].end], lead.start, items[-1].end)
        front = f"{title}: name all {len(items)}{order}."
        yield _card(CardKind.BASIC, front, back, quote, worth=2.1)


def lists_of(*, source: Source) -> tuple[tuple[Block, tuple[Block, ...]], ...]:
    """Each list of 2 to 7 short items with the line that leads to it: one that ends in a colon,
    or the heading right above."""
    found = []
    index = 0
    while index < len(source.blocks):
        block = source.blocks[index]
        after = index + 1
        while after < len(source.blocks) and source.blocks[after].kind in (
            BlockKind.NUMBER,
            BlockKind.BULLET,
        ):
            after += 1
        items = source.blocks[index + 1 : after]
        leads = block.kind is BlockKind.HEADING or (
            block.kind is BlockKind.PARAGRAPH and source.raw(block).endswith(":")
        )
        short = all(item.end - item.start <= _MAX_ITEM_CHARACTERS for item in items)
        alike = len({(item.kind, item.level) for item in items}) == 1
        if leads and short and alike and 2 <= len(items) <= _MAX_LIST_ITEMS:
            found.append((block, tuple(items)))
        index = max(after, index + 1)
    return tuple(found)


def _clozes(material: Material) -> Iterator[CardDraft]:
    source, found, phrases = material.source, material.sentences, material.phrases
    top = max((phrase.score for phrase in phrases), default=1.0)
    places = _places(found, phrases)
    asked_already = _asked_already(material.definitions)
    for index, sentence in enumerate(found):
        raw = source.text[sentence.start : sentence.end]
        shown = plain(raw)
        if not _may_be_cloze(shown):
            continue
        asked = [(match.group(), _FIGURE_WORTH) for match in _FIGURE.finditer(shown)]
        known = asked_already.get(sentence.start)
        asked += [
            (source.text[start:end], 0.6 + phrases[number].score / top)
            for number, start, end in places.get(index, ())
            if known is None or (known and known.isdisjoint(_folded(source.text[start:end])))
        ]
        rest = 1.0 if sentence.stands_alone else 0.5
        heading = source.heading_of(source.blocks[sentence.block])
        quote = (raw, sentence.start, sentence.end)
        for answer, weight in asked:
            front = _with_blank(shown, plain(answer))
            if front is None:
                continue
            if not sentence.stands_alone and heading:
                front = f"{heading}: {front}"
            yield _card(CardKind.CLOZE, front, plain(answer), quote, worth=weight * rest)


def _asked_already(told: Sequence[Definition]) -> dict[int, set[str]]:
    """By the start of a sentence, words that its other cards ask for.

    Empty where it says what something is: a cloze of it would ask the same once more.
    """
    asked: dict[int, set[str]] = {}
    names = (DefinitionKind.ALIAS, DefinitionKind.SHORT_FORM)
    for one in told:
        if one.kind in names:
            asked.setdefault(one.start, set()).update(_folded(f"{one.term} {one.meaning}"))
    asked.update({one.start: set() for one in told if one.kind not in names})
    return asked


def _folded(text: str) -> set[str]:
    return {words.fold(word.text) for word in words.words(text)} - words.STOP_WORDS


def _may_be_cloze(shown: str) -> bool:
    count = len(shown.split())
    return (
        count >= 5
        and len(shown) <= _MAX_CLOZE_CHARACTERS
        and BLANK not in shown
        and not shown.endswith(("?", ":"))
    )


def _with_blank(shown: str, answer: str) -> str | None:
    """The sentence with every place of the answer blanked; None where too little is left."""
    if not answer or len(answer) > 80:
        return None
    pattern = re.compile(rf"(?<!\w){re.escape(answer)}(?!\w)", re.I)
    front, count = pattern.subn(BLANK, shown)
    if count == 0 or count > 2:
        return None
    left = sum(1 for word in words.words(front) if word.text.casefold() not in words.STOP_WORDS)
    return front if left >= 2 else None


def _places(
    found: Sequence[Sentence], phrases: Sequence[KeyPhrase]
) -> dict[int, list[tuple[int, int, int]]]:
    """For each sentence the phrases in it: their number and their first place."""
    spots = sorted(
        (start, end, number)
        for number, phrase in enumerate(phrases)
        for start, end in phrase.places
    )
    held: dict[int, list[tuple[int, int, int]]] = {}
    at = 0
    for index, sentence in enumerate(found):
        while at < len(spots) and spots[at][0] < sentence.start:
            at += 1
        seen = set()
        while at < len(spots) and spots[at][0] < sentence.end:
            start, end, number = spots[at]
            if number not in seen and end <= sentence.end:
                seen.add(number)
                held.setdefault(index, []).append((number, start, end))
            at += 1
    return held


def _may_be_typed(one: Definition) -> bool:
    """Short enough to write, and not said in the question itself."""
    return len(one.term.split()) <= _MAX_TYPED_WORDS and _folded(one.meaning).isdisjoint(
        _folded(one.term)
    )


def inside_sentence(term: str, text: str) -> str:
    """Without the capital of a sentence's start, where the text writes it small elsewhere."""
    small = term[:1].lower() + term[1:]
    # `in` first: it is far quicker, and a text may define two thousand terms.
    if small == term or small not in text:
        return term
    return small if re.search(rf"(?<!\w){re.escape(small)}(?!\w)", text) else term


def lower_article(meaning: str) -> str:
    """A meaning as it stands after a colon: "the flow of water", not "The flow of water"."""
    return re.sub(r"\A(?:The|An?)\b", lambda match: match.group().lower(), meaning)


def _bare(name: str) -> str:
    return re.sub(r"\A(?:the|an?)\s+", "", name, flags=re.I)


def _card(
    kind: CardKind,
    front: str,
    back: str,
    quote: tuple[str, int, int],
    *,
    accepted: tuple[str, ...] = (),
    worth: float,
) -> CardDraft:
    text, start, end = quote
    return CardDraft(kind, front, back, text, start, end, accepted, worth)


def _compared(text: str) -> str:
    return " ".join(words.fold(word.text) for word in words.words(text))


def _figures_and_negations(text: str) -> tuple[tuple[str, ...], int]:
    """What may never differ between two cards that count as one."""
    figures = tuple(match.group() for match in re.finditer(r"\d+(?:[.,]\d+)*", text))
    negations = sum(
        word.text.casefold() in words.NEGATIONS or word.text.casefold().endswith("n't")
        for word in words.words(text.replace("\u2019", "'"))
    )
    return figures, negations
