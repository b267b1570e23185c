"""Whether a text speaks of self-harm or danger, and whose.

The text is put into plain form; what only looks like such words is cut out; what is left is
matched. A "not" before a match takes it back, a story's death is nobody's, and what lies years
behind is past. Lighter words count together.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from focushub.language.crisis.plain import plain


class Danger(StrEnum):
    """What it is about. Where several are named, the one that cannot wait."""

    OVERDOSE = "overdose"
    MEDICAL = "medical"
    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    HARM_OTHERS = "harm_others"


@dataclass(frozen=True, slots=True)
class Crisis:
    """What was recognised.

    Attributes:
        danger: what it is about.
        about: whether the person speaks of themselves or of somebody else.
    """

    danger: Danger
    about: Literal["self", "another"]


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    holds_its_not: bool


@dataclass(frozen=True, slots=True)
class _Phrases:
    signals: Mapping[Danger, tuple[_Pattern, ...]]
    dark: tuple[_Pattern, ...]
    heavy: tuple[_Pattern, ...]
    lookalikes: tuple[re.Pattern[str], ...]
    elsewhere: re.Pattern[str]
    unspaced: tuple[str, ...]
    fiction: re.Pattern[str]
    games: re.Pattern[str]


_NEGATION = re.compile(
    r"\b(?:not|never|no longer|without|no|nobody is|nothing about|far from|stopped|"
    r"instead of|rather than|hardly)\b"
)
# These say "not" and mean that it is so.
_NO_NEGATION = re.compile(
    r"\b(?:can not (?:stop|help|shake|escape|quit|control)|could not (?:stop|help|shake)|not only|"
    r"not just|not sure|do not know|not know|do not care|not lie|not lying|not joking|not kidding|"
    r"no (?:one|idea|joke|cap|lie|doubt|friends?|hope|energy|sleep|reason|point|wonder|good|longer"
    r" (?:know|care|sure))|do not tell|not tell|"
    r"why (?:do|should) (?:i )?not|not okay|not ok|not fine|not good|not well|not (?:be )?able|"
    r"not feel(?:ing)?(?! (?:like|suicidal|the))|not (?:the )?first|not been|never stopped?|"
    r"never (?:felt|been) (?:so|this|more)|nothing else|nothing but|not exaggerat\w+|"
    r"not (?:an? )?(?:joke|exaggeration)|no (?:other|alternative)|do not think i can|"
    r"not (?:sleep|eat|cope|take|do|stand|handle|bear|focus|work)\w*|not (?:seen|told|say|said)|"
    r"not (?:want|wish) help|not (?:long|much))\b"
)
_CLAUSE_END = re.compile(
    r"[.,?\"]|\b(?:but|because|and|so|then|however|though|although|yet)\b"
    # "Not okay, i want to die": a new subject begins anew, unless its verb is denied itself.
    r"|\bi\b(?! (?:\w+ )?(?:not|never|no longer)\b)"
)
_PAST = re.compile(
    r"\b(?:years ago|decades? ago|a long time ago|long ago|used to|back then|back in (?:19|20)\d\d|"
    r"in (?:19|20)\d\d|when i was (?:\d+|a (?:kid|child|teen\w*|student)|young\w*|little|in)|"
    r"last (?:year|decade)|in (?:my )?(?:high school|college|childhood|youth|teens|twenties)|"
    r"during (?:my )?(?:childhood|adolescence)|as a (?:kid|child|teen\w*)|no longer|anymore now)\b"
)
_BACK = re.compile(
    r"\b(?:again|still (?:want|think|feel|have|do)|(?:is|are|am|comes?|coming) back|these days|"
    r"lately|every day|ever since|never stopped|right now|tonight)\b"
)
_WELL = re.compile(
    r"\b(?:fine|better|okay|ok|glad|good|great|well|recovered|healed|happy|happier|stable|clean|"
    r"therapy|grateful|alive now|not anymore|proud|past that|over it|behind me|survived|changed)\b"
)
_ANOTHER = re.compile(
    r"\b(?:himself|herself|themselves|themself|theirself|ourselves|he|she|they|friend|sister|"
    r"brother|mum|mom|dad|mother|father|son|daughter|wife|husband|partner|girlfriend|boyfriend|"
    r"roommate|colleague|classmate|student|neighbou?r|cousin|uncle|aunt|someone|somebody)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:i|me|my|myself)\b")
# What players say of each other.
_PLAYED = frozenset({Danger.VIOLENCE, Danger.HARM_OTHERS, Danger.MEDICAL})
_LONGING = re.compile(
    r"\b(?:want|wish|plan|planning|going to|feel|thinking|thoughts|suicid\w+|urges?|decided|"
    r"tonight|can not|hope|better off|life|live|living|alive|wrists?|pills)\b"
)
_GAP = r"(?: \w+){0,3} "
# More than one thing that weighs, and one of them dark; or three that weigh.
_ENOUGH_WITH_DARK = 2
_ENOUGH = 3
# How far back light words still count.
_MESSAGES = 3


def recognise(text: str, *, before: Sequence[str] = ()) -> Crisis | None:
    """The crisis of which a text speaks, or None.

    Args:
        text: what a person (or a model) wrote; any length, read up to 20,000 characters.
        before: what the same person wrote just before, oldest first: what weighs a little in each
            of several messages counts together. A crisis that stands in one of them is not told
            again for it.
    """
    phrases = _phrases()
    said = plain(text)
    if phrases.elsewhere.search(said) or any(words in text for words in phrases.unspaced):
        return Crisis(Danger.SUICIDE, "self")
    said = _without(said, phrases.lookalikes)
    for danger, patterns in phrases.signals.items():
        for found in _matches(said, patterns):
            if not _is_taken_back(said, found, danger, phrases):
                return Crisis(danger, _about(said, found[0]))
    weights = _weights(said, phrases)
    if weights:
        for earlier in before[-_MESSAGES:]:
            weights |= _weights(_without(plain(earlier), phrases.lookalikes), phrases)
    dark = len(weights & set(phrases.dark))
    if len(weights) >= _ENOUGH or (dark and len(weights) >= _ENOUGH_WITH_DARK):
        return Crisis(Danger.SUICIDE, "self")
    return None


def _without(said: str, lookalikes: tuple[re.Pattern[str], ...]) -> str:
    for lookalike in lookalikes:
        said = lookalike.sub(" ~ ", said)
    return said


def _matches(said: str, patterns: tuple[_Pattern, ...]) -> Iterator[tuple[re.Match[str], _Pattern]]:
    for pattern in patterns:
        for match in pattern.regex.finditer(said):
            yield match, pattern


def _is_taken_back(
    said: str, found: tuple[re.Match[str], _Pattern], danger: Danger, phrases: _Phrases
) -> bool:
    match, pattern = found
    sentence = _sentence(said, match)
    if not pattern.holds_its_not and _is_denied(said, match):
        return True
    if phrases.games.search(sentence):
        return danger in _PLAYED or not _LONGING.search(said[: match.end()][-60:])
    is_anothers = not _FIRST_PERSON.search(match[0]) and not _speaks_of_self(said, match)
    if _PAST.search(sentence) and not _BACK.search(said):
        return is_anothers or bool(_WELL.search(said))
    return is_anothers and bool(phrases.fiction.search(sentence))


def _is_denied(said: str, match: re.Match[str]) -> bool:
    before = said[max(0, match.start() - 80) : match.start()]
    begin = max((end.end() for end in _CLAUSE_END.finditer(before)), default=0)
    clause = before[begin:]
    negations = list(_NEGATION.finditer(clause))
    if not negations or "not not" in clause:
        return False
    return not _NO_NEGATION.search(clause)


def _speaks_of_self(said: str, match: re.Match[str]) -> bool:
    words = said[max(0, match.start() - 40) : match.start()].split()[-4:]
    return bool({"i", "me", "my"} & set(words))


def _about(said: str, match: re.Match[str]) -> Literal["self", "another"]:
    if re.search(r"\b(?:myself|i|me|my)\b", match[0]):
        return "self"
    if re.search(r"\b(?:himself|herself|themselves|themself|theirself)\b", match[0]):
        return "another"
    before = said[max(0, match.start() - 60) : match.start()]
    subjects = list(re.finditer(r"\bi\b", before))
    others = list(_ANOTHER.finditer(before))
    if others and (not subjects or others[-1].start() > subjects[-1].start()):
        return "another"
    return "self"


def _sentence(said: str, match: re.Match[str]) -> str:
    begin = max(said.rfind(mark, 0, match.start()) for mark in ".?") + 1
    ends = [end for end in (said.find(mark, match.end()) for mark in ".?") if end >= 0]
    return said[begin : min(ends, default=len(said))]


def _weights(said: str, phrases: _Phrases) -> set[_Pattern]:
    return {
        pattern
        for pattern in (*phrases.dark, *phrases.heavy)
        if any(
            pattern.holds_its_not or not _is_denied(said, match)
            for match in pattern.regex.finditer(said)
        )
    }


@cache
def _phrases() -> _Phrases:
    with (Path(__file__).parent / "phrases.toml").open("rb") as file:
        data = tomllib.load(file)
    slots = data["slots"]

    def of(table: Mapping[str, Any]) -> tuple[_Pattern, ...]:
        return tuple(_compiled(line, slots) for line in _lines(table["patterns"]))

    return _Phrases(
        signals={danger: of(data[danger.value]) for danger in Danger},
        dark=of(data["hints"]["dark"]),
        heavy=of(data["hints"]["heavy"]),
        lookalikes=tuple(p.regex for p in of(data["lookalikes"])),
        elsewhere=re.compile(
            "|".join(rf"\b(?:{line})\b" for line in _lines(data["elsewhere"]["patterns"]))
        ),
        unspaced=_unspaced(data["elsewhere"]["unspaced"]),
        fiction=_any_of(data["fiction"]["words"]),
        games=_any_of(data["games"]["words"]),
    )


def _unspaced(block: str) -> tuple[str, ...]:
    return tuple(words.replace("_", " ") for words in block.split())


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words.split())})(?!\w)")


def _lines(block: str) -> Iterator[str]:
    return (line.strip() for line in block.splitlines() if line.strip())


def _compiled(line: str, slots: Mapping[str, str]) -> _Pattern:
    body = line.removeprefix("!").replace(" ... ", _GAP)
    for name, slot in slots.items():
        body = body.replace(f"{{{name}}}", slot)
    return _Pattern(re.compile(rf"(?<!\w)(?:{body})(?!\w)"), line.startswith("!"))
