import random

import pytest

from learning.engine import pdf
from learning.engine.pdf_process import read_pdf_apart
from tests.learning.engine.pdfs import bomb, one_page, pdf_of, pdf_of_streams, raw_pdf, stream

FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> %s >>"


def test_the_text_of_all_pages_comes_out_in_order():
    data = pdf_of([["Osmosis is a kind of diffusion."], ["It needs a membrane."]])

    answer = pdf.read_pdf(data=data)

    assert answer == pdf.PdfText(
        "Osmosis is a kind of diffusion.\n\nIt needs a membrane.", 2, 1, 2, False
    )


def test_words_cut_at_a_line_end_are_joined():
    data = pdf_of([["Energy is made in mito-", "chondria of the cell."]])

    assert pdf.read_pdf(data=data).text == "Energy is made in mitochondria of the cell."


def test_page_numbers_and_running_titles_are_left_out():
    pages = [["Biology 101", f"Sentence {name}.", str(n)] for n, name in enumerate("abcd", 1)]

    assert pdf.read_pdf(data=pdf_of(pages)).text == (
        "Sentence a.\n\nSentence b.\n\nSentence c.\n\nSentence d."
    )


def test_only_the_named_pages_are_read():
    data = pdf_of([["One."], ["Two."], ["Three."]])

    answer = pdf.read_pdf(data=data, first_page=2, last_page=3)

    assert (answer.text, answer.first_page, answer.last_page, answer.pages) == (
        "Two.\n\nThree.",
        2,
        3,
        3,
    )


def test_a_long_text_is_cut_at_a_line_and_says_so():
    data = pdf_of([[f"Line number {n}." for n in range(40)]])

    answer = pdf.read_pdf(data=data, limits=pdf.PdfLimits(characters=100))

    assert answer.is_cut
    assert answer.text.splitlines()[-1] == "Line number 5."
    assert len(answer.text) <= 100


def test_a_file_locked_only_against_printing_is_read():
    assert pdf.read_pdf(data=pdf_of([["Open."]], password="")).text == "Open."


def test_a_locked_file_says_that_it_is_locked():
    with pytest.raises(pdf.PdfEncrypted) as refused:
        pdf.read_pdf(data=pdf_of([["Secret."]], password="horse"))

    assert refused.value.code == "pdf_encrypted"
    assert refused.value.detail.startswith("This PDF is locked with a password.")


def test_a_scan_without_text_says_so():
    with pytest.raises(pdf.PdfWithoutText):
        pdf.read_pdf(data=pdf_of([[]]))


def test_pages_that_are_not_there_are_refused():
    with pytest.raises(pdf.PdfPagesUnknown):
        pdf.read_pdf(data=pdf_of([["One."]]), first_page=2)


def test_more_pages_than_the_limit_are_refused_unless_some_are_named():
    data = pdf_of([["Page."]] * 3)
    limits = pdf.PdfLimits(pages=2)

    with pytest.raises(pdf.PdfTooManyPages):
        pdf.read_pdf(data=data, limits=limits)

    assert pdf.read_pdf(data=data, last_page=2, limits=limits).text == "Page.\n\nPage."


def test_a_large_file_is_refused_unread():
    with pytest.raises(pdf.PdfTooLarge):
        pdf.read_pdf(data=b"%PDF-" + b"x" * 100, limits=pdf.PdfLimits(file_bytes=99))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"\0" * 5000,
        b"PK\x03\x04" + b"%PDF" * 9,
        raw_pdf([b"<< /Type /Catalog >>"]),
        raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [2 0 R] /Count 1 >>"]),
        raw_pdf([b"<< /Type /Catalog /Pages 1 0 R >>"]),
        raw_pdf([b"[" * 3000]),
        b"%PDF-1.7\nxref\n0 1\ntrailer\n<< /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF",
    ],
    ids=[
        "empty",
        "words",
        "header only",
        "zeros",
        "zip",
        "no pages",
        "pages in themselves",
        "root is pages",
        "deep array",
        "table in itself",
    ],
)
def test_a_broken_file_gives_one_clear_error(data):
    with pytest.raises(pdf.PdfRefused) as refused:
        pdf.read_pdf(data=data)

    assert refused.value.code in {"pdf_broken", "pdf_too_complex", "pdf_without_text"}


def test_a_bomb_in_a_stream_is_refused():
    with pytest.raises(pdf.PdfRefused):
        pdf.read_pdf(data=bomb(50_000_000))


def test_a_page_of_endless_operators_is_refused():
    data = pdf_of_streams([b"BT /F1 12 Tf " + b"(a) Tj " * 40_000 + b"ET"])

    with pytest.raises(pdf.PdfTooComplex):
        pdf.read_pdf(data=data)


def test_a_form_that_draws_itself_ends():
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /Resources << /XObject << /X 5 0 R >> >>"
    )
    data = one_page(stream(b"/X Do"), FONT % b"/XObject << /X 5 0 R >>", form)

    with pytest.raises(pdf.PdfRefused):
        pdf.read_pdf(data=data)


def test_a_tree_of_forms_that_doubles_at_each_level_ends():
    levels = 30
    forms = [
        stream(
            b"/X Do /X Do",
            b"/Type /XObject /Subtype /Form /Resources << /XObject << /X %d 0 R >> >>" % (6 + n),
        )
        for n in range(levels)
    ]
    data = one_page(stream(b"/X Do"), FONT % b"/XObject << /X 5 0 R >>", *forms)

    with pytest.raises(pdf.PdfRefused):
        pdf.read_pdf(data=data)


def test_bytes_changed_at_random_never_raise_another_error():
    whole = pdf_of([["Osmosis is a kind of diffusion."], ["It needs a membrane."]])
    chance = random.Random(6)
    outcomes: set[type] = set()

    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 12)):
            data[chance.randrange(9, len(data))] = chance.randrange(256)
        try:
            outcomes.add(type(pdf.read_pdf(data=bytes(data))))
        except pdf.PdfRefused as refused:
            outcomes.add(type(refused))

    assert outcomes >= {pdf.PdfText, pdf.PdfBroken}


def test_in_a_process_of_its_own_the_answer_is_the_same():
    data = pdf_of([["Osmosis is a kind of diffusion."]])

    assert read_pdf_apart(data=data) == pdf.read_pdf(data=data)


def test_in_a_process_of_its_own_the_refusal_is_the_same():
    with pytest.raises(pdf.PdfEncrypted):
        read_pdf_apart(data=pdf_of([["Secret."]], password="horse"))


def test_a_reader_that_works_too_long_is_ended_with_a_clear_error():
    data = pdf_of_streams([b"BT /F1 12 Tf " + b"(a) Tj " * 400_000 + b"ET"])
    limits = pdf.PdfLimits(page_operations=10**9)

    with pytest.raises(pdf.PdfTooComplex):
        read_pdf_apart(data=data, limits=limits, seconds=1)
