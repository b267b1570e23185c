"""The letters that people get from us."""

from django.conf import settings
from django.core.mail import send_mail

from focushub.accounts.models import User

_RESET = """Hello {username},

here is the link to set a new password for FocusHub. It works once, within {hours} hours:

{link}

If you did not ask for it, you need do nothing: your password stays as it is.
"""


def send_reset_link(*, person: User, token: str) -> None:
    """The token stands behind the `#`, which browsers send to nobody."""
    send_mail(
        subject="A new password for FocusHub",
        message=_RESET.format(
            username=person.username,
            hours=settings.PASSWORD_RESET_TIMEOUT // 3600,
            link=f"{settings.PUBLIC_URL}/reset-password#token={token}",
        ),
        from_email=None,
        recipient_list=[person.email],
    )
