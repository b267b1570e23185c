"""Rows that have served: keys, ended sessions and tokens, old runs."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from focushub.accounts.models import ScopedToken, Session
from focushub.ai.models import Run
from focushub.api.models import LIFETIME, IdempotencyRecord

RUNS_KEPT = timedelta(days=90)
SESSIONS_KEPT = timedelta(days=30)
TOKENS_KEPT = timedelta(days=30)


def purge_expired() -> dict[str, int]:
    """How many rows of each kind went."""
    now = timezone.now()
    gone = {
        "idempotency_records": IdempotencyRecord.objects.filter(claimed_at__lt=now - LIFETIME),
        "sessions": Session.objects.filter(expires_at__lt=now - SESSIONS_KEPT),
        "tokens": ScopedToken.objects.filter(
            Q(expires_at__lt=now - TOKENS_KEPT) | Q(revoked_at__lt=now - TOKENS_KEPT)
        ),
        "runs": Run.objects.finished().filter(finished_at__lt=now - RUNS_KEPT),
    }
    return {name: rows.delete()[0] for name, rows in gone.items()}
