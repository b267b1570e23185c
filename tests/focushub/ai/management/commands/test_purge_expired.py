import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from focushub.accounts.models import Scope, ScopedToken
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


def test_tokens_that_count_no_more_go_after_a_month(user):
    now = timezone.now()
    ends = {
        "stands": {},
        "revoked": {"revoked_at": now - timedelta(days=29)},
        "revoked long ago": {"revoked_at": now - timedelta(days=31)},
        "ran out long ago": {"expires_at": now - timedelta(days=31)},
    }
    for name, moments in ends.items():
        ScopedToken.objects.create(
            owner=user, name=name, scopes=[Scope.CALENDAR_READ], token_hash=name, **moments
        )

    call_command("purge_expired", stdout=io.StringIO())

    assert [token.name for token in ScopedToken.objects.order_by("pk")] == ["stands", "revoked"]
