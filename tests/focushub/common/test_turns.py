from uuid import uuid4

import pytest
from django.db import transaction

from focushub.common.turns import PersonGone, one_at_a_time
from tests.factories import UserFactory
from tests.side_by_side import in_thread, until_it_waits


@pytest.mark.django_db(transaction=True)
def test_a_change_waits_for_the_other_to_end() -> None:
    person = UserFactory.create()

    def change() -> bool:
        with transaction.atomic():
            return one_at_a_time(person.pk) > before

    with transaction.atomic():
        before = one_at_a_time(person.pk)
        changing, outcome = in_thread(change)
        until_it_waits(changing)
        assert outcome == []
    changing.join(20)

    assert outcome == [True]


@pytest.mark.django_db
def test_who_has_left_changes_nothing_any_more() -> None:
    with pytest.raises(PersonGone):
        one_at_a_time(uuid4())
