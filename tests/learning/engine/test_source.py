import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.source import (
    MAX_CHARACTERS,
    BlockKind,
    SourceTooLong,
    plain,
    read_source,
)

MARKDOWN = """# Cell respiration

Cells need energy. It comes
from glucose.

## Steps ##

1. Glycolysis
2. Krebs cycle
   in the matrix
- a bullet

```
code = "is not read"
```

| Term | Meaning |
| --- | --- |
| ATP | energy carrier |
"""


def shown(text: str) -> list[tuple[str, str]]:
    source = read_source(text=text)
    return [(block.kind.value, source.raw(block)) for block in source.blocks]


def test_markdown_becomes_headings_paragraphs_items_and_rows():
    blocks = shown(MARKDOWN)

    assert blocks == [
        ("heading", "Cell respiration"),
        ("paragraph", "Cells need energy. It comes\nfrom glucose."),
        ("heading", "Steps"),
        ("number", "Glycolysis"),
        ("number", "Krebs cycle\n   in the matrix"),
        ("bullet", "a bullet"),
        ("row", "| ATP | energy carrier |"),
    ]


def test_each_block_knows_the_heading_above_it():
    source = read_source(text=MARKDOWN)

    assert [source.heading_of(block) for block in source.blocks] == [
        "",
        "Cell respiration",
        "",
        "Steps",
        "Steps",
        "Steps",
        "Steps",
    ]
    assert [b.level for b in source.blocks if b.kind is BlockKind.HEADING] == [1, 2]


def test_underlined_lines_are_headings():
    assert shown("Respiration\n===\nIt gives energy.\n\nSteps\n---\nOne.") == [
        ("heading", "Respiration"),
        ("paragraph", "It gives energy."),
        ("heading", "Steps"),
        ("paragraph", "One."),
    ]


def test_a_short_line_alone_in_plain_text_is_a_heading_and_a_sentence_is_not():
    assert shown("The French Revolution\n\nIt began in 1789.\n\nit went on\n\n") == [
        ("heading", "The French Revolution"),
        ("paragraph", "It began in 1789."),
        ("paragraph", "it went on"),
    ]


def test_windows_line_ends_keep_their_offsets():
    source = read_source(text="# A\r\n\r\nOne line\r\nand two.\r\n")

    assert [(b.start, b.end) for b in source.blocks] == [(2, 3), (7, 25)]
    assert source.raw(source.blocks[1]) == "One line\r\nand two."


def test_the_person_reads_a_quote_without_marks():
    assert plain("**Osmosis** is a [kind](http://x.y) of\n  `diffusion` _ok_") == (
        "Osmosis is a kind of diffusion ok"
    )


def test_a_text_of_the_longest_length_is_read_and_one_character_more_is_not():
    assert len(read_source(text="a" * MAX_CHARACTERS).blocks) == 1

    with pytest.raises(SourceTooLong) as refused:
        read_source(text="a" * (MAX_CHARACTERS + 1))

    assert refused.value.code == "text_too_long"


@given(st.text(alphabet=" \n\r\t#-*+>|`~=.1a)é•:", max_size=300))
@settings(max_examples=300)
def test_any_text_gives_blocks_in_order_that_do_not_overlap(text):
    source = read_source(text=text)

    ends = 0
    for block in source.blocks:
        assert ends <= block.start <= block.end <= len(text)
        assert source.raw(block) == source.raw(block).strip(" \t")
        ends = block.end
