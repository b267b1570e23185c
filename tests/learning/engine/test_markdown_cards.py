from learning.engine.markdown_cards import MarkdownCard, write_markdown


def test_cards_stand_under_the_headings_of_their_decks():
    cards = [
        MarkdownCard(("Biology", "Cells"), "What is ATP?", "the carrier", "ATP is the carrier."),
        MarkdownCard(("Biology", "Cells"), "And\nNADH?", "another", tags=("exam", "unit_1")),
        MarkdownCard(("Biology", "Genes"), "What is DNA?", "a molecule"),
        MarkdownCard(("Biology",), "What is life?", "one\ntwo"),
    ]

    assert write_markdown(cards=cards) == (
        "# Biology\n\n"
        "## Cells\n\n"
        "### What is ATP?\n\nthe carrier\n\n> ATP is the carrier.\n\n"
        "### And NADH?\n\nanother\n\nTags: exam, unit\\_1\n\n"
        "## Genes\n\n"
        "### What is DNA?\n\na molecule\n\n"
        "# Biology\n\n"
        "## What is life?\n\none  \ntwo\n"
    )


def test_marks_in_a_card_are_shown_and_not_obeyed():
    card = MarkdownCard(("D",), "# a *b* [c](d)", "1. one\n- two\n<b> & _x_")

    shown = write_markdown(cards=[card])

    assert shown == (
        "# D\n\n## \\# a \\*b\\* \\[c\\](d)\n\n1\\. one  \n\\- two  \n\\<b\\> &amp; \\_x\\_\n"
    )


def test_no_cards_give_an_empty_file():
    assert write_markdown(cards=[]) == ""
