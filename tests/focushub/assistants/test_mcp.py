"""`/mcp`, by the official package's own client, over a real socket."""

from contextlib import asynccontextmanager

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from focushub.accounts.models import Scope, ScopedToken, User
from focushub.accounts.services.tokens import make_token, revoke_token
from learning.models import Review
from organize.models import Plan, Task
from tests.end_to_end.conftest import address as address  # a fixture
from tests.factories import UserFactory
from tests.learning.factories import CardFactory
from tests.organize.factories import TaskFactory

READ, WRITE = Scope.ASSISTANT_READ, Scope.ASSISTANT_WRITE


@pytest.fixture
def person(address):
    return UserFactory()


def token_for(person, *scopes):
    return make_token(person=person, name="assistant", scopes=scopes)


@asynccontextmanager
async def assistant(address, token):
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx.AsyncClient(headers=headers, timeout=30) as http,
        streamable_http_client(f"{address}/mcp", http_client=http) as (read, write, *_),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        yield session


async def use(address, token, name, **arguments):
    async with assistant(address, token) as session:
        return await session.call_tool(name, arguments)


async def test_a_token_that_reads_is_offered_what_reads(address, person):
    made = await sync_to_async(token_for)(person, READ)

    async with assistant(address, made.token) as session:
        tools = (await session.list_tools()).tools

    assert [tool.name for tool in tools] == ["now", "plan_the_day", "replan_preview", "next_card"]
    assert all(tool.annotations.readOnlyHint for tool in tools)


async def test_one_thing_the_day_and_a_new_plan(address, person):
    made = await sync_to_async(token_for)(person, READ)
    await sync_to_async(TaskFactory.create)(
        owner=person, title="Call mum", estimate_minutes=5, due_at=timezone.now()
    )

    thing = await use(address, made.token, "now", minutes=30, energy="low")
    day = await use(address, made.token, "plan_the_day")
    replan = await use(address, made.token, "replan_preview", reason="late")

    assert thing.structuredContent["title"] == "Call mum"
    assert thing.structuredContent["reason"]
    assert [task["title"] for task in day.structuredContent["due"]] == ["Call mum"]
    assert replan.structuredContent["reason"] == "late"
    task = await Task.objects.aget()
    assert task.completed_at is None


async def test_what_is_on_somebodys_mind_becomes_a_proposal(address, person):
    made = await sync_to_async(token_for)(person, READ, WRITE)

    first = await use(address, made.token, "capture", text="call mum, water the plants")
    again = await use(address, made.token, "capture", text="call mum, water the plants")

    titles = [task["title"] for task in first.structuredContent["plan"]["tasks"]]
    assert titles == ["Call mum", "Water the plants"]
    assert again.structuredContent["plan"]["id"] == first.structuredContent["plan"]["id"]
    assert await Plan.objects.acount() == 1
    assert not await Task.objects.aexists()


async def test_cards_are_reviewed_one_by_one(address, person):
    made = await sync_to_async(token_for)(person, READ, WRITE)
    card = await sync_to_async(CardFactory.create)(deck__owner=person, front="What splits glucose?")

    shown = await use(address, made.token, "next_card")
    told = await use(address, made.token, "review_card", card_id=str(card.pk), rating=3)
    nothing = await use(address, made.token, "next_card")

    assert shown.structuredContent["card"]["front"] == "What splits glucose?"
    assert told.structuredContent["card"]["id"] == str(card.pk)
    assert nothing.structuredContent == {"card": None, "waiting": 0}
    assert [review.rating async for review in Review.objects.all()] == [3]


async def test_a_token_that_reads_writes_nothing(address, person):
    made = await sync_to_async(token_for)(person, READ)

    refused = await use(address, made.token, "capture", text="call mum")

    assert refused.isError
    assert refused.structuredContent["code"] == "not_allowed"
    assert not await Plan.objects.aexists()


async def test_another_persons_card_is_not_found(address, person):
    made = await sync_to_async(token_for)(person, WRITE)
    somebody = await sync_to_async(UserFactory.create)()
    theirs = await sync_to_async(CardFactory.create)(deck__owner=somebody)

    refused = await use(address, made.token, "review_card", card_id=str(theirs.pk), rating=3)

    assert refused.isError
    assert refused.structuredContent["code"] == "not_found"
    assert not await Review.objects.aexists()


async def test_what_cannot_be_read_is_told_in_a_sentence(address, person):
    made = await sync_to_async(token_for)(person, READ, WRITE)

    refused = await use(address, made.token, "capture", text="   ")

    assert refused.isError
    assert refused.structuredContent["code"] == "invalid"
    assert "text" in refused.structuredContent["errors"]


@pytest.mark.parametrize("case", ["none", "wrong", "calendar", "revoked", "deactivated"])
def test_without_a_token_that_opens_it_nobody_comes_in(address, person, case):
    made = token_for(person, Scope.CALENDAR_READ if case == "calendar" else READ)
    if case == "revoked":
        revoke_token(row=ScopedToken.objects.get(pk=made.row.pk))
    if case == "deactivated":
        User.objects.filter(pk=person.pk).update(is_active=False)
    token = "fht_" + "x" * 43 if case == "wrong" else made.token
    headers = {} if case == "none" else {"Authorization": f"Bearer {token}"}

    response = httpx.post(f"{address}/mcp", json={}, headers=headers)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "assistant:read" in response.json()["detail"]


def test_calls_are_counted_and_come_by_post(address, person, settings):
    made = token_for(person, READ)
    headers = {"Authorization": f"Bearer {made.token}"}

    read = httpx.get(f"{address}/mcp", headers=headers)
    settings.THROTTLES = {**settings.THROTTLES, "person": 1}
    many = httpx.post(f"{address}/mcp", json={}, headers=headers)

    assert (read.status_code, read.json()["status"], read.headers["Allow"]) == (405, 405, "POST")
    assert many.status_code == 429
    assert int(many.headers["Retry-After"]) >= 1


def test_a_body_that_is_no_call_is_refused(address, person):
    made = token_for(person, READ)
    headers = {"Authorization": f"Bearer {made.token}", "Accept": "application/json"}

    garbage = httpx.post(f"{address}/mcp", content=b"{oops", headers=headers)
    large = httpx.post(f"{address}/mcp", content=b"x" * 1_100_000, headers=headers)

    assert 400 <= garbage.status_code < 500
    assert large.status_code == 413
