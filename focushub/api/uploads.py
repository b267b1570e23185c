"""Forms with a file, bounded before a byte of it is read."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import IO, Any, ClassVar

from rest_framework.parsers import DataAndFiles, MultiPartParser

from focushub.common.errors import DomainError, Kind

_ENVELOPE_BYTES = 100_000


class UploadTooLarge(DomainError):
    kind = Kind.TOO_LARGE
    code = "upload_too_large"

    def __init__(self, most_bytes: int) -> None:
        super().__init__(f"A file has up to {most_bytes // 1_000_000} MB. A part of it may fit.")


class UploadParser(MultiPartParser):
    """Abstract: a form with a file, refused by its length before a byte of it is read.

    The server hands on no more than the length that was told, and none without one.
    """

    most_bytes: ClassVar[int]

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> DataAndFiles:
        request = (parser_context or {})["request"]
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not told.isdecimal() or int(told) > self.most_bytes + _ENVELOPE_BYTES:
            raise UploadTooLarge(self.most_bytes)
        parsed = super().parse(stream, media_type, parser_context)
        # An Idempotency-Key stands for this file, not for any file of its name.
        data = parsed.data.copy()
        files: Mapping[str, Any] = parsed.files.dict()
        for name, file in files.items():
            digest = blake2b(digest_size=20)
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
            data[f"{name}_digest"] = digest.hexdigest()
        return DataAndFiles(data, parsed.files)
