"""The texts that canaries are planted in: whole mails, notes and conversations, written for this and used for nothing else.

Belongs here: reading `canaries/<language>.txt` and filling one template. Not here: which values (`values`), which records
(`canaries`). A template is a document, its first line the title, or a dialogue, one turn a line; slots are `{TYPE}`,
`{TYPE a}` of one person of the record, and `{PERSON a given}` or `family` for half a name.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from assets.privacy.evidence.disguises import PLAIN, forms, written
from assets.privacy.evidence.draws import Draws
from assets.privacy.evidence.values import Somebody, somebody

FOLDER = Path(__file__).with_name("canaries")
AROUND = 4          # one value in so many is written around
_SLOT = re.compile(r"\{([A-Z_]+)(?: ([a-z]))?(?: (given|family))?\}")
_ASKING = {"en": "yes?", "fr": "oui ?", "it": "sì?", "es": "¿sí?", "de": "ja?"}


class Template(NamedTuple):
    """One record to be: a kind and its lines, each with who says it."""

    kind: str
    lines: tuple[tuple[str, str], ...]

    @property
    def slots(self) -> set[str]:
        return {found[1] for _, line in self.lines for found in _SLOT.finditer(line)}


class Plant(NamedTuple):
    """A value as it was written into a record: where it stands, in one part or in several turns."""

    type: str
    form: str
    parts: list[tuple[int, int, int]]       # line, start, end


class Filled(NamedTuple):
    """A template with its values: lines as (who, text), and what was planted."""

    lines: list[tuple[str, str]]
    plants: list[Plant]


@lru_cache(maxsize=8)
def templates(language: str) -> tuple[Template, ...]:
    """All templates of a language, in the order of its file."""
    made = []
    for block in re.split(r"^# ", (FOLDER / f"{language}.txt").read_text(encoding="utf-8"), flags=re.M)[1:]:
        kind, *lines = block.strip().splitlines()
        made.append(Template(kind, tuple(tuple(line.split(": ", 1)) if kind == "dialogue" else ("", line) for line in lines)))
    return tuple(made)


def fill(template: Template, language: str, draws: Draws, value: Callable[[str, Somebody], tuple[str, str]]) -> Filled:
    """The template with a value in every slot. `value` answers a slot's type and person with the true type and the value."""
    people: dict[str, Somebody] = {}
    lines, plants = [], []
    for who, line in template.lines:
        said, at = [""], 0
        for slot in _SLOT.finditer(line):
            person = people.setdefault(slot[2], somebody(draws, language)) if slot[2] else somebody(draws, language)
            type_, plain = (slot[1], getattr(person, slot[3])) if slot[3] else value(slot[1], person)
            able = forms(type_, plain, in_turns=template.kind == "dialogue")
            form = draws.pick(able) if able and not slot[3] and draws.below(AROUND) == 0 else PLAIN
            said[-1] += line[at:slot.start()]
            places = []
            for number, part in enumerate(written(plain, form, language, draws)):
                said += [""] if number else []
                places.append((len(lines) + 2 * (len(said) - 1), len(said[-1]), len(said[-1]) + len(part)))
                said[-1] += part
            plants.append(Plant(type_, slot[3] or form, places))
            at = slot.end()
        said[-1] += line[at:]
        lines += _turns(who, said, language)
    return Filled(lines, plants)


def _turns(who: str, said: list[str], language: str) -> list[tuple[str, str]]:
    """A line as one turn; where a value was split, the other side asks on in between."""
    turns = [(who, said[0])]
    for part in said[1:]:
        turns += [("house" if who == "client" else "client", _ASKING[language]), (who, part)]
    return turns
