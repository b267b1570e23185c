"""Finds a quote in the text that it claims to come from, and gives back the exact characters.

A model copies with other spaces, quotation marks or Unicode forms than the text has. Both sides
are brought to one form, with a map back, so that what is kept is a true substring of the text.
"""

import unicodedata
from dataclasses import dataclass

_SAME = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'", "\u0060": "'", "\u00b4": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    }
)  # fmt: skip
_IGNORED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Quote:
    """`text[start:end] == quote`, always."""

    quote: str
    start: int
    end: int


class QuoteFinder:
    """The text in the form that quotes are compared in. Built once for each text, linear."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._form, self._starts, self._ends = _normalised(text)

    def find(self, quote: str) -> Quote | None:
        """The first place of the quote, or None where the text does not say it.

        Case counts, and so do all letters and digits; white space, kinds of quotation marks and
        dashes, and the Unicode form do not. A quote without a letter or digit is none.
        """
        place = self._text.find(quote)
        if place >= 0 and any(map(str.isalnum, quote)):
            start = place + len(quote) - len(quote.lstrip())
            shown = quote.strip()
            if self._is_whole_letters(start, start + len(shown)):
                return Quote(shown, start, start + len(shown))
        wanted = _normalised(quote)[0].strip()
        if not any(map(str.isalnum, wanted)):
            return None
        place = self._form.find(wanted)
        while place >= 0:
            last = place + len(wanted) - 1
            start, end = self._starts[place], self._ends[last]
            begins = place == 0 or self._starts[place - 1] != start
            closes = last + 1 == len(self._form) or self._starts[last + 1] != self._starts[last]
            if begins and closes and self._is_whole_letters(start, end):
                return Quote(self._text[start:end], start, end)
            place = self._form.find(wanted, place + 1)
        return None

    def _is_whole_letters(self, start: int, end: int) -> bool:
        """Neither side cuts a letter from its accent."""
        follower = self._text[end : end + 1]
        first = self._text[start : start + 1]
        return not (follower and unicodedata.combining(follower)) and not (
            start > 0 and unicodedata.combining(first)
        )


def _normalised(text: str) -> tuple[str, list[int], list[int]]:
    """The form, and for each of its characters the span of the original one that it came from."""
    form: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, character in enumerate(text):
        if character in _IGNORED:
            continue
        if character.isspace():
            if form and form[-1] == " ":
                ends[-1] = index + 1
            else:
                form.append(" ")
                starts.append(index)
                ends.append(index + 1)
            continue
        shown = character if character.isascii() else unicodedata.normalize("NFKD", character)
        for part in shown.translate(_SAME):
            form.append(part)
            starts.append(index)
            ends.append(index + 1)
    return "".join(form), starts, ends
