"""Who is asking: a bearer token, checked against the session it came from on every request.

The check is one indexed query that brings the person along, so a revoked session or a deactivated
person is refused at once, on whichever machine the change was made.
"""

from typing import TYPE_CHECKING

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from focushub.accounts.models import Session, User
from focushub.accounts.services.tokens import BadToken, read_access_token
from focushub.api.errors import CHALLENGE

if TYPE_CHECKING:
    from drf_spectacular.openapi import AutoSchema

# `Session.objects.live()` with its active owner, written out: every request asks this, and the ORM
# took three times as long to put the query together as to run it.
_LIVE = """
SELECT person.*
FROM accounts_session AS session JOIN accounts_user AS person ON person.id = session.owner_id
WHERE session.id = %s AND person.id = %s
  AND session.revoked_at IS NULL AND session.expires_at > %s AND person.is_active
"""


class BearerAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[User, Session] | None:
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise AuthenticationFailed("Send the access token as `Authorization: Bearer <token>`.")
        try:
            claims = read_access_token(token.strip())
        except BadToken as problem:
            raise AuthenticationFailed(problem.detail, problem.code) from problem
        who = [claims.session_id, claims.user_id, timezone.now()]
        person = next(iter(User.objects.raw(_LIVE, who)), None)
        if person is None:
            raise AuthenticationFailed("This session has ended. Please log in again.", "revoked")
        # Few routes read more of the session than its ids; those fetch it then.
        session = Session.from_db(None, ["id", "owner_id"], [claims.session_id, person.pk])
        session.owner = person
        return person, session

    def authenticate_header(self, request: Request) -> str:
        """Truthy, so that DRF answers 401 and not 403; the errors say the header themselves."""
        return CHALLENGE


def person_of(request: Request) -> User:
    """Who is logged in, on a route that asks for it."""
    assert isinstance(request.user, User)
    return request.user


def session_of(request: Request) -> Session:
    """The session that the request's token came from."""
    assert isinstance(request.auth, Session)
    return request.auth


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # has no types
    target_class = BearerAuthentication
    name = "bearer"

    def get_security_definition(self, auto_schema: "AutoSchema") -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
