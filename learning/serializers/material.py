"""`POST /learn/material`: a file in, its text out."""

from collections.abc import Mapping
from typing import Any

from focushub.api import serializers
from learning.engine.files import MaterialKind
from learning.engine.pdf import DEFAULT_LIMITS

MAX_PAGE = 100_000


class MaterialFileSerializer(serializers.Serializer):
    file = serializers.FileField(
        allow_empty_file=True,
        help_text="A PDF (up to 20 MB), Markdown or plain text (up to 5 MB).",
    )
    first_page = serializers.IntegerField(
        min_value=1, max_value=MAX_PAGE, default=1, help_text="Of a PDF, counted from 1."
    )
    last_page = serializers.IntegerField(
        min_value=1,
        max_value=MAX_PAGE,
        required=False,
        allow_null=True,
        help_text=f"Of a PDF, up to {DEFAULT_LIMITS.pages} pages at once.",
    )

    def validate(self, attrs: Mapping[str, Any]) -> Mapping[str, Any]:
        last_page = attrs.get("last_page")
        if last_page is not None and last_page < attrs["first_page"]:
            raise serializers.ValidationError(
                {"last_page": "The last page does not come before the first."}, code="page_order"
            )
        return attrs


class MaterialSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=[kind.value for kind in MaterialKind])
    text = serializers.CharField(help_text="For `text` of `POST /learn`, which takes all of it.")
    characters = serializers.IntegerField(help_text="Of the text that is here.")
    pages = serializers.IntegerField(allow_null=True, help_text="That a PDF has in all.")
    first_page = serializers.IntegerField(allow_null=True)
    last_page = serializers.IntegerField(allow_null=True)
    next_page = serializers.IntegerField(
        allow_null=True, help_text="`first_page` for what was left out; null where nothing was."
    )
    is_cut = serializers.BooleanField(help_text="Whether something was left out.")
    notice = serializers.CharField(help_text="One sentence on what was left out, or empty.")
