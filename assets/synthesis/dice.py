"""Chance that falls the same way on every machine.

Belongs here: seeded draws built on the one generator function whose output Python promises to keep.
Not here: what is drawn.
"""

import random


class Dice:
    """Draws for one named purpose: `Dice(seed, "clients", 4)` is always the same dice."""

    __slots__ = ("name", "random")

    def __init__(self, *name):
        self.name = "\x1f".join(map(str, name))
        self.random = random.Random(self.name).random

    def of(self, *name) -> "Dice":
        return Dice(self.name, *name)

    def chance(self, share: float) -> bool:
        return self.random() < share

    def below(self, n: int) -> int:
        return int(self.random() * n)

    def between(self, low: int, high: int) -> int:
        return low + int(self.random() * (high - low + 1))

    def pick(self, things):
        return things[int(self.random() * len(things))]

    def some(self, things, n: int) -> list:
        """`n` different ones, in drawn order."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(min(n, len(left)))]

    def weighted(self, choices: dict):
        at = self.random() * sum(choices.values())
        for thing, weight in choices.items():
            at -= weight
            if at < 0:
                return thing
        return thing

    def digits(self, n: int) -> str:
        return "".join("0123456789"[self.below(10)] for _ in range(n))

    def letters(self, n: int) -> str:
        return "".join("ABCDEFGHJKLMNPRSTUVWXYZ"[self.below(23)] for _ in range(n))

    def bell(self, middle: float, spread: float) -> float:
        """Roughly normal, without the platform's logarithm."""
        return middle + spread * (self.random() + self.random() + self.random() + self.random() - 2.0) * 1.7320508
