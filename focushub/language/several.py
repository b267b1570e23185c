"""Several days of one thing: "Monday and Thursday at 5", "the 15th and 30th", "Monday or Tuesday".

Days joined by "and" become a rule that falls on exactly these days and then ends. Days joined by
"or" leave a choice: from the first of them on, due on the last. What no rule can say ("Monday at 5
and Friday at 6") stays a single point, and the rest stays in the title.
"""

from datetime import date

from focushub.language.calendar_days import weekday_after
from focushub.language.date_words import next_monthday
from focushub.language.intervals import point_before_hours
from focushub.language.line import Line
from focushub.language.parts import Moment
from focushub.language.rules import DAYS, Rule

MOST_DAYS = 7
FARTHEST = 750
"""Days ahead up to which a rule is compared with the days that were named."""


def several(line: Line, first: Moment) -> Rule | Moment | None:
    """The point in time together with the days that are joined to it; None where none are."""
    if not _is_day(first) or first.role in ("by", "until", "from", "after", "between"):
        return None
    days = [first.day]
    found = first
    joined_by = ""
    while len(days) < MOST_DAYS:
        k, word = _joint(line, found.last)
        following = _day_behind(line, k, first, found) if word else None
        if following is None or following.day in days or found.at is not None:
            break
        joined_by = word if joined_by in ("", ",") else joined_by
        found = following
        days.append(found.day)
    said = [day for day in days if day is not None]
    commas_alone = joined_by == "," and not all(p.weekday is not None for p in found.parts[:1])
    over = first.first == 0 or _over(line, found.last)
    if len(said) < 2 or commas_alone or not over:
        return None
    if joined_by == "or":
        first.last, first.until, first.at = found.last, max(said), found.at
        first.day = min(said)
        return first
    return _rule(line, first, found, sorted(said))


def _is_day(found: Moment) -> bool:
    return (
        found.day is not None
        and found.day_is_said
        and found.until is None
        and found.exact is None
        and not found.day_part
        and not any(p.end_of_day for p in found.parts)
    )


def _joint(line: Line, at: int) -> tuple[int, str]:
    """(index behind, the word) of "and", "or" or a comma."""
    k = at + 1 if line.token(at).raw in (",", "/") else at
    word = line.word(k)
    if line.has(k, "and") or line.token(k).raw == "+":
        return k + 1, "and"
    if line.has(k, "or"):
        return k + 1, "or"
    if k == at and word in line.words.weekdays and line.word(at - 1) in line.words.weekdays:
        return k, ","  # "gym mon wed fri"
    return (k, ",") if k > at and word else (at, "")


def _day_behind(line: Line, k: int, first: Moment, last: Moment) -> Moment | None:
    """A day of its own, or the number of one in the month named before ("March 3 and 10")."""
    assert last.day is not None
    at = line.skip(k, "article")
    number = line.rank(at) or line.whole(at) or 0
    dated = next((p for p in first.parts if p.mday), None)
    if dated and 1 <= number <= 31 and (line.ends(at + 1) or _joint(line, at + 1)[1]):
        base = last.day if dated.month else line.today
        day = next_monthday(base, dated.month, number, None)
        return Moment(k, at + 1, k, parts=first.parts, day=day, day_is_said=True) if day else None
    found = point_before_hours(line, k)
    if found is None or not _is_day(found) or found.role not in ("", "on", "at"):
        return None
    named = [p for p in found.parts if p.what != "clock"]
    if len(named) == 1 and named[0].weekday is not None and named[0].day is None:
        # "Tuesday and Friday", said on a Wednesday: the Friday behind that Tuesday.
        found.day = weekday_after(last.day, named[0].weekday)
    return found


def _over(line: Line, k: int) -> bool:
    """Whether the list of days ends here, so that no name of a thing follows."""
    return line.ends(k) or line.token(k).kind != "word" or line.has(k, "function")


def _rule(line: Line, first: Moment, last: Moment, days: list[date]) -> Rule | None:
    """The rule that falls on these days and no others from today on."""
    if (days[-1] - line.today).days > FARTHEST:
        return None
    numbers, months = [day.day for day in days], [day.month for day in days]
    weekdays = [DAYS[day.weekday()] for day in days]
    options = [
        Rule(first.first, last.last, freq="WEEKLY", byday=weekdays),
        Rule(first.first, last.last, freq="MONTHLY", bymonthday=numbers),
        Rule(first.first, last.last, freq="YEARLY", bymonth=months, bymonthday=numbers),
    ]
    for rule in options:
        rule.starts, rule.until = days[0], days[-1]
        rule.times = [last.at] if last.at is not None else []
        if rule.days(line.today, days[-1]) == days:
            return rule
    return None
