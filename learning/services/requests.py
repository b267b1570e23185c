"""What was asked, read back from a run's payload."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from focushub.common.clock import LEAD, next_mark
from learning.engine.plan import Energy, StudyRequest, Style
from learning.engine.source import read_source


@dataclass(frozen=True, slots=True)
class LearnRequest:
    """A validated `POST /learn`; see the contract for the bounds.

    Attributes:
        study: for the engine.
        text: own material as it came, or "".
        asked_at: in the person's zone.
        begins_at: no session begins before it.
        first_on: the first day with study; today, or tomorrow where the hours of today are over.
    """

    study: StudyRequest
    text: str
    asked_at: datetime
    begins_at: datetime
    first_on: date

    @property
    def today(self) -> date:
        return self.asked_at.date()

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any], *, asked_at: datetime) -> Self:
        local = asked_at.astimezone(ZoneInfo(payload["timezone"]))
        text = payload["text"]
        study = StudyRequest(
            topic=payload["topic"],
            source=read_source(text=text) if text else None,
            goals=tuple(payload["goals"]),
            level=payload["level"],
            struggles=payload["struggles"],
            style=Style(payload["style"]),
            minutes=payload["minutes"],
            exam_on=date.fromisoformat(payload["exam_on"]) if payload["exam_on"] else None,
            energy=Energy(payload["energy"]) if payload["energy"] else None,
        )
        return cls(
            study=study,
            text=text,
            asked_at=local,
            begins_at=next_mark(local + LEAD),
            first_on=local.date(),
        )
