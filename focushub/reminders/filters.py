from django_filters import rest_framework as filters

from focushub.api.filters import FilterSet
from focushub.reminders.models import Reminder


class ReminderFilter(FilterSet):
    open = filters.BooleanFilter("dismissed_at", "isnull", help_text="Not put away yet.")

    class Meta:
        model = Reminder
        fields: tuple[str, ...] = ()
