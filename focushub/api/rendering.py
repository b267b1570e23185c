"""JSON in and out, by orjson. Malformed text is refused with the place where it breaks off."""

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from focushub.common.rendering import render


class JsonRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else render(data)


class JsonParser(BaseParser):
    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        # Django counts only what it reads itself, and DRF hands the bare stream on.
        bound = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        text = stream.read(bound + 1)
        if len(text) > bound:
            raise RequestDataTooBig
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError as problem:
            raise ParseError(
                f"The body is not valid JSON (line {problem.lineno}, column {problem.colno})."
            ) from problem
