from django.utils import timezone
from django_filters import rest_framework as filters

from focushub.api.filters import FilterSet
from focushub.focus.models import CheckIn, FocusSession, FocusSessionQuerySet, SessionState


class FocusSessionFilter(FilterSet):
    state = filters.ChoiceFilter(
        method="in_state",
        choices=SessionState.choices,
        help_text="As it is now: one that was forgotten for long is paused, then finished.",
    )
    subject_id = filters.UUIDFilter()

    class Meta:
        model = FocusSession
        fields: tuple[str, ...] = ()

    def in_state(self, rows: FocusSessionQuerySet, name: str, state: str) -> FocusSessionQuerySet:
        return rows.in_state(state, now=timezone.now())


class CheckInFilter(FilterSet):
    after = filters.IsoDateTimeFilter("created_at", "gte")
    before = filters.IsoDateTimeFilter("created_at", "lt")

    class Meta:
        model = CheckIn
        fields: tuple[str, ...] = ()
