"""Study plans: what accepting makes, what is left of it after undoing, and two devices at once."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction

from focushub.accounts.models import User
from focushub.ai.proposals import PlanChanged, UnknownItems
from focushub.calendar.models import TimeBlock
from focushub.common.turns import one_at_a_time
from learning.models import Card, Deck, Question, Quiz, Review, StudyPlan, StudySession
from learning.services import attempts, reviews, study_plans
from learning.services.sessions import complete_session
from tests.focushub.calendar.factories import TimeBlockFactory
from tests.learning.conftest import ProposePlan
from tests.learning.engine.texts import CELL_RESPIRATION

pytestmark = pytest.mark.django_db
MADE = (StudySession, TimeBlock, Deck, Card, Quiz, Question)


def _counts() -> list[int]:
    return [model.objects.count() for model in MADE]


def _content(plan: StudyPlan) -> dict:
    return plan.shown_revision().content


class TestAccept:
    def test_a_session_says_what_it_is_for(self, propose_plan: ProposePlan, user: User) -> None:
        plan = propose_plan(topic="cells", learning_goals=["explain osmosis"])

        study_plans.accept_plan(plan=plan)

        first = StudySession.objects.order_by("position").first()
        assert first is not None
        (said,) = (one for one in _content(plan)["sessions"] if one["id"] == str(first.pk))
        assert first.title == f"cells: {said['module']}"
        assert (first.goal, first.minutes, first.kind) == (
            said["goal"],
            said["minutes"],
            said["kind"],
        )
        assert TimeBlock.objects.get(subject_id=first.pk).title == first.title
        assert {row.owner_id for model in MADE for row in model.objects.all()} == {user.pk}

    def test_time_that_was_taken_meanwhile_is_not_taken_twice(
        self, propose_plan: ProposePlan, user: User
    ) -> None:
        plan = propose_plan()
        first = _content(plan)["sessions"][0]
        TimeBlockFactory.create(owner=user, starts_at=first["starts_at"], ends_at=first["ends_at"])

        study_plans.accept_plan(plan=plan)

        assert not TimeBlock.objects.filter(subject_id=first["id"]).exists()
        assert StudySession.objects.filter(pk=first["id"]).exists()
        _assert_no_overlap(user)

    def test_two_plans_that_were_proposed_for_the_same_hours_share_none(
        self, propose_plan: ProposePlan, user: User
    ) -> None:
        plans = [propose_plan(topic=topic) for topic in ("cells", "tides")]

        for plan in plans:
            study_plans.accept_plan(plan=plan)

        assert StudySession.objects.count() > TimeBlock.objects.count()
        _assert_no_overlap(user)

    def test_an_older_revision_and_an_unknown_one(self, propose_plan: ProposePlan) -> None:
        plan = propose_plan()

        with pytest.raises(UnknownItems):
            study_plans.accept_plan(plan=plan, revision=7)
        accepted = study_plans.accept_plan(plan=plan, revision=1)

        assert accepted.accepted_revision == 1

    def test_a_question_alone_makes_a_quiz_without_cards(self, propose_plan: ProposePlan) -> None:
        plan = propose_plan(text=CELL_RESPIRATION)
        question = _content(plan)["quiz"][0]

        study_plans.accept_plan(plan=plan, item_ids=[question["id"]])

        assert _counts() == [0, 0, 0, 0, 1, 1]
        assert (Question.objects.get().card, Quiz.objects.get().deck) == (None, None)

    def test_a_question_knows_its_card(self, propose_plan: ProposePlan) -> None:
        plan = propose_plan(text=CELL_RESPIRATION)

        study_plans.accept_plan(plan=plan)

        said = {one["id"]: one["card_id"] for one in _content(plan)["quiz"]}
        made = {str(one.pk): one.card_id and str(one.card_id) for one in Question.objects.all()}
        assert made == said
        assert any(made.values())
        assert Quiz.objects.get().deck == Deck.objects.get()

    def test_a_colon_pair_in_the_topic_makes_no_tree(self, propose_plan: ProposePlan) -> None:
        study_plans.accept_plan(plan=propose_plan(topic="C++: std::vector"))

        assert Deck.objects.get().name == "C++: std:vector"


class TestUndo:
    def test_of_what_was_not_accepted_changes_nothing(self, propose_plan: ProposePlan) -> None:
        plan = study_plans.undo_plan(plan=propose_plan())

        assert not plan.is_accepted

    @pytest.mark.parametrize("what", ["session", "block", "card", "deck", "quiz"])
    def test_each_thing_that_changed_is_named_and_stays(
        self, propose_plan: ProposePlan, what: str
    ) -> None:
        plan = study_plans.accept_plan(plan=propose_plan(text=CELL_RESPIRATION))
        session = StudySession.objects.filter(pk__in=_blocked()).first()
        card, deck, quiz = Card.objects.first(), Deck.objects.get(), Quiz.objects.get()
        assert session is not None
        assert card is not None
        if what == "session":
            complete_session(session=session)
        elif what == "block":
            TimeBlock.objects.filter(subject_id=session.pk).update(is_locked=True)
        elif what == "card":
            reviews.review_card(card=card, rating=3)
        elif what == "deck":
            Deck.objects.update(desired_retention=0.8)
        else:
            attempts.start_attempt(quiz=quiz)
        before = _counts()

        with pytest.raises(PlanChanged) as refused:
            study_plans.undo_plan(plan=plan)
        after_refusal = _counts()
        study_plans.undo_plan(plan=plan, force=True)

        (problem,) = refused.value.problems
        rows = {"session": session, "block": session, "card": card, "deck": deck, "quiz": quiz}
        assert problem.field == str(rows[what].pk)
        assert after_refusal == before
        assert type(rows[what]).objects.filter(pk=rows[what].pk).exists()
        assert StudySession.objects.count() <= 1
        assert Card.objects.count() <= 1

    def test_accepting_again_after_a_forced_undo_doubles_nothing(
        self, propose_plan: ProposePlan
    ) -> None:
        plan = study_plans.accept_plan(plan=propose_plan(text=CELL_RESPIRATION))
        before = _counts()
        Card.objects.update(front="Mine")
        StudySession.objects.update(goal="Mine")
        plan = study_plans.undo_plan(plan=plan, force=True)

        study_plans.accept_plan(plan=plan)

        assert _counts() == before
        assert set(Card.objects.values_list("front", flat=True)) == {"Mine"}

    def test_a_deck_with_another_card_stays(self, propose_plan: ProposePlan, user: User) -> None:
        plan = study_plans.accept_plan(plan=propose_plan())
        deck = Deck.objects.get()
        own = Card.objects.create(owner=user, deck=deck, front="My own", back="x")

        study_plans.undo_plan(plan=plan)

        assert list(Card.objects.all()) == [own]
        assert list(Deck.objects.all()) == [deck]


def test_deleting_a_plan_keeps_what_was_accepted(propose_plan: ProposePlan) -> None:
    plan = study_plans.accept_plan(plan=propose_plan(text=CELL_RESPIRATION))
    before = _counts()

    study_plans.delete_plan(plan=plan)

    assert _counts() == before
    assert StudySession.objects.filter(study_plan__isnull=False).count() == 0


def test_days_without_hours_have_no_study(propose_plan: ProposePlan, user: User) -> None:
    user.working_hours = {"1": [["09:00", "12:00"]], "3": []}
    some = study_plans.weekdays_of(user)
    user.working_hours = {}

    assert (some, study_plans.weekdays_of(user)) == ({0}, set(range(7)))


@pytest.mark.parametrize(
    ("asked_at", "exam_on", "first"),
    [
        ("2026-11-23T09:02", None, 23),
        ("2026-11-23T17:35", None, 23),
        ("2026-11-23T17:50", None, 24),
        ("2026-11-23T20:54", None, 24),
        ("2026-11-23T20:54", "2026-11-25", 24),
        ("2026-11-23T20:54", "2026-11-24", None),
    ],
)
def test_in_the_evening_a_plan_begins_tomorrow(
    propose_plan: ProposePlan, user: User, asked_at: str, exam_on: str | None, first: int | None
) -> None:
    moment = datetime.fromisoformat(asked_at).replace(tzinfo=ZoneInfo("Europe/Berlin"))

    with time_machine.travel(moment, tick=False):
        content = _content(propose_plan(available_minutes=15, exam_on=exam_on))

    starts = [datetime.fromisoformat(one["starts_at"]) for one in content["sessions"]]
    assert (min(starts).astimezone(moment.tzinfo).day if starts else None) == first
    assert content["study_sessions"]["first_on"] == f"2026-11-{first or 23}"


def test_hours_past_midnight_are_hours_of_today(propose_plan: ProposePlan, user: User) -> None:
    User.objects.update(working_hours={str(day): [["20:00", "02:00"]] for day in range(1, 8)})
    user.refresh_from_db()

    with time_machine.travel(datetime(2026, 11, 23, 22, tzinfo=UTC), tick=False):
        content = _content(propose_plan(available_minutes=15))

    assert content["study_sessions"]["first_on"] == "2026-11-23"


@pytest.mark.django_db(transaction=True)
class TestTwoDevices:
    def test_accepting_at_once_is_accepting_once(self, propose_plan: ProposePlan) -> None:
        plan = propose_plan(text=CELL_RESPIRATION)
        faults = _at_once(*[partial(study_plans.accept_plan, plan=plan)] * 3)

        content = _content(StudyPlan.objects.get())
        assert faults == []
        assert StudySession.objects.count() == len(content["sessions"])
        assert (Card.objects.count(), Quiz.objects.count()) == (len(content["cards"]), 1)

    def test_two_plans_accepted_at_once_share_no_time(
        self, propose_plan: ProposePlan, user: User
    ) -> None:
        plans = [propose_plan(topic=topic) for topic in ("cells", "tides", "rivers")]

        faults = _at_once(*[partial(study_plans.accept_plan, plan=plan) for plan in plans])

        assert faults == []
        assert StudySession.objects.values("study_plan").distinct().count() == 3
        _assert_no_overlap(user)

    def test_a_review_in_the_middle_of_undoing_is_not_lost(
        self, propose_plan: ProposePlan, until_somebody_waits: Callable[[], None]
    ) -> None:
        plan = study_plans.accept_plan(plan=propose_plan(text=CELL_RESPIRATION))
        card = Card.objects.order_by("pk").last()
        assert card is not None
        faults: list[BaseException] = []
        thread = _thread(lambda: study_plans.undo_plan(plan=plan), faults)
        with transaction.atomic():
            one_at_a_time(card.owner_id)
            thread.start()
            until_somebody_waits()
            reviews.review_card(card=card, rating=3)
        thread.join(timeout=30)

        assert [type(fault) for fault in faults] == [PlanChanged]
        assert Review.objects.get().card == card


def _blocked() -> list:
    return list(TimeBlock.objects.values_list("subject_id", flat=True))


def _assert_no_overlap(user: User) -> None:
    blocks = list(TimeBlock.objects.owned_by(user).order_by("starts_at"))
    assert blocks
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(blocks))
    assert all(one.ends_at - one.starts_at >= timedelta(minutes=5) for one in blocks)


def _thread(work: Callable[[], object], faults: list[BaseException]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001 - shown to the thread that asserts
            faults.append(fault)
        finally:
            connection.close()

    return threading.Thread(target=run)


def _at_once(*works: Callable[[], object]) -> list[BaseException]:
    start = threading.Barrier(len(works))
    faults: list[BaseException] = []

    def begin(work: Callable[[], object]) -> None:
        start.wait(timeout=20)
        work()

    threads = [_thread(partial(begin, work), faults) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return faults
