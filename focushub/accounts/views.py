"""Who one is: registration, log-in, passwords, the own profile, the own sessions."""

from django.db import transaction
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from focushub.accounts import examples
from focushub.accounts.authentication import person_of, session_of
from focushub.accounts.models import (
    ScopedToken,
    ScopedTokenQuerySet,
    Session,
    SessionQuerySet,
    User,
)
from focushub.accounts.serializers import (
    EraseSerializer,
    LoginSerializer,
    MadeTokenSerializer,
    MeSerializer,
    NewTokenSerializer,
    PasswordChangeSerializer,
    PasswordResetAskedSerializer,
    PasswordResetConfirmSerializer,
    PasswordResetSerializer,
    RefreshSerializer,
    RegistrationSerializer,
    ScopedTokenSerializer,
    SessionSerializer,
    TokenPairSerializer,
)
from focushub.accounts.services import credentials, erasing, exporting, people, sessions, tokens
from focushub.accounts.services.sessions import TokenPair
from focushub.accounts.throttling import ExportThrottle, ResetThrottle
from focushub.api.schema import refusal
from focushub.api.throttling import LoginThrottle, PersonThrottle, RegistrationThrottle
from focushub.api.views import (
    ApiView,
    AuthView,
    DestroyMixin,
    OwnedViewSet,
    PublicView,
    take_turn,
)

RESET_ASKED = "If this address belongs to an account, a link is on its way to it."


class RegisterView(PublicView):
    throttle_classes = [RegistrationThrottle]

    @extend_schema(
        summary="Register",
        tags=["auth"],
        request=RegistrationSerializer,
        responses={
            201: TokenPairSerializer,
            **refusal(409, "`username_taken`: somebody has this user name already."),
        },
        examples=examples.REGISTER,
    )
    def post(self, request: Request) -> Response:
        """Makes an account and logs it in. User names are kept in lower case."""
        body = _valid(RegistrationSerializer, request)
        person = people.register(**body)
        return _logged_in(request, person, status=201)


class LoginView(PublicView):
    throttle_classes = [LoginThrottle]

    @extend_schema(
        summary="Log in",
        tags=["auth"],
        request=LoginSerializer,
        responses={200: TokenPairSerializer, **refusal(401, "`bad_credentials`.")},
        examples=examples.LOGIN,
    )
    def post(self, request: Request) -> Response:
        """After too many wrong passwords: 429, `too_many_attempts`, for a while."""
        body = _valid(LoginSerializer, request)
        person = credentials.log_in(request=request._request, **body)
        return _logged_in(request, person, status=200)


class RefreshView(PublicView):
    @extend_schema(
        summary="Take a new pair of tokens",
        tags=["auth"],
        request=RefreshSerializer,
        responses={
            200: TokenPairSerializer,
            **refusal(401, "`bad_refresh_token`: spent, ended or run out. Log in again."),
        },
        examples=examples.REFRESH,
    )
    def post(self, request: Request) -> Response:
        """A refresh token works once. One that turns up again ends the session it came from."""
        body = _valid(RefreshSerializer, request)
        return _tokens(sessions.refresh(**body), status=200)


class LogoutView(AuthView):
    @extend_schema(summary="Log out", tags=["auth"], request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Ends this session: its access and refresh tokens stop counting at once."""
        sessions.end_session(session=session_of(request))
        return Response(status=204)


class PasswordChangeView(AuthView):
    @extend_schema(
        summary="Change the password",
        tags=["auth"],
        request=PasswordChangeSerializer,
        responses={204: None},
        examples=examples.PASSWORD_CHANGE,
    )
    def post(self, request: Request) -> Response:
        """Ends all sessions but this one."""
        body = _valid(PasswordChangeSerializer, request)
        people.change_password(
            request=request._request,
            person=person_of(request),
            session=session_of(request),
            **body,
        )
        return Response(status=204)


class PasswordResetView(PublicView):
    throttle_classes = [LoginThrottle, ResetThrottle]

    @extend_schema(
        summary="Ask for a link to set a new password",
        tags=["auth"],
        request=PasswordResetSerializer,
        responses={202: PasswordResetAskedSerializer},
        examples=examples.PASSWORD_RESET,
    )
    def post(self, request: Request) -> Response:
        """Answers the same, in the same time, whether or not the address is known here."""
        people.ask_for_reset(**_valid(PasswordResetSerializer, request))
        return Response({"detail": RESET_ASKED}, status=202)


class PasswordResetConfirmView(PublicView):
    throttle_classes = [LoginThrottle]

    @extend_schema(
        summary="Set a new password with the token of a link",
        tags=["auth"],
        request=PasswordResetConfirmSerializer,
        responses={204: None},
        examples=examples.PASSWORD_RESET_CONFIRM,
    )
    def post(self, request: Request) -> Response:
        """The token works once. Ends all sessions and all tokens of `/me/tokens`."""
        people.reset_password(**_valid(PasswordResetConfirmSerializer, request))
        return Response(status=204)


class MeView(ApiView):
    delete_takes_body = True  # The password.

    @extend_schema(
        summary="Read the own profile", tags=["me"], responses=MeSerializer, examples=examples.ME
    )
    def get(self, request: Request) -> Response:
        return Response(MeSerializer(person_of(request)).data)

    @extend_schema(
        summary="Change the own profile",
        tags=["me"],
        request=MeSerializer,
        responses=MeSerializer,
        examples=examples.ME_CHANGE,
    )
    @transaction.atomic
    def patch(self, request: Request) -> Response:
        """What is left out stays; `working_hours` are replaced as a whole."""
        take_turn(request)
        person = person_of(request)
        person.refresh_from_db()  # As they are now that it is our turn.
        self.check_unchanged(request, MeSerializer(person).data)
        body = MeSerializer(person, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        person = people.describe(person=person, changes=body.validated_data)
        return Response(MeSerializer(person).data)

    @extend_schema(
        summary="Erase the account and all that is in it",
        tags=["me"],
        request=EraseSerializer,
        responses={204: None, **refusal(400, "`wrong_password`: nothing was erased.")},
        examples=examples.ERASE,
    )
    def delete(self, request: Request) -> Response:
        """At once and for good: rows, answers that are kept, runs and their jobs. Export first."""
        person = person_of(request)
        people.prove(request=request._request, person=person, **_valid(EraseSerializer, request))
        erasing.erase(person=person)
        return Response(status=204)


class ExportView(ApiView):
    throttle_classes = [PersonThrottle, ExportThrottle]

    @extend_schema(
        summary="Take all of one's data along",
        tags=["me"],
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> FileResponse:
        """A zip of JSON files, one for each kind of row; `contents.json` tells what is in it."""
        person = person_of(request)
        return FileResponse(
            exporting.export(person=person),
            as_attachment=True,
            filename=f"focushub-{person.username}.zip",
            content_type="application/zip",
            headers={"Cache-Control": "no-store"},
        )


@extend_schema_view(
    list=extend_schema(summary="List where one is logged in", examples=examples.SESSIONS),
    destroy=extend_schema(summary="Log a device out"),
)
@extend_schema(tags=["me"])
class SessionViewSet(ListModelMixin, DestroyMixin, OwnedViewSet):
    model = Session
    serializer_class = SessionSerializer

    def get_queryset(self) -> SessionQuerySet:
        return Session.objects.owned_by(person_of(self.request)).live()

    def perform_destroy(self, instance: Session) -> None:
        sessions.end_session(session=instance)


@extend_schema_view(
    list=extend_schema(summary="List the tokens that stand", examples=examples.TOKENS),
    destroy=extend_schema(
        summary="Revoke a token", description="Whoever has it is let in no more, from now on."
    ),
)
@extend_schema(tags=["me"])
class TokenViewSet(ListModelMixin, DestroyMixin, OwnedViewSet):
    model = ScopedToken
    serializer_class = ScopedTokenSerializer
    keeps_answers = False  # The token itself is told once.

    def get_queryset(self) -> ScopedTokenQuerySet:
        return ScopedToken.objects.owned_by(person_of(self.request)).live()

    @extend_schema(
        summary="Make a token for a calendar or an assistant",
        request=NewTokenSerializer,
        responses={
            201: MadeTokenSerializer,
            **refusal(409, "`too_many_tokens`: revoke one that is no longer needed."),
        },
        examples=examples.NEW_TOKEN,
    )
    def create(self, request: Request) -> Response:
        """It is shown this once. A calendar subscribes to `/calendar/{token}.ics`."""
        body = NewTokenSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        made = tokens.make_token(person=person_of(request), **body.validated_data)
        return Response(
            MadeTokenSerializer(made).data, status=201, headers={"Cache-Control": "no-store"}
        )

    def perform_destroy(self, row: ScopedToken) -> None:
        tokens.revoke_token(row=row)


def _valid(shape: type[Serializer], request: Request) -> dict[str, str]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def _logged_in(request: Request, person: User, *, status: int) -> Response:
    agent = request.headers.get("User-Agent", "")
    return _tokens(sessions.open_session(person=person, user_agent=agent), status=status)


def _tokens(pair: TokenPair, *, status: int) -> Response:
    # RFC 6749, 5.1: nobody on the way keeps a token.
    return Response(
        TokenPairSerializer(pair).data, status=status, headers={"Cache-Control": "no-store"}
    )
