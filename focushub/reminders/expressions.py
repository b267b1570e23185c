"""A person's settings in the database's words, so that a look at all people is one query."""

from datetime import timedelta

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Coalesce

from focushub.reminders.models import ReminderSettings


def setting(column: str) -> Coalesce:
    """Of the row's owner, or the default where they have set nothing."""
    default = Value(getattr(ReminderSettings(), column))
    return Coalesce(F(f"owner__reminder_settings__{column}"), default)


def before(moment: str, column: str) -> ExpressionWrapper:
    """The instant that lies so many minutes before another one."""
    length = ExpressionWrapper(
        setting(column) * Value(timedelta(minutes=1)), output_field=DurationField()
    )
    return ExpressionWrapper(F(moment) - length, output_field=DateTimeField())
