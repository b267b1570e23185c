"""Kept tokens: for a calendar that subscribes, or an assistant. Each opens what its scopes say.

Shown once, when it is made; only its hash is kept. It ends at its time, when it is revoked, and
with its person's account.
"""

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import Scope, ScopedToken, User
from focushub.common.errors import DomainError, Kind
from focushub.common.turns import one_at_a_time

MAX_TOKENS = 20
# Says at a glance, also to scanners of leaked secrets, what this is.
_PREFIX = "fht_"
_SHAPE = re.compile(rf"{_PREFIX}[A-Za-z0-9_-]{{43}}")
# A calendar asks every few minutes; who asks when it was last used needs no second.
_USE_NOTED_EVERY = timedelta(minutes=1)


class TooManyTokens(DomainError):
    kind = Kind.CONFLICT
    code = "too_many_tokens"
    detail = f"There are {MAX_TOKENS} tokens already. Revoke one that is no longer needed."


@dataclass(frozen=True, slots=True)
class NewToken:
    """The only moment at which `token` can be read."""

    row: ScopedToken
    token: str


@transaction.atomic
def make_token(
    *, person: User, name: str, scopes: Collection[Scope], expires_at: datetime | None = None
) -> NewToken:
    """Raises `TooManyTokens`."""
    one_at_a_time(person.pk)
    if ScopedToken.objects.owned_by(person).live().count() >= MAX_TOKENS:
        raise TooManyTokens
    token = _PREFIX + secrets.token_urlsafe(32)
    row = ScopedToken.objects.create(
        owner=person,
        name=name,
        scopes=sorted(scopes),
        token_hash=_hash(token),
        expires_at=expires_at,
    )
    return NewToken(row, token)


def person_of_token(token: str, scope: Scope) -> User | None:
    """Whom the token stands for, if it opens this; None for any other, whatever is wrong with it.

    One query by an indexed column, and once a minute one that notes the use.
    """
    if not _SHAPE.fullmatch(token):
        return None
    row = (
        ScopedToken.objects.live()
        .filter(token_hash=_hash(token), scopes__contains=[scope], owner__is_active=True)
        .select_related("owner")
        .first()
    )
    if row is None:
        return None
    now = timezone.now()
    if row.last_used_at is None or now - row.last_used_at > _USE_NOTED_EVERY:
        ScopedToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row.owner


def revoke_token(*, row: ScopedToken) -> None:
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at", "updated_at"])


def revoke_all_tokens(*, person: User) -> None:
    ScopedToken.objects.owned_by(person).live().update(revoked_at=timezone.now())


def _hash(token: str) -> str:
    # Fast on purpose: the token has 256 random bits, so there is nothing to guess.
    return hashlib.sha256(token.encode()).hexdigest()
