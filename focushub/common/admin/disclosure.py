"""A person's own words: hidden from staff until one asks, and each asking is on record.

The record is a row of the admin's own log: who, when, which object, and whose it is. It outlives
the object. What is shown is shown for one page view.
"""

from typing import Any, cast
from uuid import UUID

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest

SHOWED = "Showed the text of person "
_PERMIT = "shows_text_of"
_SHOWN = "focushub_shows_text"


def wordless_name(row: Model) -> str:
    """What the log calls a row: a name would stay in the log after its person has left."""
    return f"{row._meta.verbose_name} {row.pk}"


def record(request: HttpRequest, row: Model, *, flag: int, message: str) -> LogEntry:
    return LogEntry.objects.create(
        user_id=cast(UUID, request.user.pk),
        content_type=ContentType.objects.get_for_model(row, for_concrete_model=False),
        object_id=str(row.pk),
        object_repr=wordless_name(row)[:200],
        action_flag=flag,
        change_message=message,
    )


def permit(request: HttpRequest, row: Any) -> None:
    """The next view of this row's page, in this session, shows the text. Recorded first."""
    record(request, row, flag=CHANGE, message=f"{SHOWED}{row.owner_id}.")
    request.session[_PERMIT] = _mark(type(row), str(row.pk))


def take_permit(request: HttpRequest, model: type[Model], object_id: str) -> None:
    """Spends the permit, if there is one for this page."""
    granted = request.session.get(_PERMIT) == _mark(model, object_id)
    if granted:
        del request.session[_PERMIT]
    setattr(request, _SHOWN, granted)


def shows_text(request: HttpRequest) -> bool:
    return bool(getattr(request, _SHOWN, False))


def _mark(model: type[Model], object_id: str) -> str:
    return f"{model._meta.label_lower}:{object_id}"
