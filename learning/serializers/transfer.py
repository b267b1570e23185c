"""Decks out to a file and in from one."""

from typing import Any

from focushub.api import serializers
from learning.engine.files import DEFAULT_DECK, FileKind
from learning.models import MAX_NAME, Card

IMPORTED = [FileKind.APKG.value, FileKind.CSV.value]


class ExportQuerySerializer(serializers.Serializer):
    def get_fields(self) -> dict[str, Any]:
        # `as` is a word of Python's own.
        return {
            "as": serializers.ChoiceField(
                choices=[kind.value for kind in FileKind],
                default=FileKind.APKG.value,
                help_text="`apkg` for Anki, `csv` for tables, `md` to read.",
            )
        }


class ImportSerializer(serializers.Serializer):
    file = serializers.FileField(
        allow_empty_file=True,
        help_text="An Anki package (.apkg, up to 50 MB) or CSV (up to 5 MB).",
    )
    deck = serializers.CharField(
        max_length=MAX_NAME, default=DEFAULT_DECK, help_text="For cards that name none."
    )
    preview = serializers.BooleanField(default=False, help_text="Read only, and keep nothing.")


class ImportRowSerializer(serializers.Serializer):
    deck = serializers.CharField()
    kind = serializers.ChoiceField(choices=Card.Kind.choices)
    front = serializers.CharField()
    back = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())


class ImportProblemSerializer(serializers.Serializer):
    line = serializers.IntegerField(help_text="As an editor counts them, from 1.")
    code = serializers.CharField()
    detail = serializers.CharField()


class TransferSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=IMPORTED)
    preview = serializers.BooleanField(source="is_preview", help_text="Whether nothing was kept.")
    found = serializers.IntegerField(help_text="Cards that can be read.")
    created = serializers.IntegerField(help_text="Of them, those that are new.")
    known = serializers.IntegerField(help_text="Of them, those that were there and stay.")
    skipped = serializers.IntegerField(help_text="Lines or cards that give no card.")
    decks = serializers.ListField(child=serializers.CharField())
    rows = ImportRowSerializer(many=True, help_text="The first ten cards.")
    problems = ImportProblemSerializer(many=True, help_text="The first 200 of a CSV.")
    media = serializers.ListField(
        child=serializers.CharField(), help_text="The first 50 pictures and sounds left behind."
    )
    media_count = serializers.IntegerField()
    notice = serializers.CharField(help_text="One sentence on what was left out, or empty.")
