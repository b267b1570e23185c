from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry

from focushub.common.admin.base import list_of, page_of
from focushub.focus.models import CheckIn, FocusSession, Room, RoomMember
from tests.admin import browser, queries, staff_who_may
from tests.focushub.focus.factories import (
    CheckInFactory,
    FocusSessionFactory,
    RoomFactory,
    RoomMemberFactory,
)

pytestmark = pytest.mark.django_db


def test_a_session_shows_its_time_at_once_and_its_text_to_who_asks() -> None:
    support = browser(staff_who_may("focus.view_focussession"))
    session = FocusSessionFactory.create(
        finished=True, description="Letter, in confidence", banked=timedelta(minutes=17)
    )
    address = page_of(session.pk, FocusSession)

    with queries() as seen:
        before = [support.get(list_of(FocusSession)), support.get(address)]
    support.post(f"/admin/focus/focussession/{session.pk}/show-text/")
    asked = support.get(address)

    assert [page.status_code for page in before] == [200, 200]
    assert all(b"17" in page.content for page in before)
    assert not any(b"in confidence" in page.content for page in before)
    assert seen.reading('"focus_focussession"."description"') == []
    assert b"Letter, in confidence" in asked.content
    assert LogEntry.objects.get().object_id == str(session.pk)


def test_sessions_are_told_apart_by_state() -> None:
    support = browser(staff_who_may("focus.view_focussession"))
    running, finished = FocusSessionFactory.create(), FocusSessionFactory.create(finished=True)

    page = support.get(list_of(FocusSession), {"state": "running"})

    assert str(running.owner) in page.content.decode()
    assert str(finished.owner) not in page.content.decode()


def test_how_somebody_feels_is_hidden_like_their_words() -> None:
    support = browser(staff_who_may("focus.view_checkin"))
    check_in = CheckInFactory.create(mood=2, note="In confidence")
    address = page_of(check_in.pk, CheckIn)

    with queries() as seen:
        before = [support.get(list_of(CheckIn)), support.get(address)]
    support.post(f"/admin/focus/checkin/{check_in.pk}/show-text/")
    asked = support.get(address)

    assert [page.status_code for page in before] == [200, 200]
    assert seen.reading('"focus_checkin"."mood"') == seen.reading('"focus_checkin"."note"') == []
    assert b"In confidence" in asked.content


def test_a_room_keeps_its_code_and_the_words_of_those_in_it() -> None:
    support = browser(staff_who_may("focus.view_room", "focus.view_roommember"))
    member = RoomMemberFactory.create(room=RoomFactory.create(), intention="confidential")

    pages = [
        support.get(list_of(Room)),
        support.get(page_of(member.room_id, Room)),
        support.get(list_of(RoomMember)),
        support.get(page_of(member.pk, RoomMember)),
    ]

    assert [page.status_code for page in pages] == [200] * 4
    told = "".join(page.content.decode() for page in pages)
    assert "confidential" not in told
    assert member.room.code not in told


def test_a_list_of_people_in_rooms_costs_the_same_for_one_or_many() -> None:
    support = browser(staff_who_may("focus.view_roommember"))

    def cost() -> int:
        RoomMemberFactory.create_batch(3)
        with queries() as seen:
            assert support.get(list_of(RoomMember)).status_code == 200
        return len(seen.statements)

    cost()  # The first page looks up what later ones know.

    assert cost() == cost()
