"""Lists inside a rule: "Mon, Wed and Fri", "first and third", "21st and 31st"."""

from focushub.language.date_words import month_at
from focushub.language.line import Line
from focushub.language.rules import DAYS

LONGEST_LIST = 31
"""More days than this name no rule."""


def ranks_at(line: Line, at: int) -> tuple[list[int], int] | None:
    """ "first and third", "2nd to the last", "4th, 10th and last": the positions."""
    out: list[int] = []
    while len(out) < LONGEST_LIST:
        at = line.skip(at, "article")
        rank = line.rank(at)
        if line.word(at) == "last":
            value, at = -1, at + 1
        elif rank and rank <= 366:
            at += 1
            k = line.skip(at + 1, "article") if line.word(at) == "to" else at
            if line.word(k) == "last" and (k > at or line.word(at) == "last"):
                value, at = -rank, k + 1
            else:
                value = rank
        else:
            break
        out.append(value)
        k = at + 1 if line.token(at).raw == "," else at
        k = line.skip(k, "and")
        if k == at or not (
            line.rank(line.skip(k, "article")) or line.word(line.skip(k, "article")) == "last"
        ):
            break
        at = k
    return (out, at) if out else None


def weekday_list(line: Line, i: int, *, plural: bool = False) -> tuple[list[str], int] | None:
    """ "Mon, Wed and Fri", "Monday-Wednesday", "Saturday thru Tuesday", "weekdays"."""
    out: list[str] = []
    at = i
    while len(out) < LONGEST_LIST:
        weekday = weekday_at(line, at)
        if weekday is None:
            break
        at += 1
        if line.token(at).raw == "." and line.glued(at) and len(line.token(at - 1).raw) <= 5:
            at += 1
        if line.has(at, "until") or line.has(at, "dash"):
            second = weekday_at(line, at + 1)
            if second is not None:
                day = weekday
                while True:
                    out.append(DAYS[day])
                    if day == second:
                        break
                    day = (day + 1) % 7
                at += 2
                weekday = None
        if weekday is not None:
            out.append(DAYS[weekday])
        k = at
        if line.token(k).raw in (",", "/"):
            k += 1
        k = line.skip(k, "and")
        k = line.skip(k, "on", "every") if k > at else k
        if weekday_at(line, k) is None:  # "every mon wed fri" needs no commas.
            break
        if plural and line.word(k) not in line.words.plural_weekdays and (len(line.word(k)) > 4):
            break
        at = k
    return (out, at) if out else None


def weekday_at(line: Line, i: int) -> int | None:
    token = line.token(i)
    if token.kind != "word":
        return None
    found = line.words.weekdays.get(token.word)
    return line.words.plural_weekdays.get(token.word) if found is None else found


def month_day_list(line: Line, i: int) -> tuple[list[int], int] | None:
    """ "21st and 31st", "20 and 30"."""
    out: list[int] = []
    at = i
    while len(out) < LONGEST_LIST:
        at = line.skip(at, "article")
        value = line.rank(at) or line.whole(at)
        if (
            not value
            or not 1 <= value <= 31
            or line.token(at + 1).raw == ":"
            or (line.word(at + 1) in line.words.meridiems)
        ):
            break
        out.append(value)
        at += 1
        k = at + 1 if line.token(at).raw == "," else at
        k = line.skip(k, "and")
        if k == at or not (line.rank(line.skip(k, "article")) or line.whole(k)):
            break
        at = k
    return (out, at) if out else None


def working_day(line: Line, i: int) -> tuple[list[str], int] | None:
    """ "working day", "business day", "weekday": Monday to Friday."""
    if line.has(i, "weekday"):
        return list(DAYS[:5]), i + 1
    if line.has(i, "working") and line.unit(i + 1) == "day":
        return list(DAYS[:5]), i + 2
    return None


def month_list(line: Line, k: int) -> tuple[list[int], int]:
    """ "August", "July and August"."""
    out: list[int] = []
    while (month := month_at(line, k)) is not None and len(out) < 12:
        out.append(month)
        behind = line.skip(k + 2 if line.token(k + 1).raw == "," else k + 1, "and")
        k += 1
        if behind == k or month_at(line, behind) is None:
            break
        k = behind
    return out, k
