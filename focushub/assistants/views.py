"""`/mcp`: assistants come in with a kept token; see `/me/tokens`."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from focushub.accounts.models import Scope
from focushub.accounts.services.tokens import person_of_token
from focushub.api.errors import CHALLENGE, refused
from focushub.api.throttling import longest_wait, person_window
from focushub.assistants import server
from focushub.common.errors import DomainError, Kind
from focushub.common.threads import off_loop

_SCOPES = (Scope.ASSISTANT_READ, Scope.ASSISTANT_WRITE)


class NoToken(DomainError):
    kind = Kind.UNAUTHENTICATED
    code = "not_authenticated"
    detail = "Send a token with the scope assistant:read as `Authorization: Bearer <token>`."


class TooManyCalls(DomainError):
    kind = Kind.TOO_MANY
    code = "throttled"
    detail = "That were many calls. Please wait a moment."


class OnlyPost(DomainError):
    kind = Kind.INVALID
    code = "method_not_allowed"
    detail = "Calls come by POST; nothing is streamed here."


@csrf_exempt  # A token in a header is no cookie.
async def mcp(request: HttpRequest) -> HttpResponse:
    try:
        caller = await off_loop(_caller, request)
    except DomainError as refusal:
        response = refused(refusal)
        if refusal.kind is Kind.UNAUTHENTICATED:
            response["WWW-Authenticate"] = CHALLENGE
        return response
    if request.method != "POST":
        response = refused(OnlyPost(), status=405)
        response["Allow"] = "POST"
        return response
    return await server.answer(request, caller)


def _caller(request: HttpRequest) -> server.Caller:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise NoToken
    opened = {scope: person_of_token(token.strip(), scope) for scope in _SCOPES}
    person = next((one for one in opened.values() if one is not None), None)
    if person is None:
        raise NoToken
    wait = longest_wait([person_window(str(person.pk))])
    if wait is not None:
        raise TooManyCalls(retry_after=int(wait) + 1)
    return server.Caller(person, [scope for scope, one in opened.items() if one is not None])
