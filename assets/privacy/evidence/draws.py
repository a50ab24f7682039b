"""Draws from a key: the same key and words give the same choices on any machine and in any run.

Belongs here: numbers, letters and choices. Not here: what they become (`values`, `disguises`).
"""

from collections.abc import Sequence
from typing import TypeVar

from assets.lake.digest import mac

T = TypeVar("T")
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


class Draws:
    """A stream of choices that belongs to some words under a key."""

    def __init__(self, key: bytes, *about: str):
        self._key, self._state, self._turn = mac(key, "draws", *about), 0, 0

    def below(self, size: int) -> int:
        """0 to size - 1."""
        if self._state < 1 << 32:
            self._turn += 1
            self._state = int.from_bytes(mac(self._key, str(self._turn)), "big")
        self._state, drawn = divmod(self._state, size)
        return drawn

    def pick(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def digits(self, size: int, first: str = "") -> str:
        """That many digits, the first of them given or not zero."""
        head = first or str(1 + self.below(9))
        return head + "".join(str(self.below(10)) for _ in range(size - len(head)))

    def letters(self, size: int) -> str:
        return "".join(self.pick(LETTERS) for _ in range(size))
