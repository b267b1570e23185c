"""What somebody asks of the coach, by the words that people use for it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

MOST_FOLLOW_WORDS: Final = 14
_MOST_TOPIC: Final = 100
_MOST_ANNOUNCED: Final = 9
_MOST_MINUTES: Final = 480


class Intent(StrEnum):
    """What is asked. The values are told in an answer's `metadata`."""

    CRISIS = "crisis"
    REMEMBER = "remember"
    FORGET = "forget"
    MEMORIES = "memories"
    CAPABILITIES = "capabilities"
    QUIZ = "quiz"
    PLAN_DAY = "plan_day"
    PRIORITISE = "prioritise"
    BREAK_DOWN = "break_down"
    HOW_LONG = "how_long"
    FINISHED_TASK = "finished_task"
    ADD_TASK = "add_task"
    MOVE_TASK = "move_task"
    REPLAN = "replan"
    OVERWHELMED = "overwhelmed"
    CANNOT_START = "cannot_start"
    DISTRACTED = "distracted"
    TAKE_BREAK = "take_break"
    FOCUS_SESSION = "focus_session"
    WHAT_NOW = "what_now"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    GREETING = "greeting"
    FEELING = "feeling"
    DUMP = "dump"
    GENERAL = "general"


class Follow(StrEnum):
    """A short answer to what the coach said."""

    DONE = "done"
    SMALLER = "smaller"
    AFRAID = "afraid"
    STUCK = "stuck"
    NEXT = "next"
    OTHER = "other"
    LATER = "later"
    STOP = "stop"
    TIRED = "tired"
    WHY = "why"
    UNSURE = "unsure"
    NO = "no"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message says.

    Attributes:
        topic: what it is about, in the person's words; "" where none is named.
        follow: how it answers what was said before, read as if something had been.
        minutes: a length that is named, 1 to 480.
        feeling: one of the names in `hearing.toml`.
        distraction: what keeps the person from it, by name.
        barrier: what is in the way, where that was asked.
        announced: what they are going to tell, by name.
        when: "tomorrow" and the like, in lower case.
    """

    text: str
    intent: Intent
    topic: str = ""
    follow: Follow | None = None
    minutes: int | None = None
    feeling: str = ""
    distraction: str = ""
    barrier: str = ""
    announced: str = ""
    when: str = ""

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_short(self) -> bool:
        return self.words <= MOST_FOLLOW_WORDS


# The last one is the only letter whose lower case is longer than it is.
_ONE_FORM = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u0130": "I"}
)
_BLANKS = re.compile(r"\s+")
_MINUTES = re.compile(
    r"\b(?:(?P<number>\d{1,3})\s*-?\s*(?P<unit>h\b|hours?|hrs?|m\b|min(?:ute)?s?\b)"
    r"|(?P<half>half an? hour)|(?P<quarter>quarter of an hour)|(?P<hour>an hour))"
)
_CUTS = re.compile(
    r"(?:,|;| - |\u2013|\bbecause\b|\bbut\b|\bsince\b|\bso i\b|\band i\b|\bi(?:'m| am)\b|\bplease\b"
    r"|\bright now\b|\bat all\b|\banymore\b|\btoday\b|\bfor weeks\b|\bfor days\b|\bhelp\b|\bnow\b"
    r"|\bat the moment\b|\bagain\b|\byet\b|\beven though\b|\bwhen\b|\bif\b|\bthough\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s+(?:takes?|needs?|lasts?|be done|to (?:do|finish|start))[\s?.!]*$", re.IGNORECASE
)
_LEADS = re.compile(
    r"^(?:to|on|with|about|of|for|at|in|the task|doing|starting|beginning|working on|start|begin|"
    r"do|get started (?:on|with)|this|that|these|those|all of|all)\s+",
    re.IGNORECASE,
)
# Named, and yet nothing is named.
_EMPTY_TOPICS: Final = frozenset(
    phrase.strip()
    for phrase in """
    anymore|any more
    it|this|that|anything|something|things|stuff|everything|nothing|work|working|myself|me|one
    them|these|those|day|today|now|life|my day|the day|my work|the work|my life|it all|all|all this
    doing anything|do anything|doing things|do things|to do|what to do|a task|task|tasks|my tasks
    my things|so long|get up|up|out of bed|any of it|any of this|even|i do|do|be|go|going|started
    move|moving|first|next|focus|focusing|concentrate|take|start|starting|you|how|what|why|be done
    """.replace("\n", "|").split("|")
)  # fmt: skip


def hear(text: str, *, expects_follow: bool = False) -> Heard:
    """What `text` says.

    Args:
        text: 1 to 4000 characters.
        expects_follow: the coach has said something that can be answered in a word.
    """
    plain = _one_blank_each(text)
    low = plain.translate(_ONE_FORM).lower()
    words = _words()
    follow = _follow(low, words) if expects_follow else None
    intent, topic, when = _intent(plain, low, words)
    feeling = _first(low, words["feelings"])
    # Hopeless words stand before whatever work they name no more.
    is_unnamed = intent is Intent.GENERAL or (feeling == "hopeless" and not topic)
    if is_unnamed and feeling and feeling != "bored":
        intent = Intent.FEELING
    return Heard(
        text=text.strip(),
        intent=intent,
        topic=topic,
        follow=follow,
        minutes=minutes_in(low),
        feeling=feeling,
        distraction=_first(low, words["distractions"]),
        barrier=_first(low, words["barriers"]),
        announced=_first(low, words["announcements"])
        if len(low.split()) <= _MOST_ANNOUNCED
        else "",
        when=when,
    )


def _one_blank_each(text: str) -> str:
    """Long gaps say nothing, and patterns that allow any would look at each of them again and
    again: 4000 blanks took 17 seconds.
    """
    return _BLANKS.sub(lambda gap: "\n" if "\n" in gap[0] else " ", text)


def minutes_in(low: str) -> int | None:
    """A length that is named in words or figures."""
    match = _MINUTES.search(low)
    if match is None:
        return None
    if match["half"]:
        return 30
    if match["quarter"]:
        return 15
    if match["hour"]:
        return 60
    minutes = int(match["number"]) * (60 if match["unit"].startswith("h") else 1)
    return minutes if 1 <= minutes <= _MOST_MINUTES else None


def tidy_topic(words: str) -> str:
    """The core of what is named: "on my thesis because ..." is "my thesis"."""
    topic = " ".join(words.split())
    cut = _CUTS.search(topic)
    if cut is not None and cut.start() > 1:
        topic = topic[: cut.start()]
    topic = _ENDS.sub("", topic)
    before = None
    while before != topic:
        before, topic = topic, _LEADS.sub("", topic.strip(" .,!?:;\"'"))
    topic = topic.strip(" .,!?:;\"'")[:_MOST_TOPIC].strip()
    return "" if topic.lower().translate(_ONE_FORM) in _EMPTY_TOPICS or len(topic) < 2 else topic


def _follow(low: str, words: Mapping[str, Any]) -> Follow | None:
    if len(low.split()) > MOST_FOLLOW_WORDS:
        return None
    name = _first(low.strip(), words["follows"])
    return Follow(name) if name else None


def _intent(text: str, low: str, words: Mapping[str, Any]) -> tuple[Intent, str, str]:
    for name, patterns in words["intents"].items():
        found: re.Match[str] | None = None
        for pattern in patterns:
            match = pattern.search(low)
            if match is None:
                continue
            groups = match.groupdict()
            topic = tidy_topic(text[slice(*match.span("topic"))]) if groups.get("topic") else ""
            if topic:
                return Intent(name), topic, groups.get("when") or ""
            found = found or match
        if found is not None:
            return Intent(name), "", ""
    return Intent.GENERAL, "", ""


def _first(low: str, by_name: Mapping[str, re.Pattern[str]]) -> str:
    return next((name for name, pattern in by_name.items() if pattern.search(low)), "")


@cache
def _words() -> Mapping[str, Any]:
    data = tomllib.loads((Path(__file__).parent / "hearing.toml").read_text(encoding="utf-8"))
    slots = data["slots"]

    def compiled(pattern: str) -> re.Pattern[str]:
        for name, slot in slots.items():
            pattern = pattern.replace(f"{{{name}}}", slot)
        return re.compile(pattern.replace(" ", r"\s+"))

    def whole(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{pattern.replace(' ', chr(92) + 's+')})")

    return {
        "intents": {
            name: [compiled(pattern) for pattern in entry["patterns"]]
            for name, entry in data["intents"].items()
        },
        **{
            table: {name: whole(pattern) for name, pattern in data[table].items()}
            for table in (
                "feelings",
                "distractions",
                "follows",
                "barriers",
                "announcements",
            )
        },
    }
