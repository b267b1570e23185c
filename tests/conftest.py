"""Fixtures that every test may use."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
import uuid6
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from redis import Redis
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.accounts.services import sessions
from focushub.ai import breakers, gateways
from focushub.ai.live.log import streams_breaker
from focushub.ai.services import prompts
from focushub.caching import redis_breaker
from tests.factories import UserFactory
from tests.fakes.crew import Line, ScriptedCrew

ClientFor = Callable[[User], APIClient]


@pytest.fixture
def user(db: None) -> User:
    return UserFactory.create()


@pytest.fixture
def client_for() -> ClientFor:
    """A client that is logged in as a person, with a real token of a real session."""

    def log_in(person: User) -> APIClient:
        client = APIClient()
        pair = sessions.open_session(person=person, user_agent="tests")
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {pair.access_token}")
        return client

    return log_in


@pytest.fixture
def anonymous() -> APIClient:
    return APIClient()


@pytest.fixture
def crew_override() -> Iterator[Callable[..., ScriptedCrew]]:
    """Script what the crew answers: `crew = crew_override({"tasks": [...]})`."""
    with ExitStack() as stack:

        def script(*lines: Line) -> ScriptedCrew:
            crew = ScriptedCrew(*lines)
            stack.enter_context(gateways.override(crew))
            return crew

        yield script


@pytest.fixture
def jobs(transactional_db: None) -> QuerySet[ProcrastinateJob]:
    """The jobs of this test alone: Procrastinate's tables are not Django's to flush."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    return ProcrastinateJob.objects.all()


@pytest.fixture(autouse=True)
def _clean_process() -> Iterator[None]:
    """What one test leaves in the process or in its own corner of Redis, the next does not see."""
    redis_breaker.reset()
    streams_breaker.reset()
    breakers.reset_all()
    prompts.forget()
    # Ids only ever rise, so one that was made on a clock set forward would date all that follow.
    uuid6._last_v7_timestamp = None
    yield
    # A client of its own: the product's gives up after 50 ms, which a busy machine may take.
    with Redis.from_url(settings.REDIS_URL, socket_timeout=30) as redis:
        keys = list(redis.scan_iter(f"{settings.REDIS_PREFIX}:*", count=1000))
        if keys:
            redis.delete(*keys)


@pytest.fixture
def until_somebody_waits() -> Callable[[], None]:
    """Until another connection waits for a lock that this one holds."""

    def wait() -> None:
        end = timezone.now() + timedelta(seconds=20)
        while timezone.now() < end:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.02)
        raise TimeoutError

    return wait
