"""The coach's voice: phrases with variants, none twice in a row, and none by chance."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from zlib import crc32


class Voice:
    """Chooses among a phrase's variants.

    Args:
        seed: of the conversation: two people need not read the same.
        said: how often each phrase was used before; the next variant follows the last.
    """

    def __init__(self, *, seed: int, said: Mapping[str, int]) -> None:
        self._seed = seed
        self._said = dict(said)

    @property
    def said(self) -> Mapping[str, int]:
        return self._said

    def __call__(self, phrase: str, **words: object) -> str:
        """Raises KeyError for a phrase that is not in `spoken.toml`: a programmer's mistake."""
        return self.pick(phrase, _phrases()[phrase]).format(**words)

    def pick(self, name: str, variants: Sequence[str]) -> str:
        """The variant that follows the one which was said last under this name."""
        used = self._said.get(name, 0)
        self._said[name] = used + 1
        return variants[(self._seed + crc32(name.encode()) + used) % len(variants)]


@cache
def _phrases() -> Mapping[str, tuple[str, ...]]:
    data = tomllib.loads((Path(__file__).parent / "spoken.toml").read_text(encoding="utf-8"))
    return {name: tuple(variants) for name, variants in data.items()}
