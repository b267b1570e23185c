"""The days that a rule leaves out: "every day except Sunday", "daily but not on weekends"."""

from focushub.language.line import Line
from focushub.language.rule_lists import month_list, weekday_list
from focushub.language.rules import DAYS, Rule


def read_exception(line: Line, i: int, rule: Rule) -> int | None:
    """Takes the days or months named at token i out of the rule; the index behind them."""
    at = i + 1 if line.token(i).raw in (",", "(") else i
    k = line.excepting(at)
    if k is None:
        return None
    k = line.skip(k, "on", "in", "for")
    k = line.skip(k, "article")
    left_out, stop = _days(line, k)
    if left_out:
        keep = [name for name in rule.byday or DAYS if name[-2:] not in left_out]
        if not keep or rule.bymonthday or rule.byyearday:
            return None
        rule.byday = keep
        if rule.freq == "DAILY" and rule.interval == 1:
            rule.freq = "WEEKLY"
    else:
        months, stop = month_list(line, k)
        others = [n for n in rule.bymonth or range(1, 13) if n not in months]
        if not months or not others or line.whole(stop) or line.rank(stop):
            return None  # One date, "except Nov 12", is no month.
        rule.bymonth = others
    return stop + 1 if line.token(i).raw == "(" and line.token(stop).raw == ")" else stop


def _days(line: Line, k: int) -> tuple[list[str], int]:
    if line.has(k, "weekend"):
        return list(DAYS[5:]), k + 1
    if line.has(k, "weekday"):
        return list(DAYS[:5]), k + 1
    return weekday_list(line, k) or ([], k)
