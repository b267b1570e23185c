"""Accepting and taking back, exactly."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from focushub.accounts.models import User
from focushub.ai.models import Run
from focushub.ai.proposals import PlanChanged, UnknownItems
from focushub.ai.services.interaction import AIInteractionService
from focushub.calendar.models import TimeBlock
from organize.models import Plan, Step, Task
from organize.serializers.plans import OrganizeSerializer, question_of
from organize.services import drafting, plans, tasks
from organize.services.requests import PlanRequest

DUMP = "clean the kitchen, call mum (10 min), write the report by Friday"


def _plan(person: User, text: str = DUMP) -> Plan:
    body = OrganizeSerializer(data={"text": text})
    body.is_valid(raise_exception=True)
    question = question_of(body.validated_data, person)
    run = AIInteractionService().begin(question, person=person).run
    assert run is not None
    return run.plan


def _content(plan: Plan) -> dict:
    return plan.shown_revision().content


@pytest.mark.django_db
class TestAccept:
    def test_nothing_is_a_task_before_it(self, user: User) -> None:
        _plan(user)

        assert Task.objects.count() == Step.objects.count() == TimeBlock.objects.count() == 0

    def test_all_of_it_under_the_ids_that_were_proposed(self, user: User) -> None:
        plan = _plan(user)

        plan = plans.accept_plan(plan=plan)

        content = _content(plan)
        assert {str(t.pk) for t in Task.objects.owned_by(user)} == {
            t["id"] for t in content["tasks"]
        }
        assert {str(s.pk) for s in Step.objects.owned_by(user)} == {
            s["id"] for s in content["steps"]
        }
        assert {str(b.pk) for b in TimeBlock.objects.owned_by(user)} == {
            b["id"] for b in content["schedule"]
        }
        assert plan.accepted_revision == 1

    def test_a_limit_stays_a_limit_and_a_wish_a_wish(self, user: User) -> None:
        plan = _plan(user, "write the report by Friday, maybe call mum on Saturday")

        plans.accept_plan(plan=plan)

        told = dict(Task.objects.order_by("due_at").values_list("due_is_hard", "title"))
        assert "report" in told[True]
        assert "mum" in told[False]

    def test_a_chosen_task_alone(self, user: User) -> None:
        plan = _plan(user)
        chosen = _content(plan)["tasks"][1]

        plans.accept_plan(plan=plan, item_ids=[chosen["id"]])

        assert [t.title for t in Task.objects.all()] == [chosen["title"]]
        assert set(TimeBlock.objects.values_list("title", flat=True)) <= {chosen["title"]}

    def test_a_chosen_step_brings_its_task_with_that_step(self, user: User) -> None:
        plan = _plan(user)
        step = _content(plan)["tasks"][0]["steps"][1]

        plans.accept_plan(plan=plan, item_ids=[step["id"]])

        task = Task.objects.get()
        assert [s.title for s in task.steps.all()] == [step["title"]]
        assert task.estimate_minutes == step["minutes"]

    def test_what_was_understood_is_put_right_and_taken_back_as_exactly(self, user: User) -> None:
        plan = _plan(user)
        report = _content(plan)["tasks"][2]
        due_at = timezone.now() + timedelta(days=9)

        plan = plans.accept_plan(
            plan=plan,
            corrections=[
                {"id": UUID(report["id"]), "estimate_minutes": 25, "due_at": None},
                {"id": UUID(_content(plan)["tasks"][0]["id"]), "due_at": due_at, "energy": "low"},
            ],
        )

        kitchen, _, written = Task.objects.order_by("id")
        assert (kitchen.due_at, kitchen.energy) == (due_at, "low")
        assert (written.due_at, written.due_is_date_only, written.due_is_hard) == (None,) + (
            False,
        ) * 2
        assert (written.estimate_minutes, written.guess_minutes) == (25, None)
        assert (plan.accepted_revision, _content(plan)["tasks"][2]["due_at"]) == (2, None)
        plans.undo_plan(plan=plan)
        assert not Task.objects.exists()

    def test_a_correction_of_what_is_not_in_the_plan_is_refused(self, user: User) -> None:
        plan = _plan(user)

        with pytest.raises(UnknownItems):
            plans.accept_plan(plan=plan, corrections=[{"id": plan.pk, "energy": "low"}])

        assert not Task.objects.exists()

    def test_again_gives_the_same_result(self, user: User) -> None:
        plan = _plan(user)
        plans.accept_plan(plan=plan)
        count = Task.objects.count()

        plans.accept_plan(plan=plan, item_ids=[_content(plan)["tasks"][0]["id"]])

        assert Task.objects.count() == count

    def test_an_id_that_is_not_in_the_plan_is_named_and_nothing_is_made(self, user: User) -> None:
        plan = _plan(user)
        stranger = plan.pk

        with pytest.raises(UnknownItems) as raised:
            plans.accept_plan(plan=plan, item_ids=[stranger])

        assert str(stranger) in raised.value.problems[0].detail
        assert Task.objects.count() == 0

    def test_time_that_was_taken_since_is_not_booked_twice(self, user: User) -> None:
        plan = _plan(user)
        first = _content(plan)["schedule"][0]
        TimeBlock.objects.create(
            owner=user,
            kind=TimeBlock.Kind.BUSY,
            title="Dentist",
            starts_at=first["starts_at"],
            ends_at=first["ends_at"],
        )

        plans.accept_plan(plan=plan)

        assert not TimeBlock.objects.filter(pk=first["id"]).exists()

    def test_work_that_is_there_already_counts_towards_what_a_day_holds(self, user: User) -> None:
        user.capacity_minutes = 60
        user.save()
        now = timezone.now()
        for hours in range(48):
            # Half of each hour of two days is one's own already, whoever asks for more.
            TimeBlock.objects.create(
                owner=user,
                kind=TimeBlock.Kind.STUDY,
                title="Cells",
                subject_id=user.pk,
                starts_at=now + timedelta(hours=hours),
                ends_at=now + timedelta(hours=hours, minutes=30),
            )

        blocks = _content(_plan(user, "call mum (10 min)"))["schedule"]

        last = now + timedelta(hours=47, minutes=30)
        assert [datetime.fromisoformat(block["starts_at"]) > last for block in blocks] == [True]

    def test_a_later_revision_is_kept_and_not_applied(self, user: User) -> None:
        plan = plans.accept_plan(plan=_plan(user))
        before = set(Task.objects.values_list("pk", flat=True))
        run = Run.objects.get()
        request = PlanRequest.from_payload(run.payload, asked_at=run.asked_at)

        plans.propose(run=run, person=user, request=request, proposal=drafting.draft(request))

        plan.refresh_from_db()
        assert plan.revisions.count() == 2
        assert plan.shown_revision().number == 1
        assert set(Task.objects.values_list("pk", flat=True)) == before


@pytest.mark.django_db
class TestUndo:
    def test_it_takes_back_exactly_what_accepting_made(self, user: User) -> None:
        own = tasks.create_task(owner=user, title="Mine")
        plan = plans.accept_plan(plan=_plan(user))

        plan = plans.undo_plan(plan=plan)

        assert list(Task.objects.all()) == [own]
        assert TimeBlock.objects.count() == Step.objects.count() == 0
        assert not plan.is_accepted

    def test_it_can_be_accepted_again(self, user: User) -> None:
        plan = plans.accept_plan(plan=_plan(user))
        ids = set(Task.objects.values_list("pk", flat=True))

        plans.accept_plan(plan=plans.undo_plan(plan=plan))

        assert set(Task.objects.values_list("pk", flat=True)) == ids

    @pytest.mark.parametrize("change", ["title", "complete", "step", "block"])
    def test_a_task_that_was_changed_since_is_named_and_nothing_goes(
        self, user: User, change: str
    ) -> None:
        plan = plans.accept_plan(plan=_plan(user))
        count = Task.objects.count()
        task = Task.objects.get(pk=_content(plan)["schedule"][0]["task_id"])
        _change(task, change)

        with pytest.raises(PlanChanged) as raised:
            plans.undo_plan(plan=plan)

        assert [p.field for p in raised.value.problems] == [str(task.pk)]
        assert Task.objects.count() == count

    def test_force_leaves_what_was_changed_and_takes_the_rest(self, user: User) -> None:
        plan = plans.accept_plan(plan=_plan(user))
        task = Task.objects.order_by("id")[1]
        tasks.update_task(task=task, title="Now mine")

        plans.undo_plan(plan=plan, force=True)

        assert [t.title for t in Task.objects.all()] == ["Now mine"]

    def test_after_a_forced_undo_accepting_adds_the_rest_again(self, user: User) -> None:
        plan = plans.accept_plan(plan=_plan(user))
        count = Task.objects.count()
        tasks.update_task(task=Task.objects.order_by("id")[1], title="Now mine")
        plan = plans.undo_plan(plan=plan, force=True)

        plans.accept_plan(plan=plan)

        assert Task.objects.count() == count
        assert Task.objects.filter(title="Now mine").count() == 1

    def test_twice_is_once(self, user: User) -> None:
        plan = plans.undo_plan(plan=plans.accept_plan(plan=_plan(user)))

        again = plans.undo_plan(plan=plan)

        assert again.accepted_at is None


@pytest.mark.django_db
class TestDelete:
    def test_accepted_tasks_stay(self, user: User) -> None:
        plan = plans.accept_plan(plan=_plan(user))
        count = Task.objects.count()

        plans.delete_plan(plan=plan)

        assert Task.objects.count() == count
        assert set(Task.objects.values_list("plan", flat=True)) == {None}

    def test_its_answer_is_not_served_again(self, user: User) -> None:
        plans.delete_plan(plan=_plan(user))

        plan = _plan(user)

        assert Plan.objects.get() == plan


def _change(task: Task, change: str) -> None:
    match change:
        case "title":
            tasks.update_task(task=task, title="Another title")
        case "complete":
            tasks.complete_task(task=task)
        case "step":
            step = task.steps.first()
            assert step is not None
            step.completed_at = timezone.now()
            step.save()
        case "block":
            block = TimeBlock.objects.of_subjects([task.pk]).first()
            assert block is not None
            block.ends_at += timedelta(minutes=5)
            block.save()
