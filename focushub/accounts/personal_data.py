"""What of accounts is kept back from an export, and what hangs on a user name alone."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from focushub.accounts.models import ScopedToken, Session, User
from focushub.common import personal_data

personal_data.keep_back(User, "password")
personal_data.keep_back(Session, "refresh_hash")
personal_data.keep_back(ScopedToken, "token_hash")
personal_data.leave_out(LogEntry, why="What staff did; it tells of the people they helped.")


@personal_data.before_erasure
def forget_failed_logins(person: User) -> None:
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.objects.filter(username=person.username).delete()


@personal_data.before_erasure
def forget_the_name_in_the_log_of_staff(person: User) -> None:
    """That something was done stays, to whom it was done does not."""
    users = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=users, object_id=str(person.pk)).update(
        object_repr="(erased)", object_id="", change_message=""
    )
