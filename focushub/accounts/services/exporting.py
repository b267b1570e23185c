"""All that is stored of a person, as a zip of JSON files that they can read and take elsewhere."""

import base64
import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO, Any, Final

import orjson
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from focushub.accounts.models import User
from focushub.common import personal_data

# Larger ones are put together on the disk.
_IN_MEMORY_BYTES: Final = 4 * 1024 * 1024
_ROWS_AT_ONCE: Final = 2_000
CONTENTS: Final = "contents.json"


def export(*, person: User) -> IO[bytes]:
    """The zip, at its beginning; who takes it closes it.

    A file a kind of row, `<part>/<kind>.json`, an array of objects with all columns that are no
    secrets; `contents.json` says how many rows each has, and what was left out and why.
    """
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 - the caller closes it
    with transaction.atomic(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        counts = {"profile.json": _write(archive, "profile.json", _profile(person))}
        for model, path in personal_data.exported():
            name = f"{model._meta.app_label}/{model._meta.model_name}.json"
            rows = personal_data.rows_of(person, model, path).values(*personal_data.columns(model))
            counts[name] = _write(archive, name, rows.iterator(chunk_size=_ROWS_AT_ONCE))
        contents = {
            "exported_at": timezone.now(),
            "version": settings.VERSION,
            "rows": counts,
            "left_out": personal_data.left_out(),
        }
        archive.writestr(CONTENTS, orjson.dumps(contents, option=orjson.OPT_INDENT_2))
    file.seek(0)
    return file


def _profile(person: User) -> Iterable[dict[str, Any]]:
    return User.objects.filter(pk=person.pk).values(*personal_data.columns(User))


def _write(archive: zipfile.ZipFile, name: str, rows: Iterable[dict[str, Any]]) -> int:
    """Row by row, so that a long history needs no more memory than a short one."""
    count = 0
    with archive.open(name, "w") as file:
        file.write(b"[")
        for count, row in enumerate(rows, start=1):
            file.write(b"\n" if count == 1 else b",\n")
            file.write(orjson.dumps(row, default=_plain))
        file.write(b"\n]\n")
    return count


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value)
