"""How people really type: small letters, no punctuation, capitals, slips, missing accents.

Belongs here: roughening a text that is still in pieces, so that its spans stay exact. Not here: writing it (`grammar`).
"""

import re
import unicodedata
from random import Random

CHANCES = (("spoken", 0.14), ("small", 0.12), ("capitals", 0.02), ("bare", 0.06), ("slips", 0.08), ("tight", 0.03))   # the rest stays clean
MARKS = re.compile(r"[.,;:!?¿¡\"'«»“”„()\[\]…@_/\\-]+")
APART = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
CODED = ("ID", "EMAIL", "ADDRESS")
AFTER = re.compile(r"(?<=[,.;:!?]) ")
SLIP = 0.03         # of the words
Pieces = list[tuple[str, str | None]]


def roughened(pieces: Pieces, chance: Random) -> Pieces:
    """The pieces in one of the ways people type, or unchanged."""
    draw = chance.random()
    for way, share in CHANCES:
        if draw < share:
            return [(text, tag) for text, tag in WAYS[way](pieces, chance) if text]
        draw -= share
    return pieces


def _spoken(pieces: Pieces, chance: Random) -> Pieces:
    """As a speech transcript has it: small letters, no punctuation, codes falling apart."""
    gap = chance.choice(("", " "))
    out = []
    for text, tag in pieces:
        text = text.lower()
        if tag is None:
            text = re.sub(r"[^\S\n]+", " ", MARKS.sub(" ", text))
        else:
            text = MARKS.sub(gap if tag in CODED else " ", text)
            if tag in CODED and chance.random() < 0.6:
                text = APART.sub(" ", text)
            text = " ".join(text.split())
        out.append((text, tag))
    return out


def _bare(pieces: Pieces, chance: Random) -> Pieces:
    """Without accents."""
    return [("".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)), tag) for text, tag in pieces]


def _slips(pieces: Pieces, chance: Random) -> Pieces:
    return [("".join(_slipped(word, chance) for word in re.split(r"(\s+)", text)), tag) for text, tag in pieces]


def _slipped(word: str, chance: Random) -> str:
    if len(word) < 4 or chance.random() > SLIP * 3:
        return word
    at = chance.randrange(1, len(word) - 1)
    way = chance.randrange(3)
    if way == 0:
        return word[:at] + word[at + 1:]
    if way == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    return word[:at] + word[at] + word[at:]


def _tight(pieces: Pieces, chance: Random) -> Pieces:
    """Commas and full stops without the space behind them."""
    return [(AFTER.sub("", text) if tag is None else text, tag) for text, tag in pieces]


def _small(pieces: Pieces, chance: Random) -> Pieces:
    return [(text.lower(), tag) for text, tag in pieces]


def _capitals(pieces: Pieces, chance: Random) -> Pieces:
    return [(text.upper(), tag) for text, tag in pieces]


WAYS = {"spoken": _spoken, "small": _small, "capitals": _capitals, "bare": _bare, "slips": _slips, "tight": _tight}
