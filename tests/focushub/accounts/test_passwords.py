import re

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from focushub.accounts.jobs import send_reset_links
from focushub.accounts.services import people, sessions
from tests.factories import PASSWORD, UserFactory
from tests.focushub.accounts.conftest import bearing

pytestmark = pytest.mark.django_db

NEW = "nine loud herons"


@pytest.fixture
def person():
    return UserFactory(email="robin@example.org")


@pytest.fixture
def pair(person):
    return sessions.open_session(person=person, user_agent="Firefox")


def carry_out_jobs():
    """What a worker would do with the jobs that were queued, in this test's transaction."""
    for job in ProcrastinateJob.objects.filter(task_name=people.RESET_TASK):
        for person_id in job.args["person_ids"]:
            people.send_reset_link(person_id=person_id)


def ask(client, email):
    return client.post(reverse("password-reset"), {"email": email})


def token_of(letter):
    [token] = re.findall(r"/reset-password#token=(\S+)", letter.body)
    return token


def confirm(client, token, password=NEW):
    return client.post(
        reverse("password-reset-confirm"), {"token": token, "new_password": password}
    )


def change(client, current=PASSWORD, new=NEW):
    return client.post(
        reverse("password-change"), {"current_password": current, "new_password": new}
    )


def test_a_changed_password_ends_all_other_sessions(anonymous, person, pair, log_in):
    phone = sessions.open_session(person=person, user_agent="Phone")
    client = bearing(pair.access_token)

    response = change(client)

    assert response.status_code == 204
    assert client.get(reverse("me")).status_code == 200
    assert bearing(phone.access_token).get(reverse("me")).status_code == 401
    assert log_in(person.username, PASSWORD).status_code == 401
    assert log_in(person.username, NEW).status_code == 200


@pytest.mark.parametrize(
    ("current", "new", "field", "code"),
    [
        ("something else", NEW, "current_password", "wrong_password"),
        (PASSWORD, "short", "new_password", "password_too_short"),
        (PASSWORD, "robin@example.org", "new_password", "password_too_similar"),
    ],
)
def test_a_refused_change_leaves_the_password_and_the_sessions(
    person, pair, current, new, field, code
):
    phone = sessions.open_session(person=person, user_agent="Phone")

    response = change(bearing(pair.access_token), current, new)

    assert response.status_code == 400
    assert [(e["field"], e["code"]) for e in response.json()["errors"]] == [(field, code)]
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert bearing(phone.access_token).get(reverse("me")).status_code == 200


def test_the_current_password_cannot_be_guessed_with_a_borrowed_token(settings, person, pair):
    settings.AXES_FAILURE_LIMIT = 3
    client = bearing(pair.access_token)

    statuses = [change(client, "guess").status_code for _ in range(3)]

    assert statuses == [400, 400, 429]
    response = change(client)
    assert (response.status_code, response.json()["code"]) == (429, "too_many_attempts")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_link_by_mail_sets_a_new_password_and_ends_all_sessions(
    anonymous, person, pair, log_in, settings
):
    settings.PUBLIC_URL = "https://focus.example"
    asked = ask(anonymous, "ROBIN@example.org")
    carry_out_jobs()
    [letter] = mail.outbox

    response = confirm(anonymous, token_of(letter))

    assert asked.status_code == 202
    assert letter.to == ["robin@example.org"]
    assert "https://focus.example/reset-password#token=" in letter.body
    assert response.status_code == 204
    assert bearing(pair.access_token).get(reverse("me")).status_code == 401
    assert log_in(person.username, NEW).status_code == 200


def test_a_known_and_an_unknown_address_answer_alike_and_do_alike(anonymous, person):
    known = ask(anonymous, person.email)
    unknown = ask(anonymous, "nobody@example.org")

    assert known.status_code == unknown.status_code == 202
    assert known.content == unknown.content
    jobs = ProcrastinateJob.objects.filter(task_name=people.RESET_TASK).order_by("id")
    assert [job.args for job in jobs] == [{"person_ids": [str(person.pk)]}, {"person_ids": []}]


def test_nobody_gets_a_letter_who_has_no_account_or_was_deactivated(anonymous, person):
    UserFactory(email="gone@example.org", is_active=False)
    UserFactory(email="")
    for email in ("gone@example.org", "nobody@example.org"):
        ask(anonymous, email)

    carry_out_jobs()

    assert mail.outbox == []


def test_each_account_of_an_address_gets_its_own_link(anonymous, person):
    other = UserFactory(email="robin@example.org")
    ask(anonymous, "robin@example.org")

    carry_out_jobs()

    greetings = [str(letter.body).splitlines()[0] for letter in mail.outbox]
    assert sorted(greetings) == sorted([f"Hello {person.username},", f"Hello {other.username},"])


def test_somebody_who_was_deactivated_after_asking_gets_no_letter(anonymous, person):
    ask(anonymous, person.email)
    person.is_active = False
    person.save()

    carry_out_jobs()

    assert mail.outbox == []


def given_token(anonymous, person):
    ask(anonymous, person.email)
    carry_out_jobs()
    return token_of(mail.outbox[-1])


def test_a_link_works_once(anonymous, person):
    token = given_token(anonymous, person)
    confirm(anonymous, token)

    again = confirm(anonymous, token, "another good one 12")

    assert again.status_code == 400
    assert again.json()["code"] == "bad_reset_token"
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_a_weak_password_does_not_use_the_link_up(anonymous, person):
    token = given_token(anonymous, person)

    weak = confirm(anonymous, token, "short")

    assert weak.status_code == 400
    assert [e["field"] for e in weak.json()["errors"]] == ["new_password"]
    assert confirm(anonymous, token).status_code == 204


def test_a_link_runs_out_after_a_day(anonymous, person):
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False) as clock:
        token = given_token(anonymous, person)
        clock.move_to("2026-11-24T12:00:01Z")

        assert confirm(anonymous, token).json()["code"] == "bad_reset_token"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda person: setattr(person, "email", "new@example.org"),
        lambda person: setattr(person, "is_active", False),
        lambda person: person.set_password("changed by hand 99"),
    ],
    ids=["another address", "deactivated", "another password"],
)
def test_a_link_stops_counting_when_the_account_changes(anonymous, person, spoil):
    token = given_token(anonymous, person)
    spoil(person)
    person.save()

    assert confirm(anonymous, token).json()["code"] == "bad_reset_token"


@pytest.mark.parametrize("token", ["x", ".", "0199a1b2-0000-7000-8000-000000000001.abc-def"])
def test_a_token_that_was_never_given_is_refused(anonymous, token):
    response = confirm(anonymous, token)

    assert response.status_code == 400
    assert response.json()["code"] == "bad_reset_token"


def test_a_token_opens_no_other_account(anonymous, person):
    other = UserFactory(email="other@example.org")
    signature = given_token(anonymous, person).partition(".")[2]

    response = confirm(anonymous, f"{other.pk.hex}.{signature}")

    assert response.json()["code"] == "bad_reset_token"
    other.refresh_from_db()
    assert other.check_password(PASSWORD)


def test_a_new_password_by_mail_lets_somebody_in_who_was_locked_out(
    anonymous, person, log_in, settings
):
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        log_in(person.username, "guess")
    locked_out = log_in(person.username)

    confirm(anonymous, given_token(anonymous, person))

    assert locked_out.status_code == 429
    assert log_in(person.username, NEW).status_code == 200


def test_one_address_gets_only_so_many_letters_an_hour_whoever_asks(anonymous, person, settings):
    settings.THROTTLES = settings.THROTTLES | {"resets": 2}
    url, spellings = reverse("password-reset"), ("robin@example.org", " ROBIN@example.org")
    for n, spelling in enumerate(spellings):
        anonymous.post(url, {"email": spelling}, REMOTE_ADDR=f"192.0.2.{n}")

    bound = anonymous.post(url, {"email": person.email}, REMOTE_ADDR="192.0.2.9")
    another = anonymous.post(url, {"email": "else@example.org"}, REMOTE_ADDR="192.0.2.9")

    assert bound.status_code == 429
    assert another.status_code == 202
    assert ProcrastinateJob.objects.filter(task_name=people.RESET_TASK).count() == 3


@pytest.mark.parametrize("body", [{}, {"email": 5}, {"email": "x"}, [], "x"])
def test_garbage_in_place_of_an_address_is_refused(anonymous, body):
    response = anonymous.post(reverse("password-reset"), body)

    assert response.status_code == 400
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db(transaction=True)
async def test_the_job_of_the_worker_writes_the_letters():
    from asgiref.sync import sync_to_async

    robin = await sync_to_async(UserFactory)(email="robin@example.org")

    await send_reset_links(person_ids=[str(robin.pk)])

    assert [letter.to for letter in mail.outbox] == [["robin@example.org"]]
