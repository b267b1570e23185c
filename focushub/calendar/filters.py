from django_filters import rest_framework as filters

from focushub.api.filters import FilterSet
from focushub.calendar.models import TimeBlock


class TimeBlockFilter(FilterSet):
    after = filters.IsoDateTimeFilter("ends_at", "gt", help_text="Blocks that end after it.")
    before = filters.IsoDateTimeFilter("starts_at", "lt", help_text="Blocks that begin before it.")
    kind = filters.ChoiceFilter(choices=TimeBlock.Kind.choices)
    subject_id = filters.UUIDFilter()

    class Meta:
        model = TimeBlock
        fields: tuple[str, ...] = ()
