"""Every route of the URL conf: as nobody, as another or a deactivated person, and with garbage.

A route that is new is found here by itself; one with an id needs a factory in `ROWS`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import serializers
from django.db.models import Model
from django.utils import timezone
from drf_spectacular.generators import EndpointEnumerator
from rest_framework.generics import GenericAPIView
from rest_framework.serializers import Serializer
from rest_framework.test import APIClient

from focushub.accounts.models import Scope, ScopedToken, Session, User
from focushub.accounts.services.tokens import make_token
from focushub.ai.models import Run
from focushub.ai.services.interaction import AIInteractionService
from focushub.calendar.models import Replan, TimeBlock
from focushub.calendar.scheduler import Reason
from focushub.calendar.services import replans
from focushub.chat.models import ActionProposal, Conversation, Memory
from focushub.focus.models import CheckIn, FocusSession, Room
from focushub.reminders.models import PushSubscription, Reminder
from learning.models import Card, Deck, Quiz, StudyPlan, StudySession
from learning.serializers.study_plans import LearnSerializer
from learning.serializers.study_plans import question_of as study_question
from organize.models import Plan, Task
from organize.serializers.plans import OrganizeSerializer
from organize.serializers.plans import question_of as plan_question
from tests.conftest import ClientFor
from tests.factories import UserFactory
from tests.focushub.calendar.factories import TimeBlockFactory
from tests.focushub.chat.factories import (
    ActionProposalFactory,
    ConversationFactory,
    MemoryFactory,
)
from tests.focushub.focus.factories import CheckInFactory, FocusSessionFactory, RoomFactory
from tests.focushub.reminders.factories import PushSubscriptionFactory, ReminderFactory
from tests.learning.factories import CardFactory, DeckFactory
from tests.organize.factories import TaskFactory

# The only routes that answer without a token.
PUBLIC = {
    "POST /api/v1/auth/register",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/password/reset",
    "POST /api/v1/auth/password/reset/confirm",
    "GET /api/v1/calendar/{token}.ics",
    "GET /api/v1/conversations/history",
    "GET /health",
    "GET /health/live",
    "GET /health/ready",
    "GET /api/schema",
    "GET /api/docs",
}


def _session(owner: User) -> Session:
    expires_at = timezone.now() + timedelta(days=1)
    return Session.objects.create(owner=owner, refresh_hash="x", expires_at=expires_at)


def _token(owner: User) -> ScopedToken:
    return make_token(person=owner, name="Phone", scopes=[Scope.CALENDAR_READ]).row


def _asked(serializer: type[Serializer], question_of: Any, owner: User, **data: Any) -> Run:
    """A run that the built-in engine has answered, as a request would have made it."""
    body = serializer(data=data)
    body.is_valid(raise_exception=True)
    outcome = AIInteractionService().begin(
        question_of(body.validated_data, owner), person=owner, force_refresh=True
    )
    assert outcome.run is not None
    return outcome.run


def _run(owner: User) -> Run:
    """Done, so that whoever watches it is told all at once."""
    return _asked(OrganizeSerializer, plan_question, owner, text="water the plants")


def _plan(owner: User) -> Plan:
    text = "call mum (5 min)"
    return Plan.objects.get(run=_asked(OrganizeSerializer, plan_question, owner, text=text))


def _study_plan(owner: User) -> StudyPlan:
    return StudyPlan.objects.get(run=_asked(LearnSerializer, study_question, owner, topic="cells"))


def _replan(owner: User) -> Replan:
    return replans.propose(person=owner, reason=Reason.LATE)


def _study_session(owner: User) -> StudySession:
    return StudySession.objects.create(owner=owner, position=0, title="cells", minutes=25)


ROWS: dict[type[Model], Callable[[User], Model]] = {
    Session: _session,
    ScopedToken: _token,
    Run: _run,
    Plan: _plan,
    Task: lambda owner: TaskFactory.create(owner=owner),
    Deck: lambda owner: DeckFactory.create(owner=owner),
    Card: lambda owner: CardFactory.create(deck__owner=owner),
    Quiz: lambda owner: Quiz.objects.create(owner=owner, title="cells"),
    StudyPlan: _study_plan,
    StudySession: _study_session,
    Room: lambda owner: RoomFactory.create(owner=owner),
    CheckIn: lambda owner: CheckInFactory.create(owner=owner),
    FocusSession: lambda owner: FocusSessionFactory.create(owner=owner),
    Replan: _replan,
    TimeBlock: lambda owner: TimeBlockFactory.create(owner=owner),
    Reminder: lambda owner: ReminderFactory.create(owner=owner),
    PushSubscription: lambda owner: PushSubscriptionFactory.create(owner=owner),
    Conversation: lambda owner: ConversationFactory.create(owner=owner),
    Memory: lambda owner: MemoryFactory.create(owner=owner),
    ActionProposal: lambda owner: ActionProposalFactory.create(message__conversation__owner=owner),
}


@dataclass(frozen=True)
class Route:
    path: str
    method: str
    model: type[Model] | None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def call(self, client: APIClient, row: Model | None = None, **kwargs: Any) -> Any:
        path = self.path
        if row is not None:
            path = path.replace("{pk}", str(row.pk))
        # A second id, of what hangs below the row: nothing has this one.
        path = re.sub(r"\{\w+\}", str(uuid4()), path)
        return getattr(client, self.method.lower())(path, **kwargs)


def _routes() -> list[Route]:
    return [
        Route(path, method, getattr(callback.cls, "model", None) if "{" in path else None)
        for path, _, method, callback in EndpointEnumerator().get_api_endpoints()
    ]


ROUTES = _routes()
GUARDED = [route for route in ROUTES if str(route) not in PUBLIC]
WITH_ID = [route for route in GUARDED if route.model is not None]
CHANGING = [route for route in WITH_ID if route.method in {"PATCH", "DELETE"}]
ACTING = [route for route in WITH_ID if route.method == "POST"]
WITH_BODY = [route for route in ROUTES if route.method in {"POST", "PATCH"}]

pytestmark = pytest.mark.django_db


def test_the_public_routes_exist_and_every_id_has_a_factory() -> None:
    assert {str(route) for route in ROUTES} | {"GET /api/docs", "GET /api/schema"} >= PUBLIC
    assert {route.model for route in WITH_ID} <= set(ROWS)
    assert len(GUARDED) > 15


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_nobody_is_let_in(route: Route, anonymous: APIClient) -> None:
    row = ROWS[route.model](UserFactory.create()) if route.model else None
    before = row and serializers.serialize("json", [_again(row)])

    response = route.call(anonymous, row)

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    _assert_problem(response)
    assert before == (row and serializers.serialize("json", [_again(row)]))


@pytest.mark.parametrize("route", WITH_ID, ids=str)
def test_another_person_finds_nothing_and_changes_nothing(
    route: Route, client_for: ClientFor, user: User
) -> None:
    assert route.model is not None
    row = ROWS[route.model](UserFactory.create())
    before = serializers.serialize("json", [_again(row)])

    response = route.call(client_for(user), row)

    assert response.status_code == 404
    _assert_problem(response)
    assert serializers.serialize("json", [_again(row)]) == before


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_a_deactivated_person_is_refused(route: Route, client_for: ClientFor, user: User) -> None:
    client = client_for(user)
    row = ROWS[route.model](user) if route.model else None
    User.objects.filter(pk=user.pk).update(is_active=False)

    response = route.call(client, row)

    assert response.status_code == 401
    _assert_problem(response)


@pytest.mark.parametrize("route", CHANGING, ids=str)
def test_a_change_of_an_old_version_is_refused(
    route: Route, client_for: ClientFor, user: User
) -> None:
    assert route.model is not None
    row = ROWS[route.model](user)
    before = serializers.serialize("json", [_again(row)])

    response = route.call(client_for(user), row, HTTP_IF_MATCH='"of yesterday"')

    assert response.status_code == 412
    _assert_problem(response)
    assert serializers.serialize("json", [_again(row)]) == before


@pytest.mark.parametrize("route", ACTING, ids=str)
def test_what_another_device_deletes_meanwhile_is_not_found_and_does_not_come_back(
    route: Route, client_for: ClientFor, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert route.model is not None
    row = ROWS[route.model](user)
    read = GenericAPIView.get_object

    def read_and_lose(view: GenericAPIView) -> Any:
        found = read(view)
        type(found)._base_manager.filter(pk=found.pk).delete()
        return found

    monkeypatch.setattr(GenericAPIView, "get_object", read_and_lose)

    response = route.call(client_for(user), row, data={"rating": 3, "minutes": 10})

    # Who leaves a room that is no more is out of it.
    assert response.status_code == (200 if route.path.endswith("/leave") else 404)
    assert not type(row)._base_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("route", WITH_BODY, ids=str)
def test_garbage_is_a_clear_error(route: Route, client_for: ClientFor, user: User) -> None:
    row = ROWS[route.model](user) if route.model else None

    response = route.call(
        client_for(user), row, data=b'{"text": oops', content_type="application/json"
    )

    assert response.status_code == 400
    assert "JSON" in response.json()["detail"]
    _assert_problem(response)


def _again(row: Model) -> Model:
    return type(row)._base_manager.get(pk=row.pk)


def _assert_problem(response: Any) -> None:
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert isinstance(body["detail"], str)
    assert set(body) == {
        "type",
        "title",
        "status",
        "detail",
        "code",
        "errors",
        "request_id",
        "timestamp",
    }
