"""Times of day: "5pm", "17:00", "half past three", "noon", "at 9", "in the evening".

An hour without am or pm is left open here (``fixed`` is False); ``moments`` decides it by the
words around it and by the hour it is now.
"""

from datetime import timedelta

from focushub.language.counted import address, counts, has_unit, measures
from focushub.language.line import Line
from focushub.language.parts import Part


def day_part(line: Line, i: int) -> Part | None:
    """ "in the evening", "this afternoon", "late night", "next morning", "tonight", "at lunch"."""
    at = i
    day = None
    led = line.has(at, "of") or line.has(at, "at") or line.has(at, "by")
    at += led
    if line.has(at, "this") or line.word(at) == "that":
        at, day = at + 1, line.today
    elif line.word(at) in ("next", "following") and line.word(at + 1) in line.words.day_parts:
        at, day = at + 1, line.today + timedelta(days=1)
    else:
        at = line.skip(at, "article")
    early = line.has(at, "early")
    while line.has(at, "early") and at - i < 5:
        at += 1
    word = line.word(at)
    if word in line.words.half_days and _behind_a_day(line, i):
        return Part("daypart", i, i + 1, day_part=line.words.half_days[word])
    if word not in line.words.day_parts:
        return _meal(line, i, at)
    if line.has(at, "tonight"):
        day = line.today
    weak = day is None and not led and not early
    return Part("daypart", i, at + 1, day_part=word, day=day, weak=weak)


def _behind_a_day(line: Line, i: int) -> bool:
    """Whether "am" or "pm" stands behind a day and before nothing more: "Friday pm"."""
    before = line.word(i - 1)
    dated = before in line.words.weekdays or before in line.words.relative_days
    free = line.ends(i + 1) or line.token(i + 1).kind != "word" or line.has(i + 1, "function")
    return dated and free


def _meal(line: Line, i: int, at: int) -> Part | None:
    word = line.word(at)
    if word not in line.words.meal_parts:
        return None
    after_date = line.word(i - 1) in line.words.relative_days and not line.token(i - 1).possessive
    if line.size == 1 and word in line.words.anchors and word not in ("school", "work"):
        return Part("daypart", i, at + 1, day_part=word)
    if line.word(at - 1) == "about":
        return None  # "ask June about dinner"
    if line.word(i - 1) in ("during", "over") and line.word(at) not in ("school", "work"):
        return Part("daypart", i, at + 1, day_part=word)
    if line.has(at - 1, "at") and line.word(at) not in ("school", "work"):
        return Part("daypart", i, at + 1, day_part=word, weak=False)
    timely = word.endswith("time") and line.word(i - 1) in line.words.weekdays  # "Monday lunchtime"
    if (after_date or timely) and at == i and word.startswith("lunch") and line.ends(at + 1):
        return Part("daypart", i, at + 1, day_part=word)
    return None


def clock(line: Line, i: int, *, loose: bool = False) -> Part | None:
    """A time of day at token i; with ``loose`` a bare number is one ("at 5", "tonight 7")."""
    token = line.token(i)
    if token.kind == "clock":
        return _digital(line, i)
    if token.kind == "dec":
        return _dotted(line, i, loose=loose)
    if token.kind == "num":
        return _past(line, i) or _hour(line, i, loose=loose)
    if token.kind == "word":
        return _named(line, i) or _past(line, i) or _anchored(line, i)
    return None


def _anchored(line: Line, i: int) -> Part | None:
    """ "after work", "before lunch": the hour at which what fills the day is over or begins."""
    hours = line.words.anchors.get(line.word(i))
    lead = line.word(i - 1)
    free = line.ends(i + 1) or line.token(i + 1).kind != "word" or line.has(i + 1, "function")
    near = line.word(i + 1) in line.words.relative_days or line.word(i + 1) in line.words.weekdays
    if hours is None or lead not in ("after", "before") or not (free or near):
        return None
    hour = hours[1] if lead == "after" else hours[0]
    return Part("clock", i, i + 1, hour=hour, fixed=True, meridiem=True)


def _plain(line: Line, i: int) -> Part | None:
    """A time that is not counted from another one."""
    kind = line.token(i).kind
    if kind == "clock":
        return _digital(line, i)
    if kind == "dec":
        return _dotted(line, i, loose=True)
    return _hour(line, i, loose=True) if kind == "num" else _named(line, i)


def meridiem(line: Line, i: int) -> tuple[int, int] | None:
    """(hours to add, index behind) of am or pm at the token, also said as "a m"."""
    word = line.word(i)
    added = line.words.meridiems.get(word)
    if added is not None and word not in ("a", "p"):
        return added, i + 1
    if word in ("a", "p") and line.word(i + 1) == "m" and line.token(i).kind == "word":
        return (0 if word == "a" else 12), i + 2
    if line.token(i).raw == "." and line.glued(i) and line.glued(i + 1):
        return meridiem(line, i + 1) if line.word(i + 1) in line.words.meridiems else None
    if word == "in" and line.word(i + 1) == "the" and line.word(i + 2) in line.words.meridiems:
        return meridiem(line, i + 2)
    return None


def _with_meridiem(line: Line, at: int, found: Part, *, digits: str = "") -> Part | None:
    """Adds what follows the digits: am, pm, a glued "a" or "p", "o'clock", "ish"."""
    hour = found.hour or 0
    if line.has(at, "ish") or (line.token(at).raw == "-" and line.has(at + 1, "ish")):
        at = at + 1 if line.has(at, "ish") else at + 2
    if line.has(at, "oclock"):
        at += 1
    elif line.has(at, "o") and line.has(at + 1, "clock"):
        at += 2
    half = meridiem(line, at)
    if half is None and line.glued(at) and line.word(at) in ("a", "p", "ampm"):
        half = (12 if line.word(at) == "p" else 0), at + 1
        if line.word(at) == "ampm":
            found.last = at + 1
            return found
    if half is not None:
        added, at = half
        if hour > 23 or (hour > 12 and added == 0) or (hour == 0 and added == 12 and not digits):
            return None
        if hour <= 12:
            found.hour = hour % 12 + added
        found.fixed = found.meridiem = found.named = True
    elif hour == 0 or hour > 12 or digits.startswith("0"):
        found.fixed = True
    found.last = at
    return found


def _digital(line: Line, i: int) -> Part | None:
    """ "17:00", "9:30 pm", "20:32:13"."""
    token = line.token(i)
    hour, minute, *rest = token.parts
    if line.word(i + 1) in ("hrs", "hours") or (line.glued(i + 1) and line.word(i + 1) == "h"):
        return None
    if line.has(i - 1, "counting"):
        return None  # "Verse 3:16"
    if hour > 24 or minute > 59 or (rest and rest[0] > 59) or (hour == 24 and minute):
        return None
    found = Part("clock", i, i + 1, hour=hour % 24, minute=minute, second=rest[0] if rest else 0)
    return _with_meridiem(line, i + 1, found, digits=token.raw)


def _dotted(line: Line, i: int, *, loose: bool) -> Part | None:
    """ "8.30pm"; "at 17.30" and "10.00" behind a date."""
    parts = line.token(i).parts
    if len(parts) != 3 or parts[0] > 23 or parts[1] > 59 or parts[2] != 2:
        return None
    has_half = meridiem(line, i + 1) is not None
    if not (has_half or loose):
        return None
    found = Part("clock", i, i + 1, hour=parts[0], minute=parts[1])
    return _with_meridiem(line, i + 1, found, digits=line.token(i).raw)


def _hour(line: Line, i: int, *, loose: bool) -> Part | None:
    """ "5pm", "0730", "1730", "at 9", "13h30", "ten thirty", "12 noon"."""
    token = line.token(i)
    value = line.whole(i)
    if value is None:
        return None
    at = i + 1
    raw = token.raw if not token.spelled else ""
    if value in (12, 0) and line.word(at) in line.words.clock_names:
        return _named(line, at, first=i)
    if line.word(at) == "h" and line.glued(at) and value < 24:
        return _french(line, i, value, loose=loose)
    if line.word(at) == "hours" and token.raw.startswith("0") and len(token.raw) == 4:
        loose, at = True, i + 1
    if line.word(at) == "h" and len(token.raw) == 4 and value < 2400 and value % 100 < 60:
        hour, minute = divmod(value, 100)
        return Part("clock", i, at + 1, hour=hour, minute=minute, fixed=True)  # "1745h"
    wide = len(raw) in (3, 4) or (token.spelled and value >= 100 and value % 100 < 60)
    if wide:
        hour, minute = divmod(value, 100)
        half = meridiem(line, at)
        # Four digits and nothing else are a time, unless they can be a year.
        lone = len(raw) == 4 and line.only(i, at) and not 1900 <= value <= 2099
        if hour > 23 or minute > 59 or not (loose or half or lone):
            return None
        year = len(raw) == 4 and 1900 <= value <= 2099 and line.has(i - 1, "from")
        if year and half is None and not (line.has(at, "until") or line.has(at, "dash")):
            return None  # "Stamps from 2014"
        found = Part("clock", i, at, hour=hour, minute=minute)
        done = _with_meridiem(line, at, found, digits=raw if len(raw) == 4 else "")
        if done is not None and len(raw) == 4 and not done.meridiem:
            done.fixed, done.named = True, lone
        return done
    if value > 24 or len(raw) > 2:
        return None
    found = Part("clock", i, at, hour=value % 24)
    minutes = _minutes(line, at, spelled=token.spelled)
    if minutes is not None:
        minute, stop = minutes
        said_half = meridiem(line, stop) is not None
        if (
            said_half
            or (loose and value)
            or (
                token.spelled
                and _alone(line, i, stop)
                and (minute in (15, 30, 45) or stop - at > 1)
            )
        ):
            found.minute, at, loose = minute, stop, True
    ish = at + 1 if line.token(at).raw == "-" and 0 < value <= 12 else at
    loose = loose or (line.glued(ish) and line.word(ish) == "ish" and value > 0)
    is_oclock = line.has(at, "oclock") or (line.has(at, "o") and line.has(at + 1, "clock"))
    half = meridiem(line, at)
    short = line.glued(at) and (
        line.word(at) == "p" or (line.word(at) == "a" and (loose or _said_as_hour(line, i)))
    )
    short = (
        short
        and line.token(at).kind == "word"
        and not (line.glued(at + 1) and line.token(at + 1).kind in ("num", "word"))
    )
    if line.glued(i) and line.token(i - 1).kind == "word":
        short = False  # "p2p"
    if line.word(at) == "ampm" and line.glued(at):
        short = True
    lone = 1 <= value <= 12 and raw.isdigit() and line.only(i, i + 1) and line.size == 1
    if not (loose or half or short or is_oclock or lone):
        return None
    if not short and half is None and line.glued(at) and line.word(at) in ("a", "p"):
        return None
    plain = half is None and not is_oclock and not short
    if plain and (counts(line, at) or has_unit(line, at) or measures(line, i) or address(line, at)):
        return None
    return _with_meridiem(line, at, found, digits=raw if len(raw) == 2 else "")


def _said_as_hour(line: Line, i: int) -> bool:
    """Whether "9a" stands behind a preposition or a day, or before another hour ("9a-11a")."""
    before, behind = line.word(i - 1), line.word(i + 2) if i == 0 else ""
    day = any(w in line.words.weekdays or w in line.words.relative_days for w in (before, behind))
    ranged = line.token(i + 2).raw == "-" and line.whole(i + 3) is not None
    return line.has(i - 1, "clockish") or day or ranged


def _alone(line: Line, i: int, stop: int) -> bool:
    behind = line.word(line.skip(stop, "on"))
    near = behind in line.words.relative_days or behind in line.words.weekdays
    led = i == 0 or line.has(i - 1, "clockish") or (near and line.has(i - 1, "for"))
    return (line.ends(stop) or near) and led


def _minutes(line: Line, at: int, *, spelled: bool) -> tuple[int, int] | None:
    """ "thirty", "oh three", "forty-three minutes" behind an hour."""
    k = at + 1 if line.token(at).raw == "-" and spelled else at
    zeros = 0
    if line.has(k, "oh") and (line.token(k).spelled or line.token(k).kind == "word"):
        k, zeros = k + 1, 1
        if line.token(k).raw == "-":
            k += 1
    value = line.whole(k)
    token = line.token(k)
    if value is None or token.spelled != spelled:
        return None
    if not spelled and (len(token.raw) != 2 or not token.gap):
        return None
    if zeros:
        return (value, k + 1) if 0 < value < 10 else None
    if not 10 <= value <= 59:
        return None
    stop = k + 1
    if line.unit(stop) == "minute" and spelled:
        stop += 1
    elif line.unit(stop) is not None:
        return None
    return value, stop


def _french(line: Line, i: int, hour: int, *, loose: bool) -> Part | None:
    """ "13h30", "16h": a time, where "1h30" is a duration."""
    minutes = line.whole(i + 2) if line.glued(i + 2) and len(line.token(i + 2).raw) == 2 else None
    if line.glued(i + 2) and minutes is None and not line.ends(i + 2):
        return None
    if line.token(i - 1).raw == "~" and line.glued(i) and hour < 13 and minutes is None:
        return None  # "~1h" is an estimate
    before = line.word(i - 1)
    dated = before in line.words.weekdays or before in line.words.relative_days
    loose = loose or (dated and hour >= 6 and minutes is not None)  # "Fri 12h30"
    sure = loose or (hour >= 13 and (minutes is not None or line.ends(i + 2)))
    if not sure or (minutes or 0) > 59:
        return None
    last = i + 3 if minutes is not None else i + 2
    return Part("clock", i, last, hour=hour, minute=minutes or 0, fixed=hour == 0 or hour > 12)


def _named(line: Line, i: int, first: int | None = None) -> Part | None:
    """ "noon", "the midday", "midnight", "mid night"."""
    at = line.skip(i, "article")
    word = line.word(at)
    if word == "mid" and line.word(at + 1) == "night":
        return Part("clock", i, at + 2, hour=0, fixed=True, day_part="midnight")
    hour = line.words.clock_names.get(word)
    if hour is None:
        return None
    if word == "midnight":
        return Part(
            "clock", i if first is None else first, at + 1, hour=0, fixed=True, day_part="midnight"
        )
    return Part("clock", i if first is None else first, at + 1, hour=hour, fixed=True, named=True)


def _past(line: Line, i: int) -> Part | None:
    """ "half past three", "a quarter to noon", "20 minutes past 3pm", "half three"."""
    at = line.skip(i, "one") if line.has(line.skip(i, "one"), "quarter") else i
    said_minutes = False
    if line.has(at, "half"):
        minutes, at = 30, at + 1
    elif line.has(at, "quarter"):
        minutes, at = 15, at + 1
    else:
        value = line.whole(at)
        if value is None or not 1 <= value <= 59:
            return None
        minutes, at = value, at + 1
        said_minutes = line.unit(at) == "minute"
        at += said_minutes
        if not (said_minutes or line.token(at - 1).spelled or value % 15 == 0) and not line.has(
            at, "past"
        ):
            return None
    sign = 1 if line.has(at, "past") else -1 if line.has(at, "to") else 0
    named_quarter = minutes in (15, 30) and at - i <= 2 and line.token(i).kind == "word"
    if sign == 0:
        hour = line.whole(at)
        behind = line.ends(at + 1) or meridiem(line, at + 1) is not None
        digits = behind and len(line.token(at).raw) <= 2
        plain = line.token(at).spelled or digits
        if not (named_quarter and minutes == 30 and plain and hour and hour <= 12):
            return None
        base = _hour(line, at, loose=True) if line.ends(at + 1) or meridiem(line, at + 1) else None
        at -= 1
        sign = 1
    elif line.word(at) == "after" and not named_quarter:
        # "20 after 3pm", "ten after five"; "5 after 3" may be anything.
        base = _plain(line, at + 1) if minutes % 5 == 0 else None
        sure = base is not None and (base.meridiem or line.token(at - 1).spelled)
        base = base if sure and line.unit(at + 2) is None else None
    else:
        base = _plain(line, at + 1)
        if base is not None and line.word(at) in ("to", "before", "of", "till", "til"):
            said = (
                named_quarter
                or said_minutes
                or (minutes in (5, 10, 20, 25) and line.token(at - 1).spelled)
                or base.meridiem
                or (base.fixed and line.words.clock_names.get(line.word(at + 1)))
            )
            base = base if said else None
        elif base is not None and not (named_quarter or base.hour is not None):
            base = None
    if base is None or base.hour is None or base.minute:
        return None
    total = (base.hour * 60 + sign * minutes) % 1440
    return Part(
        "clock",
        i,
        base.last,
        hour=total // 60,
        minute=total % 60,
        fixed=base.fixed,
        meridiem=base.meridiem,
    )
