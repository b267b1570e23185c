"""Printed lines become paragraphs again."""

import pytest

from learning.engine.reflow import joined, line_width, reflow

PAGE = """1 Cell respiration
1.1 Glycolysis
Glycolysis is the splitting of glucose into two molecules of pyru-like
acid. It takes place in the cytosol, the fluid inside of a cell, and it
needs no oxygen.
The investment phase spends two molecules of ATP, and the payoff phase
makes four of them, so that two are gained in the end for each glucose.
Where the energy goes
Most of the energy of glucose stays in pyruvate, which goes on into the
mitochondrion:
\u2022 the matrix, where the cycle of Krebs turns, and where carbon dioxide
is set free
\u2022
the inner membrane"""


def test_paragraphs_headings_and_lists_come_back() -> None:
    assert reflow(PAGE, width=line_width([PAGE])) == (
        "# 1 Cell respiration\n\n"
        "## 1.1 Glycolysis\n\n"
        "Glycolysis is the splitting of glucose into two molecules of pyru-like acid. It takes "
        "place in the cytosol, the fluid inside of a cell, and it needs no oxygen.\n\n"
        "The investment phase spends two molecules of ATP, and the payoff phase makes four of "
        "them, so that two are gained in the end for each glucose.\n\n"
        "## Where the energy goes\n\n"
        "Most of the energy of glucose stays in pyruvate, which goes on into the mitochondrion:"
        "\n\n\u2022 the matrix, where the cycle of Krebs turns, and where carbon dioxide is set "
        "free\n\n\u2022 the inner membrane"
    )


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Chapter 3 The cell", "# Chapter 3 The cell"),
        ("3.2.1 Inner membrane", "### 3.2.1 Inner membrane"),
        ("4 CARD32 OFFSET", "4 CARD32 OFFSET"),
        ("2. Put the sample under the light and", "2. Put the sample under the light and wait."),
        ("Enzymes are named after what they do.", "Enzymes are named after what they do."),
    ],
)
def test_what_is_a_heading_and_what_is_not(line: str, shown: str) -> None:
    page = f"{line}\nwait." if shown.endswith("wait.") else line

    assert reflow(page, width=70) == shown


def test_a_table_of_contents_is_left_out_and_ligatures_are_taken_apart() -> None:
    page = (
        "Contents\n1 The cell . . . . . . . . . . 3\n2 Water ......... iv\nThe \ufb01rst \ufb02uid."
    )

    assert reflow(page, width=70) == "## Contents\n\nThe first fluid."


def test_on_slides_each_line_that_begins_anew_is_a_block() -> None:
    page = "Osmosis\nWater moves\nthrough a membrane\nNo energy,\nNo pump"

    assert reflow(page, width=line_width([page])) == (
        "Osmosis\n\nWater moves through a membrane\n\nNo energy, No pump"
    )


def test_a_sentence_goes_on_over_the_edge_of_a_page() -> None:
    assert joined(["It needs", "no oxygen.", "A new one."]) == "It needs no oxygen.\n\nA new one."


def test_an_empty_page_has_no_width() -> None:
    assert (line_width([""]), reflow("", width=0)) == (0, "")
