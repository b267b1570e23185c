"""The words of an answer, shown while it is still being written.

They are held back by a few words, so that nothing is read by anybody of what the answer's checks
would refuse; from the first such words on, nothing more is shown.
"""

import re
from typing import Final

from focushub.ai.gateways import AnswerReader, Text
from focushub.ai.stream import RunStream
from focushub.chat.services.settling import clean, is_fit

MOST_CHARACTERS: Final = 2_000
_HELD_WORDS: Final = 8
_LOOK_BACK: Final = 240
_WORD: Final = re.compile(r"\s*\S+(?=\s)")


class Words:
    """Give `reader.feed` to a gateway, and `finish` the whole text once it is there."""

    def __init__(self, stream: RunStream) -> None:
        self._stream = stream
        self.reader = AnswerReader({"response": Text(self._take)}, on_void=self._restart)
        self._begin()

    def finish(self, response: str) -> None:
        """The words that were held back."""
        told = clean(response).strip()
        if not self._is_over and told.startswith(self._shown) and is_fit(told):
            for word in re.findall(r"\s*\S+", told[len(self._shown) :]):
                self._show(word)

    def _begin(self) -> None:
        self._shown = ""
        self._held = ""
        self._is_over = False

    def _take(self, piece: str) -> None:
        if self._is_over:
            return
        self._held += clean(piece)
        if not self._shown:
            self._held = self._held.lstrip()
        if not is_fit((self._shown + self._held)[-_LOOK_BACK:]):
            self._is_over = True
            return
        words = _WORD.findall(self._held)
        for word in words[: max(0, len(words) - _HELD_WORDS)]:
            self._held = self._held[len(word) :]
            self._show(word)

    def _show(self, word: str) -> None:
        if len(self._shown) + len(word) <= MOST_CHARACTERS:
            self._shown += word
            self._stream.token(word)

    def _restart(self) -> None:
        self._begin()
        self._stream.restart()
