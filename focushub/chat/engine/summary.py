"""What was said so far, in its own sentences: for the turns that are too long ago to be told."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

MOST_CHARACTERS: Final = 1_600
_MOST_SENTENCES: Final = 12
_LONGEST: Final = 180
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_PERSONAL: Final = re.compile(
    r"\b(?:i am|i'm|my|i have|i've|i work|i study|i live|i feel|i want|i need|i like|i hate|"
    r"always|never|because|deadline|exam|due)\b"
)


def summarise(messages: Sequence[str], *, before: str = "") -> str:
    """The sentences of the person that say most, in their order.

    Args:
        messages: of the person, oldest first.
        before: the summary of what was earlier; it stays in front, as far as there is room.
    """
    sentences = [
        sentence.strip()[:_LONGEST]
        for message in messages
        for sentence in _SENTENCE.split(message)
        if len(sentence.split()) > 2
    ]
    often = Counter(word for s in sentences for word in set(_WORD.findall(s.lower())))

    def worth(sentence: str) -> float:
        words = set(_WORD.findall(sentence.lower()))
        common = sum(often[word] for word in words) / (len(words) or 1)
        return common + 2 * len(_PERSONAL.findall(sentence.lower()))

    ranked = sorted(enumerate(sentences), key=lambda one: (-worth(one[1]), one[0]))
    chosen = sorted(ranked[:_MOST_SENTENCES])
    told = " ".join(dict.fromkeys(sentence for _, sentence in chosen))
    room = MOST_CHARACTERS - len(told) - 1
    earlier = before[-max(0, room) :] if before and room > 0 else ""
    return f"{earlier} {told}".strip()[:MOST_CHARACTERS]
