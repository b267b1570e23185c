"""`manage.py demo`: a believable person, equal each time."""

import io

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from focushub.accounts.models import User
from focushub.calendar.models import TimeBlock
from focushub.common.demo import Story
from focushub.focus.demo import check_ins
from focushub.focus.models import CheckIn, FocusSession
from learning.models import Card, Review
from organize.models import Task
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def told(person):
    """What there is of a person, without ids."""
    mine = {"owner": person}
    return {
        "tasks": [*Task.objects.filter(**mine).order_by("pk").values_list("title", "due_at")],
        "done": [*Task.objects.filter(**mine).order_by("pk").values_list("completed_at")],
        "blocks": [*TimeBlock.objects.filter(**mine).order_by("pk").values_list("starts_at")],
        "reviews": [
            *Review.objects.filter(**mine)
            .order_by("reviewed_at", "card__front")
            .values_list("card__front", "rating", "reviewed_at")
        ],
        "focus": [*FocusSession.objects.filter(**mine).order_by("pk").values_list("started_at")],
        "check-ins": [*CheckIn.objects.filter(**mine).order_by("pk").values_list("energy")],
    }


@time_machine.travel("2026-11-25T15:00:00Z", tick=False)
def test_the_same_seed_tells_the_same_story_and_another_seed_another():
    run("--user", "first")
    run("--user", "second")
    third = UserFactory()
    check_ins(Story(third, timezone.now().date(), seed=2))

    first, second = (told(User.objects.get(username=name)) for name in ("first", "second"))
    assert first == second
    assert first["check-ins"] != told(third)["check-ins"]
    assert len(first["tasks"]) > 30
    assert len(first["reviews"]) > 60
    assert len(first["focus"]) > 20


def test_six_weeks_lie_behind_and_a_week_ahead():
    run()

    person = User.objects.get(username="demo-weeks")
    now = timezone.now()
    done = Task.objects.owned_by(person).done()
    assert done.count() == done.filter(completed_at__lt=now).count() > 20
    assert Task.objects.owned_by(person).open().count() == 9
    assert TimeBlock.objects.owned_by(person).filter(starts_at__gt=now).count() == 8
    assert Card.objects.owned_by(person).exclude(phase=Card.Phase.NEW).exists()
    assert not person.is_staff


def test_it_is_made_anew_only_when_that_is_asked():
    run("--user", "robin")
    old = User.objects.get(username="robin")

    with pytest.raises(CommandError, match="--again"):
        run("--user", "robin")
    again = run("--user", "robin", "--again")

    assert "password" in again
    assert User.objects.get(username="robin").pk != old.pk


def test_staff_are_not_erased_by_it():
    UserFactory(username="boss", staff=True)

    with pytest.raises(CommandError, match="is staff"):
        run("--user", "boss", "--again")

    assert User.objects.filter(username="boss").exists()
