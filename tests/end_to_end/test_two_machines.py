"""Two webs, two workers, and each half of what a person does at another of them.

Nothing lives in a process's memory that another needs: all is real but the model.
"""

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from tests.device import Device
from tests.end_to_end.installation import Installation
from tests.sse import Told, events, words

pytestmark = [pytest.mark.xdist_group("crewai"), pytest.mark.timeout(300)]
FORTY = " ".join(f"word{n}" for n in range(40))
REPLY = {"response": FORTY, "suggestions": ["I will"], "proposals": []}
LATER = {"Prefer": "respond-async"}
_numbers = count(1)

At = Callable[[int], Device]


@pytest.fixture
def devices(installed: Installation) -> Iterator[Callable[[str], At]]:
    """`devices(token)(1)` is the person's device at the second web."""
    with ExitStack() as stack:

        def of(token: str) -> At:
            def at(web: int) -> Device:
                device = Device(f"http://127.0.0.1:{installed.ports[web]}", token)
                stack.callback(device.close)
                return device

            return at

        yield of


@pytest.fixture
def at(devices: Callable[[str], At], token: str, installed: Installation) -> At:
    installed.stub.answer = REPLY
    return devices(token)


@contextmanager
def _only(installed: Installation, worker: int) -> Iterator[None]:
    """The other one stands still, for less than it takes to be thought dead."""
    other = installed.workers[1 - worker].process
    other.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        other.send_signal(signal.SIGCONT)


def _say(device: Device, message: str, chat: str | None = None, **headers: str) -> dict[str, Any]:
    body = {"message": message, "conversation_id": chat}
    response = device.http.post("/chat", json=body, headers=headers)
    assert response.status_code in {200, 202}, response.text
    return dict(response.json())


def _watch(device: Device, run_id: str, *, last: str = "") -> Iterator[Told]:
    headers = {"Last-Event-ID": last} if last else {}
    with device.http.stream("GET", f"/runs/{run_id}/events", headers=headers) as response:
        assert response.status_code == 200, response.read()
        yield from events(response.iter_lines())


def _texts(device: Device, chat: str) -> list[str]:
    told = device.http.get(f"/conversations/{chat}/messages").raise_for_status().json()
    return [one["text"] for one in told][::-1]


def test_each_turn_with_a_model_is_at_another_web_and_another_worker(
    installed: Installation, at: At
) -> None:
    with _only(installed, 0):
        first = _say(at(0), "I can't start my thesis about bees")
    installed.stub.answer = REPLY | {"response": "Then only the title."}
    chat = first["conversation_id"]
    with _only(installed, 1):
        second = _say(at(1), "And what comes after that?", chat)

    assert (first["engine"], second["engine"]) == ("crew", "crew")
    assert second["conversation_id"] == chat
    told = installed.stub.requests[-1].prompt
    assert "Person: I can't start my thesis about bees" in told
    assert f"You: {FORTY}" in told
    assert installed.stub.calls() == 2
    texts = [
        "I can't start my thesis about bees",
        FORTY,
        "And what comes after that?",
        "Then only the title.",
    ]
    assert [_texts(at(web), chat) for web in range(2)] == [texts, texts]


def test_each_turn_without_a_model_is_at_another_web(installed: Installation, at: At) -> None:
    at(0).http.patch("/me", json={"allow_model": False}).raise_for_status()

    first = _say(at(0), "I can't start my thesis")
    chat = first["conversation_id"]
    second = _say(at(1), "too much", chat)
    third = _say(at(0), "done", chat)

    answers = [first, second, third]
    assert [one["engine"] for one in answers] == ["builtin"] * 3
    assert [one["metadata"]["turn"] for one in answers] == [1, 2, 3]
    # The step, made smaller, and what comes behind it: each web knows where the other was.
    assert "**Open the thesis file and read your last paragraph**" in first["response"]
    assert "**Open the thesis file**" in second["response"]
    assert "**Read your last paragraph**" in third["response"]
    assert installed.stub.calls() == 0
    assert len(_texts(at(1), chat)) == 6


def test_a_run_that_began_at_one_web_is_watched_at_the_other(
    installed: Installation, at: At
) -> None:
    installed.stub.acts_as = "drip:0.02"

    def streamed() -> tuple[str, list[Told]]:
        message = f"I can't start essay {next(_numbers)}"
        run_id = _say(at(0), message, **LATER)["run_id"]
        return run_id, list(_watch(at(1), run_id))

    run_id, told = streamed()
    end = time.monotonic() + 30
    while words(told) == "" and time.monotonic() < end:
        # A worker that another test took Redis away from says nothing for some seconds.
        run_id, told = streamed()

    assert (told[0].event, told[-1].event) == ("draft", "answer")
    assert words(told) == told[-1].data["response"] == FORTY
    half = len(told) // 2
    for web in range(2):
        rest = list(_watch(at(web), run_id, last=told[half].id))
        assert rest == told[half + 1 :]


def test_a_retry_at_the_other_web_joins_the_same_run(installed: Installation, at: At) -> None:
    installed.stub.acts_as = "drip:0.02"
    key = {"Idempotency-Key": "once"}
    message = "I can't start my essay"
    first = _say(at(0), message, **LATER, **key)
    both = [at(0), at(1)]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda device: _say(device, message, **key), both * 2))

    assert {one["run_id"] for one in answers} == {first["run_id"]}
    assert {one["response"] for one in answers} == {FORTY}
    assert installed.stub.calls() == 1
    assert len(_texts(at(1), first["conversation_id"])) == 2


def test_what_is_offered_at_one_web_is_accepted_at_the_other_and_undone(at: At) -> None:
    offered = _say(at(0), "remind me to call mum")["proposals"][0]

    accepted = at(1).http.post(f"/proposals/{offered['id']}/accept").raise_for_status().json()
    held = at(0).http.get("/tasks").json()
    undone = at(0).http.post(f"/proposals/{offered['id']}/undo").raise_for_status().json()

    assert (accepted["state"], undone["state"]) == ("accepted", "undone")
    assert len(held) == 1
    assert at(1).http.get("/tasks").json() == []


def test_a_socket_at_one_web_hears_what_the_other_changes(at: At) -> None:
    one, other = at(0), at(1)
    other.hello()

    task = one.http.post("/tasks", json={"title": "Pack"}).raise_for_status().json()
    heard = other.hear_until("task")
    chat = _say(one, "hello there coach")["conversation_id"]

    assert (heard["change"], heard["ids"]) == ("created", [task["id"]])
    assert other.hear_until("conversation")["ids"] == [chat]
    # What it missed at one web, it may ask for at the other.
    one.hello()
    one.say(type="since", seq=heard["seq"] - 1)
    assert one.hear() == heard

    one.http.post("/auth/logout").raise_for_status()
    began = time.monotonic()
    assert other.ended() == 4401
    assert time.monotonic() - began < 5


def test_a_room_that_is_joined_at_both_webs_is_in_phase(
    installed: Installation, devices: Callable[[str], At], at: At
) -> None:
    ann, ben = at(0), devices(installed.register(f"guest{next(_numbers)}"))(1)
    for device in (ann, ben):
        device.hello()
    made = ann.http.post("/rooms", json={"name": "Ann", "focus_minutes": 25}).json()
    ann.say(type="room_here", room_id=made["id"])
    ann.hear_until("room")

    joined = ben.http.post("/rooms/join", json={"code": made["code"], "name": "Ben"}).json()
    heard = ann.hear_until("room")
    ben.say(type="room_here", room_id=made["id"])
    seen = ben.hear_until("room")

    assert made["phase"] == joined["phase"] == heard["phase"] == seen["phase"]
    assert made["phase"]["kind"] == "focus"
    names = {"Ann", "Ben"}
    assert {m["name"] for m in heard["members"]} == {m["name"] for m in seen["members"]} == names
    # The second hand of both: what is left by each web's clock when it answered.
    ends = datetime.fromisoformat(made["phase"]["ends_at"])
    clocks = [_server_clock(device, made["id"]) for device in (ann, ben)]
    assert all(0 <= (ends - now).total_seconds() <= 25 * 60 for now in clocks)
    # Away at one is away at the other.
    ben.say(type="room_away", room_id=made["id"])
    told = {m["name"]: m["is_here"] for m in ann.hear_until("room")["members"]}
    assert told["Ann"]
    assert not told["Ben"]


def _server_clock(device: Device, room_id: str) -> datetime:
    room = device.http.get(f"/rooms/{room_id}").raise_for_status().json()
    return datetime.fromisoformat(room["server_now"])


def test_a_chat_that_waits_at_one_web_is_cancelled_at_the_other(
    installed: Installation, at: At
) -> None:
    installed.stub.acts_as = "hang"
    run_id = _say(at(0), "I can't start my thesis", **LATER)["run_id"]
    assert installed.stub.asked.wait(20)

    at(1).http.delete(f"/runs/{run_id}").raise_for_status()

    assert installed.stub.requests[0].client_left.wait(10)
    ended = list(_watch(at(0), run_id))[-1]
    assert (ended.event, ended.data["code"]) == ("error", "run_cancelled")
