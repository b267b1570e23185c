"""How many of what a recipe repeats a title names: "10 pages", "40 mails", "pages 20 to 45"."""

from collections.abc import Sequence

from organize.engine.cookbook import Recipe
from organize.engine.words import PREPOSITIONS, Token, number_of


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
