"""Reads a PDF in a process of its own."""

from dataclasses import asdict
from typing import Any

from focushub.common import apart
from learning.engine import pdf

_REFUSALS: dict[str, type[pdf.PdfRefused]] = {
    kind.code: kind
    for kind in (
        pdf.PdfTooLarge,
        pdf.PdfTooManyPages,
        pdf.PdfPagesUnknown,
        pdf.PdfEncrypted,
        pdf.PdfBroken,
        pdf.PdfTooComplex,
        pdf.PdfWithoutText,
    )
}


def read_pdf_apart(
    *,
    data: bytes,
    first_page: int = 1,
    last_page: int | None = None,
    limits: pdf.PdfLimits = pdf.DEFAULT_LIMITS,
    seconds: int = 20,
    memory_bytes: int = 1_000_000_000,
) -> pdf.PdfText:
    """`pdf.read_pdf` behind a wall: the reader is ended after `seconds`.

    It costs about half a second for the process.

    Raises:
        PdfRefused: as `read_pdf`; `PdfTooComplex` where time or memory ran out.
    """
    if len(data) > limits.file_bytes:
        raise pdf.PdfTooLarge
    question = {"first_page": first_page, "last_page": last_page, "limits": asdict(limits)}
    try:
        answer = apart.ask(
            __name__, question, data=data, seconds=seconds, memory_bytes=memory_bytes
        )
    except apart.RanOut as error:
        raise pdf.PdfTooComplex from error
    except apart.ReaderBroke as error:
        raise pdf.PdfBroken from error
    if "code" in answer:
        raise _REFUSALS.get(answer["code"], pdf.PdfBroken)
    return pdf.PdfText(**answer)


def _read(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    """At the other end."""
    try:
        return asdict(
            pdf.read_pdf(
                data=data,
                first_page=question["first_page"],
                last_page=question["last_page"],
                limits=pdf.PdfLimits(**question["limits"]),
            )
        )
    except pdf.PdfRefused as error:
        return {"code": error.code}


if __name__ == "__main__":
    apart.answer(_read)
