"""Sessions: opened by a log-in, rotated by a refresh, ended by a log-out or a stolen token."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import Session, User
from focushub.accounts.services.tokens import BadToken, issue_access_token

_MAX_USER_AGENT = 200

_watchers: list[Callable[[UUID], None]] = []


class BadRefreshToken(BadToken):
    code = "bad_refresh_token"
    detail = "This refresh token does not count any more. Please log in again."


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a client keeps. `expires_in` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int
    token_type: str = "bearer"  # noqa: S105 - RFC 6750's name of the scheme


def open_session(*, person: User, user_agent: str) -> TokenPair:
    session = Session(owner=person, user_agent=user_agent[:_MAX_USER_AGENT])
    return _issue(session)


def refresh(*, refresh_token: str) -> TokenPair:
    """A new pair; the old refresh token is spent, and using it again ends the whole session.

    Raises:
        BadRefreshToken: unknown, spent, ended, run out, or its person was deactivated.
    """
    session_id, secret = _split(refresh_token)
    with transaction.atomic():
        session = (
            Session.objects.live()
            .select_for_update(of=("self",))
            .select_related("owner")
            .filter(pk=session_id)
            .first()
        )
        if session is None or not session.owner.is_active:
            raise BadRefreshToken
        is_newest = hmac.compare_digest(session.refresh_hash, _hash(secret))
        if is_newest:
            return _issue(session)
        end_session(session=session)
    # Outside of the transaction: the refusal must not roll the revocation back.
    raise BadRefreshToken


def when_ended(watcher: Callable[[UUID], None]) -> None:
    """`watcher` is called with the person's id, within the transaction, where a session ends."""
    _watchers.append(watcher)


def end_session(*, session: Session) -> None:
    session.revoke()
    _tell_watchers(session.owner_id)


def end_other_sessions(*, person: User, kept: Session | None = None) -> int:
    """All of a person's sessions but `kept`; gives how many ended."""
    others = Session.objects.owned_by(person).live()
    if kept is not None:
        others = others.exclude(pk=kept.pk)
    ended = others.update(revoked_at=timezone.now())
    _tell_watchers(person.pk)
    return ended


def _tell_watchers(person_id: UUID) -> None:
    for watcher in _watchers:
        watcher(person_id)


def _issue(session: Session) -> TokenPair:
    secret = secrets.token_urlsafe(32)
    session.refresh_hash = _hash(secret)
    session.extend(settings.SESSION_LIFETIME)
    session.save()
    return TokenPair(
        access_token=issue_access_token(session),
        refresh_token=f"{session.pk}.{secret}",
        expires_in=int(settings.ACCESS_TOKEN_LIFETIME.total_seconds()),
    )


def _split(refresh_token: str) -> tuple[UUID, str]:
    session_id, _, secret = refresh_token.partition(".")
    try:
        return UUID(session_id), secret
    except ValueError as problem:
        raise BadRefreshToken from problem


def _hash(secret: str) -> str:
    # Fast on purpose: the secret has 256 random bits, so there is nothing to guess.
    return hashlib.sha256(secret.encode()).hexdigest()
