"""`POST /learn`: both older bodies, what changes the answer, own material, accept and undo."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from asgiref.sync import async_to_sync
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from focushub.accounts.models import User
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.ai.services.interaction import AIInteractionService
from focushub.calendar.models import TimeBlock
from learning.models import Card, Deck, Question, Quiz, StudyPlan, StudySession
from learning.serializers.study_plans import LearnSerializer, question_of
from tests.conftest import ClientFor
from tests.fakes.crew import ScriptedCrew
from tests.learning.engine.texts import CELL_RESPIRATION, model_cards

ZONE = ZoneInfo("Europe/Berlin")

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_for: ClientFor, user: User) -> APIClient:
    return client_for(user)


def _learn(client: APIClient, **body: object) -> dict:
    response = client.post(reverse("learn"), body)
    assert response.status_code == 200, response.content
    return response.json()


def _accept(client: APIClient, plan: dict, *item_ids: str) -> dict:
    body = {"item_ids": list(item_ids)} if item_ids else {}
    response = client.post(reverse("study-plan-accept", args=[plan["id"]]), body)
    assert response.status_code == 200, response.content
    return response.json()


def _in_days(days: int) -> str:
    return (timezone.now().astimezone(ZONE).date() + timedelta(days=days)).isoformat()


class TestATopic:
    @pytest.fixture
    def answer(self, client: APIClient) -> dict:
        return _learn(
            client,
            topic="cell respiration",
            learning_goals=["explain glycolysis", "pass the test"],
            exam_on=_in_days(12),
            available_minutes=25,
            current_struggles="I forget the steps",
            learning_style="visual",
        )

    def test_the_goals_stand_in_the_modules_in_the_persons_words(self, answer: dict) -> None:
        goals = [goal for module in answer["modules"] for goal in module["goals"]]

        assert {"explain glycolysis", "pass the test"} <= set(goals)
        assert all(module["check"] for module in answer["modules"])

    def test_sessions_fit_the_minutes_and_end_before_the_exam(self, answer: dict) -> None:
        times = [
            (datetime.fromisoformat(one["starts_at"]), datetime.fromisoformat(one["ends_at"]))
            for one in answer["sessions"]
        ]

        exam_on = date.fromisoformat(answer["exam_on"])
        assert times
        assert all((end - start) <= timedelta(minutes=25) for start, end in times)
        assert all(end.astimezone(ZONE).date() < exam_on for _, end in times)
        assert all(later[0] >= earlier[1] for earlier, later in pairwise(times))
        assert "review" in {one["kind"] for one in answer["sessions"]}

    def test_without_a_text_no_card_claims_a_quote(self, answer: dict) -> None:
        assert answer["cards"]
        assert {card["source_quote"] for card in answer["cards"]} == {None}
        assert answer["quiz"] == []

    def test_it_is_a_proposal(self, answer: dict) -> None:
        assert str(StudyPlan.objects.get().pk) == answer["id"]
        assert [model.objects.count() for model in (StudySession, Card, TimeBlock)] == [0] * 3
        assert (answer["engine"], answer["degraded"]) == ("builtin", None)


class TestOlderBodies:
    def test_the_first(self, client: APIClient) -> None:
        answer = _learn(
            client,
            topic="Python",
            current_struggles="",
            learning_style="auditory",
            time_available="half an hour",
        )

        assert answer["topic"] == "Python"
        assert answer["study_sessions"]["minutes"] == 30

    def test_the_second(self, client: APIClient) -> None:
        answer = _learn(
            client,
            subject="Algebra",
            learning_goals="solve equations; draw graphs",
            current_level="beginner",
            available_time=20,
        )

        goals = [goal for module in answer["modules"] for goal in module["goals"]]
        assert answer["topic"] == "Algebra"
        assert {"solve equations", "draw graphs"} <= set(goals)
        assert answer["study_sessions"]["minutes"] == 20


class TestEachFieldChangesTheAnswer:
    def test_learning_style_changes_how_a_session_begins(self, client: APIClient) -> None:
        seen = _learn(client, topic="tides", learning_style="visual")
        heard = _learn(client, topic="tides", learning_style="auditory")

        assert seen["sessions"][0]["activity"].startswith("Sketch")
        assert heard["sessions"][0]["activity"].startswith("Say aloud")

    def test_a_beginner_gets_more_minutes_of_study(self, client: APIClient) -> None:
        new = _learn(client, topic="tides", current_level="beginner")
        old = _learn(client, topic="tides", current_level="advanced")

        assert sum(one["minutes"] for one in new["modules"]) > sum(
            one["minutes"] for one in old["modules"]
        )

    def test_a_struggle_brings_its_own_way_to_remember(self, client: APIClient) -> None:
        plain = _learn(client, topic="tides")
        hard = _learn(client, topic="tides", current_struggles="I mix up the order of the steps")

        ways = [{one["method"] for one in answer["retention_methods"]} for answer in (plain, hard)]
        assert ways[1] - ways[0] == {"Steps on a walk you know"}

    def test_minutes_size_the_sessions(self, client: APIClient) -> None:
        short = _learn(client, topic="tides", available_minutes=15)
        long = _learn(client, topic="tides", available_minutes=40)

        assert (short["study_sessions"]["minutes"], long["study_sessions"]["minutes"]) == (15, 40)

    def test_low_energy_makes_them_shorter(self, client: APIClient) -> None:
        assert _learn(client, topic="tides", energy="low")["study_sessions"]["minutes"] == 20


class TestOwnMaterial:
    def test_every_quote_is_an_exact_piece_of_the_text(self, client: APIClient) -> None:
        text = f"\n  {CELL_RESPIRATION}"

        answer = _learn(client, text=text)

        assert answer["topic"] == "Cell respiration"
        assert len(answer["cards"]) >= 10
        assert all(
            text[card["source_start"] : card["source_end"]] == card["source_quote"]
            for card in answer["cards"]
        )
        assert all(question["source_quote"] in text for question in answer["quiz"])
        assert len({question["kind"] for question in answer["quiz"]}) >= 3


@pytest.mark.django_db(transaction=True)
class TestCache:
    def test_the_second_time_only_cached_differs(self, client: APIClient) -> None:
        first = client.post(reverse("learn"), {"topic": "tides"})
        second = client.post(reverse("learn"), {"topic": " tides ", "current_struggles": ""})

        assert first.content.replace(b'"cached":false', b'"cached":true') == second.content

    def test_force_refresh_answers_anew(self, client: APIClient) -> None:
        first = _learn(client, topic="tides")

        forced = _learn(client, topic="tides", force_refresh=True)

        assert forced["cached"] is False
        assert forced["id"] != first["id"]


class TestAccept:
    def test_all_of_it_under_the_proposed_ids(self, client: APIClient, user: User) -> None:
        plan = _learn(client, topic="cells", text=CELL_RESPIRATION, exam_on=_in_days(12))

        _accept(client, plan)

        deck = Deck.objects.get()
        assert {str(one.pk) for one in StudySession.objects.owned_by(user)} == {
            one["id"] for one in [*plan["sessions"], *plan["unscheduled"]]
        }
        assert {str(card.pk) for card in deck.cards.all()} == {one["id"] for one in plan["cards"]}
        assert {str(one.pk) for one in Question.objects.all()} == {
            one["id"] for one in plan["quiz"]
        }
        assert (deck.name, deck.exam_on and deck.exam_on.isoformat()) == ("cells", _in_days(12))
        assert TimeBlock.objects.count() == len(plan["sessions"])
        assert set(TimeBlock.objects.values_list("kind", flat=True)) == {"study", "review"}

    def test_again_gives_the_same(self, client: APIClient) -> None:
        plan = _learn(client, topic="cells")

        once, twice = _accept(client, plan), _accept(client, plan)

        assert once == twice

    def test_only_what_was_chosen(self, client: APIClient) -> None:
        plan = _learn(client, topic="cells", text=CELL_RESPIRATION)
        session, card = plan["sessions"][0]["id"], plan["cards"][0]["id"]

        _accept(client, plan, session, card)

        assert [str(pk) for pk in StudySession.objects.values_list("pk", flat=True)] == [session]
        assert [str(pk) for pk in Card.objects.values_list("pk", flat=True)] == [card]
        assert Quiz.objects.count() == 0

    def test_what_is_not_in_the_plan_is_named(self, client: APIClient) -> None:
        plan = _learn(client, topic="cells")

        response = client.post(
            reverse("study-plan-accept", args=[plan["id"]]), {"item_ids": [plan["id"]]}
        )

        assert (response.status_code, response.json()["code"]) == (400, "unknown_items")
        assert StudySession.objects.count() == 0

    def test_a_deck_of_that_name_is_used(self, client: APIClient, user: User) -> None:
        mine = Deck.objects.create(owner=user, name="cells")
        plan = _learn(client, topic="cells")
        _accept(client, plan)

        client.post(reverse("study-plan-undo", args=[plan["id"]]))

        assert list(Deck.objects.all()) == [mine]
        assert Card.objects.count() == 0

    def test_its_cards_can_be_reviewed_at_once(self, client: APIClient) -> None:
        plan = _learn(client, topic="cells", text=CELL_RESPIRATION, exam_on=_in_days(12))
        _accept(client, plan)

        first = client.get(reverse("reviews-due"), {"minutes": 25}).json()
        for card in first[:5]:
            client.post(reverse("card-review", args=[card["id"]]), {"rating": 3, "seconds": 8})
        after = client.get(reverse("reviews-due"), {"minutes": 25}).json()

        # Ten new ones a day, as for any deck; what was just seen comes back in some minutes.
        assert len(first) == 10
        assert [card["id"] for card in after] == [card["id"] for card in first[5:]]

    def test_the_next_plan_goes_around_it(self, client: APIClient) -> None:
        first = _learn(client, topic="cells")
        _accept(client, first)

        second = _learn(client, topic="tides")

        taken = [(block.starts_at, block.ends_at) for block in TimeBlock.objects.all()]
        for one in second["sessions"]:
            start, end = (datetime.fromisoformat(one[at]) for at in ("starts_at", "ends_at"))
            assert all(end <= since or start >= until for since, until in taken)


class TestUndo:
    def test_nothing_is_left(self, client: APIClient) -> None:
        plan = _learn(client, topic="cells", text=CELL_RESPIRATION)
        _accept(client, plan)

        undone = client.post(reverse("study-plan-undo", args=[plan["id"]])).json()

        assert undone["accepted_at"] is None
        assert [
            model.objects.count() for model in (StudySession, Deck, Card, Quiz, Question, TimeBlock)
        ] == [0] * 6

    def test_a_changed_card_is_named_and_stays(self, client: APIClient) -> None:
        plan = _learn(client, topic="cells", text=CELL_RESPIRATION)
        _accept(client, plan)
        card = plan["cards"][0]["id"]
        client.patch(reverse("card-detail", args=[card]), {"front": "Mine now"})
        undo = reverse("study-plan-undo", args=[plan["id"]])

        refused = client.post(undo)
        forced = client.post(undo, {"force": True})

        assert refused.status_code == 409
        assert [error["field"] for error in refused.json()["errors"]] == [card]
        assert forced.status_code == 200
        assert [str(one.pk) for one in Card.objects.all()] == [card]
        assert Deck.objects.count() == 1


def test_a_session_is_completed_once(client: APIClient) -> None:
    plan = _learn(client, topic="cells")
    _accept(client, plan)
    session = plan["sessions"][0]["id"]
    complete = reverse("study-session-complete", args=[session])

    done = client.post(complete, {"minutes": 12})
    again = client.post(complete)

    assert (done.status_code, done.json()["actual_minutes"]) == (200, 12)
    assert (again.status_code, again.json()["code"]) == (409, "study_session_already_completed")
    assert not TimeBlock.objects.filter(subject_id=session).exists()


def test_a_plan_is_listed_read_and_deleted(client: APIClient) -> None:
    plan = _learn(client, topic="cells")

    listed = client.get(reverse("study-plan-list")).json()
    read = client.get(reverse("study-plan-detail", args=[plan["id"]])).json()
    deleted = client.delete(reverse("study-plan-detail", args=[plan["id"]]))

    assert [one["topic"] for one in listed] == ["cells"]
    assert read["modules"] == plan["modules"]
    assert deleted.status_code == 204
    assert StudyPlan.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "topic"),
        ({"topic": "x" * 201}, "topic"),
        ({"text": "x" * 50_001}, "text"),
        ({"topic": "x", "learning_style": "smell"}, "learning_style"),
        ({"topic": "x", "available_minutes": 4}, "available_minutes"),
        ({"topic": "x", "exam_on": "soon"}, "exam_on"),
    ],
)
def test_bad_input_is_named_and_nothing_is_kept(
    client: APIClient, body: dict[str, object], field: str
) -> None:
    response = client.post(reverse("learn"), body)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert Run.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_twelve_cards_the_four_that_quote_nothing_are_dropped(
    user: User, crew_override: Callable[..., ScriptedCrew], settings: Settings
) -> None:
    settings.LLM_MODEL = "test-model"
    settings.LLM_BASE_URL = "http://127.0.0.1:9"
    crew = crew_override({"cards": model_cards()})
    body = LearnSerializer(data={"topic": "cells", "text": CELL_RESPIRATION})
    body.is_valid(raise_exception=True)
    run = AIInteractionService().begin(question_of(body.validated_data, user), person=user).run
    assert run is not None

    async_to_sync(runs.carry_out)(run.pk)

    run.refresh_from_db()
    assert run.body is not None
    cards = run.body["cards"]
    assert len(crew.calls) == 1
    assert len(cards) == 8
    assert all(card["source_quote"] in CELL_RESPIRATION for card in cards)
    assert [run.body[name] for name in ("engine", "agent_used", "confidence")] == [
        "crew",
        "tutor",
        0.67,
    ]


def test_an_exam_in_a_distant_century_is_refused_and_one_years_ahead_is_planned(
    client: APIClient,
) -> None:
    today = timezone.now().date()

    distant = client.post(reverse("learn"), {"topic": "cells", "exam_on": "9999-12-31"})
    ahead = client.post(
        reverse("learn"), {"topic": "cells", "exam_on": str(today + timedelta(days=1800))}
    )

    assert distant.status_code == 400
    assert [e["field"] for e in distant.json()["errors"]] == ["exam_on"]
    assert ahead.status_code == 200
    assert ahead.json()["sessions"]
