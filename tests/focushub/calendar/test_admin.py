from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from focushub.calendar.models import Replan, TimeBlock
from focushub.common.admin.base import list_of, page_of
from tests.admin import browser, queries, staff_who_may
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_block_shows_its_time_at_once_and_its_title_to_who_asks() -> None:
    support = browser(staff_who_may("calendar.view_timeblock"))
    now = timezone.now()
    block = TimeBlock.objects.create(
        owner=UserFactory.create(),
        kind=TimeBlock.Kind.BUSY,
        title="Doctor, in confidence",
        starts_at=now,
        ends_at=now + timedelta(minutes=30),
    )
    address = page_of(block.pk, TimeBlock)

    with queries() as seen:
        before = [support.get(list_of(TimeBlock)), support.get(address)]
    support.post(f"/admin/calendar/timeblock/{block.pk}/show-text/")
    asked = support.get(address)

    assert [page.status_code for page in before] == [200, 200]
    assert not any(b"in confidence" in page.content for page in before)
    assert seen.reading('"calendar_timeblock"."title"') == []
    assert b"Doctor, in confidence" in asked.content
    assert LogEntry.objects.get().object_id == str(block.pk)


def test_blocks_are_told_apart_by_kind() -> None:
    support = browser(staff_who_may("calendar.view_timeblock"))
    now = timezone.now()
    blocks = {
        kind: TimeBlock.objects.create(
            owner=UserFactory.create(),
            kind=kind,
            title="A title",
            starts_at=now,
            ends_at=now + timedelta(minutes=30),
        )
        for kind in TimeBlock.Kind.values
    }

    shown = support.get(list_of(TimeBlock), {"kind": "study"}).context["cl"].result_list

    assert shown == [blocks["study"]]


def test_a_re_plan_shows_its_reason_at_once_and_its_things_to_who_asks() -> None:
    support = browser(staff_who_may("calendar.view_replan"))
    row = Replan.objects.create(
        owner=UserFactory.create(),
        reason="sick",
        content={"things": [{"title": "Doctor, in confidence"}]},
    )
    address = page_of(row.pk, Replan)

    listed = support.get(list_of(Replan), {"applied": "no"})
    before = support.get(address)
    support.post(f"/admin/calendar/replan/{row.pk}/show-text/")
    asked = support.get(address)

    assert listed.context["cl"].result_list == [row]
    assert b"in confidence" not in before.content
    assert b"Doctor, in confidence" in asked.content
