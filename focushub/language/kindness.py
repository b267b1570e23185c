"""Whether a sentence speaks kindly: a last look at what a model wrote, before a person reads it."""

import re
from collections.abc import Iterable

_UNKIND = re.compile(
    r"\b(?:fail\w*|wrong\w*|bad|poor\w*|lazy|lazi\w+|stupid\w*|careless\w*|sloppy|asham\w+"
    r"|shame\w*|guilt\w*|disappoint\w*|unfortunately|overdue|missed|too late|no excuses?"
    r"|should(?:n['\u2019]t| not)? have|ought to have|could have done|not good enough"
    r"|try harder)\b",
    re.I,
)


def is_kind(text: str) -> bool:
    """False where it blames, shames or counts failures; rather too strict than too lenient."""
    return not _UNKIND.search(text)


def kind_ones(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if is_kind(text))
