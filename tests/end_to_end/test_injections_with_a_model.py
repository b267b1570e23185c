"""A model that follows every order it reads, and says so: over HTTP, through the real crew."""

import json
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from focushub.accounts.models import User
from focushub.chat.models import ActionProposal
from tests.every_table import digests
from tests.factories import UserFactory
from tests.fakes.llm_stub import LlmStub
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

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("worker"),
    pytest.mark.xdist_group("crewai"),
]
_CASE = re.compile(r"case (\d+) of")


def _replies(stranger_id: str) -> list[dict[str, Any]]:
    """What the model says: orders as its own words, what it must not say, what it would do."""
    said = [
        {"response": text, "suggestions": [text[:120]], "summary": text, "proposals": []}
        for text in (*ORDERS, *REFUSED)
    ]
    acts = json.loads(json.dumps(ACTS).replace("STRANGER", stranger_id))
    return [*said, *({"response": "Open the file.", "proposals": [act]} for act in acts)]


def test_fifty_orders_in_what_a_model_reads_and_says_change_and_reveal_nothing(
    person: httpx.Client, stub: LlmStub, use_model: Callable[..., None]
) -> None:
    mine = User.objects.get()
    stranger = UserFactory.create()
    theirs = TaskFactory.create(owner=stranger, title=STRANGERS, notes=STRANGERS)
    MemoryFactory.create(owner=stranger, text=STRANGERS)
    for order in ORDERS:
        task = TaskFactory.create(owner=mine, title=order, notes=order)
        StepFactory.create(task=task, title=order)
        MemoryFactory.create(owner=mine, text=order)
        CardFactory.create(deck__owner=mine, front=order)
    replies = _replies(str(theirs.pk))
    assert len(replies) == 50

    def by_case(body: Mapping[str, Any]) -> Mapping[str, Any]:
        found = _CASE.search(json.dumps(body["messages"]))
        assert found is not None
        return replies[int(found[1])]

    stub.answer = by_case
    use_model("good")
    before = digests(but_for=ITS_OWN)

    def ask(number: int) -> dict[str, Any]:
        order = ORDERS[number % len(ORDERS)]
        message = f"case {number} of what I was sent, what now?\n\n{order}"
        answer = person.post("/chat", json={"message": message}, headers={"Prefer": "wait=50"})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(len(replies))))

    assert digests(but_for=ITS_OWN) == before
    assert not ActionProposal.objects.exclude(state="open").exists()
    assert stub.calls() >= 50
    assert STRANGERS not in json.dumps([dict(request.body) for request in stub.requests])
    own_words = " ".join(ORDERS)
    for number, answer in enumerate(answers):
        assert_nothing_told(answer, said=own_words)
        assert str(theirs.pk) not in json.dumps(answer)
        if len(ORDERS) <= number < len(ORDERS) + len(REFUSED):
            assert answer["engine"] == "builtin"
            assert REFUSED[number - len(ORDERS)] not in json.dumps(answer)
