"""What an assistant may do for a person: look, preview, and with a second scope write.

The same services as the REST API calls, so the same rules hold. What changes a plan stays a
proposal; only what a person can take back in one step is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import orjson
from django.utils import timezone

from focushub.accounts.models import Energy, Scope, User
from focushub.ai.services.interaction import AIInteractionService
from focushub.api import serializers
from focushub.calendar.models import TimeBlock
from focushub.calendar.scheduler import Reason
from focushub.calendar.serializers.blocks import TimeBlockSerializer
from focushub.calendar.serializers.now import NowQuerySerializer, NowSerializer
from focushub.calendar.serializers.replans import ReplanSerializer
from focushub.calendar.services import now, replans
from focushub.common.clock import midnight
from focushub.common.errors import DomainError, Kind
from learning.models import Card
from learning.serializers.cards import CardSerializer
from learning.services import queue, reviews
from organize.models import Task
from organize.serializers.plans import OrganizeSerializer, question_of
from organize.serializers.tasks import TaskSerializer

MOST_ROWS: Final = 50
Told = dict[str, Any]
Work = Callable[[User, Mapping[str, Any]], Told]


class UnknownCard(DomainError):
    kind = Kind.NOT_FOUND
    code = "not_found"
    detail = "None of your cards has this id."


@dataclass(frozen=True, slots=True)
class Tool:
    """`takes` validates the arguments; `schema` says the same to the assistant."""

    name: str
    title: str
    description: str
    scope: Scope
    takes: type[serializers.Serializer]
    schema: Mapping[str, Any]
    work: Work

    @property
    def only_reads(self) -> bool:
        return self.scope == Scope.ASSISTANT_READ


class NothingSerializer(serializers.Serializer):
    pass


class ReplanReasonSerializer(serializers.Serializer):
    reason = serializers.ChoiceField([reason.value for reason in Reason], default=Reason.LATE.value)


class ReviewSerializer(serializers.Serializer):
    card_id = serializers.UUIDField()
    rating = serializers.IntegerField(min_value=1, max_value=4)


def _now(person: User, asked: Mapping[str, Any]) -> Told:
    return dict(NowSerializer(now.one_thing(person=person, **asked)).data)


def _day(person: User, asked: Mapping[str, Any]) -> Told:
    today = timezone.now().astimezone(person.zone).date()
    start = midnight(today, person.zone)
    end = midnight(today + timedelta(days=1), person.zone)
    blocks = TimeBlock.objects.owned_by(person).overlapping(start, end).order_by("starts_at")
    due = (
        Task.objects.owned_by(person)
        .ready()
        .filter(due_at__lt=end)
        .order_by("due_at")
        .prefetch_related("steps")
    )
    return {
        "day": today.isoformat(),
        "blocks": TimeBlockSerializer(blocks[:MOST_ROWS], many=True).data,
        "due": TaskSerializer(due[:MOST_ROWS], many=True).data,
    }


def _replan(person: User, asked: Mapping[str, Any]) -> Told:
    row = replans.propose(person=person, reason=Reason(asked["reason"]))
    return dict(ReplanSerializer(row).data)


def _next_card(person: User, asked: Mapping[str, Any]) -> Told:
    due = queue.due_cards(person=person, minutes=person.session_minutes)
    return {"card": CardSerializer(due[0]).data if due else None, "waiting": len(due)}


def _capture(person: User, asked: Mapping[str, Any]) -> Told:
    outcome = AIInteractionService().begin(question_of(asked, person), person=person)
    if outcome.run is None:
        return {"plan": orjson.loads(outcome.cached or b"null")}
    return {"plan": outcome.run.body}


def _review(person: User, asked: Mapping[str, Any]) -> Told:
    card = Card.objects.owned_by(person).filter(pk=asked["card_id"]).first()
    if card is None:
        raise UnknownCard
    reviewed = reviews.review_card(card=card, rating=asked["rating"])
    return {"card": CardSerializer(reviewed.card).data, "notice": reviewed.notice}


def _object(required: tuple[str, ...] = (), **properties: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


_MINUTES: Final = {"type": "integer", "minimum": 1, "maximum": 1440}
_ENERGY: Final = {"type": "string", "enum": list(Energy.values)}

TOOLS: Final = (
    Tool(
        "now",
        "One thing to do now",
        "The one thing to do now, with its first small step and the reason.",
        Scope.ASSISTANT_READ,
        NowQuerySerializer,
        _object(minutes=_MINUTES, energy=_ENERGY),
        _now,
    ),
    Tool(
        "plan_the_day",
        "Today's blocks and what is due",
        "The blocks of time that are planned for today, and tasks that are due by its end.",
        Scope.ASSISTANT_READ,
        NothingSerializer,
        _object(),
        _day,
    ),
    Tool(
        "replan_preview",
        "What a new plan would look like",
        "Shows new places for what has slipped. Nothing changes until the person applies it.",
        Scope.ASSISTANT_READ,
        ReplanReasonSerializer,
        _object(reason={"type": "string", "enum": [reason.value for reason in Reason]}),
        _replan,
    ),
    Tool(
        "next_card",
        "The next card to review",
        "The card that is most at risk of fading, and how many wait.",
        Scope.ASSISTANT_READ,
        NothingSerializer,
        _object(),
        _next_card,
    ),
    Tool(
        "capture",
        "Turn what is on somebody's mind into a plan",
        "Makes a proposal of a brain dump. Nothing becomes a task until the person accepts it.",
        Scope.ASSISTANT_WRITE,
        OrganizeSerializer,
        _object(
            ("text",),
            text={"type": "string", "minLength": 1, "maxLength": 20_000},
            available_minutes={"type": "integer", "minimum": 5, "maximum": 1440},
            energy=_ENERGY,
        ),
        _capture,
    ),
    Tool(
        "review_card",
        "Say how well a card was known",
        "1 again, 2 hard, 3 good, 4 easy. The person can undo it.",
        Scope.ASSISTANT_WRITE,
        ReviewSerializer,
        _object(
            ("card_id", "rating"),
            card_id={"type": "string", "format": "uuid"},
            rating={"type": "integer", "minimum": 1, "maximum": 4},
        ),
        _review,
    ),
)
BY_NAME: Final = {tool.name: tool for tool in TOOLS}
