"""What was said before, as far as the next answer needs it: kept as JSON beside each answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from focushub.coaching.things import Piece

MOST_STEPS: Final = 30
_MOST_WORDS: Final = 200


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Where a conversation stands.

    Attributes:
        topic: what it is about, as the person calls it.
        thing_id: of theirs that it is about, if it is one.
        steps: of the topic; `at` is the one that was named last.
        small: how often that one was made smaller.
        done: how many were done here.
        asked: what the coach asked last, so that "the second" or "no" means something.
        offered: what was proposed last, as (kind, parameters), where a "yes" means that.
        options: ids of what was offered to choose from, in the order in which it was told.
        after_crisis: how many turns ago the person was in danger; 0 where they were not.
        said: how often each phrase was used, so that none comes twice in a row.
    """

    topic: str = ""
    thing_id: str = ""
    steps: tuple[Piece, ...] = ()
    at: int = 0
    small: int = 0
    done: int = 0
    asked: str = ""
    options: tuple[str, ...] = ()
    offered: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    turns: int = 0
    after_crisis: int = 0
    said: Mapping[str, int] = field(default_factory=dict)

    @property
    def step(self) -> Piece | None:
        return self.steps[self.at] if self.at < len(self.steps) else None

    @property
    def has_begun(self) -> bool:
        """The coach has said something that a word can answer."""
        return self.turns > 0

    def about(self, topic: str, steps: tuple[Piece, ...], *, thing_id: str = "") -> Self:
        return replace(
            self, topic=topic, thing_id=thing_id, steps=steps[:MOST_STEPS], at=0, small=0, done=0
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "topic": self.topic,
            "thing_id": self.thing_id,
            "steps": [[step.title, step.minutes, step.id] for step in self.steps],
            "at": self.at,
            "small": self.small,
            "done": self.done,
            "asked": self.asked,
            "options": list(self.options),
            "offered": [[kind, dict(params)] for kind, params in self.offered],
            "turns": self.turns,
            "after_crisis": self.after_crisis,
            "said": dict(self.said),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for what `as_json` did not write."""
        if not kept:
            return cls()
        return cls(
            topic=str(kept["topic"])[:_MOST_WORDS],
            thing_id=kept["thing_id"],
            steps=tuple(Piece(title, int(minutes), id_) for title, minutes, id_ in kept["steps"]),
            at=int(kept["at"]),
            small=int(kept["small"]),
            done=int(kept["done"]),
            asked=kept["asked"],
            options=tuple(kept["options"]),
            offered=tuple((kind, params) for kind, params in kept["offered"]),
            turns=int(kept["turns"]),
            after_crisis=int(kept["after_crisis"]),
            said=dict(kept["said"]),
        )
