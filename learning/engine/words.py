"""English words as the extractors need them: tokens, stop words, forms folded together."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*", re.UNICODE)  # noqa: RUF001 - the printer's apostrophe


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = _listed(
    """
    a about above across actually after again against all almost along already also although always
    am among an and another any anyone anything are around as at away back be became because become
    becomes been before being below besides between both but by came can cannot certain clearly come
    comes could did do does doing done down due during each either else enough especially etc even
    ever every everyone everything except few first for former found from further gave get gets give
    given gives go goes going got had has have having he hence her here hers herself him himself his
    how however i if in indeed instead into is it its itself just keep kept kind known largely last
    later latter least less let like likely little long made mainly make makes making many may maybe
    me mean means might mine more moreover most mostly much must my myself near nearly need needed
    needs neither never nevertheless new next no nobody none nor not nothing now of off often on
    once one only onto or other others otherwise ought our ours ourselves out over own part
    particularly perhaps please put quite rather really same saw say says second see seem seems seen
    several shall she should show shown shows simply since so some someone something sometimes
    somewhat soon still such take taken takes than that the their theirs them themselves then there
    thereby therefore these they thing things this those though three through throughout thus to
    together too took toward towards two under unless unlike until up upon us use used uses using
    usually various very via was way ways we well went were what whatever when whenever where
    whereas wherever whether which while who whole whom whose why will with within without would yet
    you your yours yourself four five six seven eight nine ten
    """
)
"""Function words, and verbs and adverbs that carry no subject; none begins or ends a phrase."""

COMMON_VERBS = _listed(
    """
    act add affect allow appear apply arrive ask bear begin believe belong break bring build call
    carry cause change consist contain continue convert cover create decide define depend describe
    destroy develop differ discover divide draw drive enable end enter exist expand explain extend
    fall feel find fit flow follow form gain generate grow happen help hold hear include increase
    indicate involve join know lack last lead learn leave let lie live lose maintain meet move
    occur offer open pass perform permit play prevent produce protect prove provide pull push reach
    receive reduce refer release remain remove replace require rest result return rise run send
    separate serve set share sit split spread stand start stay stop store suggest supply support
    surround talk tell tend think transfer transport travel try turn understand want work write
    yield absorb ensure consume contribute influence divide known
    """
)
"""Verbs of textbook prose; they part phrases ("glycolysis splits glucose")."""

_NOUNS_TOO = _listed(
    """
    act break build call cause change cover draw drive end exist fall fit flow form gain help lack
    lead lie light move need offer pass play pull push reach release rest result return rise run
    set share split spread stand start stay stop store supply support surround talk test travel try
    turn transport work yield influence divide
    """
)
"""As they stand these are nouns as often ("active transport"); their other forms are verbs."""

NEGATIONS = frozenset(
    {"no", "not", "never", "none", "nor", "neither", "cannot", "without", "nobody"}
)

PRONOUN_STARTS = _listed(
    """
    it they he she this that these those there here such we you i its their his her both
    others another one what who which however therefore thus hence then so but and or
    yet also moreover furthermore finally instead nevertheless consequently similarly likewise
    """
)
"""A sentence that begins so leans on the one before it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place in the text that was searched."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Words, hyphens and apostrophes inside them included, in their order."""
    for match in _WORD.finditer(text):
        yield Word(match.group(), match.start(), match.end())


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """One key for the forms of a noun: no case, no accents, plural as singular."""
    key = without_accents(word).casefold().replace("’", "'")  # noqa: RUF001 - see above
    key = key.removesuffix("'s").removesuffix("'")
    if len(key) > 4 and key.endswith("ies"):
        return key[:-3] + "y"
    if len(key) > 4 and key.endswith(("sses", "shes", "ches", "xes", "zes")):
        return key[:-2]
    if len(key) > 3 and key.endswith("s") and not key.endswith(("ss", "us", "is")):
        return key[:-1]
    return key


def without_accents(text: str) -> str:
    """Letters without their marks: "café" is "cafe"."""
    if text.isascii():
        return text
    parted = unicodedata.normalize("NFKD", text)
    return "".join(character for character in parted if not unicodedata.combining(character))


@lru_cache(maxsize=20_000)
def is_common_verb(word: str) -> bool:
    """Whether the word is a form of a verb in `COMMON_VERBS`."""
    key = word.casefold()
    if key in _NOUNS_TOO:
        return False
    return any(candidate in COMMON_VERBS for candidate in _verb_stems(key))


def _verb_stems(key: str) -> Iterator[str]:
    yield key
    for ending, put_back in (
        ("ies", ("y",)),
        ("es", ("", "e")),
        ("s", ("",)),
        ("ied", ("y",)),
        ("ed", ("", "e")),
        ("ing", ("", "e")),
    ):
        if len(key) > len(ending) + 2 and key.endswith(ending):
            stem = key[: -len(ending)]
            for tail in put_back:
                yield stem + tail
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]
