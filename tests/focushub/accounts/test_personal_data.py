"""A person's data is a person's: it can be taken along whole, and nothing of it stays behind."""

import io
import json
import re
import zipfile
from contextlib import suppress

import pytest
import time_machine
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from redis import Redis

from focushub.accounts.jobs import sweep_redis
from focushub.accounts.models import Session, User
from focushub.accounts.services import erasing
from focushub.ai.jobs import run_model
from focushub.ai.models import Run
from focushub.common import personal_data
from tests.any_row import a_row_of_each
from tests.factories import PASSWORD, UserFactory
from tests.focushub.ai.factories import RunFactory
from tests.organize.factories import TaskFactory
from tests.side_by_side import in_thread, until_it_waits

pytestmark = pytest.mark.django_db

MARK = "vermilion-lighthouse"
TABLES = list(personal_data.tables())


@pytest.fixture
def person():
    """Somebody of whom every table has a row with a mark in each of its texts."""
    person = UserFactory(username=f"robin-{MARK}", email=f"{MARK}@example.org")
    a_row_of_each(person, MARK)
    return person


@pytest.fixture
def client(client_for, person):
    return client_for(person)


@pytest.fixture
def redis():
    with Redis.from_url(settings.REDIS_URL, socket_timeout=30) as client:
        yield client


def take_along(client):
    response = client.get(reverse("export"))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "no-store"
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def erase(client, password=PASSWORD):
    return client.delete(reverse("me"), {"password": password})


def dump():
    """Every table of the database, row by row, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')  # noqa: S608 - our own tables
            yield from ((table, row) for (row,) in cursor.fetchall())


def test_every_model_that_hangs_on_a_person_is_known():
    """Directly, or by a row that does: such a row would be exported by nobody."""
    known = {model for model, _ in TABLES}
    many_to_many = {through for model in apps.get_models() for through in _throughs(model)}
    hanging = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model in known
    }

    unknown = hanging - {m._meta.label for m in known | many_to_many}

    assert unknown == set()
    assert len(known) > 10


def _throughs(model):
    return [field.remote_field.through for field in model._meta.many_to_many]


def test_an_export_reads_back_whole(client, person):
    archive = take_along(client)

    contents = json.loads(archive.read("contents.json"))
    assert archive.testzip() is None
    assert set(archive.namelist()) == {*contents["rows"], "contents.json"}
    [profile] = json.loads(archive.read("profile.json"))
    assert profile["username"] == person.username
    assert "password" not in profile
    for model, path in personal_data.exported():
        name = f"{model._meta.app_label}/{model._meta.model_name}.json"
        rows = json.loads(archive.read(name))
        stored = list(personal_data.rows_of(person, model, path))
        assert [str(row["id"]) for row in rows] == [str(row.pk) for row in stored], name
        assert contents["rows"][name] == len(rows) > 0
        for column in personal_data.columns(model):
            assert column in rows[0]
            if isinstance(getattr(stored[0], column), str):
                assert rows[0][column] == getattr(stored[0], column)


def test_an_export_holds_no_key_to_anything(client, person):
    everything = b"".join(archive_file for archive_file in _files(take_along(client)))

    assert person.password.encode() not in everything
    for session in Session.objects.owned_by(person):
        assert session.refresh_hash.encode() not in everything.replace(MARK.encode(), b"")
    assert b"refresh_hash" not in everything


def _files(archive):
    return [archive.read(name) for name in archive.namelist()]


def test_an_export_holds_nothing_of_another_person(client_for, user, person):
    TaskFactory(owner=user, title="My own")

    archive = take_along(client_for(user))

    assert MARK.encode() not in b"".join(_files(archive))
    [task] = json.loads(archive.read("organize/task.json"))
    assert task["title"] == "My own"


def test_exports_are_counted_by_the_hour(client_for, person, settings):
    settings.THROTTLES = {**settings.THROTTLES, "exports": 1}
    with time_machine.travel(
        timezone.now().replace(minute=20, second=0, microsecond=0), tick=False
    ):
        client = client_for(person)
        take_along(client)

        response = client.get(reverse("export"))

    assert response.status_code == 429
    assert response["Retry-After"] == "2400"


def test_whoever_leaves_takes_every_word_along(client, person, redis):
    AccessAttempt.objects.create(
        username=person.username, ip_address="127.0.0.1", failures_since_start=1
    )
    for name in (f"cache:organize:1:{person.pk}:x", f"throttle:{person.pk.hex}"):
        redis.set(f"{settings.REDIS_PREFIX}:{name}", MARK, ex=60)
    redis.set(f"{settings.REDIS_PREFIX}:somebody-elses", "kept", ex=60)
    assert len({table for table, row in dump() if MARK in row}) > 10

    response = erase(client)

    assert response.status_code == 204
    assert [table for table, row in dump() if MARK in row or str(person.pk) in row] == []
    left = {key: redis.get(key) for key in redis.scan_iter(f"{settings.REDIS_PREFIX}:*")}
    assert [key for key, value in left.items() if MARK.encode() in key + (value or b"")] == []
    assert left[f"{settings.REDIS_PREFIX}:somebody-elses".encode()] == b"kept"
    assert client.get(reverse("me")).status_code == 401


def test_another_person_keeps_everything(client, client_for, user):
    a_row_of_each(user, "kept")
    before = {model: model._base_manager.filter(**{path: user}).count() for model, path in TABLES}

    assert erase(client).status_code == 204

    after = {model: model._base_manager.filter(**{path: user}).count() for model, path in TABLES}
    assert before == after
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("password", ["another one entirely", ""])
def test_without_the_password_nothing_is_erased(client, person, password):
    response = erase(client, password)

    assert response.status_code == 400
    [problem] = response.json()["errors"]
    assert problem["field"] == "password"
    assert User.objects.filter(pk=person.pk).exists()
    assert client.get(reverse("me")).status_code == 200


def test_runs_and_their_jobs_go_too(client, person):
    run = Run.objects.owned_by(person).get()
    Run.objects.filter(pk=run.pk).update(state=Run.State.QUEUED)
    run_model.defer(run_id=str(run.pk))
    run_model.defer(run_id="018f0000-0000-7000-8000-000000000000")

    erase(client)

    [job] = ProcrastinateJob.objects.filter(task_name=run_model.name)
    assert job.args["run_id"] != str(run.pk)
    assert not Run.objects.filter(pk=run.pk).exists()


def test_what_staff_did_stays_but_not_to_whom(client, person):
    staff = UserFactory(staff=True)
    LogEntry.objects.log_actions(staff.pk, [person], CHANGE, "Looked at their plans")

    erase(client)

    entry = LogEntry.objects.get(user=staff)
    assert (entry.object_repr, entry.object_id, entry.change_message) == ("(erased)", "", "")


async def test_the_job_sweeps_what_redis_still_holds(person, redis, settings):
    key = f"{settings.REDIS_PREFIX}:cache:{person.pk}"
    redis.set(key, MARK, ex=60)

    await sweep_redis(names=[str(person.pk)])

    assert redis.get(key) is None


def test_a_redis_that_is_away_stops_nobody_from_leaving(client, person, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert erase(client).status_code == 204

    [job] = ProcrastinateJob.objects.filter(task_name=erasing.SWEEP_TASK)
    assert job.args == {"names": sorted([str(person.pk), person.pk.hex])}
    assert not User.objects.filter(pk=person.pk).exists()


def test_the_commands_do_the_same(person, tmp_path, capsys):
    file = tmp_path / "robin.zip"

    call_command("export_user", person.username.upper(), str(file))
    call_command("erase_user", person.username, "--yes")

    assert "profile.json" in zipfile.ZipFile(file).namelist()
    assert re.search(r"robin.zip: \d+ bytes", capsys.readouterr().out)
    assert not User.objects.filter(pk=person.pk).exists()


def test_the_commands_say_what_stops_them(person, tmp_path, monkeypatch):
    there = tmp_path / "there.zip"
    there.write_bytes(b"kept")
    monkeypatch.setattr("builtins.input", lambda question: "somebody else")

    with pytest.raises(CommandError, match="there already"):
        call_command("export_user", person.username, str(there))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_user", person.username, str(tmp_path / "no" / "folder.zip"))
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("erase_user", "nobody-of-this-name")
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_user", person.username)

    assert there.read_bytes() == b"kept"
    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_who_leaves_in_the_middle_of_other_calls_leaves_all_the_same():
    person = UserFactory.create()
    run = RunFactory.create(owner=person)

    # The database sends back one of the two: this one too, where the machine is slow.
    with suppress(OperationalError), transaction.atomic():
        # As a call that writes a run, and whose foreign key is looked at in the end.
        Run.objects.select_for_update().get(pk=run.pk)
        leaving, outcome = in_thread(lambda: erasing.erase(person=person))
        until_it_waits(leaving)
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
    leaving.join(20)

    assert outcome == [None]
    assert not User.objects.exists()
    assert not Run.objects.exists()
    erasing.erase(person=person)  # A second device says so too.
