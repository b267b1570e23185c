"""Whether somebody is who they say they are, guarded against guessing.

django-axes counts failed attempts by user name and address, in PostgreSQL, whether or not there is
such a user; Django's backend hashes a password for unknown users too. So neither the answer nor
its time tells who has an account here.
"""

from datetime import timedelta
from math import ceil

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone

from focushub.accounts.models import User
from focushub.common.addresses import client_address
from focushub.common.errors import DomainError, Kind


class BadCredentials(DomainError):
    kind = Kind.UNAUTHENTICATED
    code = "bad_credentials"
    detail = "This user name and this password do not go together."


class TooManyAttempts(DomainError):
    kind = Kind.TOO_MANY
    code = "too_many_attempts"
    detail = "That were many attempts. Please wait a while, or set a new password by e-mail."


def log_in(*, request: HttpRequest, username: str, password: str) -> User:
    """The person; the count of their failed attempts from this address starts anew.

    Raises:
        BadCredentials: wrong, unknown or deactivated; the answer does not tell which.
        TooManyAttempts: with the seconds until this address may try this name again.
    """
    person = prove(request=request, username=username, password=password)
    # Django's own contract for a log-in: sets `last_login`, and axes forgets the failures.
    user_logged_in.send(sender=User, request=request, user=person)
    return person


def prove(*, request: HttpRequest, username: str, password: str) -> User:
    """As `log_in`, for somebody who is logged in already."""
    username = User.objects.spelled(username)
    person = authenticate(request, username=username, password=password)
    if person is not None:
        return person
    if getattr(request, "axes_locked_out", False):
        # Said here, in the shape of all errors; axes' middleware speaks to the admin's users.
        request.axes_locked_out = False  # type: ignore[attr-defined] # axes hangs it there
        raise TooManyAttempts(retry_after=_seconds_locked(request, username))
    raise BadCredentials


def forget_failures(*, person: User) -> None:
    """From every address: who reads the person's mail has shown who they are."""
    reset(username=person.username)


def _seconds_locked(request: HttpRequest, username: str) -> int:
    latest = AccessAttempt.objects.filter(
        username=username, ip_address=client_address(request)
    ).aggregate(at=Max("attempt_time"))["at"]
    rest: timedelta = settings.AXES_COOLOFF_TIME
    if latest is not None:
        rest -= timezone.now() - latest
    return max(1, ceil(rest.total_seconds()))
