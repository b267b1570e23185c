"""Busy time in."""

from focushub.api import serializers
from focushub.calendar.importing.found import LeftOut

MAX_TEXT = 500_000


class ImportTextSerializer(serializers.Serializer):
    text = serializers.CharField(
        max_length=MAX_TEXT,
        help_text="What an .ics file says, or lines such as `Dentist Tue 3pm to 4pm`.",
    )


class ImportFileSerializer(serializers.Serializer):
    file = serializers.FileField(
        allow_empty_file=True, help_text="An iCalendar file (.ics) of up to 1 MB."
    )


class LeftOutSerializer(serializers.Serializer):
    title = serializers.CharField()
    code = serializers.ChoiceField(choices=[why.value for why in LeftOut])
    why = serializers.CharField(help_text="One sentence.")


class ImportedSerializer(serializers.Serializer):
    added = serializers.IntegerField()
    changed = serializers.IntegerField(help_text="Known from before, and moved or renamed since.")
    unchanged = serializers.IntegerField(help_text="Known from before, and left as they are.")
    removed = serializers.IntegerField(help_text="Known from before, and called off since.")
    until = serializers.DateTimeField(help_text="As far ahead as was read.")
    left_out = LeftOutSerializer(many=True, help_text="The first hundred, with the reason.")
    left_out_count = serializers.IntegerField()
