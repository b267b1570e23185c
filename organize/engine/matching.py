"""Finds the recipe that a title asks for, by its verb and by what it is about.

A title is read as an order ("renew the passport for mum") or as the name of a thing ("tax
return"). What stands right after the verb counts most, what follows a preposition least: to
"email prof. Lee about the thesis" is to write an e-mail, not a thesis. A verb that a recipe
does not know rules the recipe out: who sells a car does not wash it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from organize.engine.cookbook import GENERAL, Phrase, Recipe, recipes
from organize.engine.phrasing import lead_length, word_list
from organize.engine.words import (
    ADVERBS,
    AMBIGUOUS,
    DETERMINERS,
    NEUTRAL_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    VERB_FAMILIES,
    VERBS,
    Token,
    number_of,
    stem,
    tokens,
)

# "Re-caulk" is a verb, "re the bath" a preposition.
_RE_ = re.compile(r"\bre-(?=[^\W\d_])", re.IGNORECASE)
_PARTICLES = word_list("clauses", "particles")
_ALL_VERBS = frozenset(phrase for family in VERB_FAMILIES.values() for phrase in family)
_BOUNDS = frozenset({"and", "or", "then", "plus", "but", "&", "done", "etc", "home", "away"})
# "Pension stuff" is about the pension.
_EMPTY_NOUNS = frozenset({"stuff", "thing", "things", "business", "situation", "issue", "issues"})
# Heads that leave the kind of task to the word before them ("piano practice").
_TRANSPARENT = frozenset(stem(word) for word in word_list("clauses", "transparent"))
_WHO = frozenset({"who", "whose", "which"})
_LOOK_AHEAD = 6
# What a number may count behind a thing: "essay 2000 words", "guitar 20 min".
_COUNTED_WORDS = frozenset(stem(word) for word in word_list("clauses", "counted"))
_CAUSATIVE = frozenset({"get", "have"})
_ASPECTS = frozenset(map(stem, ("finish", "start", "begin", "continue", "keep", "resume")))
_GET_DONE: Phrase = ("get", "do")
_DONE = frozenset({"done", "cut", "seen", "sewn", "set"})
# "Answer 40 mails": a recipe that can count what the title counts fits better.
_COUNTED = 0.6
_DOUBTFUL = -0.2
# "Train for the marathon", "present for mum": an order or a thing.
_EITHER = 0.6
_RARE: frozenset[Phrase] = frozenset(
    tuple(map(stem, word.split("-"))) for word in word_list("clauses", "title_verbs")
)

# How sure a match is by what it rests on; the confidence of a breakdown is one of these.
CONFIDENCE_PHRASE = 0.9
CONFIDENCE_VERB_AND_THING = 0.85
CONFIDENCE_THING = 0.75
CONFIDENCE_VERB = 0.6
CONFIDENCE_ASIDE = 0.5
CONFIDENCE_GENERAL = 0.3


@dataclass(frozen=True, slots=True)
class Match:
    """The recipe, what it rests on (0..1), the title's object in its own words, and a count."""

    recipe: Recipe
    confidence: float
    score: float
    object_: str
    count: float | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a title: as an order with these verbs, or (none) as a thing."""

    verbs: frozenset[Phrase]
    direct: tuple[Token, ...]
    aside: tuple[Token, ...]
    weight: float = 1.0
    whole: bool = False
    """Whether the name of the thing has to begin with the first word ("water bill")."""


def match(title: str) -> Match:
    """The best recipe for a title; the general one where none fits. Reads 200 characters."""
    text = _RE_.sub("", title[:200])
    shift = lead_length(text)
    words = [
        Token(word.text, word.stem, word.start + shift, word.end + shift)
        for word in tokens(text[shift:])
    ]
    found: tuple[float, float, Recipe] | None = None
    # "Find a therapist who takes insurance" is not about the insurance.
    told = next((i for i, word in enumerate(words) if i and word.text.lower() in _WHO), len(words))
    stems_here = {word.stem for word in words[:told]}
    for score, confidence, recipe in _candidates(words):
        if recipe.unless & stems_here:
            continue
        if recipe.units and count_in(words, recipe) is not None:
            score += _COUNTED
        if found is None or score > found[0]:
            found = (score, confidence, recipe)
    object_ = _object(text, words)
    if found is None:
        return Match(recipes()[GENERAL], CONFIDENCE_GENERAL, 0, object_, None)
    score, confidence, recipe = found
    return Match(recipe, confidence, score, object_, count_in(words, recipe))


def is_known(title: str) -> bool:
    """Whether a recipe of its own fits the title."""
    return match(title).recipe.name != GENERAL


@cache
def _by_first_word() -> dict[str, list[tuple[Recipe, Phrase, bool]]]:
    """Things (False) and phrases (True) of all recipes by the stem they begin with."""
    index: dict[str, list[tuple[Recipe, Phrase, bool]]] = {}
    for recipe in recipes().values():
        for sure, patterns in ((False, recipe.things), (True, recipe.phrases)):
            for pattern in patterns:
                index.setdefault(pattern[0], []).append((recipe, pattern, sure))
    return index


@cache
def _alone() -> dict[Phrase, list[Recipe]]:
    index: dict[Phrase, list[Recipe]] = {}
    for recipe in recipes().values():
        for verb in recipe.alone:
            index.setdefault(verb, []).append(recipe)
    return index


@cache
def _known_verbs() -> dict[str, list[Phrase]]:
    index: dict[str, list[Phrase]] = {}
    known = _ALL_VERBS.union(_RARE, *(r.verbs | r.alone for r in recipes().values()))
    for verb in sorted(known):
        index.setdefault(verb[0], []).append(verb)
    return index


def _candidates(words: Sequence[Token]) -> Iterator[tuple[float, float, Recipe]]:
    content = [w for w in words if w.text.lower() not in DETERMINERS]
    readings = list(_readings(words))
    verbs = frozenset(verb for reading in readings for verb in reading.verbs)
    for index in range(len(content)):
        for recipe, pattern, sure in _by_first_word().get(content[index].stem, ()):
            if not sure or not _matches(content, index, pattern):
                continue
            aside = any(word.text.lower() in PREPOSITIONS for word in content[:index])
            if index == 0 or ((verbs or not aside) and _may_act(recipe, verbs)):
                yield 5 + len(pattern) - index * 0.01, CONFIDENCE_PHRASE, recipe
    for reading in readings:
        yield from _by_thing(reading)
        for verb in reading.verbs:
            for recipe in _alone().get(verb, ()):
                yield 2.4 + len(verb) / 2, CONFIDENCE_VERB, recipe


def _may_act(recipe: Recipe, verbs: frozenset[Phrase]) -> bool:
    """Whether a recipe knows what is done: who talks about the chores does not do them."""
    return not verbs or bool(verbs & (recipe.verbs | recipe.alone | NEUTRAL_VERBS))


def _matches(words: Sequence[Token], index: int, pattern: Phrase) -> bool:
    if index + len(pattern) > len(words):
        return False
    return all(words[index + i].stem == part for i, part in enumerate(pattern))


def _by_thing(reading: _Reading) -> Iterator[tuple[float, float, Recipe]]:
    neutral = not reading.verbs or bool(reading.verbs & NEUTRAL_VERBS)
    for region, aside in ((reading.direct, False), (reading.aside, True)):
        for index, word in enumerate(region):
            if reading.whole and (aside or index):
                break
            for recipe, pattern, sure in _by_first_word().get(word.stem, ()):
                if sure or not _matches(region, index, pattern):
                    continue
                late = _late_verbs(region, index + len(pattern)) if not aside else frozenset()
                verbs = reading.verbs or late
                specific = bool(recipe.verbs & verbs)
                if not (specific or (neutral and not recipe.needs_verb)):
                    continue
                score = 3.0 if specific else reading.weight
                score += 1 + 2 * len(pattern) - index * 0.05
                score += 0.5 if recipe.alone & verbs else 0
                confidence = CONFIDENCE_VERB_AND_THING if specific else CONFIDENCE_THING
                if not _is_head(region, index + len(pattern)):
                    if len(pattern) == 1 and not _says_little(region[index + 1 :]):
                        continue
                    score -= 2
                    confidence = CONFIDENCE_ASIDE
                if aside:
                    score -= 3.2 if reading.direct else 2.5
                    confidence = CONFIDENCE_ASIDE
                if score >= 3:
                    yield score, confidence, recipe


def _late_verbs(region: Sequence[Token], after: int) -> frozenset[Phrase]:
    """The verb in the name of a thing: "kitchen cleaning", "car wash"."""
    return frozenset((word.stem,) for word in region[after:] if word.stem in VERBS)


def _is_head(region: Sequence[Token], after: int) -> bool:
    """Whether the noun phrase ends here, so that "dog" in "dog food" does not count in full."""
    if after >= len(region):
        return True
    following = region[after]
    low = following.text.lower()
    return (
        low in _BOUNDS
        or low in _EMPTY_NOUNS
        or low in _PARTICLES
        or following.stem in ADVERBS
        or following.text.lower().endswith("ing")
        or _ends_with_a_number(region, after)
    )


def _says_little(rest: Sequence[Token]) -> bool:
    """Whether what follows a thing names no other thing: "Spanish words", "tax papers"."""
    return all(
        word.stem in _TRANSPARENT | ADVERBS | _COUNTED_WORDS or number_of(word.text) is not None
        for word in rest
    )


def _ends_with_a_number(region: Sequence[Token], after: int) -> bool:
    """ "Chapter 7", but not "module 3 quiz"."""
    if number_of(region[after].text) is None:
        return False
    behind = region[after + 1] if after + 1 < len(region) else None
    return (
        behind is None
        or behind.text.lower() in _BOUNDS
        or behind.stem in ADVERBS | _COUNTED_WORDS
        or number_of(behind.text) is not None
    )


def _readings(words: Sequence[Token]) -> Iterator[_Reading]:
    if not words:
        return
    first = words[0]
    following = words[1].text.lower() if len(words) > 1 else ""
    if first.stem in _CAUSATIVE and (end := _participle(words)):
        # "Get the piano tuned": somebody else does it.
        done = words[end].text.lower() == "done"
        verbs = frozenset({_GET_DONE} if done else {(words[end].stem,), _GET_DONE})
        yield _reading(verbs, words[1:end])
    known = first.stem in _known_verbs()
    if len(words) > 1 and first.stem in _ASPECTS and _is_gerund(words[1]):
        # "Finish reading Dune" is to read it.
        yield from _readings([_as_order(words[1]), *words[2:]])
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
        yield _reading(verbs, words[start:])
        if start > 1:  # "Sign up for the gym" also reads as "sign" with an aside.
            yield _reading(verbs, words[1:])
    ambiguous = first.stem in AMBIGUOUS and following not in DETERMINERS
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


def _verbs_at_start(words: Sequence[Token]) -> frozenset[Phrase]:
    """Verbs and phrasal verbs the title begins with, their parts split ("pick the kids up")."""
    ahead = [word.stem for word in words[1:_LOOK_AHEAD]]
    found = set()
    for verb in _known_verbs()[words[0].stem]:
        rest = iter(ahead)
        if all(part in rest for part in verb[1:]):
            found.add(verb)
    # "Sand and paint the fence": both verbs act.
    if len(words) > 3 and words[1].text.lower() == "and" and words[2].stem in VERBS:
        found.add((words[2].stem,))
    return frozenset(found)


def _adjacent(words: Sequence[Token], verb: Phrase) -> int:
    if len(words) > 3 and words[1].text.lower() == "and" and words[2].stem in VERBS:
        return 3
    for length in range(len(verb), 1, -1):
        if _matches(words, 0, verb[:length]):
            return length
    return 1


def _reading(verbs: frozenset[Phrase], words: Sequence[Token]) -> _Reading:
    content = [w for w in words if w.text.lower() not in DETERMINERS]
    edge = next((i for i, w in enumerate(content) if w.text.lower() in PREPOSITIONS), len(content))
    direct, aside = content[:edge], content[edge + 1 :]
    # Adverbs alone are no object: "study today for the exam" is about the exam.
    if not any(word.stem not in ADVERBS and word.text not in _PARTICLES for word in direct):
        second = next(
            (i for i, w in enumerate(aside) if w.text.lower() in PREPOSITIONS), len(aside)
        )
        direct, aside = aside[:second], aside[second + 1 :]
    return _Reading(verbs, tuple(direct), tuple(aside))


def count_in(words: Sequence[Token], recipe: Recipe) -> float | None:
    """How many of what the recipe repeats the text names: "10 pages", "a 2,500 word essay"."""
    if not recipe.each:
        return None
    for index, word in enumerate(words):
        number = number_of(word.text)
        if number is None:
            continue
        thousands = words[index + 1] if index + 1 < len(words) else None
        ahead = index + 1
        if thousands and thousands.start == word.end + 1 and len(thousands.text) == 3:
            rest = number_of(thousands.text.lstrip("0") or "0")
            if thousands.text.isdigit() and number < 100:
                number = number * 1000 + (rest or 0)
                ahead += 1
        for later in words[ahead : ahead + 3]:
            if later.stem in recipe.units:
                return max(1.0, number * recipe.units[later.stem])
            if number_of(later.text) is not None or later.text.lower() in PREPOSITIONS:
                break
    return _range_in(words, recipe)


def _range_in(words: Sequence[Token], recipe: Recipe) -> float | None:
    """ "pages 20 to 45" names 26 of them; "chapter 7" names none."""
    for index, word in enumerate(words[:-2]):
        if word.stem not in recipe.units or word.text.lower() == word.stem:
            continue
        low, high = number_of(words[index + 1].text), number_of(words[index + 2].text)
        if high is None and words[index + 2].text in {"to", "and"} and index + 3 < len(words):
            high = number_of(words[index + 3].text)
        if low is not None and high is not None and high > low:
            return max(1.0, (high - low + 1) * recipe.units[word.stem])
    return None


def _object(text: str, words: Sequence[Token]) -> str:
    """What the verb acts on, in the person's words, with "my" turned into "your"."""
    if len(words) < 2 or (words[0].stem not in VERBS):
        return ""
    start = 1
    while start < len(words) and words[start].text.lower() in _PARTICLES:
        start += 1
    end = start
    while end < len(words) and words[end].text.lower() not in PREPOSITIONS:
        if words[end].stem in ADVERBS:
            break
        end += 1
    if end == start:
        return ""
    return as_yours(text[words[start].start : words[end - 1].end])[:80]


def as_yours(phrase: str) -> str:
    """The person's words as they are said back: "my desk" becomes "your desk"."""
    said = {"my": "your", "me": "you", "mine": "yours", "myself": "yourself", "our": "your"}
    return " ".join(said.get(word.lower(), word) for word in phrase.split())
