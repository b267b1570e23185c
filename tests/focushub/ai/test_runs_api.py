import pytest
from django.test import RequestFactory
from django.urls import reverse

from focushub.accounts.models import User
from focushub.ai.models import Run
from focushub.ai.services.interaction import AIInteractionService
from focushub.ai.views import preferred_wait
from tests.admin import queries
from tests.conftest import ClientFor
from tests.factories import UserFactory
from tests.focushub.ai.echo import question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("echo")]


def _run(person: User, text: str = "hello") -> Run:
    run = AIInteractionService().begin(question(text), person=person).run
    assert run is not None
    return run


def test_a_run_in_flight_shows_its_draft_and_no_answer(
    client_for: ClientFor, user: User, model: None
) -> None:
    run = _run(user)

    told = client_for(user).get(reverse("run-detail", args=[run.pk])).json()

    assert (told["state"], told["model"], told["answer"]) == ("queued", "test-model", None)
    assert told["draft"]["text"] == "draft 1 of hello"


def test_a_finished_run_shows_its_answer(client_for: ClientFor, user: User) -> None:
    run = _run(user)

    told = client_for(user).get(reverse("run-detail", args=[run.pk])).json()

    assert (told["state"], told["answer"]["text"]) == ("done", "draft 1 of hello")
    assert told["duration_ms"] >= 0


def test_the_list_is_ones_own_and_holds_no_bodies(client_for: ClientFor, user: User) -> None:
    _run(UserFactory.create(), "theirs")
    mine = [_run(user, "one"), _run(user, "two")]

    with queries() as seen:
        listed = client_for(user).get(reverse("run-list")).json()

    assert [run["id"] for run in listed] == [str(run.pk) for run in reversed(mine)]
    assert not {"draft", "answer"} & set(listed[0])
    assert seen.reading('"ai_run"."answer"') == seen.reading('"ai_run"."payload"') == []


def test_cancelling_stops_a_run_in_flight_and_leaves_a_finished_one(
    client_for: ClientFor, user: User, settings: object
) -> None:
    done = _run(user)
    settings.LLM_MODEL = "test-model"  # type: ignore[attr-defined] # pytest-django's settings
    queued = _run(user, "later")
    client = client_for(user)

    statuses = [
        client.delete(reverse("run-detail", args=[run.pk])).status_code for run in (done, queued)
    ]

    done.refresh_from_db()
    queued.refresh_from_db()
    assert statuses == [204, 204]
    assert (done.state, queued.state) == ("done", "cancelled")


@pytest.mark.parametrize(
    ("preference", "seconds"),
    [
        (None, 20),
        ("wait=5", 5),
        ("Wait = 7", 7),
        ("wait=0", 0),
        ("wait=3000", 55),
        ("respond-async", 0),
        ("respond-async, wait=10", 10),
        ("return=minimal", 20),
    ],
)
def test_how_long_a_caller_wants_to_wait(preference: str | None, seconds: int) -> None:
    headers = {"Prefer": preference} if preference else {}

    assert preferred_wait(RequestFactory().post("/", headers=headers)) == seconds
