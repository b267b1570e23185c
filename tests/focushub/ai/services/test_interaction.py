"""`begin`: the cache, the crowd, the draft, and what is never shared."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import orjson
import pytest
from django.db import connection
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from focushub.accounts.models import User
from focushub.ai.gateways import Usage
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.ai.services.interaction import AIInteractionService, Outcome, question_key
from focushub.caching import redis_breaker
from tests.factories import UserFactory
from tests.focushub.ai.echo import EchoFeature, question

service = AIInteractionService()
Jobs = QuerySet[ProcrastinateJob]


def _ask(person: User, text: str = "hello", *, force_refresh: bool = False) -> Outcome:
    person.refresh_from_db()
    return service.begin(question(text), person=person, force_refresh=force_refresh)


@pytest.mark.django_db(transaction=True)
class TestWithoutAModel:
    def test_the_draft_is_the_answer_at_once(self, echo: EchoFeature, jobs: Jobs) -> None:
        run = _ask(UserFactory.create()).run

        assert run is not None
        assert (run.state, run.engine, run.degraded) == ("done", "builtin", None)
        assert run.body is not None
        assert (run.body["text"], run.body["cached"]) == ("draft 1 of hello", False)
        assert jobs.count() == 0

    def test_the_second_time_it_comes_from_the_cache_and_only_cached_differs(
        self, echo: EchoFeature
    ) -> None:
        person = UserFactory.create()
        first = _ask(person).run

        second = _ask(person)

        assert first is not None
        assert second.cached is not None
        assert second.cached.decode() == first.answer.replace('"cached":false', '"cached":true')
        assert Run.objects.count() == 1

    def test_force_refresh_asks_anew_and_stores_the_new_answer(self, echo: EchoFeature) -> None:
        person = UserFactory.create()
        _ask(person)

        forced = _ask(person, force_refresh=True).run
        after = _ask(person)

        assert forced is not None
        assert forced.body is not None
        assert forced.body["text"] == "draft 2 of hello"
        assert after.cached is not None
        assert orjson.loads(after.cached)["text"] == "draft 2 of hello"

    def test_another_person_does_not_get_it(self, echo: EchoFeature) -> None:
        _ask(UserFactory.create())

        theirs = _ask(UserFactory.create())

        assert theirs.cached is None
        assert Run.objects.count() == 2

    def test_a_change_of_the_profile_makes_the_old_answer_unreachable(
        self, echo: EchoFeature
    ) -> None:
        person = UserFactory.create()
        _ask(person)
        person.timezone = "Asia/Tokyo"
        person.save()

        again = _ask(person)

        assert again.cached is None
        assert Run.objects.count() == 2

    def test_with_redis_gone_the_answer_is_made_anew(self, echo: EchoFeature) -> None:
        person = UserFactory.create()
        redis_breaker.faulted()
        _ask(person)
        Run.objects.update(finished_at="2026-01-01T00:00:00Z")

        again = _ask(person).run

        assert again is not None
        assert again.body is not None
        assert again.body["text"] == "draft 2 of hello"


@pytest.mark.django_db(transaction=True)
class TestWithAModel:
    def test_a_job_is_enqueued_with_the_run_and_holds_no_word(
        self, echo: EchoFeature, model: None, jobs: Jobs
    ) -> None:
        run = _ask(UserFactory.create(), "my secret worry").run

        assert run is not None
        assert (run.state, run.model) == ("queued", "test-model")
        assert [job.args for job in jobs] == [{"run_id": str(run.pk)}]

    def test_fifty_equal_questions_at_once_are_one_run(
        self, echo: EchoFeature, model: None, jobs: Jobs
    ) -> None:
        person = UserFactory.create()

        def ask(_: int) -> str:
            try:
                run = service.begin(question(), person=person).run
                assert run is not None
                return str(run.pk)
            finally:
                connection.close()

        with ThreadPoolExecutor(10) as threads:
            asked = set(threads.map(ask, range(50)))

        assert len(asked) == 1
        assert Run.objects.count() == 1
        assert jobs.count() == 1
        assert echo.drafts == 1

    def test_a_forced_question_joins_the_one_in_flight(
        self, echo: EchoFeature, model: None
    ) -> None:
        person = UserFactory.create()
        first = _ask(person).run

        forced = _ask(person, force_refresh=True).run

        assert forced == first

    def test_a_person_who_allows_no_model_gets_the_built_in_answer(
        self, echo: EchoFeature, model: None, jobs: Jobs
    ) -> None:
        run = _ask(UserFactory.create(allow_model=False)).run

        assert run is not None
        assert (run.state, run.model, run.degraded) == ("done", "", None)
        assert jobs.count() == 0

    def test_past_the_daily_budget_the_answer_says_why_it_is_built_in(
        self, echo: EchoFeature, model: None, settings: Settings, jobs: Jobs
    ) -> None:
        settings.LLM_DAILY_TOKENS_PERSON = 100
        person = UserFactory.create()
        run = _ask(person, "first").run
        assert run is not None
        runs.finish_with_draft(run=run, usage=Usage(calls=1, tokens_in=90, tokens_out=10))

        refused = _ask(person, "second").run

        assert refused is not None
        assert refused.degraded is not None
        assert (refused.state, refused.degraded["code"]) == ("done", "budget_person")
        assert jobs.count() == 1

    def test_a_run_that_is_rolled_back_leaves_no_job(
        self, echo: EchoFeature, model: None, monkeypatch: pytest.MonkeyPatch, jobs: Jobs
    ) -> None:
        def fail(**_: object) -> None:
            raise RuntimeError("the draft broke")

        monkeypatch.setattr(echo, "draft", fail)

        with pytest.raises(RuntimeError):
            _ask(UserFactory.create())

        assert Run.objects.count() == 0
        assert jobs.count() == 0


@pytest.mark.django_db
class TestKey:
    def test_the_order_of_keys_does_not_matter(self, echo: EchoFeature) -> None:
        person = UserFactory.create()

        one = question_key(question(a=1, b=2), person=person, model=None)
        other = question_key(question(b=2, a=1), person=person, model=None)

        assert one == other

    @pytest.mark.parametrize("changed", ["state_revision", "pk"])
    def test_person_and_state_stand_in_it(self, echo: EchoFeature, changed: str) -> None:
        person = UserFactory.create()
        before = question_key(question(), person=person, model=None)
        setattr(person, changed, 77)

        after = question_key(question(), person=person, model=None)

        assert before != after

    def test_the_lifetime_of_a_degraded_answer_is_a_minute(
        self, echo: EchoFeature, model: None
    ) -> None:
        run = _ask(UserFactory.create()).run
        assert run is not None

        runs.finish_with_draft(run=run, refusal=runs.RESTING)

        assert run.fresh_until is not None
        assert run.finished_at is not None
        assert run.fresh_until - run.finished_at <= timedelta(minutes=1)
