"""People in the terminal: commands name one by the user name."""

from django.core.management.base import CommandError

from focushub.accounts.models import User


def named(username: str) -> User:
    """Raises CommandError where nobody has this name."""
    person = User.objects.filter(username=User.objects.spelled(username)).first()
    if person is None:
        raise CommandError(f"Nobody here has the user name `{username}`.")
    return person
