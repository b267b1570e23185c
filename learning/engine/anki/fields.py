"""A field of an Anki note: HTML with cloze marks in it, to and from plain text."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.engine.cards import BLANK

_BREAKS = frozenset({"br", "div", "p", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "hr"})
_HIDDEN = ("script", "style")
_TAG_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]{0,19})")
_SOURCE = re.compile(
    r"src\s{0,9}=\s{0,9}(?:\"([^\"]{0,300})\"|'([^']{0,300})'|([^\s>\"']{1,300}))", re.I
)
_SOUND = re.compile(r"\[sound:([^\[\]]{1,300})\]")
_CLOZE_MARK = re.compile(r"\{\{c(\d{1,3})::|\}\}", re.I)
_SPACES = re.compile(r"[ \t\xa0]+")
_LINES = re.compile(r" ?\n ?")
_MANY_LINES = re.compile(r"\n{3,}")
ANSWER_JOIN = "; "


@dataclass(frozen=True, slots=True)
class Field:
    """The text that a person reads, and the names of pictures and sounds that were in it."""

    text: str
    media: tuple[str, ...]


def to_text(field: str) -> Field:
    """HTML to text: tags go, line breaks stay, scripts and styles go with what they hold."""
    media: list[str] = []
    parts: list[str] = []
    position = 0
    while (start := field.find("<", position)) >= 0:
        parts.append(field[position:start])
        end = field.find(">", start)
        match = _TAG_NAME.match(field, start + 1)
        if end < 0 or match is None:
            comment = field.startswith("<!", start)
            parts.append("" if comment else "<")
            position = end + 1 if comment and end >= 0 else start + 1
            if end < 0:
                break
            continue
        name = match.group(1).lower()
        tag = field[start : end + 1]
        if name == "img" and (source := _SOURCE.search(tag[:2_000])):
            media.append(html.unescape(next(filter(None, source.groups()), "")))
        if name in _BREAKS:
            parts.append("\n")
        position = end + 1
        if name in _HIDDEN and tag[1] != "/":
            close = field.lower().find(f"</{name}", position)
            position = len(field) if close < 0 else close
    parts.append(field[position:])
    text = html.unescape("".join(parts))
    media += _SOUND.findall(text)
    text = _SOUND.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _LINES.sub("\n", _SPACES.sub(" ", text))
    return Field(_MANY_LINES.sub("\n\n", text).strip(), tuple(name for name in media if name))


def to_html(text: str) -> str:
    """Plain text as a field: every mark of HTML is escaped, line breaks become `<br>`."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def cloze_html(front: str, back: str) -> str:
    """A cloze card's front and back as Anki writes them: `{{c1::answer}}` in each blank."""
    blanks = front.count(BLANK)
    answers: Sequence[str] = back.split(ANSWER_JOIN)
    if len(answers) != blanks:
        answers = [back] * blanks
    parts = [_no_marks(to_html(part)) for part in front.split(BLANK)]
    shown = parts[0]
    for answer, part in zip(answers, parts[1:], strict=True):
        shown += "{{c1::" + _no_marks(to_html(answer)) + "}}" + part
    return shown


def cloze_text(field: str, number: int) -> tuple[Field, Field]:
    """Front and back of the card that asks for one number; the other clozes are shown.

    A hint follows its blank in brackets. Where a number stands more than once, its answers are
    joined by "; ". Nested clozes are read; a mark without its end is left as text.
    """
    front: list[str] = []
    answers: list[str] = []
    inside: list[tuple[int, list[str]]] = []
    position = 0

    def put(text: str) -> None:
        (inside[-1][1] if inside else front).append(text)

    for mark in _CLOZE_MARK.finditer(field):
        put(field[position : mark.start()])
        position = mark.end()
        if mark[1]:
            inside.append((int(mark[1]), []))
        elif inside:
            which, parts = inside.pop()
            answer, _, hint = "".join(parts).partition("::")
            if which == number and not any(outer == number for outer, _ in inside):
                answers.append(answer)
                put(f"{BLANK} ({hint})" if hint.strip() else BLANK)
            else:
                put(answer)
        else:
            put("}}")
    put(field[position:])
    while inside:
        which, parts = inside.pop()
        put("{{c" + str(which) + "::" + "".join(parts))
    back = [to_text(answer) for answer in answers]
    return to_text("".join(front)), Field(
        ANSWER_JOIN.join(one.text for one in back),
        tuple(name for one in back for name in one.media),
    )


def _no_marks(shown: str) -> str:
    """Braces and colons that Anki would take for marks of a cloze, as character references."""
    shown = shown.replace("{{", "&#123;&#123;").replace("}}", "&#125;&#125;")
    return shown.replace("::", "&#58;&#58;")
