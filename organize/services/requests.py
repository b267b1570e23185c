"""What was asked, read back from a run's payload."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from focushub.common.clock import LEAD, next_mark
from focushub.focus.engine.energy import Assumption
from organize.engine.kinds import classify


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """A validated `POST /organize`; see the contract for the bounds.

    Attributes:
        asked_at: in the person's zone; relative dates refer to it.
        begins_at: no block begins before it.
        assumed: of the person's energy; see `organize.services.energy`.
    """

    text: str
    goal: str
    kind: Literal["tasks", "space"]
    area: str
    challenges: tuple[str, ...]
    available_minutes: int | None
    energy: Literal["low", "medium", "high"] | None
    granularity: int
    date_order: Literal["mdy", "dmy"]
    asked_at: datetime
    begins_at: datetime
    is_dated: bool
    assumed: Assumption | None = None

    @property
    def energy_note(self) -> str:
        """Why the answer takes the energy that it takes; "" where the person named it."""
        return self.assumed.reason if self.assumed and self.assumed.is_recent else ""

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any], *, asked_at: datetime) -> Self:
        zone = ZoneInfo(payload["timezone"])
        local = asked_at.astimezone(zone)
        is_dated = payload["starts_at"] is not None
        kind = payload["kind"]
        if kind == "auto":
            kind = classify(payload["text"]) if payload["text"] else "space"
        return cls(
            text=payload["text"],
            goal=payload["goal"],
            kind=kind,
            area=payload["area"],
            challenges=tuple(payload["challenges"]),
            available_minutes=payload["available_minutes"],
            energy=payload["energy"],
            granularity=payload["granularity"],
            date_order=payload["date_order"],
            asked_at=local,
            begins_at=local if is_dated else next_mark(local + LEAD),
            is_dated=is_dated,
        )
