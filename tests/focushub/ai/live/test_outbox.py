"""What a run tells gets to Redis in its order, and a Redis that is away holds nobody up."""

import asyncio
from uuid import uuid4

import orjson
import pytest

from focushub.ai.live import log, outbox
from focushub.ai.live.log import START, Event, EventId
from focushub.ai.live.outbox import tell_of
from focushub.ai.models import Run
from focushub.ai.stream import EventName


def _run(attempts: int = 1) -> Run:
    return Run(owner_id=uuid4(), feature="echo", state=Run.State.RUNNING, attempts=attempts)


def _told(run: Run) -> list[tuple[str, str, object]]:
    key = log.key_of(owner_id=run.owner_id, run_id=run.pk)
    news = log.read({key: START})
    assert news is not None
    return [(str(one.id), one.name, orjson.loads(one.data)) for one in news.get(key, [])]


async def test_all_is_told_in_its_order_and_words_at_once_are_one_event() -> None:
    run = _run()
    stream = tell_of(run)

    stream.progress("Reading. " * 40)
    stream.token("One ")
    stream.token("cup")
    stream.token("")
    stream.event(EventName.CARD, {"front": "a"})
    stream.token(".")
    await stream.over()

    assert _told(run) == [
        ("1-1", "progress", {"text": ("Reading. " * 40)[:200]}),
        ("1-2", "token", {"text": "One cup"}),
        ("1-3", "card", {"front": "a"}),
        ("1-4", "token", {"text": "."}),
        ("1-5", "over", {}),
    ]


async def test_words_go_out_while_the_model_goes_on() -> None:
    run = _run()
    stream = tell_of(run)
    stream.token("One")

    async with asyncio.timeout(10):
        while not (told := await asyncio.to_thread(_told, run)):  # noqa: ASYNC110 - Redis has no event
            await asyncio.sleep(0.01)

    assert told == [("1-1", "token", {"text": "One"})]


async def test_a_question_that_is_asked_again_takes_back_the_words_before() -> None:
    run = _run()
    stream = tell_of(run)

    stream.token("never seen")
    stream.restart()
    await stream.over()

    assert _told(run) == [("1-1", "restart", {"reason": "asked_again"}), ("1-2", "over", {})]


async def test_a_second_worker_says_that_it_begins_anew() -> None:
    run = _run(attempts=2)

    await tell_of(run).over()

    assert _told(run) == [("2-1", "restart", {"reason": "taken_over"}), ("2-2", "over", {})]


async def test_nothing_is_told_after_the_end() -> None:
    run = _run()
    stream = tell_of(run)
    await stream.over()

    stream.token("late")
    stream.progress("late")
    await stream.over()

    assert [name for _, name, _ in _told(run)] == ["over"]


async def test_past_the_bound_only_the_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MOST_EVENTS", 4)
    run = _run()
    stream = tell_of(run)

    for _ in range(9):
        stream.progress("on and on")
    await stream.over()

    assert [name for _, name, _ in _told(run)] == ["progress"] * 3 + ["over"]


async def test_with_redis_away_nobody_waits(redis_gone: None) -> None:
    stream = tell_of(_run())
    for n in range(50):
        stream.token(f"{n} ")
        await asyncio.sleep(0)

    async with asyncio.timeout(5):
        await stream.over()


async def test_what_redis_did_not_take_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    run = _run()
    append, refusals = log.append, [1, 2]

    def first_refuse(batch: dict[str, list[Event]]) -> bool:
        if refusals:
            refusals.pop()
            return False
        return append(batch)

    monkeypatch.setattr(log, "append", first_refuse)
    stream = tell_of(run)
    stream.progress("one")
    await asyncio.sleep(0)
    stream.progress("two")

    await stream.over()

    assert [(id_, name) for id_, name, _ in _told(run)] == [
        ("1-1", "progress"),
        ("1-2", "progress"),
        ("1-3", "over"),
    ]


async def test_what_redis_does_not_take_for_long_is_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log, "append", lambda batch: False)
    monkeypatch.setattr(outbox, "KEPT_SECONDS", 0.1)
    monkeypatch.setattr(outbox, "_FAREWELL_SECONDS", 0.3)
    box = outbox.Outbox()

    box.add("key", Event(EventId(1, 1), "token", b"{}"))
    await box.sent("key")
    async with asyncio.timeout(10):
        while box._unsent:  # noqa: ASYNC110 - it has nobody to tell
            await asyncio.sleep(0.01)
