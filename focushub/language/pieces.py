"""Finds every understood piece of a text, the longest at each place, none overlapping."""

from focushub.language.durations import duration
from focushub.language.intervals import interval
from focushub.language.lengths import SECONDS, Duration
from focushub.language.line import Line
from focushub.language.marks import Mark, dependency, lead_time, mark, people, place
from focushub.language.moments import moment
from focushub.language.named_things import is_name, moved_to
from focushub.language.parts import Interval, Moment
from focushub.language.recurrence import recurrence
from focushub.language.rules import Rule
from focushub.language.several import several
from focushub.language.words import Words

MOST_POINTS = 4
"""Points in time among which one may be the name of a thing: a line says few."""

Piece = Moment | Interval | Rule | Duration | Mark


def scan(line: Line) -> list[Piece]:
    """Every understood piece in order, none overlapping."""
    out: list[Piece] = []
    i = 0
    while i < line.size:
        piece = _piece(line, i) if _may_begin(line, i) else None
        if piece is None:
            i += 1
        else:
            out.append(piece)
            i = max(piece.last, i + 1)
    points = [piece for piece in out if isinstance(piece, Moment | Rule)]
    others = points[:MOST_POINTS]
    return [p for p in out if not (isinstance(p, Moment) and is_name(line, p, others))]


def _may_begin(line: Line, i: int) -> bool:
    """Whether a piece can begin at the token, by its word alone."""
    token = line.tokens[i]
    if token.kind == "word":
        return token.word in _triggers(line.words)
    return token.kind not in ("opaque", "break")


_TRIGGER_NAMES = (
    "next",
    "this",
    "last",
    "the",
    "half",
    "quarter",
    "in",
    "after",
    "before",
    "from",
    "now",
    "by",
    "due",
    "it",
    "over",
    "expires",
    "for",
    "every",
    "end",
    "begin",
    "middle",
    "week",
    "weekend",
    "weekday",
    "weekends",
    "day",
    "month",
    "year",
    "on",
    "at",
    "about",
    "between",
    "starting",
    "up",
    "all",
    "another",
    "once",
    "quota",
    "fortnight",
    "tonight",
    "until",
    "early",
    "eod",
    "eow",
    "eom",
    "eoy",
    "date_lead",
)

_trigger_sets: dict[int, tuple[Words, frozenset[str]]] = {}


def _triggers(words: Words) -> frozenset[str]:
    known = _trigger_sets.get(id(words))
    if known is None or known[0] is not words:
        phrases = words.phrases
        names = _TRIGGER_NAMES
        found = frozenset().union(
            *(phrases[name] for name in names),
            words.weekdays,
            words.plural_weekdays,
            words.months,
            words.ordinals,
            words.numbers,
            words.day_parts,
            words.meal_parts,
            words.relative_days,
            words.clock_names,
            words.amounts,
            words.frequencies,
            words.companions,
            words.place_leads,
            (name[0] for name in words.holidays),
            (phrase[0] for phrase in words.importance),
            (phrase[0] for phrase in words.effort),
            (
                "hour",
                "p",
                "no",
                "not",
                "as",
                "right",
                "just",
                "rightnow",
                "sometime",
                "anytime",
                "when",
                "during",
                "a",
                "an",
                "some",
                "couple",
                "takes",
                "takes",
                "mid",
                "ca",
                "est",
                "close",
                "any",
                "toward",
                "towards",
                "q",
                "alternate",
                "pt",
            ),
        )
        _trigger_sets[id(words)] = known = (words, found)
    return known[1]


def _piece(line: Line, i: int) -> Piece | None:
    """The longest piece at the token; of equals the one that says more."""
    noted = mark(line, i)
    if noted is not None and line.token(i).kind == "tag":
        return noted
    rule = recurrence(line, i)
    if rule is not None:
        return rule
    if (later := moved_to(line, i)) is not None:
        return later
    best: Piece | None = None
    for option in (interval(line, i), moment(line, i), _length(line, i), noted):
        if option is not None and (best is None or option.last > best.last):
            best = option
    if best is None or isinstance(best, Duration):
        return lead_time(line, i) or best
    return (several(line, best) or best) if isinstance(best, Moment) else best


def remarks(line: Line, found: list[Piece]) -> list[Mark]:
    """People, places and what comes first, in the words that no other piece has taken."""
    out: list[Mark] = []
    at = 0
    for last, stop in [*((p.last, p.first) for p in found), (line.size, line.size)]:
        i = at
        while i < stop:
            named = people(line, i, stop)
            out += named
            noted = named[-1] if named else place(line, i) or dependency(line, i, stop)
            if named:
                i = named[-1].last
            elif noted is not None and noted.last <= stop:
                out.append(noted)
                i = max(noted.last, i + 1)
            else:
                i += 1
        at = last
    return out


def _length(line: Line, i: int) -> Duration | None:
    """A duration with what leads it: "for 30 minutes", "about an hour", "takes 2h"."""
    at = i
    if line.has(at, "for") or line.word(at) in ("takes", "est"):
        at += 1
    while line.has(at, "about") or (line.word(at) in ("up", "to") and at > i):
        at += 1
    found = duration(line, at)
    if found is None or (at == i and (_only_an_article(line, found) or _of_a_name(line, found))):
        return None
    found.first = i
    # "10m/1h": spent and planned, as one task app writes them; the second is the estimate.
    if line.token(found.last).raw == "/":
        planned = duration(line, found.last + 1)
        if planned is not None:
            planned.first = i
            return planned
        if line.ends(found.last + 1):
            found.last += 1
            found.seconds = 0
            return found
    return found


def _of_a_name(line: Line, found: Duration) -> bool:
    """ "T-5 days": glued to a letter; "three quarters done": a share; "the 90s": an era."""
    i = found.first
    if line.word(found.last - 1) == "s" and (line.whole(i) or 1) % 10 == 0:
        before = line.token(i - 1)
        era = line.has(i - 1, "early") or before.word == "the" or before.raw == "'"
        if era or line.has(i - 2, "middle") or 1900 <= (line.whole(i) or 0) <= 2090:
            return True  # "The 90s", "1990s"
    dashed = line.token(i - 1).raw == "-" and line.glued(i) and line.glued(i - 1)
    share = found.unit == "quarter" and not line.ends(found.last)
    return (dashed and len(line.word(i - 2)) == 1) or share


def _only_an_article(line: Line, found: Duration) -> bool:
    """ "a day", "a second wave": no length, unless something says so."""
    if found.last - found.first != 2 or not line.has(found.first, "one"):
        return False
    if line.word(found.first) == "one":
        return False
    if found.unit == "second":
        return not line.ends(found.last)
    return SECONDS[found.unit] >= SECONDS["day"]
