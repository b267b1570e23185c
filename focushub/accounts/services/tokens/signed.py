"""Access tokens: short-lived, signed, read without a database. They name a session, not a right."""

from dataclasses import dataclass
from uuid import UUID

import jwt
from django.conf import settings
from django.utils import timezone

from focushub.accounts.models import Session
from focushub.common.errors import DomainError, Kind

_ALGORITHM = "HS256"
_AUDIENCE = "focushub-api"


class BadToken(DomainError):
    kind = Kind.UNAUTHENTICATED
    code = "bad_token"
    detail = "This access token cannot be read."


class ExpiredToken(BadToken):
    code = "token_expired"
    detail = "This access token has run out. Ask /auth/refresh for a new one."


@dataclass(frozen=True, slots=True)
class Claims:
    user_id: UUID
    session_id: UUID


def issue_access_token(session: Session) -> str:
    now = timezone.now()
    return jwt.encode(
        {
            "sub": str(session.owner_id),
            "sid": str(session.pk),
            "aud": _AUDIENCE,
            "iat": now,
            "exp": now + settings.ACCESS_TOKEN_LIFETIME,
        },
        settings.SECRET_KEY,
        algorithm=_ALGORITHM,
    )


def read_access_token(token: str) -> Claims:
    """Raises `BadToken` or `ExpiredToken`; says nothing of whether the session still stands."""
    try:
        claims = jwt.decode(
            token,
            settings.SECRET_KEY,
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE,
            options={"require": ["sub", "sid", "exp"]},
        )
        return Claims(user_id=UUID(claims["sub"]), session_id=UUID(claims["sid"]))
    except jwt.ExpiredSignatureError as problem:
        raise ExpiredToken from problem
    except (jwt.InvalidTokenError, ValueError, AttributeError) as problem:
        raise BadToken from problem
