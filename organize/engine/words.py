"""Words and their forms: tokens, a small stemmer, and the lexicon that the engine shares.

The stemmer makes forms of one word equal ("taxes", "tax"; "cleaning", "clean"), no more: the
same function runs over the recipes and over the person's text, so that it need not yield words.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]{1,3}(?!\w))?")
_VOWEL = re.compile(r"[aeiouy]")
_IRREGULAR = {
    "children": "child",
    "kids": "kid",
    "knives": "knife",
    "shelves": "shelf",
    "leaves": "leaf",
    "lives": "life",
    "wrote": "write",
    "written": "write",
    "bought": "buy",
    "paid": "pay",
    "made": "make",
    "sent": "send",
    "did": "do",
    "done": "do",
    "doing": "do",
    "does": "do",
    "went": "go",
    "gone": "go",
    "going": "go",
    "goes": "go",
    "got": "get",
    "took": "take",
    "taken": "take",
    "met": "meet",
    "told": "tell",
    "spoken": "speak",
    "spoke": "speak",
    "begun": "begin",
    "chosen": "choose",
    "chose": "choose",
    "sold": "sell",
    "brought": "bring",
    "built": "build",
    "drawn": "draw",
    "driven": "drive",
    "given": "give",
    "gave": "give",
    "grown": "grow",
    "kept": "keep",
    "left": "leave",
    "lent": "lend",
    "lost": "lose",
    "seen": "see",
    "sewn": "sew",
    "swept": "sweep",
    "thought": "think",
    "thrown": "throw",
    "hung": "hang",
    "practised": "practice",
    "practiced": "practice",
    "practise": "practice",
    "found": "find",
    "bin": "bin",
    "mother": "mum",
    "mom": "mum",
    "mama": "mum",
    "mam": "mum",
    "father": "dad",
    "clothes": "cloth's",
    "clothing": "cloth's",
    "glasses": "glass's",
    "news": "news",
    "wedding": "wedding",
    "building": "building",
    "meeting": "meeting",
    "morning": "morning",
    "evening": "evening",
    "thing": "thing",
    "nothing": "nothing",
    "something": "something",
    "everything": "everything",
    "wiring": "wiring",
    "paperwork": "paperwork",
    "colour": "color",
    "practising": "practice",
    "practicing": "practice",
    "enrol": "enroll",
    "programme": "program",
    "cheque": "check",
    "training": "training",
    "recording": "recording",
    "parking": "parking",
    "heating": "heating",
    "potatoes": "potato",
    "tomatoes": "tomato",
    "buses": "bus",
    "quizzes": "quiz",
    "lenses": "lens",
    "lens": "lens",
    "appt": "appointment",
    "appts": "appointment",
    "mtg": "meeting",
    "hw": "homework",
    "bday": "birthday",
    "xmas": "christmas",
    "ppt": "powerpoint",
    "apt": "apartment",
    "prezzie": "present",
    "prezzies": "present",
    "pressie": "present",
    "gran": "grandma",
    "nan": "grandma",
    "nana": "grandma",
    "granny": "grandma",
    "grandmother": "grandma",
    "grandad": "grandpa",
    "grandfather": "grandpa",
}


def read_toml(name: str) -> dict[str, Any]:
    """A data file that stands beside this module."""
    with (Path(__file__).parent / name).open("rb") as file:
        return tomllib.load(file)


_LEXICON = read_toml("lexicon.toml")
_VERBS_IN_E = frozenset(
    word
    for words in _LEXICON["verbs"].values()
    for word in words.split()
    if word.endswith("e") and not word.endswith("ee")
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place (half-open code points of the text it was cut from)."""

    text: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The form in which all forms of a word are equal. Not always a word itself."""
    word = word.lower().replace("\u2019", "'")
    word = word.removesuffix("'s").removesuffix("'")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.isalpha():
        return word
    if len(word) > 6:
        word = re.sub(r"is(e[sd]?|ing|ation)$", r"iz\1", word)
    return _without_y(_without_ending(word))


def _without_ending(word: str) -> str:
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base == word or word.endswith("eed") or len(base) < 3:
            continue
        # "Making" is a form of "make", "planning" of "plan": the verbs in -e are known.
        if base + "e" in _VERBS_IN_E:
            return base + "e"
        if _VOWEL.search(base):
            return _undoubled(base)
    return word


def _undoubled(base: str) -> str:
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lszfo":
        return base[:-1]
    return base


def _without_y(word: str) -> str:
    """ "Tidy" as "tidies" is left, "movie" as "movies" is."""
    if word.endswith("ie") and len(word) > 4:
        return word[:-1]
    if len(word) > 2 and word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "i"
    return word


@lru_cache(maxsize=256)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, in order; marks, emoji and white space are left out.

    The rules look at the same clause one after another, so the last ones are kept.
    """
    return tuple(
        Token(match[0], stem(match[0]), match.start(), match.end())
        for match in _WORD.finditer(text)
    )


def stems(text: str) -> tuple[str, ...]:
    """The stems of a phrase, with hyphens read as spaces."""
    return tuple(token.stem for token in tokens(text))


def phrases(text: str) -> Iterator[tuple[str, ...]]:
    """The stems of each word of a list, where `pick-up` is a phrase of two words."""
    for word in text.split():
        yield tuple(stem(part) for part in word.split("-"))


def _first_words(families: Iterable[frozenset[tuple[str, ...]]]) -> frozenset[str]:
    return frozenset(phrase[0] for family in families for phrase in family)


VERB_FAMILIES: dict[str, frozenset[tuple[str, ...]]] = {
    name: frozenset(phrases(words)) for name, words in _LEXICON["verbs"].items()
}
NOUN_FAMILIES: dict[str, frozenset[str]] = {
    name: frozenset(map(stem, words.split())) for name, words in _LEXICON["nouns"].items()
}
VERBS = _first_words(VERB_FAMILIES.values())
NEUTRAL_VERBS = VERB_FAMILIES["neutral"]
AMBIGUOUS = frozenset(stem(word) for word in _LEXICON["ambiguous"]["words"].split())
BUYABLE = frozenset(stem(word) for word in _LEXICON["ambiguous"]["buyable"].split())
DETERMINERS = frozenset(_LEXICON["words"]["determiners"].split())
DEFINITE = frozenset(_LEXICON["words"]["definite"].split())
PRONOUNS = frozenset(_LEXICON["words"]["pronouns"].split())
PREPOSITIONS = frozenset(_LEXICON["words"]["prepositions"].split())
ADVERBS = frozenset(stem(word) for word in _LEXICON["words"]["adverbs"].split())
NUMBERS: dict[str, int] = _LEXICON["numbers"]["words"]


_PLAIN = {
    stem(word): word
    for words in reversed(list(_LEXICON["verbs"].values()))
    for word in words.split()
    if "-" not in word
}


def plain_verb(word: str) -> str:
    """The plain form of a verb ("pay" of "paid"); "" where the word is no known verb."""
    return _PLAIN.get(stem(word), "")


def begins_with_verb(title: str) -> bool:
    """Whether the first word of a title can be an order ("Write", not "Writing" or "The")."""
    words = tokens(title)
    if not words:
        return False
    first, low = words[0], words[0].text.lower()
    plain = plain_verb(low) == low or not low.endswith(("ing", "ed", "s"))
    return first.stem in VERBS and plain


def number_of(word: str) -> int | None:
    """1 to 99999 for "3", "three" or "dozen"; otherwise None."""
    if word.isascii() and word.isdigit():
        value = int(word) if len(word) <= 5 else 0
        return value or None
    return NUMBERS.get(word.lower())
