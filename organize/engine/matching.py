"""Finds the recipe that a title asks for, by its verb and by what it is about.

A title is read as an order ("renew the passport for mum") or as the name of a thing ("tax
return"). What stands right after the verb counts most, what follows a preposition least: to
"email prof. Lee about the thesis" is to write an e-mail, not a thesis. A verb that a recipe
does not know rules the recipe out: who sells a car does not wash it. What stands in brackets or
behind a dash or colon says more of the task and does not name it.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from organize.engine.cookbook import GENERAL, Phrase, Recipe, recipes
from organize.engine.counts import count_in
from organize.engine.orders import (
    BY_OTHERS,
    COUNTED_WORDS,
    FIND_IT,
    LOCATE,
    PARTICLES,
    Reading,
    readings,
    stands_at,
)
from organize.engine.phrasing import lead_length, word_list
from organize.engine.words import (
    ADVERBS,
    AMBIGUOUS,
    DETERMINERS,
    NEUTRAL_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
    Token,
    begins_with_verb,
    number_of,
    stem,
    tokens,
)

# "Re-caulk" is a verb, "re the bath" a preposition.
_RE_ = re.compile(r"\bre-(?=[^\W\d_])", re.IGNORECASE)
_ASIDES_RE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|(?:\s[-\u2013\u2014]+\s|:\s).*", re.DOTALL)
_MARK_RE = re.compile(r":\s|\s[-\u2013\u2014]+\s")
_SHORT_NAME = 2
_BOUNDS = frozenset({"and", "or", "then", "plus", "but", "&", "done", "etc", "home", "away"})
# "Pension stuff" is about the pension.
_EMPTY_NOUNS = frozenset({"stuff", "thing", "things", "business", "situation", "issue", "issues"})
# Heads that leave the kind of task to the word before them ("piano practice").
_TRANSPARENT = frozenset(stem(word) for word in word_list("clauses", "transparent"))
_ASKING = frozenset({"what", "how", "why"})
_WHO = frozenset({"who", "whose", "which"})
# "Answer 40 mails": a recipe that can count what the title counts fits better.
_COUNTED = 0.6
_CLOCK = frozenset(map(stem, ("min", "mins", "minute", "minutes", "hour", "hours")))
_AMOUNTS = frozenset(map(stem, word_list("clauses", "amounts")))
# Recipes that deal with those who do it: "get the car serviced".
_ERRANDS: frozenset[Phrase] = frozenset((verb,) for verb in ("get", "book", "bring"))
# "Take the parcel to the post office": the place says more than what is taken there.
_CARRIED = 3.2
_BEHIND_OF, _IN_FRONT, _ASIDE, _ASIDE_ALONE = 3.2, 2.0, 3.2, 2.5
_VISITS: frozenset[Phrase] = frozenset({("take",), ("bring",), ("bring", "to")})

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


def match(title: str) -> Match:
    """The best recipe for a title; the general one where none fits. Reads 200 characters."""
    text = _RE_.sub("", title[:200])
    shift = lead_length(text)
    words = _shifted(tokens(text[shift:]), shift)
    named = _shifted(tokens(_named(text[shift:])), shift)
    found: tuple[float, float, Recipe] | None = None
    # "Find a therapist who takes insurance" is not about the insurance.
    told = next((i for i, word in enumerate(words) if i and word.text.lower() in _WHO), len(words))
    stems_here = {word.stem for word in words[:told]}
    if all(way.verbs for way in readings(named)):
        candidates = list(_candidates(named))
    else:
        candidates = list(_candidates(named)) or list(_candidates(words))
    for score, confidence, recipe in candidates:
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


def _shifted(words: Sequence[Token], by: int) -> list[Token]:
    return [Token(word.text, word.stem, word.start + by, word.end + by) for word in words]


def _named(text: str) -> str:
    """The text without what stands in brackets or behind a dash; all of it where none is left."""
    shorter = _ASIDES_RE.sub(" ", text)
    mark = _MARK_RE.search(text)
    if mark is not None and begins_with_verb(text[mark.end() :]):
        head = text[: mark.start()]
        name = tokens(head)
        is_name = name and name[0].stem in AMBIGUOUS and len(name) <= _SHORT_NAME
        if is_name or not begins_with_verb(head):
            # "Book club: finish the novel" says what the order is for.
            return " " * mark.end() + _ASIDES_RE.sub(" ", text[mark.end() :])
    # "Kids: dentist forms" is about the forms.
    name = tokens(shorter)
    if not name or (len(name) == 1 and ":" in text[: name[0].end + 1]):
        return text
    return shorter


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
        for verb in recipe.alone | recipe.bare:
            index.setdefault(verb, []).append(recipe)
    return index


def _candidates(words: Sequence[Token]) -> Iterator[tuple[float, float, Recipe]]:
    content = [w for w in words if w.text.lower() not in DETERMINERS]
    ways = list(readings(words))
    verbs = frozenset(verb for way in ways for verb in way.verbs)
    for index in range(len(content)):
        for recipe, pattern, sure in _by_first_word().get(content[index].stem, ()):
            if not sure or not stands_at(content, index, pattern):
                continue
            aside = any(word.text.lower() in PREPOSITIONS for word in content[:index])
            if index == 0 or ((verbs or not aside) and _may_act(recipe, verbs)):
                yield 5 + len(pattern) - index * 0.01, CONFIDENCE_PHRASE, recipe
    for way in ways:
        yield from _by_thing(way)
        for verb in way.verbs - way.implied:
            for recipe in _alone().get(verb, ()):
                if _stands_by_its_verb(recipe, verb, way):
                    yield 2.4 + len(verb) / 2, CONFIDENCE_VERB, recipe


def _stands_by_its_verb(recipe: Recipe, verb: Phrase, way: Reading) -> bool:
    """Whether the verb alone says enough: to change is by hand, but not a career or with Carla."""
    if verb in recipe.bare and way.bare:
        return True
    if verb not in recipe.alone or (recipe.new and LOCATE in way.verbs):
        return False
    return not recipe.not_of or not (way.bare or _head(way.direct) in recipe.not_of)


def _may_act(recipe: Recipe, verbs: frozenset[Phrase]) -> bool:
    """Whether a recipe knows what is done: who talks about the chores does not do them."""
    return not verbs or bool(verbs & (recipe.verbs | recipe.alone | recipe.bare | NEUTRAL_VERBS))


def _by_thing(reading: Reading) -> Iterator[tuple[float, float, Recipe]]:
    neutral = not reading.verbs or bool(reading.verbs & NEUTRAL_VERBS)
    for region, aside in ((reading.direct, False), (reading.aside, True)):
        for index, word in enumerate(region):
            if reading.whole and (aside or index):
                break
            for recipe, pattern, sure in _by_first_word().get(word.stem, ()):
                if sure or not stands_at(region, index, pattern) or _is_length(region, index):
                    continue
                if recipe.new and reading.verbs & {FIND_IT, BY_OTHERS}:
                    continue
                if BY_OTHERS in reading.verbs and not _runs_errand(recipe, reading.verbs):
                    continue
                end = index + len(pattern)
                late = _late_verbs(region, end) if not aside else frozenset()
                verbs = reading.verbs or late
                acts = _VISITS if aside and reading.carried == "to" else verbs
                specific = bool(recipe.verbs & acts)
                if not (specific or (neutral and not recipe.needs_verb)):
                    continue
                score = 3.0 if specific else reading.weight
                score += 1 + 2 * len(pattern) - index * 0.05
                score += 0.5 if recipe.alone & verbs else 0
                weak = _weakness(region, index, end) + _distance(reading, recipe, verbs, aside)
                if score - weak >= 3:
                    sure_of = CONFIDENCE_VERB_AND_THING if specific else CONFIDENCE_THING
                    yield score - weak, CONFIDENCE_ASIDE if weak else sure_of, recipe


def _weakness(region: Sequence[Token], start: int, end: int) -> float:
    """What the words lose that name no thing by themselves: "dog" in "dog food"."""
    lost = _BEHIND_OF if _is_part_of(region, start) else 0.0
    if _is_head(region, end):
        return lost
    if end - start == 1 and not _says_little(region[end:]):
        return math.inf
    return lost + _IN_FRONT


def _distance(reading: Reading, recipe: Recipe, verbs: frozenset[Phrase], aside: bool) -> float:
    """What a thing loses that the verb does not act on, or that is only taken somewhere."""
    if not aside:
        # "Take the bottles back" says more than "take".
        plain = all(len(verb) == 1 for verb in recipe.verbs & verbs)
        return _CARRIED if reading.carried and plain else 0.0
    if reading.carried == "to":
        return 0.0
    return _ASIDE if reading.direct else _ASIDE_ALONE


def _runs_errand(recipe: Recipe, verbs: frozenset[Phrase]) -> bool:
    """Whether a recipe knows both the way there and what is done: "take the car to be washed"."""
    return bool(recipe.verbs & _ERRANDS) and bool(recipe.verbs & verbs - _ERRANDS)


def _head(region: Sequence[Token]) -> str:
    """What the words name: "shoes" in "the new school shoes"."""
    named = [word for word in region if word.stem not in ADVERBS and number_of(word.text) is None]
    return named[-1].stem if named else ""


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
        or low in PARTICLES
        or following.stem in ADVERBS
        or (low.endswith("ing") and _is_head(region, after + 1))
        or _begins_clause(region, after)
        or _ends_with_a_number(region, after)
    )


def _is_length(region: Sequence[Token], index: int) -> bool:
    """ "Read for 30 minutes" reads no minutes."""
    return (
        index > 0 and region[index].stem in _CLOCK and number_of(region[index - 1].text) is not None
    )


def _is_part_of(region: Sequence[Token], index: int) -> bool:
    """Whether the words stand behind "season 2 of" and not behind an amount ("a pile of")."""
    for place in range(index - 1, 0, -1):
        if region[place].text.lower() == "of":
            return region[place - 1].stem not in _AMOUNTS | {"out"}
    return False


def _begins_clause(region: Sequence[Token], after: int) -> bool:
    """ "The paper Sam sent", "the jacket I ordered": what the thing is called ends before it."""
    name = region[after].text
    if name.lower() in PRONOUNS:
        return True
    follows = region[after + 1 : after + 2]
    return name[0].isupper() and any(word.stem in VERBS for word in follows)


def _says_little(rest: Sequence[Token]) -> bool:
    """Whether what follows a thing names no other thing: "Spanish words", "tax papers"."""
    numbered = any(number_of(word.text) is not None for word in rest)
    empty = _TRANSPARENT | ADVERBS | (COUNTED_WORDS if numbered else frozenset())
    return all(word.stem in empty or number_of(word.text) is not None for word in rest)


def _ends_with_a_number(region: Sequence[Token], after: int) -> bool:
    """ "Chapter 7", but not "module 3 quiz"."""
    if number_of(region[after].text) is None:
        return False
    behind = region[after + 1] if after + 1 < len(region) else None
    return (
        behind is None
        or behind.text.lower() in _BOUNDS
        or behind.stem in ADVERBS | COUNTED_WORDS
        or number_of(behind.text) is not None
    )


def _object(text: str, words: Sequence[Token]) -> str:
    """What the verb acts on, in the person's words, with "my" turned into "your"."""
    if len(words) < 2 or (words[0].stem not in VERBS):
        return ""
    start = 1
    while start < len(words) and words[start].text.lower() in PARTICLES:
        start += 1
    end = start
    while end < len(words) and words[end].text.lower() not in PREPOSITIONS:
        if words[end].stem in ADVERBS:
            break
        end += 1
    empty = DETERMINERS | _ASKING
    if all(word.text.lower() in empty for word in words[start:end]):
        return ""
    return as_yours(text[words[start].start : words[end - 1].end])[:80]


def as_yours(phrase: str) -> str:
    """The person's words as they are said back: "my desk" becomes "your desk"."""
    said = {"my": "your", "me": "you", "mine": "yours", "myself": "yourself", "our": "your"}
    return " ".join(said.get(word.lower(), word) for word in phrase.split())
