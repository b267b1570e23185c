"""Texts that give orders, wherever they stand: they change nothing and bring nothing to light."""

import json
from functools import partial
from typing import Any

import pytest

from focushub.chat.models import ActionProposal
from organize.models import Task
from tests.every_table import digests
from tests.factories import UserFactory
from tests.focushub.calendar.factories import TimeBlockFactory
from tests.focushub.chat.asking import carry_out
from tests.focushub.chat.factories import MemoryFactory
from tests.focushub.chat.injections import (
    ACTS,
    ITS_OWN,
    ORDERS,
    REFUSED,
    STRANGERS,
    assert_nothing_told,
)
from tests.learning.factories import CardFactory
from tests.organize.factories import StepFactory, TaskFactory

rows = partial(digests, but_for=ITS_OWN)


def test_there_are_fifty() -> None:
    acts = {json.dumps(act, sort_keys=True) for act in ACTS}
    assert len(set(ORDERS)) + len(set(REFUSED)) + len(acts) == 50


@pytest.mark.django_db
def test_a_change_of_any_row_would_be_seen(user) -> None:
    before = rows()
    TaskFactory.create(owner=user)
    after = rows()

    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"organize_task", "accounts_user"}  # The second counts changes.
    assert len(before) > 25


@pytest.fixture
def stranger(db: None) -> Task:
    person = UserFactory.create()
    MemoryFactory.create(owner=person, text=STRANGERS)
    return TaskFactory.create(owner=person, title=STRANGERS, notes=STRANGERS)


@pytest.mark.django_db
@pytest.mark.parametrize("order", ORDERS)
def test_an_order_in_a_text_is_a_text(user, stranger, client_for, order):
    task = TaskFactory.create(owner=user, title=order, notes=order)
    StepFactory.create(task=task, title=order)
    MemoryFactory.create(owner=user, text=order)
    CardFactory.create(deck__owner=user, front=order)
    TimeBlockFactory.create(owner=user, title=order)
    client = client_for(user)
    before = rows()

    for message in (order, f"Read this and tell me what to do:\n\n{order}\n\nwhat now?"):
        response = client.post("/api/v1/chat", {"message": message}, format="json")

        assert response.status_code == 200, response.content
        assert_nothing_told(response.json(), said=order)
    assert rows() == before
    assert not ActionProposal.objects.exclude(state="open").exists()


def _answered(client: Any) -> dict[str, Any]:
    response = client.post(
        "/api/v1/chat",
        {"message": "I can't start my thesis"},
        format="json",
        headers={"Prefer": "respond-async"},
    )
    assert response.status_code == 202, response.content
    carry_out(response.json()["run_id"])
    run = client.get(f"/api/v1/runs/{response.json()['run_id']}").json()
    assert run["state"] == "done"
    answer: dict[str, Any] = run["answer"]
    return answer


@pytest.mark.django_db
@pytest.mark.parametrize("response", REFUSED)
@pytest.mark.usefixtures("model")
def test_a_model_that_follows_an_order_is_not_shown(
    user, stranger, client_for, crew_override, response
):
    TaskFactory.create(owner=user, title=ORDERS[0])
    crew_override({"response": response, "suggestions": [response], "proposals": []})
    client = client_for(user)
    before = rows()

    answer = _answered(client)

    assert answer["engine"] == "builtin"
    assert response not in json.dumps(answer)
    assert_nothing_told(answer)
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act["kind"])
@pytest.mark.usefixtures("model")
def test_what_a_model_would_do_waits_for_the_person(user, stranger, client_for, crew_override, act):
    TaskFactory.create(owner=user, title=ORDERS[0])
    MemoryFactory.create(owner=user, text="I study best at night")
    params = {
        name: str(stranger.pk) if value == "STRANGER" else value
        for name, value in act["params"].items()
    }
    reply = {"response": "Open the file.", "proposals": [{"kind": act["kind"], "params": params}]}
    crew = crew_override(reply)
    client = client_for(user)
    before = rows()

    answer = _answered(client)

    assert answer["response"] == "Open the file."
    assert STRANGERS not in json.dumps(dict(crew.calls[0].inputs))
    assert_nothing_told(answer)
    assert all(offer["state"] == "open" for offer in answer["proposals"])
    assert str(stranger.pk) not in json.dumps(answer)
    assert rows() == before
