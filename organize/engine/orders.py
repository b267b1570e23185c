"""How a title can be read: as an order with its verbs, or as the name of a thing.

"Return Anna's call" is an order about a call; "return flight" is a thing, or an order about a
flight. Each reading says what stands right after the verb and what follows a preposition, and
the recipes are matched against each of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from organize.engine.cookbook import Phrase, recipes
from organize.engine.phrasing import word_list
from organize.engine.words import (
    ADVERBS,
    AMBIGUOUS,
    BUYABLE,
    DEFINITE,
    DETERMINERS,
    NOUN_FAMILIES,
    PREPOSITIONS,
    PRONOUNS,
    VERB_FAMILIES,
    VERBS,
    Token,
    number_of,
    stem,
)

# What a number may count behind a thing: "essay 2000 words", "guitar 20 min".
COUNTED_WORDS = frozenset(stem(word) for word in word_list("clauses", "counted"))
PARTICLES = word_list("clauses", "particles")
_ALL_VERBS = frozenset(phrase for family in VERB_FAMILIES.values() for phrase in family)
_RARE: frozenset[Phrase] = frozenset(
    tuple(map(stem, word.split("-"))) for word in word_list("clauses", "title_verbs")
)
_NEVER_SPLIT = frozenset({"to", "with", "for", "of"})
_MAY_SPLIT = PARTICLES - _NEVER_SPLIT
# To clean up is to clean, but to write down is not to write, nor to send back to send.
_TURNING = _MAY_SPLIT - {"up", "out", "off"}
_LOOK_AHEAD = 6
_CAUSATIVE = frozenset({"get", "have"})
_ASPECTS = frozenset(map(stem, ("finish", "start", "begin", "continue", "keep", "resume")))
_GET_DONE: Phrase = ("get", "do")
_DONE = frozenset({"done", "cut", "seen", "sewn", "set"})
# "Get the hedge cut", "take the cat to be weighed": an errand to somebody who does it.
BY_OTHERS: Phrase = ("have", "do")
_SERVICES = frozenset(phrase[0] for phrase in VERB_FAMILIES["service"])
_SOMEBODY = NOUN_FAMILIES["somebody"]
_BRING: Phrase = ("bring",)
CARRYING = frozenset({"take", "bring", "carry", "drop"})
# "Find the charger" looks for what is there, "find a charger" for what is not.
_SEEKING: frozenset[Phrase] = frozenset({("find",), ("look", "for"), ("search", "for")})
LOCATE: Phrase = ("locate",)
FIND_IT: Phrase = ("find", "it")
# "The best deal" is not there yet.
_WANTED = frozenset({"best", "right", "perfect", "cheapest", "nearest", "next", "time", "way"})
# What one calls or writes about is not what one does.
_SAYING = frozenset().union(*(VERB_FAMILIES[name] for name in ("call", "message", "talk")))
_TOPICS = frozenset({"about", "abt", "re", "regarding", "because", "if", "since", "as"})
# "Give the silver a polish" is to polish it.
_LIGHT = frozenset({"give"})
_LIGHT_VERBS = frozenset(
    {"take", "get", "put", "go", "come", "make", "run", "give", "look", "turn", "find"}
)
_APART = frozenset({"out", "down", "off", "apart", "up"})
_ARTICLES = frozenset({"a", "an", "another"})
# Either an order or a thing: "train for the marathon", "present for mum".
_EITHER = 0.6
_DOUBTFUL = -0.2


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a title: as an order with these verbs, or (none) as a thing."""

    verbs: frozenset[Phrase]
    direct: tuple[Token, ...]
    aside: tuple[Token, ...]
    weight: float = 1.0
    whole: bool = False
    """Whether the name of the thing has to begin with the first word ("water bill")."""
    carried: str = ""
    """The "to" or "for" of taking something somewhere: what follows says what is to be done."""
    implied: frozenset[Phrase] = frozenset()
    """Verbs that do not decide by themselves: the "clean" of "clean up"."""
    bare: bool = False
    """Whether the verb acts on nothing: "run 5k", "rest before the show"."""


@cache
def _known_verbs() -> dict[str, list[Phrase]]:
    index: dict[str, list[Phrase]] = {}
    known = _ALL_VERBS.union(_RARE, *(r.verbs | r.alone | r.bare for r in recipes().values()))
    for verb in sorted(known):
        index.setdefault(verb[0], []).append(verb)
    return index


def readings(words: Sequence[Token]) -> Iterator[Reading]:
    if not words:
        return
    first = words[0]
    following = words[1].text.lower() if len(words) > 1 else ""
    errand = _served(words) or _lent(words)
    if errand is not None:
        yield errand
        return
    if first.stem in _CAUSATIVE and (end := _participle(words)):
        # "Get the piano tuned": somebody else does it.
        done = words[end].text.lower() == "done"
        verbs = frozenset({_GET_DONE} if done else {(words[end].stem,), _GET_DONE})
        yield _reading(verbs, words[1:end])
    known = first.stem in _known_verbs()
    if len(words) > 1 and first.stem in _ASPECTS and _is_gerund(words[1]):
        # "Finish reading Dune" is to read it.
        yield from readings([_as_order(words[1]), *words[2:]])
        return
    verb_like = known or following in DETERMINERS or following in PRONOUNS
    gerund = _is_gerund(first)
    unknown = not verb_like and following not in PREPOSITIONS
    if unknown and len(words) > 2 and words[2].text.lower() in DETERMINERS:
        # "Baby-proof the stairs": two words before "the" are an unknown order.
        yield _reading(frozenset({(first.stem, words[1].stem)}), words[2:])
        return
    if verb_like:
        verbs = _verbs_at_start(words) if known else frozenset({(first.stem,)})
        start = max((_adjacent(words, verb) for verb in verbs), default=1)
        implied = _implied(words, verbs)
        verbs -= _implied(words, verbs, _TURNING) | _turned(verbs)
        verbs |= _sought(words, verbs, start)
        way = _way(words) if first.stem in CARRYING else ""
        carried = way if way in {"to", "for"} else ""
        if way == "to" and not _is_somebody(words[1:]):
            verbs |= {_BRING}
        order = _reading(verbs, words[start:])
        yield replace(order, implied=implied, carried=carried)
        if start > 1:  # "Sign up for the gym" also reads as "sign" with an aside.
            yield replace(_reading(verbs, words[1:]), implied=implied)
    ambiguous = first.stem in AMBIGUOUS and following not in DETERMINERS
    if known and any(len(verb) > 1 and stands_at(words, 0, verb) for verb in verbs):
        ambiguous = False  # "Walk to the post box" is no walk.
    if not verb_like or gerund or ambiguous or len(words) == 1:
        # "Call student finance" is hardly the name of a thing.
        doubtful = verb_like and not gerund and len(words) > 1
        weight = 1.0
        if doubtful:
            weight = _EITHER if following in PREPOSITIONS else _DOUBTFUL
        yield replace(_reading(frozenset(), words), weight=weight, whole=doubtful)


def _is_gerund(word: Token) -> bool:
    return word.text.lower().endswith("ing") and word.stem != word.text.lower()


def _as_order(gerund: Token) -> Token:
    return replace(gerund, text=gerund.stem)


def _participle(words: Sequence[Token]) -> int:
    """The place of "tuned" in "get the piano tuned"; 0 where there is none."""
    for index in range(2, min(len(words), _LOOK_AHEAD)):
        word = words[index]
        if word.text.lower() in PREPOSITIONS:
            return 0
        if (word.text.lower().endswith("ed") or word.text.lower() in _DONE) and word.stem in VERBS:
            return index
    return 0


def _served(words: Sequence[Token]) -> Reading | None:
    """ "Get the hedge cut", "take the cat to be weighed": somebody else does it."""
    first = words[0].stem
    for index in range(2, min(len(words) - 2, _LOOK_AHEAD)):
        to_be = words[index].text.lower() == "to" and words[index + 1].text.lower() == "be"
        if to_be and first in CARRYING | _CAUSATIVE:
            done = (words[index + 2].stem,)
            return _reading(frozenset({BY_OTHERS, (first,), done}), words[1:index])
    end = _participle(words) if first in _CAUSATIVE else 0
    if end and words[end].stem in _SERVICES:
        done = (words[end].stem,)
        return _reading(frozenset({BY_OTHERS, (first,), done}), words[1:end])
    return None


def _lent(words: Sequence[Token]) -> Reading | None:
    """ "Give the silver a polish" says with a noun what a verb could say."""
    if words[0].stem not in _LIGHT:
        return None
    for index in range(2, min(len(words) - 1, _LOOK_AHEAD)):
        action = words[index + 1]
        if words[index].text.lower() not in _ARTICLES or action.stem in BUYABLE:
            continue
        if action.stem in VERBS and stands_alone(words, index + 2):
            return _reading(frozenset({(action.stem,)}), words[1:index])
    return None


def stands_alone(words: Sequence[Token], after: int) -> bool:
    """Whether no further noun follows: "a call tomorrow", but not "a call centre"."""
    if after >= len(words):
        return True
    following = words[after]
    return following.text.lower() in PREPOSITIONS or following.stem in ADVERBS


def _implied(
    words: Sequence[Token], verbs: frozenset[Phrase], particles: frozenset[str] | None = None
) -> frozenset[Phrase]:
    """Verbs that are only the beginning of another: who goes through papers goes nowhere.

    All of them, or those that one of the particles continues.
    """
    longer = [verb for verb in verbs if len(verb) > 1 and stands_at(words, 0, verb)]
    longer = [
        verb
        for verb in longer
        if (verb[1] not in _NEVER_SPLIT | _TOPICS if particles is None else verb[1] in particles)
    ]
    return frozenset(v for v in verbs for w in longer if len(v) < len(w) and w[: len(v)] == v)


def _turned(verbs: frozenset[Phrase]) -> frozenset[Phrase]:
    """The "take" of "take the pills out of the bag": a light verb means what follows it."""
    apart = {verb[0] for verb in verbs if len(verb) == 2 and verb[1] in _APART}
    return frozenset((verb,) for verb in apart & _LIGHT_VERBS)


def _sought(words: Sequence[Token], verbs: frozenset[Phrase], start: int) -> frozenset[Phrase]:
    """Looking for what is there: surely "find the charger", maybe "find charger"."""
    sought = any(stands_at(words, 0, verb) for verb in verbs & _SEEKING)
    if not sought or start >= len(words):
        return frozenset()
    low, wanted = words[start].text.lower(), words[start : start + 3]
    if any(word.text.lower() in _WANTED for word in wanted):
        return frozenset()
    if any(word.text.lower() in {"missing", "lost"} for word in wanted):
        return frozenset({LOCATE, FIND_IT})
    if low in DEFINITE or words[start].text.endswith(("'s", "\u2019s")):
        return frozenset({LOCATE, FIND_IT})
    counted = low in DETERMINERS | PRONOUNS or number_of(low) is not None or low[0].isdigit()
    return frozenset() if counted else frozenset({FIND_IT})


def _way(words: Sequence[Token]) -> str:
    """The first preposition: where or what for something is taken."""
    edges = (word.text.lower() for word in words[2:] if word.text.lower() in PREPOSITIONS)
    return next(edges, "")


def _is_somebody(words: Sequence[Token]) -> bool:
    """Whether the words begin with a person or an animal, who is not put into a bag."""
    named = [word for word in words if word.text.lower() not in DETERMINERS]
    return bool(named) and (named[0].text[0].isupper() or named[0].stem in _SOMEBODY)


def _verbs_at_start(words: Sequence[Token]) -> frozenset[Phrase]:
    """Verbs and phrasal verbs the title begins with, their parts split ("pick the kids up")."""
    found = set()
    for verb in _known_verbs()[words[0].stem]:
        # "Put the tent away", but "move the coats to the hall" is not to move to somewhere.
        if stands_at(words, 0, verb):
            if _names_its_thing(words, verb):
                found.add(verb)
        elif _MAY_SPLIT.issuperset(verb[1:]) and _comes_apart(words, verb):
            found.add(verb)
    # "Sand and paint the fence": both verbs act.
    if len(words) > 3 and words[1].text.lower() == "and" and words[2].stem in VERBS:
        found.add((words[2].stem,))
    return frozenset(found)


def _comes_apart(words: Sequence[Token], verb: Phrase) -> bool:
    """Whether the particle stands behind the thing: "fill the form in", not "the salt in the"."""
    at = 1
    for particle in verb[1:]:
        while at < min(len(words), _LOOK_AHEAD) and words[at].stem != particle:
            at += 1
        if at >= min(len(words), _LOOK_AHEAD):
            return False
        at += 1
    return at >= len(words) or words[at].text.lower() not in DETERMINERS | PRONOUNS


def _names_its_thing(words: Sequence[Token], verb: Phrase) -> bool:
    """Whether the noun of "take photo" ends there: "take photo albums to Sue" takes albums."""
    if len(verb) < 2 or verb[-1] in PARTICLES | VERBS | PREPOSITIONS or len(verb) >= len(words):
        return True
    following = words[len(verb)].text.lower()
    return following in PREPOSITIONS | DETERMINERS | PRONOUNS or words[len(verb)].stem in ADVERBS


def _adjacent(words: Sequence[Token], verb: Phrase) -> int:
    if len(words) > 3 and words[1].text.lower() == "and" and words[2].stem in VERBS:
        return 3
    for length in range(len(verb), 1, -1):
        if stands_at(words, 0, verb[:length]):
            return length
    return 1


def stands_at(words: Sequence[Token], index: int, pattern: Phrase) -> bool:
    """Whether the words at this place are the pattern's, whatever their form."""
    if index + len(pattern) > len(words):
        return False
    return all(words[index + i].stem == part for i, part in enumerate(pattern))


def _reading(verbs: frozenset[Phrase], words: Sequence[Token]) -> Reading:
    content = [w for w in words if w.text.lower() not in DETERMINERS]
    edge = next((i for i, w in enumerate(content) if w.text.lower() in PREPOSITIONS), len(content))
    direct, aside = content[:edge], content[edge + 1 :]
    # Adverbs alone are no object: "study today for the exam" is about the exam.
    if not any(word.stem not in ADVERBS and word.text not in PARTICLES for word in direct):
        if edge < len(content) and content[edge].text.lower() in _TOPICS and verbs & _SAYING:
            return Reading(verbs, tuple(direct), (), bare=True)
        second = next(
            (i for i, w in enumerate(aside) if w.text.lower() in PREPOSITIONS), len(aside)
        )
        direct, aside = aside[:second], aside[second + 1 :]
        return Reading(verbs, tuple(direct), tuple(aside), bare=True)
    numbered = any(_is_number(word) for word in direct)
    bare = all(_only_measures(word, numbered=numbered) for word in direct)
    return Reading(verbs, tuple(direct), tuple(aside), bare=bare)


def _is_number(word: Token) -> bool:
    return word.text[0].isdigit() or number_of(word.text) is not None


def _only_measures(word: Token, *, numbered: bool) -> bool:
    """Whether the word is no thing: "twice", "5k", the "minutes" of "20 minutes"."""
    return (
        word.stem in ADVERBS
        or word.text.lower() in PARTICLES
        or _is_number(word)
        or (numbered and word.stem in COUNTED_WORDS)
    )
