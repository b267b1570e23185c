"""Numbers that count or measure a thing, or stand in its name, and so are no hours."""

from focushub.language.line import Line


def counts(line: Line, at: int) -> bool:
    """Whether a plural follows, which the number counts: "at 5 corners"."""
    token = line.token(at)
    if line.has(at, "people"):
        return True
    return (
        token.kind == "word"
        and len(token.word) > 3
        and token.word.endswith("s")
        and not token.word.endswith(("ss", "us", "is"))
        and not token.possessive
        and line.unit(at) is None
        and not line.has(at, "function")
        and token.word not in line.words.plural_weekdays
        and token.word not in line.words.weekdays
        and token.word not in line.words.day_parts
        and token.word not in line.words.relative_days
    )


def has_unit(line: Line, at: int) -> bool:
    """ "By 10 percent", "about 10 km"."""
    return line.has(at, "measures")


def measures(line: Line, i: int) -> bool:
    """ "Three by four": two sides of a thing."""
    return line.word(i - 1) == "by" and line.number(i - 2) is not None


def address(line: Line, at: int) -> bool:
    """ "At 10 Downing Street"."""
    named = line.token(at).raw[:1].isupper()
    return named and any(line.has(at + k, "street") for k in (0, 1, 2))
