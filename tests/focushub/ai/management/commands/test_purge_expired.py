import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from focushub.api.models import IdempotencyRecord

pytestmark = pytest.mark.django_db


def test_what_has_served_goes_and_the_rest_stays(user):
    for hours in (1, 25):
        IdempotencyRecord.objects.create(
            owner=user,
            key=f"{hours} hours",
            fingerprint="x",
            claimed_at=timezone.now() - timedelta(hours=hours),
        )
    out = io.StringIO()

    call_command("purge_expired", stdout=out)

    assert "1 idempotency records" in out.getvalue()
    assert [record.key for record in IdempotencyRecord.objects.all()] == ["1 hours"]
