"""The plain form of a text: what was typed in haste, in slang or in disguise, in plain words.

Lower case, short forms written out, third persons in the first's form, words and marks apart by
one blank. The phrases of `phrases.toml` are written in it.
"""

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

from rapidfuzz.distance import OSA

MOST: Final = 20_000
"""Characters that are read; a longer text is read at its beginning and its end."""

_SPELLING = tomllib.loads((Path(__file__).parent / "spelling.toml").read_text(encoding="utf-8"))
_SHORT: dict[str, str] = _SPELLING["short"]
_PAIRS: dict[str, str] = _SPELLING["pairs"]
_SPELLED: dict[str, int] = _SPELLING["spelled"]
_MASKED = {word: re.compile(mask) for word, mask in _SPELLING["masked"].items()}
_OWN = frozenset(_SPELLING["words"]["own"].split())
_LOOK_ALIKE = str.maketrans(_SPELLING["words"]["look_alike"], _SPELLING["words"]["look_like"])

_SINGLE, _DOUBLE = "\u2018\u2019`\u00b4", "\u201c\u201d\u201e\u00ab\u00bb"
_DASHES, _UNSEEN = "\u2013\u2014", "\u200b\u200c\u200d\u2060\ufeff"
_ONE_FORM = str.maketrans(
    {
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_DASHES, " "),
        **dict.fromkeys(_UNSEEN, ""),
    }
)
_DISGUISES = str.maketrans("013457@$!", "oieastasi")
_WORD = re.compile(r"(?:[^\W_]|[@$*#])+(?:['!](?:[^\W_]|[@$*#])+)*|\n|[^\w\s]")
_PAUSE = re.compile(r"\.{2,}|\u2026")
_SPELT_OUT = re.compile(r"\b([a-z])([ .\-_*])(?:[a-z]\2){1,9}[a-z]\b")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z]{3})")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")
_DOUBLED = frozenset({"kill", "killing", "pills", "all", "will", "feel", "need", "sleep", "tell"})
_STOPS, _MARKS = ".!;\n", '.,?!;:\n"'
_SHORTEST_SPELLED = 5


def plain(text: str) -> str:
    """`text` in plain form; sentences end in " . ", quotes are ' " '."""
    if len(text) > MOST:
        text = f"{text[: MOST // 2]}\n{text[-MOST // 2 :]}"
    text = _PAUSE.sub(" ", text)
    text = unicodedata.normalize("NFKC", text).casefold().translate(_ONE_FORM)
    text = _HYPHEN.sub(" ", text)
    text = _SPELT_OUT.sub(lambda run: run[0].replace(run[2], ""), text)
    words: list[str] = []
    for written in _WORD.findall(text):
        words += _words(written)
    return " ".join(_joined(words))


def _words(written: str) -> list[str]:
    if not written.isascii() and any("a" <= letter <= "z" for letter in written):
        # A Cyrillic letter among ours is a disguise; a word of another script is left alone.
        written = written.translate(_LOOK_ALIKE)
    if written in _MARKS:
        return ["." if written in _STOPS else "," if written == ":" else written]
    if not any(sign.isalpha() for sign in written):
        return [written]
    for form in (written, _undisguised(written), _shortened(_undisguised(written))):
        if form in _SHORT:
            return _SHORT[form].split()
    return _written_out(form) if "'" in form else [_spelled(form)]


def _undisguised(written: str) -> str:
    if written.isalpha() or all(sign.isalpha() or sign == "'" for sign in written):
        return written
    for word, mask in _MASKED.items():
        if mask.fullmatch(written):
            return word
    # "8am" and "20mg" are no disguise; "su1c1de" is.
    if written[0].isdigit() or sum(sign.isalpha() for sign in written) == 1:
        return written.strip("*#")
    return written.strip("*#").translate(_DISGUISES).replace("*", "").replace("#", "")


def _shortened(word: str) -> str:
    """ "diiiie" is "die", "killll" is "kill"."""
    twice, once = _LONG_RUN.sub(r"\1\1", word), _LONG_RUN.sub(r"\1", word)
    return twice if twice in _DOUBLED else once


def _written_out(word: str) -> list[str]:
    base, _, ending = word.partition("'")
    match ending:
        case "t" if base.endswith("n"):
            return [_SHORT.get(base[:-1], base[:-1]), "not"]
        case "m":
            return [base, "am"]
        case "re":
            return [base, "are"]
        case "ve":
            return [base, "have"]
        case "ll":
            return [base, "will"]
        case "d":
            return [base, "would"]
        case "s" if base in {"he", "she", "it", "who", "everything", "life", "this"}:
            return [base, "is"]
        case "s":
            return [base]
        case _:
            return [word]


@lru_cache(maxsize=4096)
def _spelled(word: str) -> str:
    if len(word) < _SHORTEST_SPELLED or word in _SPELLED or word in _OWN:
        return word
    near = [
        (distance, right)
        for right, most in _SPELLED.items()
        if word[0] == right[0]
        and (distance := OSA.distance(word, right, score_cutoff=most)) <= most
    ]
    return min(near)[1] if near else word


def _joined(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        one = _PAIRS.get(f"{joined[-1]} {word}") if joined else None
        if one is None:
            joined.append(word)
        else:
            joined[-1] = one
    return joined
