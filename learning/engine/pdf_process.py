"""Reads a PDF in a process of its own, so that seconds and memory are bounded too."""

import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from learning.engine import pdf

_ROOT = Path(__file__).resolve().parents[2]
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

    It costs about half a second for the process. Blocks: call it in a worker.

    Args:
        seconds: of the clock on the wall and of the processor, whichever ends first.
        memory_bytes: address space of the reader.

    Raises:
        PdfRefused: as `read_pdf`; `PdfTooComplex` where time or memory ran out.
    """
    if len(data) > limits.file_bytes:
        raise pdf.PdfTooLarge
    question = json.dumps(
        {
            "first_page": first_page,
            "last_page": last_page,
            "limits": asdict(limits),
            "seconds": seconds,
            "memory_bytes": memory_bytes,
        }
    )
    try:
        reader = subprocess.run(  # noqa: S603 - our own module, nothing of the file in the arguments
            [sys.executable, "-m", "learning.engine.pdf_process", question],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds + 5,
            check=False,
            cwd=_ROOT,
            # The reader needs no secret of ours, so it is given none.
            env={"PYTHONPATH": str(_ROOT), "PATH": os.defpath},
        )
    except subprocess.TimeoutExpired as error:
        raise pdf.PdfTooComplex from error
    try:
        answer = json.loads(reader.stdout)
    except ValueError as error:
        raise pdf.PdfTooComplex from error
    if "code" in answer:
        raise _REFUSALS.get(answer["code"], pdf.PdfBroken)
    return pdf.PdfText(**answer)


def main() -> None:
    """The other end: the question is the argument, the file is standard input."""
    question = json.loads(sys.argv[1])
    seconds, memory = question["seconds"], question["memory_bytes"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        answer = asdict(
            pdf.read_pdf(
                data=sys.stdin.buffer.read(),
                first_page=question["first_page"],
                last_page=question["last_page"],
                limits=pdf.PdfLimits(**question["limits"]),
            )
        )
    except pdf.PdfRefused as error:
        answer = {"code": error.code}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
