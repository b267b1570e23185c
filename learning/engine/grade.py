"""Whether an answer says what was asked for: typos, case, accents and other names are forgiven;
figures, units and negations are not.

The thresholds, each with a test:

* A word may differ by 1 edit from 4 letters on, by 2 from 8 on (a transposition counts as one:
  Damerau's distance in its OSA form, by rapidfuzz). Words of up to 3 letters must be equal: they
  are units, symbols and little words that turn a meaning ("mg", "kg", "in", "on").
* No edit is forgiven that makes another word of the question's world: a term in `known_terms`, a
  prefix that says the opposite ("hyper" for "hypo", "irreversible" for "reversible").
* Figures must be equal in value and in order: "1,000" is "1000", "0.50" is "0.5", "three" is "3".
* Negations must be as many on both sides.
* Long answers (over `SHORT_WORDS` content words) are compared by the share of the expected content
  words that are there: from `MOST_WORDS` on it is right, from `SOME_WORDS` on close.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz.distance import OSA

from learning.engine import words
from learning.engine.memory import Rating

EDITS_FROM = ((8, 2), (4, 1))
"""Letters of the expected word, and the edits forgiven from there."""

SHORT_WORDS = 6
MOST_WORDS = 0.8
SOME_WORDS = 0.5
MAX_ANSWER = 2_000
"""Characters of an answer that are read."""

_TOKEN = re.compile(
    r"[+\-\u2212]?\d(?:[\d.,' \u00a0\u202f](?=\d)|\d)*(?:/\d+)?"
    r"|[^\W\d_]+(?:'[^\W\d_]+)?|[%°€$£+/=<>^µ]"
)
_ARTICLES = frozenset({"a", "an", "the"})
_FIGURES = {
    name: str(value)
    for value, name in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve"]
    )
} | {"twenty": "20", "hundred": "100", "thousand": "1000", "half": "0.5"}  # fmt: skip
_OPPOSITES = (
    ("hyper", "hypo"), ("inter", "intra"), ("endo", "exo"), ("pre", "post"), ("pro", "anti"),
    ("macro", "micro"), ("mono", "poly"), ("homo", "hetero"), ("ex", "im"), ("ab", "ad"),
    ("af", "ef"), ("over", "under"), ("in", "de"), ("in", "ex"), ("con", "di"), ("an", "cat"),
    ("max", "min"), ("super", "sub"), ("ante", "anti"), ("left", "right"), ("per", "pro"),
    ("ana", "cata"), ("end", "ex"), ("up", "down"), ("e", "im"), ("oxi", "re"), ("milli", "micro"),
    ("kilo", "milli"), ("nano", "micro"),
)  # fmt: skip
_NEGATING = ("un", "in", "im", "ir", "il", "non", "dis", "mis", "anti", "de", "a", "an", "ab")
_LISTS = re.compile(r",|;|\band\b|&|\+")


class Verdict(StrEnum):
    """What the comparison says; `CLOSE` leaves the last word to the person."""

    RIGHT = "right"
    CLOSE = "close"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Grade:
    """A verdict, its score 0 to 1, and one sentence with the reason.

    Attributes:
        is_sure: nobody who reads for the meaning would say another thing.
        at_best: the best that somebody who reads for the meaning may make of it: where figures
            or a "not" differ, it is never right.
    """

    verdict: Verdict
    score: float
    reason: str
    is_sure: bool = False
    at_best: Verdict = Verdict.RIGHT

    def read_as(self, verdict: Verdict) -> tuple[Verdict, float]:
        """The verdict of somebody who read for the meaning, within `at_best`, and its score."""
        held = min(verdict, self.at_best, key=_RANK.__getitem__)
        return held, self.score if held is self.verdict else _SCORES[held]


@dataclass(frozen=True, slots=True)
class _Read:
    """An answer as it is compared."""

    tokens: tuple[str, ...]
    figures: tuple[str, ...]
    negations: int
    is_list: bool


def grade(
    *,
    expected: str,
    given: str,
    accepted: Iterable[str] = (),
    known_terms: Iterable[str] = (),
) -> Grade:
    """Compares a written answer with what was expected, or with any other accepted answer.

    Args:
        expected, accepted: answers that are right.
        known_terms: other terms of the same deck or text: one of them is never a typo of the
            expected one.
    """
    answer = _read(given)
    if not answer.tokens and not answer.negations:
        return Grade(Verdict.DIFFERENT, 0.0, f"The answer is: {expected}", is_sure=True)
    known = {token for term in known_terms for token in _read(term).tokens}
    grades = [_compare(_read(one), answer, known, one) for one in (expected, *accepted) if one]
    if not grades:
        return Grade(Verdict.DIFFERENT, 0.0, f"The answer is: {expected}")
    best = max(grades, key=lambda one: (_RANK[one.verdict], one.score))
    return replace(best, at_best=max((one.at_best for one in grades), key=_RANK.__getitem__))


_RANK = {Verdict.DIFFERENT: 0, Verdict.CLOSE: 1, Verdict.RIGHT: 2}
_SCORES = {Verdict.DIFFERENT: 0.0, Verdict.CLOSE: 0.5, Verdict.RIGHT: 1.0}


def grade_choice(*, right: int, given: int | None, choices: Sequence[str]) -> Grade:
    """One choice of several, by its index."""
    if given == right:
        return Grade(Verdict.RIGHT, 1.0, "That is it.")
    return Grade(Verdict.DIFFERENT, 0.0, f"The answer is: {choices[right]}")


def grade_true_false(*, right: bool, given: bool | None, because: str) -> Grade:
    """True or false; `because` is what the text says."""
    if given is right:
        return Grade(Verdict.RIGHT, 1.0, "That is it.")
    return Grade(Verdict.DIFFERENT, 0.0, f"The text says: {because}")


def grade_order(*, right: Sequence[str], given: Sequence[str]) -> Grade:
    """An order, by the share of pairs that stand the right way round (Kendall).

    All of them are right; from 0.8 on it is close.
    """
    if Counter(given) != Counter(right):
        return Grade(Verdict.DIFFERENT, 0.0, f"The order is: {', '.join(right)}")
    place = {item: index for index, item in enumerate(right)}
    pairs = [
        place[given[first]] <= place[given[second]]
        for first in range(len(given))
        for second in range(first + 1, len(given))
    ]
    score = sum(pairs) / len(pairs) if pairs else 1.0
    if score == 1.0:
        return Grade(Verdict.RIGHT, 1.0, "All in order.")
    verdict = Verdict.CLOSE if score >= MOST_WORDS else Verdict.DIFFERENT
    return Grade(verdict, round(score, 4), f"The order is: {', '.join(right)}")


def rating_of(*, verdict: Verdict) -> Rating:
    """What a quiz answer tells the card that it came from."""
    return {
        Verdict.RIGHT: Rating.GOOD,
        Verdict.CLOSE: Rating.HARD,
        Verdict.DIFFERENT: Rating.AGAIN,
    }[verdict]


def _compare(right: _Read, given: _Read, known: set[str], shown: str) -> Grade:
    answer = f"The answer is: {shown}"
    content = [token for token in right.tokens if token not in words.STOP_WORDS]
    if right.figures != given.figures:
        told = f"The figures differ. {answer}"
        return Grade(Verdict.DIFFERENT, 0.0, told, at_best=Verdict.CLOSE)
    if right.negations != given.negations:
        told = f"One says \u201cnot\u201d and the other does not. {answer}"
        return Grade(Verdict.DIFFERENT, 0.0, told, at_best=Verdict.CLOSE)
    if right.tokens == given.tokens:
        return Grade(Verdict.RIGHT, 1.0, "That is it.", is_sure=True)
    if len(content) > SHORT_WORDS:
        return _compare_long(content, given, known, answer)
    if len(right.tokens) == len(given.tokens) or right.is_list:
        pairs = _paired(right, given, known)
        if pairs is not None:
            score = sum(pairs) / len(pairs)
            return Grade(Verdict.RIGHT, round(score, 4), f"Right. It is written: {shown}")
    there = _share(content or list(right.tokens), given.tokens, known)
    extra = len(given.tokens) - len(right.tokens)
    # What was asked for, with some words round it ("it is the matrix of the cell").
    if there == 1.0 and 0 < extra <= 4 and _in_order(right.tokens, given.tokens):
        return Grade(Verdict.CLOSE, 0.9, answer)
    if there >= SOME_WORDS and len(content) > 1:
        return Grade(Verdict.CLOSE, round(there * 0.8, 4), f"Part of it is there. {answer}")
    return Grade(Verdict.DIFFERENT, round(there * 0.4, 4), answer)


def _compare_long(content: list[str], given: _Read, known: set[str], answer: str) -> Grade:
    there = _share(content, given.tokens, known)
    if there >= MOST_WORDS:
        return Grade(Verdict.RIGHT, round(there, 4), f"The main words are all there. {answer}")
    if there >= SOME_WORDS:
        return Grade(Verdict.CLOSE, round(there, 4), f"Part of it is there. {answer}")
    return Grade(Verdict.DIFFERENT, round(there, 4), answer)


def _paired(right: _Read, given: _Read, known: set[str]) -> list[float] | None:
    """How alike each word is to its partner; None where one of them has none.

    In order, but for lists ("ATP, NADH and water"), whose parts may stand in any.
    """
    if not right.is_list:
        alike = [_alike(*pair, known) for pair in zip(right.tokens, given.tokens, strict=True)]
        return alike if all(alike) else None
    rest = [token for token in given.tokens if token not in words.STOP_WORDS]
    alike = []
    for token in right.tokens:
        if token in words.STOP_WORDS:
            continue
        best = max(rest, key=lambda one: _alike(token, one, known), default=None)
        if best is None or not _alike(token, best, known):
            return None
        alike.append(_alike(token, best, known))
        rest.remove(best)
    return None if rest or not alike else alike


def _alike(right: str, given: str, known: set[str]) -> float:
    """1 for the same word, less for a forgiven typo, 0 for another word."""
    if right == given:
        return 1.0
    if words.fold(right) == words.fold(given):
        return 0.98
    letters = len(right)
    edits = next((edits for length, edits in EDITS_FROM if letters >= length), 0)
    if not edits or not right.isalpha() or not given.isalpha():
        return 0.0
    # Another word that the person may well have meant is not a slip of the finger.
    if given in known or words.fold(given) in {words.fold(one) for one in known}:
        return 0.0
    if _is_opposite(right, given):
        return 0.0
    distance = OSA.distance(right, given, score_cutoff=edits)
    return 0.0 if distance > edits else 1 - distance / (2 * letters)


def _is_opposite(one: str, other: str) -> bool:
    for first, second in _OPPOSITES:
        for mine, theirs in ((first, second), (second, first)):
            if one.startswith(mine) and other.startswith(theirs):
                rest, others = one[len(mine) :], other[len(theirs) :]
                if not one.startswith(theirs) and OSA.distance(rest, others) <= 1:
                    return True
    short, long = sorted((one, other), key=len)
    if not long.endswith(short[2:]):
        return False
    return any(long == prefix + short for prefix in _NEGATING) or any(
        long.startswith(prefix) and OSA.distance(long[len(prefix) :], short, score_cutoff=1) <= 1
        for prefix in _NEGATING
        if len(prefix) > 1 and not short.startswith(prefix)
    )


def _share(wanted: Sequence[str], given: Sequence[str], known: set[str]) -> float:
    found = sum(any(_alike(token, one, known) for one in given) for token in wanted)
    return found / len(wanted) if wanted else 0.0


def _in_order(wanted: Sequence[str], given: Sequence[str]) -> bool:
    rest = iter(given)
    return all(any(_alike(token, one, set()) for one in rest) for token in wanted)


def _read(text: str) -> _Read:
    shown = unicodedata.normalize("NFKC", text[:MAX_ANSWER]).replace("\u2019", "'").casefold()
    shown = words.without_accents(shown)
    tokens: list[str] = []
    figures: list[str] = []
    negations = 0
    for match in _TOKEN.finditer(shown):
        token = match.group()
        if token[-1].isdigit():
            token = _value(token)
        token = _FIGURES.get(token, token)
        if token[-1].isdigit():
            figures.append(token)
        if token in words.NEGATIONS or token.endswith("n't"):
            negations += 1
            continue
        tokens.append(token)
    # An answer of nothing but articles is a letter that was asked for.
    tokens = [token for token in tokens if token not in _ARTICLES] or tokens
    return _Read(tuple(tokens), tuple(figures), negations, bool(_LISTS.search(shown)))


def _value(token: str) -> str:
    """One form for one number: no marks of thousands, a point, no zeros at the end."""
    sign = "-" if token[0] in "-\u2212" else ""
    digits = re.sub(r"[' \u00a0\u202f]", "", token.lstrip("+-\u2212"))
    if "/" in digits:
        return sign + digits
    if "," in digits and "." in digits:
        thousands = "," if digits.rfind(",") < digits.rfind(".") else "."
        digits = digits.replace(thousands, "")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits) or digits.count(",") > 1:
        digits = digits.replace(",", "")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    digits = digits.replace(",", ".")
    whole, _, part = digits.partition(".")
    part = part.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return sign + (f"{whole}.{part}" if part else whole)
