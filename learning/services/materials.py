"""Own material out of a file: a PDF, Markdown or plain text becomes the `text` of `POST /learn`."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from focushub.common.apart import Readers
from focushub.common.errors import DomainError, FieldProblem, Kind
from learning.engine import pdf
from learning.engine.files import MaterialKind
from learning.engine.pdf_process import read_pdf_apart
from learning.engine.source import MAX_CHARACTERS
from learning.engine.text_files import cut, decode, printable

MAX_FILE_BYTES: Final = pdf.DEFAULT_LIMITS.file_bytes
MAX_TEXT_BYTES: Final = 5_000_000
_HEAD = 1024
readers: Final = Readers()

_KINDS = {
    ".md": MaterialKind.MARKDOWN,
    ".markdown": MaterialKind.MARKDOWN,
    ".txt": MaterialKind.TEXT,
    ".text": MaterialKind.TEXT,
    "": MaterialKind.TEXT,
}


class UnknownMaterial(DomainError):
    code = "unknown_material"
    detail = "This is neither a PDF, nor Markdown, nor plain text."

    def __init__(self) -> None:
        super().__init__(problems=[FieldProblem("file", self.code, self.detail)])


class MaterialTooLarge(DomainError):
    kind = Kind.TOO_LARGE
    code = "material_too_large"
    detail = f"A text has up to {MAX_TEXT_BYTES // 1_000_000} MB. One chapter at a time works well."


class MaterialWithoutWords(DomainError):
    code = "material_without_words"
    detail = "There are no words in this file yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a file says, as far as `POST /learn` takes it.

    Attributes:
        pages, first_page, last_page: of a PDF; None else.
        next_page: where to go on for what is left out of a PDF; None where nothing is.
        is_cut: whether something was left out.
        notice: one sentence on what was left out, or "".
    """

    kind: MaterialKind
    text: str
    pages: int | None = None
    first_page: int | None = None
    last_page: int | None = None
    next_page: int | None = None
    is_cut: bool = False
    notice: str = ""

    @property
    def characters(self) -> int:
        return len(self.text)


def read_file(
    *, data: bytes, name: str, first_page: int = 1, last_page: int | None = None
) -> Material:
    """The text of a file. Blocks for up to half a minute; it needs no database.

    Args:
        name: of the file: its ending tells Markdown from plain text.
        first_page, last_page: of a PDF; as many as are read at once where the last is left out.
    Raises:
        UnknownMaterial
        MaterialTooLarge
        MaterialWithoutWords
        ReadersBusy
        PdfRefused: one of its kinds.
    """
    ending = PurePath(name).suffix.casefold()
    if ending == ".pdf" or b"%PDF-" in data[:_HEAD]:
        return _read_pdf(data, first_page, last_page)
    kind = _KINDS.get(ending)
    if kind is None:
        raise UnknownMaterial
    return _read_text(data, kind)


def _read_pdf(data: bytes, first_page: int, last_page: int | None) -> Material:
    last = last_page or first_page + pdf.DEFAULT_LIMITS.pages - 1
    with readers.place():
        found = read_pdf_apart(data=data, first_page=first_page, last_page=last)
    wanted = min(last_page or found.pages, found.pages)
    next_page = found.last_page + 1 if found.last_page < wanted else None
    notice = ""
    if next_page is not None:
        notice = (
            f"Pages {found.first_page} to {found.last_page} of {found.pages} are here. "
            f"The next part begins with page {next_page}."
        )
    elif found.is_cut:
        notice = f"The first {len(found.text):,} characters of page {found.last_page} are here."
    return Material(
        kind=MaterialKind.PDF,
        text=found.text,
        pages=found.pages,
        first_page=found.first_page,
        last_page=found.last_page,
        next_page=next_page,
        is_cut=bool(notice),
        notice=notice,
    )


def _read_text(data: bytes, kind: MaterialKind) -> Material:
    if len(data) > MAX_TEXT_BYTES:
        raise MaterialTooLarge
    text = decode(data)
    if text is None:
        raise UnknownMaterial
    whole = printable(text).strip("\n")
    if not any(character.isalnum() for character in whole):
        raise MaterialWithoutWords
    shown = cut(whole, MAX_CHARACTERS)
    notice = ""
    if len(shown) < len(whole):
        notice = (
            f"The first {len(shown):,} of {len(whole):,} characters are here. "
            "The rest fits into a plan of its own, as a second file."
        )
    return Material(kind=kind, text=shown, is_cut=bool(notice), notice=notice)
