"""People: registered, described by themselves, and given new passwords."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.http import HttpRequest
from procrastinate.contrib.django import app

from focushub.accounts.models import DateOrder, Session, User
from focushub.accounts.services import credentials, mail, sessions, tokens
from focushub.common.errors import DomainError, FieldProblem, Kind

_watchers: list[Callable[[UUID], None]] = []

RESET_TASK = "accounts.send_reset_links"
RESET_QUEUE = "mail"
# One address may belong to several accounts of a family; more than these look like a mistake.
_MAX_ACCOUNTS_A_RESET = 5


class UsernameTaken(DomainError):
    kind = Kind.CONFLICT
    code = "username_taken"
    detail = "Somebody has this user name already. Please choose another one."


class WeakPassword(DomainError):
    code = "weak_password"
    detail = "Please choose another password."


class WrongPassword(DomainError):
    code = "wrong_password"
    detail = "The current password is another one."


class BadResetToken(DomainError):
    code = "bad_reset_token"
    detail = "This link has been used or has run out. Please ask for a new one."


def register(
    *,
    username: str,
    password: str,
    email: str = "",
    timezone: str = "UTC",
    country: str = "",
    date_order: str = DateOrder.MONTH_FIRST,
) -> User:
    """A new person. The user name is kept in lower case.

    Raises:
        UsernameTaken, WeakPassword: each names its field.
    """
    profile = {"timezone": timezone, "country": country, "date_order": date_order}
    username, email = User.objects.spelled(username), User.objects.normalize_email(email)
    _check_strength(password, person=User(username=username, email=email), field="password")
    try:
        with transaction.atomic():
            return User.objects.create_user(username, password, email=email, **profile)
    except IntegrityError as fault:
        if not User.objects.filter(username=username).exists():
            raise
        raise UsernameTaken(
            problems=[FieldProblem("username", UsernameTaken.code, UsernameTaken.detail)]
        ) from fault


def when_described(watcher: Callable[[UUID], None]) -> None:
    """`watcher` is called with the person's id, within the transaction, where a profile changes."""
    _watchers.append(watcher)


@transaction.atomic
def describe(*, person: User, changes: Mapping[str, Any]) -> User:
    """Set fields of the profile; `changes` have been validated."""
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=[*changes])
    for watcher in _watchers if changes else ():
        watcher(person.pk)
    return person


def change_password(
    *,
    request: HttpRequest,
    person: User,
    session: Session,
    current_password: str,
    new_password: str,
) -> None:
    """Ends all other sessions: whoever is logged in elsewhere may be why it was changed.

    Raises:
        WrongPassword, WeakPassword: each names its field.
        TooManyAttempts: the current password was guessed too often.
    """
    prove(request=request, person=person, password=current_password, field="current_password")
    _check_strength(new_password, person=person, field="new_password")
    with transaction.atomic():
        _set_password(person, new_password)
        sessions.end_other_sessions(person=person, kept=session)


def prove(*, request: HttpRequest, person: User, password: str, field: str = "password") -> None:
    """That it is they who ask, before something that cannot be taken back.

    Raises:
        WrongPassword: names `field`.
        TooManyAttempts: it was guessed too often.
    """
    try:
        credentials.prove(request=request, username=person.username, password=password)
    except credentials.BadCredentials as fault:
        problem = FieldProblem(field, WrongPassword.code, WrongPassword.detail)
        raise WrongPassword(problems=[problem]) from fault


def ask_for_reset(*, email: str) -> None:
    """Mails a link to each account with this address.

    The job is queued whether or not there is one, so that the time of the answer tells nothing.
    """
    accounts = (
        User.objects.alias(address=Lower("email"))
        .filter(address=email.lower(), is_active=True)
        .exclude(email="")
        .values_list("pk", flat=True)[:_MAX_ACCOUNTS_A_RESET]
    )
    app.configure_task(RESET_TASK, queue=RESET_QUEUE).defer(
        person_ids=[str(person_id) for person_id in accounts]
    )


def send_reset_link(*, person_id: UUID) -> None:
    """Says nothing to somebody who has left, or has no address, since they asked."""
    person = User.objects.filter(pk=person_id, is_active=True).exclude(email="").first()
    if person is not None:
        mail.send_reset_link(
            person=person, token=f"{person.pk.hex}.{default_token_generator.make_token(person)}"
        )


@transaction.atomic
def reset_password(*, token: str, new_password: str) -> None:
    """Ends all sessions and kept tokens, and forgets failed log-ins.

    A reset token works once: it signs the old password.

    Raises:
        BadResetToken: spent, run out, or never given.
        WeakPassword: the token stays good.
    """
    person_id, _, signature = token.partition(".")
    try:
        person = User.objects.select_for_update().filter(pk=UUID(person_id), is_active=True).get()
    except (ValueError, User.DoesNotExist) as fault:
        raise BadResetToken from fault
    if not default_token_generator.check_token(person, signature):
        raise BadResetToken
    _check_strength(new_password, person=person, field="new_password")
    _set_password(person, new_password)
    sessions.end_other_sessions(person=person)
    # Whoever knew the old one may have made some.
    tokens.revoke_all_tokens(person=person)
    credentials.forget_failures(person=person)


def _set_password(person: User, password: str) -> None:
    person.set_password(password)
    person.save(update_fields=["password"])


def _check_strength(password: str, *, person: User, field: str) -> None:
    try:
        validate_password(password, user=person)
    except ValidationError as refusal:
        problems = [
            FieldProblem(field, problem.code or WeakPassword.code, " ".join(problem.messages))
            for problem in refusal.error_list
        ]
        raise WeakPassword(problems[0].detail, problems=problems) from refusal
