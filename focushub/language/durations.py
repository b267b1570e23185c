"""How long: "30m", "half an hour", "1h30", "a couple of hours", "2 days, 4:13:02"."""

from focushub.language.lengths import DAY, LONGEST, SECONDS, Duration, standard
from focushub.language.line import Line
from focushub.language.words import Unit

SMALLER: dict[Unit, Unit] = {"hour": "minute", "minute": "second"}
LONGEST_GLUED: dict[Unit, int] = {"minute": 300, "week": 30}
"""Beyond it "400m" is a distance, "60w" a bulb."""


def duration(line: Line, i: int) -> Duration | None:
    """The longest duration that begins at token i."""
    if line.unit(i) == "hour" and line.has(i + 1, "and") and not line.word(i).endswith("s"):
        whole = Duration(i, i + 1)
        whole.add(1, "hour")
        whole.last = _fraction_behind(line, i + 1, whole)
        return whole if whole.last > i + 1 else None
    if line.token(i).kind == "clock" and (line.glued(i + 1) or line.unit(i + 1) == "hour"):
        return _hours_and_minutes(line, i)
    if line.token(i).raw in ("P", "PT") and line.glued(i + 1) and line.glued(i + 2):
        return standard(line, i)
    plus = line.token(i).raw == "+"
    if line.token(i).kind == "num" and line.glued(i) and line.token(i - 1).kind == "word":
        return None  # "w2s"
    start = i + 1 if plus and line.glued(i + 1) else i
    found = Duration(i, i)
    at = start
    pieces = 0
    while pieces < 6:
        if pieces == 1 and _fraction_behind(line, at, Duration(i, i)) > at:
            break
        step = _one(line, at, found) if pieces == 0 or _joins(line, at, found) else None
        if step is None and pieces:
            k = line.skip(at, "and") if line.token(at).raw != "," else at + 1
            k = line.skip(k, "and") if k > at else k
            if k > at:
                step = _one(line, k, found) if _joins(line, k, found) else None
                if step is None and line.token(k).kind == "clock" and line.token(at).raw == ",":
                    step = _stopwatch(line, k, found)
        if step is None:
            break
        at, pieces = step, pieces + 1
    if not pieces:
        if not (plus and line.token(start).kind == "clock" and line.glued(start)):
            return None
        stop = _stopwatch(line, start, found)
        if stop is None:
            return None
        at = stop
    found.last = _fraction_behind(line, at, found) if pieces == 1 else at
    return found if 0 < found.seconds <= LONGEST else None


def _joins(line: Line, at: int, found: Duration) -> bool:
    """Whether a smaller unit follows ("2h" "30m"), not a second thing ("30m" "1h")."""
    probe = Duration(at, at)
    return _one(line, at, probe) is not None and SECONDS[probe.unit] < SECONDS[found.unit]


def _one(line: Line, i: int, found: Duration) -> int | None:
    """Adds one amount and its unit; the index behind it."""
    return _spelled_fraction(line, i, found) or _counted(line, i, found) or _vague(line, i, found)


def _counted(line: Line, i: int, found: Duration) -> int | None:
    amount = line.number(i)
    at = i + 1
    token = line.token(i)
    low: float | None = None
    if amount is None:
        if not line.has(i, "one"):
            loose = line.words.amounts.get(line.word(i))
            single = line.word(i + 1) == line.unit(i + 1)  # "some day"
            if loose is None or (line.word(i) == "some" and (single or not line.unit(i + 1))):
                return None
            amount, at = loose, line.skip(i + 1, "of")
            if line.has(at, "more"):
                at += 1
        else:
            loose = line.words.amounts.get(line.word(i + 1))
            if loose is not None:
                amount, at = loose, i + 2
                at = line.skip(at, "of")
            else:
                amount = 1.0
    elif line.whole(i) and 0 < (line.number(at) or 0) < 1:  # "1 ½ hours"
        amount, at = amount + (line.number(at) or 0), at + 1
    elif (
        line.whole(i)
        and line.whole(at)
        and line.token(at + 1).raw == "/"
        and line.glued(at + 1)
        and (below := line.whole(at + 2))
        and (line.whole(at) or 0) < below <= 4
        and (line.unit(at + 3) or line.word(at + 3) in line.words.glued_units)
    ):
        # "3 1/2 hours"
        amount, at = amount + (line.whole(at) or 0) / below, at + 3
    elif line.token(at).raw == "/" and line.whole(at + 1) and line.whole(i):
        below = line.whole(at + 1) or 1
        if (
            below > 12
            or amount >= below
            or (
                line.unit(line.skip(at + 2, "of")) is None
                and line.word(at + 2) not in line.words.glued_units
            )
        ):
            return None
        amount, at = amount / below, at + 2
    elif (line.has(at, "dash") or line.has(at, "until") or line.has(at, "or")) and line.number(
        at + 1
    ):
        upper = line.number(at + 1) or 0
        if upper <= amount or _unit_behind(line, at + 2, upper) is None:
            return None
        low, amount, at = amount, upper, at + 2
    if line.has(at, "and") and (fraction := _fraction(line, at + 1)):
        share, stop = fraction
        behind = _unit_behind(line, line.skip(stop, "of"), amount)
        if behind is not None:
            amount, at = amount + share, line.skip(stop, "of")
    at = line.skip(at, "more") if line.unit(at + 1) else at
    if line.token(at).raw == "-" and line.unit(at + 1):
        at += 1
    unit_found = _unit_behind(line, at, amount)
    if unit_found is None:
        return _quotes(line, at, token.kind == "num", amount, found)
    unit, stop = unit_found
    aged = line.token(stop).raw == "-" and line.word(stop + 1) == "old"  # "11-year-old"
    if (
        line.has(stop, "late")
        or aged
        or _joined_to_a_word(line, at, stop)
        or _describes(line, at, amount, unit)
        or _is_name(line, i, at)
    ):
        return None  # "30 days late"
    more = line.whole(stop + 1) if line.has(stop, "or") and line.ends(stop + 2) else None
    if more and more > amount:
        low, amount, stop = amount, float(more), stop + 2  # "An hour or two"
    if line.has(stop, "old"):
        return None if line.word(stop) == "old" else _added(found, amount, unit, stop, low)
    stop = _added(found, amount, unit, stop, low)
    return _glued_rest(line, stop, unit, found)


def _joined_to_a_word(line: Line, at: int, stop: int) -> bool:
    """ "1 week-endish": the hyphen makes another word of the unit."""
    dashed = line.token(stop).raw == "-" and line.glued(stop) and line.glued(stop + 1)
    return dashed and not line.glued(at) and line.token(stop + 1).kind == "word"


def _describes(line: Line, at: int, amount: float, unit: Unit) -> bool:
    """Whether a length of days tells which thing is meant: "2-year lease", "2 weeks notice"."""
    token, behind = line.token(at), line.token(at + 1)
    free = behind.kind != "word" or line.has(at + 1, "function") or line.has(at + 1, "later")
    if amount * SECONDS[unit] < DAY or free:
        return False
    if line.has(at + 1, "measured"):
        return True
    hyphened = line.token(at - 1).raw == "-" and line.glued(at - 1)
    singular = amount > 1 and amount == int(amount) and token.word == unit and token.gap
    return hyphened or singular or (token.raw == "D" and not token.gap)


def _is_name(line: Line, i: int, at: int) -> bool:
    """ "Watch 60 Minutes", "28 Days Later": a name in the middle of words that are small."""
    before, unit = line.token(i - 1), line.token(at)
    small = before.kind == "word" and before.raw.islower()
    return small and unit.raw.istitle() and len(unit.raw) > 3 and not line.has(i - 1, "function")


def _added(found: Duration, amount: float, unit: Unit, stop: int, low: float | None) -> int:
    found.add(amount, unit)
    if low is not None:
        found.low = low * SECONDS[unit]
    return stop


def _unit_behind(line: Line, at: int, amount: float) -> tuple[Unit, int] | None:
    """The unit at the token, allowing "m" and "h" only where a number stands glued before."""
    unit = line.unit(at)
    if unit is not None:
        if line.word(at) in ("nights", "night") and amount == 1:
            return None
        if line.word(at) == "mo" and not line.glued(at):
            return None
        return unit, at + 1
    if line.has(at, "fortnight"):
        return None
    short = line.words.glued_units.get(line.word(at))
    if short is None:
        return None
    if line.token(at).raw == "D" and line.ends(at + 1) and 2 <= amount <= 4:
        return None  # "In 3D"
    spaced = not line.glued(at)
    counted = short == "minute" and line.has(at - 2, "in") and line.ends(at + 1)  # "in 20 m"
    if spaced and short not in ("hour", "second") and not counted:
        return None
    if spaced and short == "second" and amount == int(amount):
        return None
    if amount > LONGEST_GLUED.get(short, LONGEST):
        return None
    return short, at + 1


def _quotes(line: Line, at: int, is_number: bool, amount: float, found: Duration) -> int | None:
    """Minutes and seconds by their signs, where nothing else is said: 5' and 30"."""
    sign = line.token(at).raw
    if not is_number or sign not in ("'", '"', "\u2032", "\u2033") or not line.glued(at):
        return None
    if not (line.ends(at + 1) and (at <= 1 or line.has(at - 2, "in"))):
        return None
    found.add(amount, "minute" if sign in "'\u2032" else "second")
    return at + 1


def _glued_rest(line: Line, at: int, unit: Unit, found: Duration) -> int:
    """ "1h30", "2m30", "1 hour thirty", "2 hours ten": the rest counts in the next smaller unit."""
    smaller = SMALLER.get(unit)
    rest = line.whole(at)
    if smaller is None or rest is None or not 0 < rest < 60:
        return at
    after = line.token(at + 1)
    glued = line.glued(at) and len(line.token(at).raw) == 2
    spoken = line.token(at).spelled and line.token(at).gap and line.ends(at + 1)
    spoken = spoken or (line.word(at - 1) == "h" and len(line.token(at).raw) == 2)  # "5h 30"
    spoken = spoken and line.ends(at + 1)
    if (glued and not (line.glued(at + 1) and after.kind == "word")) or spoken:
        found.add(rest, smaller)
        return at + 1
    return at


def _fraction(line: Line, i: int) -> tuple[float, int] | None:
    """ "half", "a half", "a quarter", "three quarters", "two quarter"."""
    at = line.skip(i, "the")
    if line.has(at, "half"):
        return 0.5, at + 1
    if line.has(at, "quarter"):
        return 0.25, at + 1
    count = line.whole(at)
    if count and line.token(at + 1).word in ("quarter", "quarters") and count <= 3:
        return count / 4, at + 2
    return None


def _fraction_behind(line: Line, at: int, found: Duration) -> int:
    """ "an hour and a half"."""
    if line.has(at, "and") and (fraction := _fraction(line, at + 1)):
        share, stop = fraction
        if line.unit(line.skip(stop, "of")) is None:
            found.add(share, found.unit)
            return stop
    return at


def _spelled_fraction(line: Line, i: int, found: Duration) -> int | None:
    """ "half an hour", "a quarter of an hour", "three-quarters of an hour", "½ hour"."""
    at = line.skip(i, "one")
    share: float | None = None
    if line.has(at, "half"):
        share, at = 0.5, at + 1
    elif line.has(at, "quarter"):
        share, at = 0.25, at + 1
    elif (count := line.whole(at)) and count <= 3:
        behind = at + 2 if line.token(at + 1).raw == "-" else at + 1
        if line.word(behind) == "quarters" and line.has(behind + 1, "of"):
            share, at = count / 4, behind + 1
    if share is None:
        return None
    at = line.skip(at, "of")
    at = line.skip(at, "one")
    if line.token(at).raw == "-":
        at += 1
    unit = line.unit(at)
    if unit is None or unit == "quarter":
        return None
    found.add(share, unit)
    return at + 1


def _vague(line: Line, i: int, found: Duration) -> int | None:
    """ "all day", "full-week", "another month", "a fortnight", "for the hour"."""
    at = i + 1
    if line.has(i, "all"):
        at = line.skip(at, "the")
        at = at + 1 if line.token(at).raw == "-" else at
        unit = line.unit(at)
        if unit is None or SECONDS[unit] < DAY or line.word(at).endswith("s"):
            return None
        found.vague = True
        found.add(1, unit)
        return at + 1
    if line.has(i, "another") and (unit := line.unit(at)):
        found.add(1, unit)
        return at + 1
    if line.has(i, "fortnight") or (line.has(i, "one") and line.has(at, "fortnight")):
        found.add(2, "week")
        return at if line.has(i, "fortnight") else at + 1
    count = line.number(i)
    if count and line.has(at, "fortnight"):
        found.add(2 * count, "week")
        return at + 1
    if line.has(i, "article") and line.has(i - 1, "for") and line.unit(at) == "hour":
        found.add(1, "hour")
        return at + 1
    return None


def _hours_and_minutes(line: Line, i: int) -> Duration | None:
    """ "1:30h"."""
    if line.word(i + 1) not in ("h", "hrs", "hours"):
        return None
    hours, minutes, *_ = line.token(i).parts
    found = Duration(i, i + 2)
    found.add(hours, "hour")
    found.add(minutes, "minute")
    return found if found.seconds else None


def _stopwatch(line: Line, i: int, found: Duration) -> int | None:
    """ "+4:13", "2 days, 4:13:02": minutes and seconds, or hours, minutes and seconds."""
    parts = line.token(i).parts
    if len(parts) == 3:
        found.add(parts[0], "hour")
        found.add(parts[1], "minute")
        found.add(parts[2], "second")
    elif len(parts) == 2:
        found.add(parts[0], "minute")
        found.add(parts[1], "second")
    else:
        return None
    tail = line.token(i).raw.partition(".")[2]
    if tail.isdigit():
        found.add(float(f"0.{tail}"), "second")
    return i + 1
