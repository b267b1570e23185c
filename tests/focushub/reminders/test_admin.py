import pytest

from focushub.common.admin.base import list_of, page_of
from focushub.reminders.models import PushSubscription, Reminder, ReminderSettings
from tests.admin import browser, staff_who_may
from tests.focushub.reminders.factories import (
    PushSubscriptionFactory,
    ReminderFactory,
    ReminderSettingsFactory,
)

pytestmark = pytest.mark.django_db


def test_staff_see_when_and_how_and_neither_words_nor_addresses() -> None:
    support = browser(
        staff_who_may(
            "reminders.view_reminder",
            "reminders.view_remindersettings",
            "reminders.view_pushsubscription",
        )
    )
    rows = [
        (Reminder, ReminderFactory.create()),
        (ReminderSettings, ReminderSettingsFactory.create()),
        (PushSubscription, PushSubscriptionFactory.create()),
    ]

    pages = [
        support.get(address)
        for model, row in rows
        for address in (list_of(model), page_of(row.pk, model))
    ]

    assert {page.status_code for page in pages} == {200}
    told = b"".join(page.content for page in pages)
    assert b"block_soon" in told
    assert b"Dentist" not in told
    assert b"fcm.googleapis.com" not in told
