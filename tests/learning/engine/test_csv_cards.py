from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.cards import BLANK, CardKind
from learning.engine.csv_cards import (
    MAX_BYTES,
    MAX_ROWS,
    CsvBroken,
    CsvCard,
    CsvTooLarge,
    LineProblem,
    Problem,
    read_csv,
    write_csv,
)


def read(text: str) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.front, one.back) for one in read_csv(data=text.encode()).cards]


def test_cards_go_out_and_come_back_the_same():
    cards = (
        CsvCard(2, CardKind.BASIC, 'What, "really"?', "two\nlines", ("A", "B"), ("x", "y z")),
        CsvCard(4, CardKind.CLOZE, f"It is {BLANK}.", "-5 °C", source_quote="It is -5 °C."),
        CsvCard(5, CardKind.TYPED, "=1+1", "+2", accepted=("two", "2"), id=UUID(int=7)),
        CsvCard(6, CardKind.BASIC, "'quoted'", "@home"),
    )

    preview = read_csv(data=write_csv(cards=cards).encode())

    assert preview.cards == cards
    assert preview.problems == ()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_a_quote_mark(cell):
    written = write_csv(cards=[CsvCard(2, CardKind.BASIC, cell, "b")])

    assert written.split("\r\n")[1].lstrip('"').startswith(f"'{cell}")


def test_columns_are_found_by_name_in_any_order_and_language_of_delimiters():
    assert read("Answer;Question\nLima;Capital of Peru?\n") == [
        ("basic", "Capital of Peru?", "Lima")
    ]


def test_without_a_header_the_first_columns_are_front_back_and_tags():
    preview = read_csv(data=b"cat\tKatze\tanimal; pet\n")

    assert preview.has_header is False
    assert preview.delimiter == "\t"
    assert preview.cards == (CsvCard(1, CardKind.BASIC, "cat", "Katze", tags=("animal", "pet")),)


def test_a_front_with_a_blank_is_a_cloze():
    assert read(f"front,back\nThe {BLANK} beats,heart\n") == [
        ("cloze", f"The {BLANK} beats", "heart")
    ]


def test_each_problem_names_its_line_as_an_editor_counts_and_the_rest_is_kept():
    text = (
        "front,back,kind\n"
        '"two\nlines",fine,basic\n'
        "\n"
        ",no front,\n"
        "no back,,\n"
        f"long,{'x' * 1001},\n"
        "strange,kind,essay\n"
        "no blank,here,cloze\n"
        '"two\nlines",fine,\n'
        "too,many,basic,columns\n"
        "last,one,typed\n"
    )

    preview = read_csv(data=text.encode())

    assert [card.line for card in preview.cards] == [2, 13]
    assert preview.problems == (
        LineProblem(5, Problem.FRONT_EMPTY),
        LineProblem(6, Problem.BACK_EMPTY),
        LineProblem(7, Problem.TOO_LONG),
        LineProblem(8, Problem.KIND_UNKNOWN),
        LineProblem(9, Problem.BLANK_NOT_THERE),
        LineProblem(10, Problem.TWICE),
        LineProblem(12, Problem.TOO_MANY_COLUMNS),
    )
    assert preview.problems[0].detail == "The front is empty."


def test_more_problems_than_can_be_listed_are_counted():
    preview = read_csv(data=b"front,back\n" + b",x\n" * 300)

    assert (len(preview.problems), preview.skipped) == (200, 300)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_of_common_spreadsheets_are_read(encoding):
    preview = read_csv(data="front,back\ncafé,Kaffee\n".encode(encoding))

    assert preview.cards[0].front == "café"


def test_too_large_a_file_or_too_many_rows_are_refused():
    with pytest.raises(CsvTooLarge):
        read_csv(data=b"x" * (MAX_BYTES + 1))
    with pytest.raises(CsvTooLarge):
        read_csv(data=b"front,back\n" + b"a,b\n" * (MAX_ROWS + 1))

    assert len(read_csv(data=b"front,back\n" + b"a,b\n" * MAX_ROWS).cards) == 1


@pytest.mark.parametrize("data", [b"\0\0\0", b"\xff\xfe\0", b'a,"' + b"x" * 200_000])
def test_a_file_that_is_no_csv_is_refused(data):
    with pytest.raises(CsvBroken):
        read_csv(data=data)


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_give_a_preview_or_one_clear_error(data):
    try:
        preview = read_csv(data=data)
    except CsvBroken:
        return

    assert all(card.front and card.back for card in preview.cards)


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20),
            st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20),
        ),
        max_size=8,
        unique=True,
    )
)
@settings(max_examples=150)
def test_any_words_survive_the_way_out_and_in(pairs):
    cards = [
        CsvCard(line, CardKind.CLOZE if BLANK in front else CardKind.BASIC, front, back)
        for line, (front, back) in enumerate(pairs, start=2)
    ]

    assert read_csv(data=write_csv(cards=cards).encode()).cards == tuple(cards)
