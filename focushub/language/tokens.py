"""Cuts a text into tokens: words, numbers, clock times, numeric dates and marks.

One pass of one regular expression over pieces of bounded length, so the work grows with the
length of the text. What can be no date (an address, a price, a version, a very long unbroken run)
becomes one opaque token. Spelled numbers ("twenty first", "two thousand and thirty two") are
joined into one token here, so that no rule has to know how numbers are said.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from focushub.language.words import Words

Kind = Literal["word", "num", "ord", "dec", "clock", "ymd", "sym", "tag", "opaque", "break"]

LONGEST_CHUNK = 120
"""Characters without a space beyond which nothing is read: no date is that long."""

_CHUNK = re.compile(r"[^\s]+|\n")
_OPAQUE_CHUNK = re.compile(r"(?:https?://|www\.|ftp://|mailto:)|<[/\w]", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}")
_TOKEN = re.compile(
    r"""
    (?P<skip>[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]+)
  | (?P<ymd>\d{4}(?P<s1>[-/.])\d{1,2}(?P=s1)\d{1,2}(?=T\d|\D|$)(?!-\d|/(?!\d{4}-)\d|\.\d))
  | (?P<dmy>\d{1,2}(?P<s2>[-/.])\d{1,2}(?P=s2)(?:\d{4}|\d{2})(?!\d|[-/]\d|\.\d))
  | (?P<hyphened>(?:week-end|night-time|bi-weekly|bi-monthly|half-yearly|semi-annually
      |up-to-date|every-day|e-mail|b4)s?(?![^\W_])|2(?:day|mrw|moro|morrow|nite|night)(?![^\W_]))
  | (?P<opaque>[$€£¥]\d[\d.,]*[kKmM]?|v\d+(?:\.\d+)*|\d+(?:\.\d+){2,}|\d[\d.,]*[%€$£°]
      |\d{1,3}(?:-\d{2,4}){2,}(?!\d))
  | (?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?![\d:]))
  | (?P<ord>\d{1,3}(?:st|nd|rd|th)(?![^\W_]))
  | (?P<thousands>\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?(?!\d)|\d{1,3}(?:\.\d{3})+,\d+)
  | (?P<dec>\d+(?:\.\d+|,\d{1,3}(?!\d))|\.\d+(?=\s?[^\W\d]))
  | (?P<mixed>\d{1,4}[½¼¾⅓⅔])
  | (?P<num>\d+|[½¼¾⅓⅔])
  | (?P<meridiem>[ap]\.\s?m\b\.?|[ap]\.?m\.|[AP]\.?M\.(?!\w)|(?<=\d)[ap]m(?!(?-i:[a-z])))
  | (?P<bang>!{1,3}\d(?!\d)|!+)
  | (?P<word>o['\u2019]clock(?![^\W_])|[^\W\d_]+(?:['\u2019][^\W\d_]+)*)
  | (?P<sym>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"(?P<mark>[#@+*])(?:\"(?P<quoted>[^\"\n]{1,64})\"|(?P<body>[^\s\"]{1,64}))")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


@dataclass(slots=True)
class Token:
    """A piece of the text.

    Attributes:
        start, end: code points of the text, half-open.
        word: the text in lower case with plain apostrophes, possessive "'s" taken off.
        kind: what it looks like.
        value: the number that a "num" or "ord" stands for.
        parts: the numbers of a "clock", "ymd" (year, month, day) or "dec".
        gap: whether there is a space, or the start of the text, before it.
        spelled: whether the number was said in words.
        raw: the text as given.
    """

    start: int
    end: int
    word: str
    kind: Kind
    raw: str
    gap: bool
    value: float = 0
    parts: tuple[int, ...] = ()
    spelled: bool = False
    possessive: bool = False


def tokenize(
    text: str,
    words: Words,
    *,
    month_first: bool = True,
    reject: Collection[tuple[int, int]] = (),
) -> list[Token]:
    """All tokens of the text in order. What lies in a rejected span comes back opaque."""
    out: list[Token] = []
    for chunk in _CHUNK.finditer(text):
        start, end = chunk.span()
        raw = chunk.group()
        if raw == "\n":
            out.append(Token(start, end, "\n", "break", raw, True))
        elif end - start > LONGEST_CHUNK or _OPAQUE_CHUNK.match(raw):
            out.append(Token(start, end, "", "opaque", raw, True))
        elif "@" in raw and (mail := _MAIL.search(raw)):
            if raw[0] in "+#":
                out.append(Token(start, end, raw.lower(), "tag", raw, True))
            else:
                out.append(Token(start, end, mail.group(), "opaque", raw, True))
        else:
            _cut(text, start, end, words, month_first, out)
    if reject:
        _refuse(out, reject)
    return _join_numbers(out, words)


def _refuse(tokens: list[Token], reject: Collection[tuple[int, int]]) -> None:
    """Makes opaque what touches a rejected span; one walk over both."""
    spans = sorted((a, b) for a, b in reject if a < b)
    reach, k = 0, 0
    for token in tokens:
        while k < len(spans) and spans[k][0] < token.end:
            reach, k = max(reach, spans[k][1]), k + 1
        if token.start < reach and token.kind != "break":
            token.kind, token.word, token.value = "opaque", "", 0


def _cut(
    text: str, start: int, end: int, words: Words, month_first: bool, out: list[Token]
) -> None:
    """Tokens of one unbroken run."""
    at = start
    if text[at] in "#@+*" and (tag := _TAG.match(text, at)):
        body = tag["quoted"] or tag["body"]
        if tag["quoted"] or _is_tag(tag["mark"], body, words):
            stop = tag.end()
            while not tag["quoted"] and text[stop - 1] in ".,;:!?)":
                stop -= 1
            out.append(Token(at, stop, text[at:stop].lower(), "tag", text[at:stop], True))
            at = max(stop, at + 1)
    gap = at == start
    while at < end:
        found = _TOKEN.match(text, at, end)
        assert found is not None  # The last alternative takes any character.
        kind = found.lastgroup or "sym"
        at = found.end()
        if kind == "skip":
            continue
        token = _token(found, kind, gap, month_first)
        token.word = words.spelling.get(token.word, token.word)
        if token.end > end:  # "a. m." reaches over the space.
            end = token.end
        out.append(token)
        gap = False


def _is_tag(mark: str, body: str, words: Words) -> bool:
    """Whether "#body" is a label or a project, rather than "@3pm", "+15 min" or "*emphasis*"."""
    if not body[0].isalnum() or (mark == "*" and body[-1] == "*"):
        return False
    if mark == "#":
        return not body.rstrip(".,;:!?)").isdigit()
    if body[0].isdigit():
        return False
    lowered = body.lower().rstrip(".,;:!?)")
    return not (
        mark in "@+"
        and (
            lowered in words.relative_days
            or lowered in words.weekdays
            or lowered in words.clock_names
            or lowered in words.day_parts
            or lowered in words.months
            or lowered in words.numbers
            or lowered in words.ordinals
            or lowered in words.phrases["next"]
            or lowered in words.phrases["in"]
            or lowered in words.phrases["end"]
            or (lowered[:3] in words.months and lowered[3:].isdigit())
        )
    )


def _token(found: re.Match[str], kind: str, gap: bool, month_first: bool) -> Token:
    raw = found.group()
    start, end = found.span()
    word = raw.lower().replace("\u2019", "'")
    if kind == "word":
        possessive = word.endswith("'s") and len(word) > 2
        return Token(
            start,
            end,
            word[:-2] if possessive else word,
            "word",
            raw,
            gap,
            possessive=possessive,
        )
    if kind == "mixed" and raw[:-1].isascii():
        mixed = int(raw[:-1]) + _FRACTIONS[raw[-1]]
        return Token(start, end, word, "dec", raw, gap, value=mixed)
    if kind == "num":
        value = _FRACTIONS.get(raw)
        if value is None:
            value = float(int(raw)) if len(raw) <= 9 and raw.isascii() else -1
        return Token(start, end, word, "num", raw, gap, value=value)
    if kind == "ord":
        return Token(start, end, word, "ord", raw, gap, value=int(raw[:-2]) if raw.isascii() else 0)
    if kind in ("dec", "thousands"):
        return _decimal(raw, start, end, gap, thousands=kind == "thousands")
    if kind == "clock":
        parts = tuple(int(p) for p in re.split(r"[:.,]", raw)[:3])
        return Token(start, end, word, "clock", raw, gap, parts=parts)
    if kind in ("ymd", "dmy"):
        return _numeric_date(raw, start, end, gap, kind, month_first)
    if kind == "meridiem":
        plain = word.replace(" ", "").replace(".", "")
        return Token(start, end, plain, "word", raw, gap)
    if kind == "bang":
        return Token(start, end, word, "sym", raw, gap)
    if kind == "hyphened":
        return Token(start, end, word, "word", raw, gap)
    if kind == "opaque":
        return Token(start, end, word, "opaque", raw, gap)
    return Token(start, end, word, "sym", raw, gap)


def _decimal(raw: str, start: int, end: int, gap: bool, *, thousands: bool) -> Token:
    if len(raw) > 18 or not raw.isascii():
        return Token(start, end, raw, "opaque", raw, gap)
    if thousands:
        point = max(raw.rfind("."), raw.rfind(",") if raw.find(".") < raw.rfind(",") else -1)
        has_fraction = "." in raw
        whole, fraction = (raw[:point], raw[point + 1 :]) if has_fraction else (raw, "0")
        value = float(re.sub(r"\D", "", whole) + "." + fraction)
        return Token(start, end, raw, "dec", raw, gap, value=value)
    left, right = re.split(r"[.,]", raw)
    value = float(f"{left or 0}.{right}")
    fits = "." in raw and 1 <= len(left) <= 2 and len(right) <= 2
    parts = (int(left), int(right), len(right)) if fits else ()
    return Token(start, end, raw, "dec", raw, gap, value=value, parts=parts)


def _numeric_date(raw: str, start: int, end: int, gap: bool, kind: str, month_first: bool) -> Token:
    numbers = [int(p) for p in re.split(r"\D", raw)]
    if kind == "ymd":
        year, month, day = numbers
        if month > 12 >= day:
            month, day = day, month
    else:
        first, second, year = numbers
        # A date with points is written day first everywhere but where it cannot be one.
        day_first = not month_first or "." in raw
        day, month = (first, second) if day_first else (second, first)
        if month > 12 >= day:
            day, month = month, day
        if len(re.split(r"\D", raw)[2]) == 2:
            year += 2000 if year < 70 else 1900
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1 <= year <= 9999):
        return Token(start, end, raw, "opaque", raw, gap)
    return Token(start, end, raw, "ymd", raw, gap, parts=(year, month, day))


def _join_numbers(tokens: list[Token], words: Words) -> list[Token]:
    """Joins spelled numbers: "twenty", "-", "first" is the ordinal 21."""
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        word = token.word
        if token.kind != "word" or not (
            word in words.numbers or word in words.ordinals or word in words.scales
        ):
            out.append(token)
            i += 1
            continue
        total, last, stop, ordinal = _spelled(tokens, i, words)
        joined = Token(
            token.start,
            tokens[stop - 1].end,
            word if stop == i + 1 else "",
            "ord" if ordinal else "num",
            token.raw,
            token.gap,
            value=total + last,
            spelled=True,
        )
        out.append(joined)
        i = stop
    return out


def _spelled(tokens: list[Token], i: int, words: Words) -> tuple[int, int, int, bool]:
    """(thousands, rest, end, is ordinal) of the number said from token i on."""
    total = 0
    current = -1
    while i < len(tokens):
        word = tokens[i].word if tokens[i].kind == "word" else ""
        step = i
        if word in words.phrases["and"] and (
            (current >= 100 and current % 100 == 0) or (total and current == 0)
        ):
            step, word = i + 1, tokens[i + 1].word if i + 1 < len(tokens) else ""
        elif current >= 20 and current % 10 == 0 and tokens[i].raw == "-" and i + 1 < len(tokens):
            step, word = i + 1, tokens[i + 1].word
        number = words.numbers.get(word)
        rank = words.ordinals.get(word)
        if word in words.scales and current > 0 and words.scales[word] > current % 100 > 0:
            scale = words.scales[word]
            if scale == 1000:
                total, current = current * 1000, 0
            else:
                current *= scale
        elif number is not None and (current < 0 or _fits(current, number, total)):
            current = max(current, 0) + number
        elif rank is not None and (current < 0 or _fits(current, rank, total)):
            return total, max(current, 0) + rank, step + 1, True
        else:
            break
        i = step + 1
    if current < 0:  # A scale alone ("hundred pages"): itself.
        return 0, words.scales[tokens[i].word], i + 1, False
    return total, current, i, False


def _fits(current: int, number: int, total: int) -> bool:
    if total and current == 0:
        return number < 100
    if current >= 100 and current % 100 == 0:
        return number < 100
    return current >= 20 and current % 10 == 0 and current % 100 != 0 and 1 <= number <= 9
