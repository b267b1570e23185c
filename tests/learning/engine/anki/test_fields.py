import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.engine.anki.fields import cloze_html, cloze_text, to_html, to_text
from learning.engine.cards import BLANK


@pytest.mark.parametrize(
    ("field", "text", "media"),
    [
        ("plain", "plain", ()),
        ("a &amp; b &lt;c&gt;", "a & b <c>", ()),
        ("one<br>two<div>three</div>", "one\ntwo\nthree", ()),
        ("a<script>steal()</script>b", "ab", ()),
        ("a<style>.x{}</style >b", "ab", ()),
        ("a<script>never closed", "a", ()),
        ("see <img src='cell.png' alt=x> here", "see here", ("cell.png",)),
        ('<IMG SRC="a &amp; b.png">', "", ("a & b.png",)),
        ("hear [sound:bark.mp3]", "hear", ("bark.mp3",)),
        ("2 < 3 and 4 > 1", "2 < 3 and 4 > 1", ()),
        ("<!-- a note -->shown", "shown", ()),
        ("<b>bold</b> &nbsp; end", "bold end", ()),
    ],
)
def test_html_becomes_what_a_person_reads(field, text, media):
    shown = to_text(field)

    assert (shown.text, shown.media) == (text, media)


def test_a_cloze_asks_for_its_number_and_shows_the_others():
    field = "The {{c1::heart::organ}} pumps {{c2::blood}} twice."

    first = cloze_text(field, 1)
    second = cloze_text(field, 2)

    assert [side.text for side in first] == [f"The {BLANK} (organ) pumps blood twice.", "heart"]
    assert [side.text for side in second] == [f"The heart pumps {BLANK} twice.", "blood"]


def test_a_number_that_stands_twice_has_two_answers():
    front, back = cloze_text("{{c1::a}} and {{c1::b}}", 1)

    assert (front.text, back.text) == (f"{BLANK} and {BLANK}", "a; b")


def test_nested_clozes_are_read_and_open_ones_are_text():
    outer = cloze_text("x {{c1::a {{c2::b}} c}} y", 1)
    inner = cloze_text("x {{c1::a {{c2::b}} c}} y", 2)
    broken = cloze_text("x {{c1::a", 1)

    assert [side.text for side in outer] == [f"x {BLANK} y", "a b c"]
    assert [side.text for side in inner] == [f"x a {BLANK} c y", "b"]
    assert [side.text for side in broken] == ["x {{c1::a", ""]


def test_marks_in_the_cards_own_text_are_no_clozes():
    shown = cloze_html(f"use {{{{x}}}} and a::b in {BLANK}", "c::d }}")

    front, back = cloze_text(shown, 1)

    assert front.text == f"use {{{{x}}}} and a::b in {BLANK}"
    assert back.text == "c::d }}"


@given(st.text(alphabet="<>&;/!-ab=\"' \nscriptimg{}:c1[]", max_size=200))
@settings(max_examples=300)
def test_any_text_comes_back_from_a_field(text):
    wanted = to_text(to_html("".join(text.split()))).text

    assert wanted == to_text(to_html(wanted)).text
    to_text(text)
    cloze_text(text, 1)
