"""What a feature gives the AI service: a draft, a question to a model, a way to settle its answer.

A feature registers itself in its `feature.py`; this package knows none by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel

from focushub.accounts.models import User
from focushub.ai.gateways import Gateway, ModelChoice, Prompt, Reply
from focushub.ai.models import Run
from focushub.ai.stream import RunStream
from focushub.caching import CacheEntry


@dataclass(frozen=True, slots=True)
class Question:
    """A validated request.

    Attributes:
        feature: the name under which the feature is registered.
        payload: JSON values only; defaults filled in, white space at the ends gone.
        asked_at: the instant to which relative dates refer.
        local_day: where the person named no instant, the date on their wall: it stands in the
            cache key, so that tomorrow's answer is tomorrow's.
    """

    feature: str
    payload: Mapping[str, Any]
    asked_at: datetime
    local_day: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The feature's part of an answer's body.

    Attributes:
        fresh_until: until when it is true; one that has passed already is kept in no cache.
        is_final: of a draft: no model is to be asked, whatever is configured.
    """

    body: dict[str, Any]
    fresh_until: datetime | None = None
    is_final: bool = False


class Feature(Protocol):
    """Implemented by `organize.feature` and its like. `draft` and `settle` run in a transaction."""

    name: str
    prompt: Prompt
    entry: CacheEntry

    def draft(self, *, run: Run, person: User) -> Answer:
        """The built-in answer; writes what the proposal needs to be accepted later."""
        ...

    async def propose(
        self,
        *,
        payload: Mapping[str, Any],
        asked_at: datetime,
        person: User,
        gateway: Gateway,
        model: ModelChoice,
        stream: RunStream,
    ) -> Reply[BaseModel]:
        """What a model says. No database while it is asked: that may take long.

        On the way `stream` is told what may be shown already; an `AnswerReader` finds it in what
        the gateway hands to `on_text`.

        Raises:
            ModelFault: no usable answer.
        """
        ...

    def settle(self, *, run: Run, person: User, proposal: BaseModel) -> Answer:
        """Check, bound and schedule the proposal, and store it as a new revision.

        Raises:
            ModelFault: nothing usable is left of it.
        """
        ...


_features: dict[str, Feature] = {}


def register(feature: Feature) -> None:
    _features[feature.name] = feature


def get(name: str) -> Feature:
    """Raises KeyError for a name that nobody registered: a programmer's mistake."""
    return _features[name]


def prompt_folders() -> dict[str, Path]:
    """Where prompts lie, by the part that they belong to: "organize" has `organize/crew`."""
    folders = {feature.prompt.folder for feature in _features.values()}
    return {folder.parent.name: folder for folder in sorted(folders)}
