"""The landing folder being written: files, counts, and the shortcuts every genre uses.

Belongs here: putting bytes in place and beginning a text. Not here: what any source says.
"""

from pathlib import Path

from assets.synthesis.grammar import Text, grammar
from assets.synthesis.maison import World
from assets.synthesis.truth import Truth

LANGUAGES = {"fr": 45, "it": 25, "en": 30}


class Inbox:
    """Writes below one folder and counts."""

    def __init__(self, folder: Path, world: World):
        self.folder, self.world, self.truth = folder, world, Truth()
        self.files = 0
        self.contaminants: list[tuple[str, str, str, str]] = []      # file, source, language, a paragraph that also stands elsewhere
        self.records: dict[str, int] = {}
        self.memories: dict[tuple[str, str], set[int]] = {}

    def put(self, source: str, path: str, body: bytes, records: int = 1) -> str:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        self.counted(source, records)
        return path

    def counted(self, source: str, records: int) -> None:
        self.files += 1
        self.records[source] = self.records.get(source, 0) + records

    def text(self, dice, language: str, genre: str, **more) -> Text:
        """A text of a genre, with everything the house may speak of bound, and `more`."""
        memory = self.memories.setdefault((language, genre), set())
        return Text(grammar(language, genre), dice, memory, **{**self.world.bound(dice, language), **more})


def day(dice, first: int = 2018, last: int = 2025) -> str:
    return f"{dice.between(first, last)}-{dice.between(1, 12):02d}-{dice.between(1, 28):02d}"


def batches(count: int, size: int) -> list[range]:
    """Numbers 0..count in runs of `size`: one run is one file."""
    return [range(at, min(at + size, count)) for at in range(0, count, size)]
