"""How often without when: "once a month", "twice a day at 8 and 20", "3 times a week"."""

from focushub.language.lengths import DAY, SECONDS
from focushub.language.line import Line
from focushub.language.rules import FREQUENCY, Rule


def times_per(line: Line, i: int, rule: Rule) -> int | None:
    """ "once a week", "one a day", "twice a day at 8 and 20".

    "Once a day" falls on every day; "once a month" leaves open on which one.
    """
    quota = is_quota(line, i)
    if not (quota or line.has(i, "once") or line.word(i) in ("one", "1x")):
        return None
    behind = quota or i + 1
    often = line.words.frequencies.get(line.word(behind)) if quota else None
    if often is not None and often[0] == "DAILY":
        return behind + 1  # "twice daily at 8 and 20"
    if not line.has(behind, "per"):
        return None
    at = line.skip(behind + 1, "other")
    unit = line.unit(at)
    if unit is None or line.word(at).endswith("s"):
        return None
    rule.freq, rule.interval = FREQUENCY[unit]
    rule.is_quota = SECONDS[unit] > DAY
    if at > behind + 1:
        rule.interval *= 2
    return at + 1


def is_quota(line: Line, i: int) -> int:
    """The index behind "twice" or "3 times", which say how often but not when; 0 where none is."""
    if line.has(i, "quota"):
        return i + 1
    counted = (line.whole(i) or 0) > 1 and line.has(i + 1, "times")
    return i + 2 if counted else 0
