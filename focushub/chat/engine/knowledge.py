"""What helps many people with ADHD, for questions that are not about a thing of theirs."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Topic:
    """Attributes stand in `knowledge.toml` as they are here."""

    name: str
    words: re.Pattern[str]
    agent: str
    says: tuple[str, ...]
    suggestions: tuple[str, ...]
    answers: Mapping[str, str]
    then: str

    def answer_to(self, text: str) -> str:
        """What follows on a short answer; "" where nothing does."""
        low = text.lower()
        return next((told for key, told in self.answers.items() if key in low), "")


def topic_of(text: str, *, agent: str = "") -> Topic | None:
    """What a text asks about; of several, the one that is named first.

    Args:
        agent: only what this specialist would say.
    """
    low = text.lower().replace("\u2019", "'")
    found = [
        (match.start(), n, topic)
        for n, topic in enumerate(_topics().values())
        if (match := topic.words.search(low)) and (not agent or topic.agent == agent)
    ]
    return min(found, key=lambda one: one[:2])[2] if found else None


def named(name: str) -> Topic | None:
    return _topics().get(name)


@cache
def _topics() -> Mapping[str, Topic]:
    data = tomllib.loads((Path(__file__).parent / "knowledge.toml").read_text(encoding="utf-8"))
    return {
        name: Topic(
            name=name,
            words=re.compile(rf"(?<!\w)(?:{entry['words']})"),
            agent=entry["agent"],
            says=tuple(entry["says"]),
            suggestions=tuple(entry["suggestions"]),
            answers=entry.get("answers", {}),
            then=entry.get("then", ""),
        )
        for name, entry in data.items()
    }
