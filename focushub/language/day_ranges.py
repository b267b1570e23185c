"""From one day, month or year to another: "13 to 15 July", "Sep to Nov", "2014 to 2018"."""

from datetime import date

from focushub.language.calendar_days import day_or_none, month_end
from focushub.language.clock import meridiem
from focushub.language.date_words import month_at, next_monthday, year_at
from focushub.language.dates import date_piece
from focushub.language.line import Line
from focushub.language.parts import Interval

LED = frozenset({"from", "between", "on", "at", "until", "for", "in"})


def behind_joint(line: Line, at: int, role: str) -> int | None:
    """The index behind the word that joins both ends."""
    if line.word(at) == "up" and line.word(at + 1) == "to":
        return at + 2
    if line.has(at, "dash") or line.has(at, "until") or line.word(at) == "ending":
        return at + 1
    if line.token(at).raw == "/" and line.token(at - 1).kind == line.token(at + 1).kind == "ymd":
        return at + 1  # "2026-12-01/2026-12-04"
    if role == "between" and line.has(at, "and"):
        return at + 1
    return None


def months(line: Line, i: int, core: int) -> Interval | None:
    """ "from Sep to Nov", "April until the end of June"."""
    years = _years(line, i, core)
    if years is not None:
        return years
    first = month_at(line, core)
    if first is None or (core == i and line.word(core) in ("may", "march", "mar")):
        return None  # "March to the shop"
    year = year_at(line, core + 1)
    at = year[1] if year else core + 1
    joint = behind_joint(line, at, "between" if line.word(core - 1) == "between" else "")
    if joint is None:
        return None
    k = joint
    if line.word(k) == "the" and line.has(k + 1, "end") and line.word(k + 2) == "of":
        k += 3
    second = month_at(line, k)
    if second is None or line.rank(k + 1) or (line.whole(k + 1) and not year_at(line, k + 1)):
        return None
    last_year = year_at(line, k + 1)
    start_year = year[0] if year else line.today.year + (max(first, second) < line.today.month)
    if last_year and not year:
        start_year = last_year[0] - (second < first)
    end_year = last_year[0] if last_year else start_year + (second < first)
    return Interval(
        i,
        last_year[1] if last_year else k + 1,
        date(start_year, first, 1),
        month_end(date(end_year, second, 1)),
        day_is_said=True,
    )


def _years(line: Line, i: int, core: int) -> Interval | None:
    """ "2014 to 2018", "from 2014 through May 2018"."""
    left = year_at(line, core)
    if left is None or left[1] != core + 1:
        return None
    joint = behind_joint(line, core + 1, "between")
    if joint is None:
        return None
    right = year_at(line, joint)
    if right is not None and line.token(right[1]).raw == "-" and line.glued(right[1]):
        return None  # "Serial 2010-2011-55"
    if right is not None and right[1] == joint + 1 and right[0] > left[0]:
        return Interval(i, right[1], date(left[0], 1, 1), date(right[0], 12, 31), day_is_said=True)
    piece = date_piece(line, joint, inside=True)
    if piece is None:
        return None
    end = piece.until or piece.day or next_monthday(line.today, piece.month, piece.mday, piece.year)
    if end is None or end.year < left[0]:
        return None
    return Interval(i, piece.last, date(left[0], 1, 1), end, day_is_said=True)


def _mday(line: Line, at: int) -> tuple[int, int] | None:
    at = line.skip(at, "article")
    value = line.rank(at)
    if value is None:
        value = line.whole(at)
        if value is None or (len(line.token(at).raw) > 2 and not line.token(at).spelled):
            return None
    if not 1 <= value <= 31:
        return None
    stop = at + 1
    if (line.token(stop).raw == "." and line.glued(stop) and not line.ends(stop + 1)) or (
        line.token(stop).raw == "." and line.glued(stop) and line.token(stop + 1).raw == "-"
    ):
        stop += 1
    return value, stop


def day_range(line: Line, i: int, core: int, role: str) -> Interval | None:
    """ "13 to 15 July", "July 13-15", "the 13th to the 15th of July", "19th - 23rd"."""
    left = _mday(line, core)
    if left is not None:
        joint = behind_joint(line, left[1], role)
        if joint is None and line.token(left[1]).raw == "/" and line.token(left[1]).gap:
            joint = left[1] + 1
        if joint is None:
            return None
        right = date_piece(line, joint)
        if right is None or not (right.mday and right.month):
            both = line.rank(line.skip(core, "article")) and line.rank(line.skip(joint, "article"))
            other = _mday(line, joint)
            if both and other and role in ("from", "on"):
                start = next_monthday(line.today, None, left[0], None)
                end = next_monthday(start, None, other[0], None) if start else None
                if start and end:
                    last = other[1]
                    if line.word(last) == "this" and line.unit(last + 1) == "month":
                        last += 2
                    return Interval(i, last, start, end, day_is_said=True)
            return None
        end = next_monthday(line.today, right.month, right.mday, right.year)
        if end is None:
            return None
        start = day_or_none(end.year, end.month, left[0])
        if start is None or start > end:
            return None
        return Interval(i, right.last, start, end, day_is_said=True)
    piece = date_piece(line, core)
    if piece is None or not (piece.mday and piece.month):
        return None
    joint = behind_joint(line, piece.last, role)
    if joint is None:
        return None
    other = _mday(line, joint)
    if other is None or date_has_month(line, joint):
        return None
    stop = other[1]
    behind = line.token(stop)
    if behind.raw == ":" or meridiem(line, stop) or line.unit(stop) or line.has(stop, "clock"):
        return None
    if behind.kind == "word" and line.glued(stop) and line.token(stop - 1).kind == "num":
        return None
    year = year_at(line, stop)
    start = next_monthday(line.today, piece.month, piece.mday, piece.year or (year and year[0]))
    end = day_or_none(start.year, start.month, other[0]) if start else None
    if start is None or end is None or end <= start:
        return None
    return Interval(i, year[1] if year else stop, start, end, day_is_said=True)


def date_has_month(line: Line, at: int) -> bool:
    """Whether a full date, not a day alone, stands at the token."""
    piece = date_piece(line, at)
    return piece is not None and piece.month is not None
