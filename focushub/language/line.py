"""The text under the reader: its tokens, the words of its language, and the person's now."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property

from focushub.language.tokens import Token, tokenize
from focushub.language.words import Unit, Words

_NOTHING = Token(0, 0, "", "break", "", True)


class Line:
    """Tokens by index, with questions that any index answers (beyond the end: nothing)."""

    def __init__(
        self,
        text: str,
        *,
        now: datetime,
        words: Words,
        month_first: bool = True,
        reject: Collection[tuple[int, int]] = (),
        day: date | None = None,
    ) -> None:
        self.day = day
        self.text = text
        self.words = words
        self.month_first = month_first
        self.now = now
        self.local = now.replace(tzinfo=None)
        self.today: date = self.local.date()
        self.tokens: list[Token] = tokenize(text, words, month_first=month_first, reject=reject)
        self.size = len(self.tokens)
        self._hide_idioms()

    def _hide_idioms(self) -> None:
        """Makes opaque what only sounds like a time ("Black Friday")."""
        firsts = _idioms(self.words)
        for i, token in enumerate(self.tokens):
            for idiom in firsts.get(token.word, ()):
                if all(self.word(i + k) == word for k, word in enumerate(idiom)):
                    day = idiom in self.words.holidays and not self.has(i - 1, "for")
                    if day and self.means_the_day(i, i + len(idiom)):
                        break  # "On Black Friday"
                    for hidden in self.tokens[i : i + len(idiom)]:
                        hidden.kind, hidden.word = "opaque", ""
                    break

    def means_the_day(self, first: int, last: int) -> bool:
        """Whether the name of a day stands for the day: with a preposition, or all but alone."""
        lead = first - 1
        while lead > first - 3 and (self.has(lead, "article") or self.has(lead, "this")):
            lead -= 1
        behind = self.token(last)
        if not self.ends(last) and behind.kind == "word" and not self.has(last, "function"):
            return False
        timed = behind.kind in ("num", "clock") or self.has(last, "at") or self.has(last, "until")
        opens = lead < 0 and (self.only(0, last) or timed)
        return opens or self.has(lead, "date_lead")

    def week_of(self, day: date) -> date:
        """The first day of the week that "next week" is counted from.

        Who writes the month first lives by a calendar whose weeks begin on Sunday.
        """
        return day - timedelta(days=(day.weekday() + self.month_first) % 7)

    @cached_property
    def half(self) -> int | None:
        """0 or 12 where a word of the text says in which half of the day its hours lie."""
        for token in self.tokens:
            if token.word in self.words.morning_words:
                return 0
            if token.word in self.words.evening_words:
                return 12
        return None

    @cached_property
    def meals(self) -> list[int]:
        """The hours of the meals that the text names, the last one first."""
        named = (self.words.meal_parts.get(token.word) for token in reversed(self.tokens))
        others = ("school", "work")
        times = [self.words.meal_parts[name] for name in others if name in self.words.meal_parts]
        return list(dict.fromkeys(m.starts for m in named if m is not None and m not in times))

    @cached_property
    def talks_of_alarms(self) -> bool:
        """Whether the text asks to be woken or reminded: "for seven" is a time then."""
        alarms = self.words.phrases["alarm"]
        return any(token.word in alarms for token in self.tokens)

    def token(self, i: int) -> Token:
        return self.tokens[i] if 0 <= i < self.size else _NOTHING

    def word(self, i: int) -> str:
        return self.tokens[i].word if 0 <= i < self.size else ""

    def has(self, i: int, name: str) -> bool:
        """Whether the token is one of the named glue words."""
        return 0 <= i < self.size and self.tokens[i].word in self.words.phrases[name]

    def number(self, i: int) -> float | None:
        """The value of a cardinal, None for anything else."""
        token = self.token(i)
        return token.value if token.kind in ("num", "dec") and token.value >= 0 else None

    def whole(self, i: int) -> int | None:
        """The value of a whole cardinal."""
        token = self.token(i)
        if token.kind == "num" and token.value >= 0 and token.value == int(token.value):
            return int(token.value)
        return None

    def rank(self, i: int) -> int | None:
        """The value of an ordinal."""
        token = self.token(i)
        return int(token.value) if token.kind == "ord" else None

    def unit(self, i: int) -> Unit | None:
        """The unit of time that the token names."""
        return self.words.units.get(self.word(i)) if 0 <= i < self.size else None

    def glued(self, i: int) -> bool:
        """Whether no space stands before the token."""
        return 0 <= i < self.size and not self.tokens[i].gap

    def ends(self, i: int) -> bool:
        """Whether the sentence or the text is over at the token."""
        return i >= self.size or self.tokens[i].kind == "break" or self.tokens[i].raw in _STOPS

    def only(self, first: int, last: int) -> bool:
        """Whether the text has nothing but the tokens from first to before last, signs aside."""
        return self.size - (last - first) <= 4 and all(
            token.kind == "sym" for token in (*self.tokens[:first], *self.tokens[last:])
        )

    def skip(self, i: int, *names: str) -> int:
        """The index behind the token if it is one of the named words, else the same."""
        if 0 <= i < self.size:
            word = self.tokens[i].word
            for name in names:
                if word in self.words.phrases[name]:
                    return i + 1
        return i

    def excepting(self, i: int) -> int | None:
        """The index behind "except", "apart from" and the like at the token."""
        for phrase in self.words.exceptions:
            if self.word(i) == phrase[0] and all(
                self.word(i + k) == word for k, word in enumerate(phrase)
            ):
                return i + len(phrase)
        return None

    def elapsed(self, seconds: float) -> datetime | None:
        """The local time so many seconds from now, clocks changed on the way allowed for."""
        try:
            moved = self.now.astimezone(UTC) + timedelta(seconds=seconds)
            return moved.astimezone(self.now.tzinfo).replace(tzinfo=None)
        except (OverflowError, ValueError):
            return None


@cache
def _idioms_of(idioms: frozenset[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    out: dict[str, list[tuple[str, ...]]] = {}
    for idiom in sorted(idioms, key=len, reverse=True):
        out.setdefault(idiom[0], []).append(idiom)
    return out


def _idioms(words: Words) -> dict[str, list[tuple[str, ...]]]:
    return _idioms_of(words.idioms)


_STOPS = frozenset(".,;:!?)(\"'-\u2013\u2014/|]")
