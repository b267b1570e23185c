"""Fields that more than one feature reads."""

from typing import Any

from django.utils import timezone

from focushub.api import serializers
from focushub.language import read


class MinutesField(serializers.IntegerField):
    """Whole minutes; older clients send words ("half an hour", "90 min"), which are read."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, str) and not data.strip().isdigit():
            data = read(data[:100], now=timezone.now()).minutes
        return super().to_internal_value(data)
