"""Watching runs over HTTP: uvicorn, a worker, Redis, and a model that speaks piece by piece."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import count
from uuid import uuid4

import httpx
import pytest
from pytest_django.fixtures import Settings

from focushub.accounts.models import Session, User
from focushub.ai.live import log, views, watching
from focushub.ai.live.log import Event, EventId
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.ai.services.interaction import AIInteractionService
from focushub.caching import redis_breaker
from tests.end_to_end.conftest import until
from tests.fakes.crew import Said, ScriptedCrew
from tests.focushub.ai.echo import EchoFeature, question, registered
from tests.focushub.ai.factories import RunFactory
from tests.sse import Told, events, words

Script = Callable[..., ScriptedCrew]
FORTY = " ".join(f"word{n}" for n in range(40))
_numbers = count()

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def echo() -> Iterator[EchoFeature]:
    with registered() as feature:
        yield feature


@pytest.fixture
def model(settings: Settings) -> None:
    settings.LLM_MODEL = "scripted"


@contextmanager
def _watching(
    person: httpx.Client, run: Run, *, last: str | None = None
) -> Iterator[tuple[httpx.Response, Iterator[Told]]]:
    headers = {"Accept": "text/event-stream"} | ({} if last is None else {"Last-Event-ID": last})
    with person.stream("GET", f"/runs/{run.pk}/events", headers=headers) as response:
        yield response, events(response.iter_lines())


def _watch(person: httpx.Client, run: Run, *, last: str | None = None) -> list[Told]:
    with _watching(person, run, last=last) as (response, told):
        assert response.status_code == 200, response.read()
        return list(told)


def _owner() -> User:
    return User.objects.get()


def _ask(owner: User | None = None) -> Run:
    owner = owner or _owner()
    run = AIInteractionService().begin(question(f"n{next(_numbers)}"), person=owner).run
    assert run is not None
    return run


@pytest.mark.usefixtures("echo", "model", "worker")
class TestWords:
    def test_they_come_as_they_are_said_and_then_the_answer(
        self, person: httpx.Client, crew_override: Script
    ) -> None:
        crew_override(Said.of({"text": FORTY}, size=7, every=0.02))
        run = _ask()

        with _watching(person, run) as (response, stream):
            told = list(stream)

        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.headers["X-Accel-Buffering"] == "no"
        assert [one.event for one in told if one.event != "token"] == ["draft", "answer"]
        assert (told[0].event, told[0].data["text"].startswith("draft 1")) == ("draft", True)
        assert len(told) > 10
        assert words(told) == FORTY
        assert (told[-1].data["text"], told[-1].data["engine"]) == (FORTY, "crew")
        assert len({one.id for one in told}) == len(told)

    def test_cut_after_every_event_the_text_is_whole_each_time(
        self, person: httpx.Client, crew_override: Script
    ) -> None:
        crew = crew_override(Said.of({"text": FORTY}, size=7, every=0.06))
        run = _ask()

        told: list[Told] = []
        last = None
        while not told or told[-1].event != "answer":
            with _watching(person, run, last=last) as (_, stream):
                told.append(next(stream))
            last = told[-1].id

        assert len(told) > 20
        assert words(told) == told[-1].data["text"] == FORTY
        for place, one in enumerate(told[:-1]):
            again = _watch(person, run, last=one.id)
            assert words([*told[: place + 1], *again]) == FORTY
            assert again[-1] == told[-1]
        assert len(crew.calls) == 1
        assert Run.objects.count() == 1

    def test_many_watch_one_run_and_each_hears_all(
        self, person: httpx.Client, crew_override: Script
    ) -> None:
        crew = crew_override(Said.of({"text": FORTY}, size=9, every=0.02))
        run = _ask()
        heard: list[str] = []

        threads = [
            threading.Thread(target=lambda: heard.append(words(_watch(person, run))))
            for _ in range(5)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        assert heard == [FORTY] * 5
        assert len(crew.calls) == 1

    def test_what_is_asked_again_takes_the_words_back(
        self, person: httpx.Client, crew_override: Script
    ) -> None:
        crew_override(Said(['{"text": "wrong', "", '{"text": "ri', 'ght"}'], every=0.2))

        told = _watch(person, _ask())

        assert [one.data for one in told if one.event == "restart"] == [{"reason": "asked_again"}]
        assert words(told) == "right"

    def test_who_comes_when_all_is_over_gets_all_and_then_nothing(
        self, person: httpx.Client, crew_override: Script
    ) -> None:
        crew_override(Said.of({"text": FORTY}))
        run = _ask()
        told = _watch(person, run)

        assert _watch(person, run) == told
        with _watching(person, run, last=told[-1].id) as (response, _):
            assert response.status_code == 204

    def test_cancelling_ends_the_stream(self, person: httpx.Client, crew_override: Script) -> None:
        crew_override(Said(['{"text": "one ', *["two "] * 1000, '"}'], every=0.05))
        run = _ask()

        with _watching(person, run) as (_, stream):
            assert next(stream).event == "draft"
            assert next(stream).event == "token"
            person.delete(f"/runs/{run.pk}").raise_for_status()
            last = list(stream)[-1]

        assert (last.event, last.data["code"]) == ("error", "run_cancelled")


class TestWithoutAModel:
    def test_the_draft_is_the_answer(self, person: httpx.Client, echo: EchoFeature) -> None:
        told = _watch(person, _ask())

        assert [(one.event, one.data["engine"]) for one in told] == [
            ("draft", "builtin"),
            ("answer", "builtin"),
        ]

    def test_the_id_may_stand_in_the_address(self, person: httpx.Client, echo: EchoFeature) -> None:
        run = _ask()

        with person.stream("GET", f"/runs/{run.pk}/events?last_event_id=0-0") as response:
            told = list(events(response.iter_lines()))

        assert [one.event for one in told] == ["answer"]

    def test_an_id_that_means_nothing_begins_at_the_beginning(
        self, person: httpx.Client, echo: EchoFeature
    ) -> None:
        assert [one.event for one in _watch(person, _ask(), last="what?")] == ["draft", "answer"]


@pytest.mark.usefixtures("echo", "model")
class TestWithNoWorker:
    """The test says what a worker would."""

    def _tell(self, run: Run, *numbers: int, attempt: int = 1, name: str = "token") -> None:
        key = log.key_of(owner_id=run.owner_id, run_id=run.pk)
        log.append({key: [Event(EventId(attempt, n), name, b'{"text":"%d"}' % n) for n in numbers]})

    def test_what_is_missing_is_told(self, person: httpx.Client) -> None:
        run = _ask()
        self._tell(run, 1, 2, 5)

        with _watching(person, run) as (_, stream):
            told = [next(stream) for _ in range(5)]

        assert [one.event for one in told] == ["draft", "token", "token", "restart", "token"]
        assert told[3].data == {"reason": "events_lost"}

    def test_a_long_backlog_comes_whole(self, person: httpx.Client) -> None:
        run = _ask()
        self._tell(run, *range(1, 701))
        runs.finish_with_draft(run=run)

        told = _watch(person, run)

        assert [one.id for one in told[1:-1]] == [f"1-{n}" for n in range(1, 701)]

    def test_with_redis_away_the_answer_comes_all_the_same(
        self, person: httpx.Client, settings: Settings
    ) -> None:
        settings.CACHES = {
            name: {**cache, "LOCATION": "redis://127.0.0.1:1/0"}
            for name, cache in settings.CACHES.items()
        }
        run = _ask()

        with _watching(person, run) as (_, stream):
            assert next(stream).event == "draft"
            runs.finish_with_draft(run=run)
            assert [one.event for one in stream] == ["answer"]
        redis_breaker.reset()

    def test_silence_is_filled(self, person: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views, "PING_SECONDS", 0.1)

        with person.stream("GET", f"/runs/{_ask().pk}/events") as response:
            lines = response.iter_lines()
            until(lambda: next(lines) == ": ping")

    @pytest.mark.parametrize("ends", ["session", "person"])
    def test_who_may_not_watch_any_more_is_shown_out(self, person: httpx.Client, ends: str) -> None:
        run = _ask()

        with _watching(person, run) as (_, stream):
            assert next(stream).event == "draft"
            if ends == "session":
                Session.objects.get().revoke()
            else:
                User.objects.update(is_active=False)
            began = time.monotonic()
            told = list(stream)

        assert [(one.event, one.data["code"]) for one in told] == [("error", "revoked")]
        assert time.monotonic() - began < 5

    def test_a_run_that_is_erased_ends_the_stream(self, person: httpx.Client) -> None:
        run = _ask()

        with _watching(person, run) as (_, stream):
            assert next(stream).event == "draft"
            run.delete()
            assert [one.event for one in stream] == ["error"]

    def test_who_leaves_while_they_wait_is_told_that_all_is_gone(
        self, person: httpx.Client
    ) -> None:
        asking = partial(person.post, "/chat", json={"message": "hm"}, headers={"Prefer": "wait=2"})
        with ThreadPoolExecutor(1) as thread:
            waiting = thread.submit(asking)
            until(Run.objects.exists)
            User.objects.all().delete()

            assert waiting.result().json()["code"] == "answer_erased"

    def test_an_answer_that_was_erased_is_told_as_gone(self, person: httpx.Client) -> None:
        run = _ask()
        runs.finish_with_draft(run=run)
        runs.erase_words(erased=[run])

        told = _watch(person, run)

        assert [(one.event, one.data["code"]) for one in told] == [("error", "answer_erased")]

    def test_a_person_has_so_many_streams_at_once(
        self, person: httpx.Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(watching, "MOST_WATCHERS_A_PERSON", 1)
        run = _ask()

        with _watching(person, run) as (_, stream):
            assert next(stream).event == "draft"
            until(lambda: person.get(f"/runs/{run.pk}/events").status_code == 429)
            refused = person.get(f"/runs/{run.pk}/events")
        until(lambda: _is_let_in(person, run))

        assert refused.json()["code"] == "too_many_streams"
        assert refused.headers["Retry-After"] == "5"


def _is_let_in(person: httpx.Client, run: Run) -> bool:
    with _watching(person, run) as (response, _):
        return response.status_code == 200


class TestWhoMayWatch:
    def test_not_another_person_nor_nobody(self, person: httpx.Client, address: str) -> None:
        theirs = RunFactory.create()

        statuses = [
            person.get(f"/runs/{theirs.pk}/events").status_code,
            person.get(f"/runs/{uuid4()}/events").status_code,
            httpx.get(f"{address}/api/v1/runs/{theirs.pk}/events").status_code,
        ]

        assert statuses == [404, 404, 401]
