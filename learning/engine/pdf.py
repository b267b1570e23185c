"""The text of a PDF, within bounds that a hostile file cannot stretch.

`read_pdf` bounds the work by counts (bytes, pages, unpacked bytes, operators), so that equal
input gives an equal answer. `pdf_process.read_pdf_apart` runs it in a process of its own and
bounds seconds and memory too: that is the one for files from outside.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from focushub.common.errors import DomainError, Kind
from learning.engine.reflow import joined, line_width, reflow
from learning.engine.source import MAX_CHARACTERS
from learning.engine.text_files import cut, printable

# Every oddity of a broken file would otherwise be a line in our log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024
_BROKEN_WORD = re.compile(r"(\w)(?:-|\u00ad)\n([a-z\u00df-\u00ff])")
_SPACE_AT_END = re.compile(r"[ \t\f\v\u00a0]+$", re.MULTILINE)
_PAGE_NUMBER = re.compile(
    r"\s*(?:page\s+)?[-\u2013\u2014]?\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\s*[-\u2013\u2014]?\s*",
    re.I,
)
_NUMBER_BESIDE = re.compile(r"\A\d{1,4}\s+(?=\D)|(?<=\D)\s+\d{1,4}\Z")
_REPEATS = 3


class PdfRefused(DomainError):
    """Base of all that can be wrong with a PDF; `code` says which, nothing was read."""

    code = "pdf_refused"
    detail = "This PDF could not be read."


class PdfTooLarge(PdfRefused):
    kind = Kind.TOO_LARGE
    code = "pdf_too_large"
    detail = "This PDF is larger than can be read here. A chapter of it, saved on its own, works."


class PdfTooManyPages(PdfRefused):
    kind = Kind.TOO_LARGE
    code = "pdf_too_many_pages"
    detail = "These are more pages than are read at once. Name the pages of one chapter."


class PdfPagesUnknown(PdfRefused):
    code = "pdf_pages_unknown"
    detail = "This PDF has no such pages."


class PdfEncrypted(PdfRefused):
    code = "pdf_encrypted"
    detail = "This PDF is locked with a password. A copy saved without one can be read."


class PdfBroken(PdfRefused):
    code = "pdf_broken"
    detail = "This file is no PDF that can be read. Saving or printing it as a new PDF often helps."


class PdfTooComplex(PdfRefused):
    code = "pdf_too_complex"
    detail = "This PDF takes too much work to read. Copying its text and pasting it works."


class PdfWithoutText(PdfRefused):
    code = "pdf_without_text"
    detail = "This PDF holds pictures of pages, but no text. Text recognition can add it."


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLimits:
    """Bounds of the work.

    Attributes:
        file_bytes: of the whole file.
        pages: read at once.
        page_bytes: unpacked content of one stream.
        page_operations: drawing operators of one page, its forms included.
        characters: of the answer; what comes after is left out and `is_cut` says so.
    """

    file_bytes: int = 20_000_000
    pages: int = 60
    page_bytes: int = 4_000_000
    page_operations: int = 30_000
    characters: int = MAX_CHARACTERS


DEFAULT_LIMITS = PdfLimits()


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text in paragraphs, headings as Markdown's.

    Attributes:
        pages: how many the file has.
        first_page, last_page: what is here, whole, but for a page that is too long by itself.
        is_cut: whether something of what was asked for is not here.
    """

    text: str
    pages: int
    first_page: int
    last_page: int
    is_cut: bool


class _TooManyOperationsError(Exception):
    """Raised by the counter inside pypdf's own loop."""


def read_pdf(
    *,
    data: bytes,
    first_page: int = 1,
    last_page: int | None = None,
    limits: PdfLimits = DEFAULT_LIMITS,
) -> PdfText:
    """The text of a PDF, or of the pages `first_page` to `last_page` (both counted, from 1).

    Words that a line end cuts are joined; page numbers and lines that repeat at the edges of
    pages are left out. A file that is locked only against printing is read.

    Raises:
        PdfRefused: one of its kinds, always; never an error of the library.
    """
    if len(data) > limits.file_bytes:
        raise PdfTooLarge
    if _HEADER not in data[:_HEADER_WITHIN]:
        raise PdfBroken
    try:
        with pypdf.apply_configuration(
            maximum_declared_stream_length=limits.file_bytes,
            array_based_stream_maximum_output_length=limits.page_bytes,
            zlib_maximum_output_length=limits.page_bytes,
            zlib_maximum_recovery_input_length=200_000,
            lzw_maximum_output_length=limits.page_bytes,
            run_length_maximum_output_length=limits.page_bytes,
            stream_decoding_work_maximum_length=4 * limits.page_bytes,
            stream_parsing_work_maximum_count=20 * limits.page_operations,
            page_tree_maximum_entries=20_000,
            page_tree_maximum_page_entries=200_000,
            xform_maximum_invocations_per_extraction=200,
            array_maximum_element_count=50_000,
            dictionary_maximum_element_count=50_000,
            jbig2dec_binary=None,
        ):
            return _read(data, first_page, last_page, limits)
    except PdfRefused:
        raise
    except (FileNotDecryptedError, DependencyError) as error:
        raise PdfEncrypted from error
    except (LimitReachedError, _TooManyOperationsError, RecursionError, MemoryError) as error:
        raise PdfTooComplex from error
    # The library raises whatever a broken structure led it to.
    except Exception as error:
        raise PdfBroken from error


def _read(data: bytes, first_page: int, last_page: int | None, limits: PdfLimits) -> PdfText:
    reader = pypdf.PdfReader(
        io.BytesIO(data), root_object_recovery_limit=2_000, xref_stream_maximum_entries=500_000
    )
    total = len(reader.pages)
    last = total if last_page is None else min(last_page, total)
    if not 1 <= first_page <= last:
        raise PdfBroken if total == 0 else PdfPagesUnknown
    if last - first_page + 1 > limits.pages:
        raise PdfTooManyPages
    pages: list[str] = []
    length = 0
    for number in range(first_page, last + 1):
        page = _page_text(reader.pages[number - 1], limits.page_operations)
        pages.append(page)
        length += len(page)
        if length > 2 * limits.characters:
            break
    shown = _cleaned(pages)
    if not any(character.isalnum() for page in shown for character in page):
        raise PdfWithoutText
    # Whole pages, so that whoever asks for the rest names the next page and misses nothing.
    fits = len(shown)
    while fits > 1 and len(joined(shown[:fits])) > limits.characters:
        fits -= 1
    text = joined(shown[:fits])
    reached = first_page + fits - 1
    is_cut = len(text) > limits.characters or reached < last
    return PdfText(cut(text, limits.characters), total, first_page, reached, is_cut)


def _page_text(page: pypdf.PageObject, most: int) -> str:
    done = 0

    def count(*_: object) -> None:
        nonlocal done
        done += 1
        if done > most:
            raise _TooManyOperationsError

    return page.extract_text(visitor_operand_before=count)


def _cleaned(pages: Sequence[str]) -> list[str]:
    """Each page in paragraphs, without the lines that only belong to the paper."""
    lines = [_SPACE_AT_END.sub("", printable(page)).split("\n") for page in pages]
    edges = Counter(
        _running(line) for page in lines for line in {*page[:1], *page[-1:]} if line.strip()
    )
    running = {line for line, times in edges.items() if times >= _REPEATS}
    kept = ["\n".join(_without_edges(page, running)) for page in lines]
    width = line_width(kept)
    return [reflow(_BROKEN_WORD.sub(r"\1\2", page), width=width) for page in kept]


def _without_edges(page: list[str], running: set[str]) -> list[str]:
    kept = list(page)
    for edge in (0, -1):
        while kept and (
            not kept[edge].strip()
            or _running(kept[edge]) in running
            or (len(kept[edge]) < 40 and _PAGE_NUMBER.fullmatch(kept[edge]))
        ):
            kept.pop(edge)
    return kept


def _running(line: str) -> str:
    """A title at the edge of a page without the number of the page beside it."""
    return _NUMBER_BESIDE.sub("", line.strip())
