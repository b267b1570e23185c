"""What the coach tells a model, by the bytes that reach the model's server."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from focushub.accounts.models import User
from tests.factories import PASSWORD, UserFactory
from tests.fakes.llm_stub import LlmStub, Recorded
from tests.sse import Told, events, words

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("worker"),
    pytest.mark.xdist_group("crewai"),
]
FORTY = " ".join(f"word{n}" for n in range(40)) + "."
REPLY = {"response": "Open it and read one line.", "suggestions": ["I will"], "proposals": []}

LogIn = Callable[[User], httpx.Client]


@pytest.fixture
def log_in(address: str) -> Iterator[LogIn]:
    with ExitStack() as stack:

        def client(user: User) -> httpx.Client:
            body = {"username": user.username, "password": PASSWORD}
            tokens = httpx.post(f"{address}/api/v1/auth/login", json=body).raise_for_status()
            headers = {"Authorization": f"Bearer {tokens.json()['access_token']}"}
            return stack.enter_context(
                httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=60)
            )

        yield client


@pytest.fixture(autouse=True)
def _coach(stub: LlmStub, use_model: Callable[..., None]) -> None:
    stub.answer = REPLY
    use_model("good")


def _say(person: httpx.Client, message: str, chat: str | None = None) -> dict[str, Any]:
    response = person.post("/chat", json={"message": message, "conversation_id": chat})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    assert answer["engine"] == "crew"
    return answer


def _bytes(requests: list[Recorded]) -> str:
    return json.dumps([dict(request.body) for request in requests], ensure_ascii=False)


def test_what_was_forgotten_is_in_no_later_prompt(log_in: LogIn, stub: LlmStub) -> None:
    person = log_in(UserFactory.create())
    fact = person.post("/me/memories", json={"text": "My dog is called Ziggurat"}).json()
    chat = _say(person, "Ziggurat wants a walk before my thesis")["conversation_id"]
    _say(person, "I can't start my thesis", chat)
    # It was told, as the fact that it was and as what was said before.
    assert "My dog is called Ziggurat" in _bytes(stub.requests[-1:])
    assert "Ziggurat wants a walk" in _bytes(stub.requests[-1:])
    told = stub.calls()

    assert person.delete(f"/me/memories/{fact['id']}").status_code == 204
    _say(person, "And what comes then?", chat)
    _say(person, "What do you know about me?")

    later = stub.requests[told:]
    assert len(later) == 2
    assert "ziggurat" not in _bytes(later).lower()


MARKERS = ("Marmalade", "Turquoise")
_ACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/tasks", {"title": "Feed {}", "notes": "{} likes fish"}),
    ("/me/memories", {"text": "My cat is called {}"}),
    ("/schedule", {"title": "Walk with {}"}),
    ("/decks", {"name": "All of {} {}"}),
    ("/check-ins", {"energy": 4, "note": "{} slept on my face"}),
    ("/focus-sessions", {"description": "Comb {}", "replace": True}),
)
_MESSAGES = (
    *("I can't start my thesis on {}", "what now? {} waits", "too much, says {}", "plan {}'s day"),
    *("{} sad", "remember that {} bites", "what do you know about me and {}?", "done with {}"),
)


def _lives(person: httpx.Client, marker: str, chance: random.Random) -> None:
    """Some time of somebody with a cat, at random."""
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    chats: list[str | None] = [None]
    for n in range(9):
        path, body = chance.choice(_ACTS)
        told = {k: v.format(marker, n) if isinstance(v, str) else v for k, v in body.items()}
        if path == "/schedule":
            told |= {"starts_at": at.isoformat(), "ends_at": (at + timedelta(hours=1)).isoformat()}
            at += timedelta(hours=1)
        made = person.post(path, json=told)
        assert made.status_code == 201, made.text
        message = chance.choice(_MESSAGES).format(marker)
        response = person.post(
            chance.choice(("/chat", "/chat/comprehensive")),
            json={"message": message, "conversation_id": chance.choice(chats)},
        )
        assert response.status_code == 200, response.text
        chats.append(response.json()["conversation_id"])


def test_nothing_of_one_person_is_in_a_prompt_of_another(log_in: LogIn, stub: LlmStub) -> None:
    def echo(body: Mapping[str, Any]) -> Mapping[str, Any]:
        told = json.dumps(body)
        cats = [marker for marker in MARKERS if marker in told]
        return REPLY | {"response": f"Say hello to {' and '.join(cats)}.", "summary": f"{cats}"}

    stub.answer = echo
    people = [log_in(UserFactory.create()) for _ in MARKERS]
    with ThreadPoolExecutor(len(people)) as threads:
        chances = [random.Random(n) for n in range(len(people))]
        list(threads.map(_lives, people, MARKERS, chances))

    told = [_bytes([request]) for request in stub.requests]
    assert len(told) >= 18
    assert {sum(marker in one for marker in MARKERS) for one in told} == {1}
    for marker in MARKERS:
        assert any(f"My cat is called {marker}" in one for one in told)
        assert any(f"Feed {marker}" in one for one in told)
    for person, marker, other in zip(people, MARKERS, MARKERS[::-1], strict=True):
        said = person.get("/conversations/history?limit=200").text
        assert (marker in said, other in said) == (True, False)


def _begin(person: httpx.Client, message: str) -> str:
    headers = {"Prefer": "respond-async"}
    response = person.post("/chat", json={"message": message}, headers=headers)
    assert response.status_code == 202, response.text
    return str(response.json()["run_id"])


@contextmanager
def _stream(person: httpx.Client, run_id: str, *, last: str = "") -> Iterator[Iterator[Told]]:
    headers = {"Last-Event-ID": last} if last else {}
    with person.stream("GET", f"/runs/{run_id}/events", headers=headers) as response:
        assert response.status_code == 200, response.read()
        yield events(response.iter_lines())


def _heard(person: httpx.Client, run_id: str, *, last: str = "") -> list[Told]:
    with _stream(person, run_id, last=last) as stream:
        return list(stream)


def test_an_answer_is_heard_word_by_word(
    log_in: LogIn, stub: LlmStub, use_model: Callable[..., None]
) -> None:
    use_model("drip:0.02")
    stub.answer = REPLY | {"response": FORTY}
    person = log_in(UserFactory.create())

    told = _heard(person, _begin(person, "I can't start my thesis"))

    kinds = [one.event for one in told]
    assert (kinds[0], kinds[-1]) == ("draft", "answer")
    # Words that come in the same moment travel together.
    assert kinds.count("token") > 10
    assert set(kinds) == {"draft", "progress", "token", "answer"}
    assert told[0].data["engine"] == "builtin"
    assert "thesis" in told[0].data["response"]
    assert words(told) == told[-1].data["response"] == FORTY
    assert (told[-1].data["engine"], told[-1].data["suggestions"]) == ("crew", ["I will"])
    assert stub.calls() == 1


def test_cut_after_every_event_the_answer_is_whole_each_time(
    log_in: LogIn, stub: LlmStub, use_model: Callable[..., None]
) -> None:
    use_model("drip:0.05")
    stub.answer = REPLY | {"response": FORTY}
    person = log_in(UserFactory.create())
    run_id = _begin(person, "I can't start my thesis")

    # While it is being written: one event of each connection, and then the line is cut.
    told: list[Told] = []
    while not told or told[-1].event != "answer":
        with _stream(person, run_id, last=told[-1].id if told else "") as stream:
            told.append(next(stream))
    # And afterwards, from each place in it.
    rest = [_heard(person, run_id, last=one.id) for one in told[:-1]]

    assert words(told) == told[-1].data["response"] == FORTY
    assert [one.event for one in told].count("token") > 10
    for place, heard in enumerate(rest, start=1):
        assert heard == told[place:]
    assert stub.calls() == 1
    assert len(person.get("/runs").json()) == 1
    chat = told[-1].data["conversation_id"]
    assert len(person.get(f"/conversations/{chat}/messages").json()) == 2
