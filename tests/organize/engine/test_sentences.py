"""A full stop ends a sentence, but not every one does."""

import pytest

from organize.engine.sentences import sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Call mum. Buy milk.", ["Call mum.", "Buy milk."]),
        ("email prof. Lee today. sleep", ["email prof. Lee today.", "sleep"]),
        ("meet at 5 p.m. tomorrow. Then rest", ["meet at 5 p.m. tomorrow.", "Then rest"]),
        ("meet at 5 p.m. Call mum", ["meet at 5 p.m.", "Call mum"]),
        ("due 17.02. in the evening", ["due 17.02. in the evening"]),
        ("on the 3. December. rest", ["on the 3. December.", "rest"]),
        ("dinner at 4. buy milk", ["dinner at 4.", "buy milk"]),
        ("done by fri. clean the tank", ["done by fri.", "clean the tank"]),
        ("see you fri. 5 pm", ["see you fri. 5 pm"]),
        ("bus no. 5 is late", ["bus no. 5 is late"]),
        ("call J. Smith", ["call J. Smith"]),
        ("Really?! Yes... maybe; no", ["Really?!", "Yes...", "maybe;", "no"]),
        ("  \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, wanted: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == wanted
