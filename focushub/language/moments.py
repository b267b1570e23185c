"""Puts pieces together to a point in time: "tomorrow", "at", "5pm" is one moment."""

from datetime import date, datetime

from focushub.language.clock import clock, day_part
from focushub.language.counted import counts, has_unit
from focushub.language.dates import date_piece
from focushub.language.fitting import fits
from focushub.language.line import Line
from focushub.language.parts import Moment, Part
from focushub.language.roles import LOOSE_ROLES, ROLES
from focushub.language.settling import settle
from focushub.language.shifts import shift

MOST_PARTS = 8
_OPENS = frozenset("([,-\u2013\u2014")


def moment(
    line: Line, i: int, *, loose: bool = False, bare: bool = False, base: bool = False
) -> Moment | None:
    """The point in time that begins at token i, prepositions included.

    Args:
        loose: a bare number is an hour (behind "to" in a range).
        bare: no prepositions in front.
        base: a distance is counted from it, so it is no distance itself.
    """
    core, role = (i, "") if bare else leading_words(line, i)
    parts: list[Part] = []
    at = core
    while len(parts) < MOST_PARTS:
        at = _denied(line, at) if parts else at
        k, word = (
            (at, role)
            if not parts
            else _glue(line, at, timed=any(p.what == "clock" for p in parts))
        )
        hour_is_open = (
            (loose or word in LOOSE_ROLES or (word == "for" and line.talks_of_alarms))
            if not parts
            else word in LOOSE_ROLES or _number_is_hour(line, k, parts)
        )
        part = _next_part(line, k, parts, loose=hour_is_open, shifts=not base)
        if part is None:
            break
        if not parts and part.weak and not _supported(line, part, role):
            return None
        parts.append(part)
        if len(parts) > 1 and word in ("by", "until", "after", "from", "between"):
            role = word
        at = part.last
    if not parts:
        return None
    found = Moment(i, at, core, parts=parts, role=role)
    found.last = _tail(line, at, found)
    if _excepted(line, found) or _garbled(line, found) or _counts(line, found):
        return None
    return found if settle(line, found) else None


def _denied(line: Line, at: int) -> int:
    """The index behind "not Friday" or "instead of Friday", which takes back another day."""
    k = at + 1 if line.token(at).raw == "," else at
    for said in line.words.denials:
        if all(line.word(k + n) == word for n, word in enumerate(said)):
            k = line.skip(k + len(said), "on")
            day = date_piece(line, k, inside=True)
            return at if day is None or day.mday else day.last
    return at


def _excepted(line: Line, found: Moment) -> bool:
    """ "except for tomorrow", "not Monday": the time is the one that is not meant."""
    k = found.first - 1
    while line.word(k) in ROLES and found.first - k < 4:
        k -= 1
    return line.word(k) in ("except", "excluding", "not")


def _counts(line: Line, found: Moment) -> bool:
    """Whether a bare number is a place on a scale: "rate it from 1 to 10"."""
    part = found.parts[0]
    bare = part.what == "clock" and part.last == part.first + 1
    if not bare or found.role not in ("from", "between") or line.whole(part.first) is None:
        return False
    scale = line.word(part.last) in ("to", "and") and line.whole(part.last + 1) is not None
    return (scale and (counts(line, part.last + 2) or has_unit(line, part.last + 2))) or any(
        line.has(part.first - k, "counting") for k in (2, 3, 4)
    )


def _garbled(line: Line, found: Moment) -> bool:
    """Whether an hour that no clock shows follows ("May 3rd at 28pm"): then nothing is certain."""
    k = line.skip(found.last, "at")
    if k == found.last or found.has_time:
        return False
    if line.token(k).kind == "clock":
        return True
    hour, half = line.whole(k) or 0, line.words.meridiems.get(line.word(k + 1))
    return half is not None and hour > (12 if half == 0 else 24)


def leading_words(line: Line, i: int) -> tuple[int, str]:
    """(index behind the prepositions, what they say)."""
    at, role = i, ""
    for _ in range(5):
        word = line.word(at)
        if word in ("no", "not") and line.word(at + 1) == "later" and line.word(at + 2) == "than":
            at, role = at + 3, "by"
        elif word == "not" and line.word(at + 1) == "before":
            at, role = at + 2, "after"
        elif word == "as" and line.word(at + 1) == "of":
            at, role = at + 2, "from"
        elif word == "on" and line.word(at + 1) == "or" and line.word(at + 2) in ("before", "by"):
            at, role = at + 3, "by"
        elif word == "in" and line.word(at + 1) == "between":
            at, role = at + 2, "between"
        elif at == i and (due := _said_of_it(line, at)):
            at, role = due, "by"
        elif word == "first" and line.word(at + 1) == "thing":
            at += 2
        elif word == "any" and line.word(at + 1) == "time":
            at, role = at + 2, "on"
        elif word in ("late", "early") and _day_and_part(line, at + 1):
            at += 1
        elif line.has(at, "expires") and (at == 0 or line.token(at - 1).raw in _OPENS):
            at, role = at + 1, "by"
        elif line.has(at, "over") and line.word(at + 1) in ("the", "next", "this"):
            at, role = at + 1, "in"
        elif word in ROLES and line.token(at).kind in ("word", "sym"):
            if word in ("in", "within", "after") and shift(line, at, _base) is not None:
                break
            if word == "beginning" and line.word(at + 1) == "of":
                break
            new = ROLES[word]
            role = (
                role
                if role in ("by", "until", "from", "after")
                and new in ("at", "on", "in", "for", "of")
                else new
            )
            at += 1
            if word == "due" and line.token(at).raw == ":":
                at += 1
            if word in ("starting", "deadline") and line.token(at).raw == ":":
                at += 1
            if word == "due" and line.word(at) == "date" and line.token(at + 1).raw == ":":
                at += 2
        elif (
            word in ("date", "is")
            and role == "by"
            and line.word(at - 1) in ("due", "deadline", "date")
        ):
            at += 1
        else:
            break
    return at, role


def _day_and_part(line: Line, i: int) -> bool:
    """ "Friday afternoon", "tomorrow morning"."""
    day = line.word(i) in line.words.weekdays or line.word(i) in line.words.relative_days
    return day and line.word(i + 1) in line.words.day_parts


def _said_of_it(line: Line, i: int) -> int:
    """The index behind "it's due" and "which is due"; 0 where nothing of the kind is said."""
    if not line.has(i, "it"):
        return 0
    at = line.skip(i + 1, "is")
    return at + 1 if line.has(at, "due") else 0


def _glue(line: Line, at: int, *, timed: bool = False) -> tuple[int, str]:
    """(index behind the glue between two pieces, the preposition in it)."""
    k, role = at, ""
    for _ in range(3):
        token = line.token(k)
        word = token.word
        if word in ("in", "within", "after") and shift(line, k, _base) is not None:
            break
        if word in ("until", "till", "before") and timed:
            break
        if word in ("until", "till") and date_piece(line, k + 1, inside=True):
            break  # "From tomorrow until Dec 31": two points.
        if word in ("from", "until", "after", "before", "by", "till", "between"):
            role, k = ROLES[word], k + 1
        elif line.has(k, "glue"):
            if token.raw == "." and token.gap:
                break
            role = ROLES.get(word, role) or role
            k += 1
        elif token.raw == "-" and k == at:
            part = line.words.day_parts.get(line.word(k + 1)) or line.has(k + 1, "early")
            apart = not timed and token.gap and line.token(k + 1).gap
            if not (part or (apart and clock(line, k + 1))):
                break
            k += 1
        else:
            break
    return k, role


def _number_is_hour(line: Line, k: int, parts: list[Part]) -> bool:
    """Whether a bare number behind a date is an hour: "tonight 7", "Friday 11 at night"."""
    if line.token(k).kind == "dec":
        return any(p.what == "date" or p.is_shift for p in parts)
    value = line.whole(k)
    if value is None:
        return False
    raw = line.token(k).raw
    behind = line.token(k + 1)
    if (
        behind.raw in ("/", "-", ".")
        and line.glued(k + 1)
        and line.token(k + 2).kind in ("num", "dec")
    ):
        # "tomorrow 9-11": hours, where nothing is counted by them.
        last = line.whole(k + 2) or 0
        hours = 0 < value <= 12 and 0 < last <= 24 and (line.ends(k + 3) or line.has(k + 3, "at"))
        return behind.raw == "-" and hours and parts[-1].what == "date" and not parts[-1].mday
    if len(raw) in (3, 4) and raw.isdigit():
        return line.ends(k + 1) and not (1900 <= value <= 2199 and parts[-1].mday)
    if any(p.mday and not p.weekday for p in parts[-1:]) and not line.token(k).spelled:
        return False
    if value > 24 or not value >= 1:
        return False
    evening = (
        parts[-1].what == "daypart"
        or (parts[-1].what == "date" and not parts[-1].mday and value <= 12 and line.ends(k + 1))
        or line.has(k + 1, "at")
        or (behind.word == "with" and value <= 12)
        or (behind.word == "in" and (line.words.day_parts.get(line.word(k + 3)) is not None))
    )
    over = line.ends(k + 1) or line.has(k + 1, "at") or behind.word in ("in", "with")
    return (evening and over) or (
        line.token(k).spelled and line.whole(k + 1) is not None and line.token(k + 1).spelled
    )


def _next_part(line: Line, k: int, parts: list[Part], *, loose: bool, shifts: bool) -> Part | None:
    """The next piece that fits what is there already; the longest wins."""
    best: Part | None = None
    said_clock = any(p.what == "clock" or p.moment for p in parts)
    options = [
        shift(line, k, _base)
        if shifts and not any(p.is_shift or p.moment for p in parts)
        else None,
        date_piece(line, k, inside=bool(parts)),
        None if said_clock else clock(line, k, loose=loose),
        None if said_clock else _clock_before_part(line, k),
        day_part(line, k),
    ]
    for option in options:
        if option is not None and fits(option, parts) and (best is None or option.last > best.last):
            best = option
    return best


def _clock_before_part(line: Line, k: int) -> Part | None:
    """A bare number with a part of the day or "tomorrow" behind it: "7 tonight", "9 tomorrow"."""
    value = line.whole(k)
    if line.token(k).kind == "dec" and line.word(k + 1) in line.words.relative_days:
        return clock(line, k, loose=True)  # "9.30 tomorrow"
    if len(line.token(k).raw) == 4 and line.token(k).kind == "num":
        near = line.word(k + 1) in line.words.relative_days
        dated = k == 0 and line.has(k + 1, "on") and date_piece(line, k + 2, inside=True)
        timely = near or dated  # "0730 tomorrow", "2120 on December 1"
        return clock(line, k, loose=True) if timely and not 1900 <= (value or 0) <= 2099 else None
    if (
        value is None
        or not 1 <= value <= 12
        or (len(line.token(k).raw) > 2 and not (line.token(k).spelled))
    ):
        return None
    if line.has(k - 1, "counting"):
        return None  # "episode 5 tonight"
    if line.token(k - 1).raw == "-" and line.glued(k) and line.whole(k - 2) is not None:
        return None  # "chapters 9-11 tomorrow"
    behind = line.word(k + 1)
    part = day_part(line, k + 1)
    if (
        part is not None
        and part.day_part in line.words.day_parts
        and not (part.weak and part.first == part.last - 1 and not line.has(k + 1, "tonight"))
    ):
        return clock(line, k, loose=True)
    near = behind in line.words.relative_days and behind not in ("tod", "tom", "yest")
    if near and (
        line.word(k + 2) in line.words.day_parts
        or k == 0
        or line.has(k - 1, "clockish")
        or line.talks_of_alarms
    ):
        return clock(line, k, loose=True)
    return None


def _supported(line: Line, part: Part, role: str) -> bool:
    """Whether a doubtful piece has a preposition, another piece or the end beside it."""
    if part.what == "daypart":
        # "Movie night Sat": the name of a thing, where the part of a day has no word of its own.
        named = role == "" and line.token(part.first - 1).kind == "word" and part.first > 0
        return (
            role not in ("", "for", "of", "on")
            or (part.first <= 1 and line.ends(part.last))
            or (role == "for" and line.ends(part.last))
            or (not named and _adjacent(line, part))
        )
    if role in ("on", "by", "until", "after", "from", "for", "at"):
        return True
    if part.mday and part.weekday is None:
        return role in ("in",) and False
    raw = line.token(part.first).raw
    if line.word(part.first - 1) in ("we", "they", "he", "she", "i", "was", "were", "are"):
        return False  # "They were wed", "we sat"
    named = line.has(part.first - 1, "article")  # "The Sun Also Rises"
    if part.weekday is not None and raw[:1].isupper() and part.first > 0 and not named:
        return True
    return (line.ends(part.last) and line.word(part.first - 1) not in ("the", "a")) or _adjacent(
        line, part
    )


def _adjacent(line: Line, part: Part) -> bool:
    """Whether another piece follows at once."""
    k, role = _glue(line, part.last)
    if k == part.last and line.token(k).kind == "num" and len(line.token(k).raw) > 2:
        return False
    if (line.whole(k) or 13) <= 12 and line.ends(k + 1) and line.token(k).raw.isdigit():
        return True  # "Gym sat 10"
    hours = line.whole(k) is not None and line.has(k + 1, "dash") and clock(line, k + 2)
    behind = (
        hours
        or clock(line, k, loose=role in LOOSE_ROLES)
        or date_piece(line, k, inside=True)
        or (day_part(line, k) if part.what != "daypart" else None)
    )
    return bool(behind)


def _tail(line: Line, at: int, found: Moment) -> int:
    """Words behind that belong to the time: "at the latest", "ish", a closing bracket."""
    if line.word(at) == "at" and line.word(at + 1) == "the" and line.word(at + 2) == "latest":
        found.role = "by"
        return at + 3
    if line.has(at, "ish"):
        return at + 1
    if line.token(at).raw == "-" and line.has(at + 1, "ish") and line.glued(at):
        return at + 2
    if line.word(at) in ("approximately", "approx") and line.ends(at + 1):
        return at + 1
    if line.word(at) == "sharp":
        return at + 1
    if line.word(at) == "or" and line.word(at + 1) == "so":
        return at + 2
    if line.word(at) in ("sometime", "anytime") and line.ends(at + 1):
        return at + 1
    return at


def _base(line: Line, i: int) -> tuple[date | None, datetime | None, int] | None:
    """The point that a distance is counted from."""
    if line.word(i) == "this" and line.unit(i + 1) in ("second", "minute"):
        return None, line.local, i + 2
    found = moment(line, i, bare=True, base=True)
    if found is None or found.parts[0].is_shift:
        return None
    if found.exact is not None:
        return found.exact.date(), found.exact, found.last
    day = found.day if found.day_is_said else line.today
    if day is None:
        return None
    return day, datetime.combine(day, found.at) if found.at else None, found.last
