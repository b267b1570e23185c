"""The base of all filters: a filter that is named has to say something."""

import django_filters
from django_filters import rest_framework as filters

_BOOLEANS = ("true", "false")


class FilterSet(filters.FilterSet):
    """Refuses an empty value, where Django's forms would list everything without a word."""

    def is_valid(self) -> bool:
        for name, one in self.filters.items():
            told = (self.data or {}).get(name)
            if told is None:
                continue
            if not told.strip():
                self.form.add_error(name, "Name a value, or leave the filter out.")
            elif isinstance(one, django_filters.BooleanFilter) and told not in _BOOLEANS:
                self.form.add_error(name, "Either true or false.")
        return bool(super().is_valid())
