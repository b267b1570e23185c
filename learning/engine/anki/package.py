"""The zip round an Anki collection, opened without trust: nothing is ever unpacked to disk."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from backports import zstd

from learning.engine.anki.errors import AnkiBroken, AnkiTooLarge, AnkiUnsafe

_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
_MEDIA = "media"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ApkgLimits:
    """Bounds of what is read, all of them after unpacking but for `file_bytes`."""

    file_bytes: int = 100_000_000
    entries: int = 20_000
    collection_bytes: int = 100_000_000
    media_list_bytes: int = 5_000_000
    notes: int = 20_000
    cards: int = 50_000
    field_characters: int = 20_000


@dataclass(frozen=True, slots=True)
class Package:
    """The collection's bytes (an SQLite file) and the names of the media that came with it."""

    collection: bytes
    media: tuple[str, ...]


def open_package(*, file: BinaryIO, limits: ApkgLimits) -> Package:
    """Reads the newest collection of a package and the list of its media, not the media.

    Raises:
        AnkiTooLarge: past a bound, whatever the zip claims of itself.
        AnkiUnsafe: an entry whose name leads out of the package, or stands there twice.
        AnkiBroken: no package.
    """
    data = file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise AnkiTooLarge
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _checked_names(archive, limits)
            collection = next((name for name in _COLLECTIONS if name in names), None)
            if collection is None:
                raise AnkiBroken
            raw = _entry(archive, collection, limits.collection_bytes)
            listed = _entry(archive, _MEDIA, limits.media_list_bytes) if _MEDIA in names else b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise AnkiBroken from error
    if collection == "collection.anki21b":
        raw = _unpacked(raw, limits.collection_bytes)
        listed = _unpacked(listed, limits.media_list_bytes) if listed else b""
        return Package(raw, tuple(_media_of_messages(listed)))
    return Package(raw, tuple(_media_of_json(listed)))


def _checked_names(archive: zipfile.ZipFile, limits: ApkgLimits) -> set[str]:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise AnkiTooLarge
    names = [entry.filename for entry in entries]
    for entry in entries:
        # A package is flat: no folder, no link, nothing that an unpacker could put elsewhere.
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        odd = any(mark in entry.orig_filename for mark in ("/", "\\", ":", "\0"))
        if odd or is_link or entry.filename in {"", ".", ".."}:
            raise AnkiUnsafe
        if entry.flag_bits & 0x1:
            raise AnkiBroken
    if len(set(names)) != len(names):
        raise AnkiUnsafe
    return set(names)


def _entry(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    if archive.getinfo(name).file_size > most:
        raise AnkiTooLarge
    kept = io.BytesIO()
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            if kept.tell() + len(chunk) > most:
                raise AnkiTooLarge
            kept.write(chunk)
    return kept.getvalue()


def _unpacked(data: bytes, most: int) -> bytes:
    reader = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 27})
    try:
        unpacked = reader.decompress(data, max_length=most + 1)
    except zstd.ZstdError as error:
        raise AnkiBroken from error
    if len(unpacked) > most:
        raise AnkiTooLarge
    if not reader.eof:
        raise AnkiBroken
    return unpacked


def _media_of_json(data: bytes) -> Iterator[str]:
    """Up to 2.1.49 the list is a JSON object of numbers and names."""
    if not data:
        return
    try:
        listed = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise AnkiBroken from error
    if isinstance(listed, dict):
        yield from (name for name in listed.values() if isinstance(name, str))


def _media_of_messages(data: bytes) -> Iterator[str]:
    """Since then it is protobuf: entries (field 1), each with its name (field 1)."""
    for number, entry in protobuf_fields(data):
        if number == 1 and isinstance(entry, bytes):
            for inner, name in protobuf_fields(entry):
                if inner == 1 and isinstance(name, bytes):
                    yield name.decode(errors="replace")


def protobuf_fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Number and value of each field of a message: an integer, or the bytes of the rest.

    The little of the wire format that Anki's tables need; groups are refused.
    """
    position = 0
    while position < len(data):
        key, position = _varint(data, position)
        wire = key & 7
        if wire == 0:
            value, position = _varint(data, position)
            yield key >> 3, value
            continue
        if wire == 2:
            size, position = _varint(data, position)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
        else:
            raise AnkiBroken
        if position + size > len(data):
            raise AnkiBroken
        yield key >> 3, data[position : position + size]
        position += size


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while position < len(data) and shift < 70:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7
    raise AnkiBroken
