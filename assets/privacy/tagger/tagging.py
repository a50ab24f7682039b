"""From logits to spans: the second opinion, the dial, the types asked for, and tokens joined to what a reader would mark.

Belongs here: `Tagger`, which holds weights and finds spans in texts. Not here: tokens (`tokens`) and arithmetic (`network`).
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from importlib.resources import files
from math import log
from typing import NamedTuple

import numpy as np

from assets.privacy.tagger.gazetteer import EVERYDAY
from assets.privacy.tagger.network import ONE, TAGS, TOP, Network, apart
from assets.privacy.tagger.tokens import LOWER, OTHER, UPPER, Tokens, cased, code_points, looked_up, tables, tokens_of, word_key
from assets.text.compiled import kernel

WEIGHTS = "weights.npz"
# Per tag of the network, its type among those of the recognisers. ID is any number or name that identifies: an account, a case, a password.
TYPE_OF = dict(enumerate(TAGS))
TYPES = TAGS[1:]
DETECTOR = "tagger"
_JOINERS = np.array([ord(c) for c in "-.'’/&@_:"], np.uint32)
_SINGLE = (TAGS.index("PERSON"), TAGS.index("EMAIL"), TAGS.index("PHONE"), TAGS.index("ID"))
DOUBT = ONE             # a place or a firm that is not asked for is left alone only when it leads by so much: it may be a person
PERSON = TAGS.index("PERSON")
# Leads of the likeliest tag over none between which a second opinion is asked: with less, its consent would not be enough at a dial in use; with more, the first
# is right more often than the mean of both.
UNSURE = (-5 * ONE, ONE)
UNKNOWN = round(log(5) * ONE)   # how much less a word needs that has a capital behind another word and stands in no list
SURE = 8 * ONE          # a margin from which a finding's score is 1


class Tagged(NamedTuple):
    """A finding: text[start:end] is of `type`, with a confidence of 0..1."""

    start: int
    end: int
    type: str
    score: float


class Tagger:
    """Weights, ready to find spans. One for a process: it remembers the tokens it has met (as hashes)."""

    def __init__(self, arrays: dict[str, np.ndarray]):
        self.network, *others = map(Network.of, apart(arrays))
        self.opinion = others[0] if others else None

    @staticmethod
    def read(source) -> "Tagger":
        """From a weights file: a path or an open binary file. Nothing but plain arrays is read."""
        with np.load(source, allow_pickle=False) as file:
            return Tagger({name: file[name] for name in file.files})

    def find(self, text: str, bounds: np.ndarray, *, dial: float, types: Collection[str] = TYPES, code: np.ndarray | None = None):
        """Arrays (start, end, tag, margin, margins of its first and last token [n, 2]) of the findings in parts of a text.

        bounds[i] = (begin, end) of a part, in order and apart; a margin is a lead over what is not asked for, in 128ths of a logit.

        `dial` is the probability from which a token counts as personal: lower finds more. `code` are the text's code points, if at hand.
        """
        code = code_points(text) if code is None else code
        tokens, asked = tokens_of(code, bounds), np.array([tag in types for tag in TAGS])
        return _joined(code, *tables(), self.network.words, self.network.word_bits, tokens.starts, tokens.ends, tokens.owner, self.logits(tokens), asked,
                       round(log(dial / (1 - dial)) * ONE))

    def logits(self, tokens: Tokens) -> np.ndarray:
        """What the tokens are (int32[n, tags], in 128ths): where the network is unsure, the mean of it and the second opinion."""
        logits = self.network.logits(tokens)
        if self.opinion is not None:
            lead = logits[:, 1:].max(axis=1, initial=-TOP) - logits[:, 0]
            unsure = (lead > UNSURE[0]) & (lead < UNSURE[1])
            logits[unsure] = (logits[unsure] + self.opinion.logits(tokens, unsure)[unsure]) >> 1
        return logits


def scored(margin: int) -> float:
    """A margin as a confidence in hundredths: the same on every machine."""
    return _SCORES[max(-SURE, min(SURE, int(margin))) + SURE]


_SCORES = [round(1 / (1 + 2.718281828459045 ** (-step / ONE)), 2) for step in range(-SURE, SURE + 1)]


@lru_cache(maxsize=1)
def shipped() -> Tagger:
    """The tagger with the weights of this repository."""
    with (files("assets.privacy.tagger") / WEIGHTS).open("rb") as file:
        return Tagger.read(file)


def written_with_capitals(code: np.ndarray, starts: np.ndarray, sizes: np.ndarray) -> list[bool]:
    """Per text, whether it uses capitals as writers do."""
    kinds = tables()[0]
    return [bool(cased(code, kinds, start, start + size)) for start, size in zip(starts.tolist(), sizes.tolist(), strict=True)]


@lru_cache(maxsize=65536)
def bits_of(word: str) -> int:
    """What the shipped weights' word list knows of a folded word: bits of `gazetteer`, 0 for nothing."""
    network, code = shipped().network, code_points(word)
    return int(looked_up(network.words, network.word_bits, np.uint64(word_key(code, tables()[1], 0, len(code)))))


def everyday(word: str) -> bool:
    """Whether a folded word is one of everyday language, a thing or a date."""
    return bool(bits_of(word) & EVERYDAY)


def tag_batch(texts: Sequence[str], dial: float = 0.25, types: Collection[str] = TYPES, tagger: Tagger | None = None) -> list[list[Tagged]]:
    """Findings per text, sorted and apart. Texts do not influence each other."""
    joined, bounds, at = "\x00".join(texts), np.zeros((len(texts), 2), np.int64), 0
    for number, text in enumerate(texts):
        bounds[number] = at, at + len(text)
        at += len(text) + 1
    found: list[list[Tagged]] = [[] for _ in texts]
    starts, ends, tags, margins, _ = (tagger or shipped()).find(joined, bounds, dial=dial, types=types)
    owners = np.searchsorted(bounds[:, 0], starts, side="right") - 1
    for owner, start, end, tag, margin in zip(owners.tolist(), starts.tolist(), ends.tolist(), tags.tolist(), margins.tolist(), strict=True):
        base = int(bounds[owner, 0])
        found[owner].append(Tagged(start - base, end - base, TYPE_OF[tag], scored(margin)))
    return found


@kernel
def _unknown_name(code, kinds, folded, words, word_bits, starts, ends, owner, token):
    """Whether a token is a word with a capital, behind another word of its text, that no list knows: a name more often than not."""
    start, end = starts[token], ends[token]
    if end - start < 3 or code[start] >= 0x10000 or kinds[code[start]] != UPPER or code[start + 1] >= 0x10000 or kinds[code[start + 1]] != LOWER:
        return False
    if token == 0 or owner[token - 1] != owner[token]:
        return False
    before = code[starts[token - 1]]
    if before >= 0x10000 or kinds[before] not in (LOWER, UPPER):
        return False
    return looked_up(words, word_bits, word_key(code, folded, start, end)) == 0


@kernel
def _joined(code, kinds, folded, words, word_bits, starts, ends, owner, logits, asked, threshold):
    """Tokens above the threshold, joined with their neighbours of the same tag across at most a space or a joining mark.

    A span neither begins nor ends with a mark, and a comma parts names and numbers, though not the parts of an address.
    """
    count = len(starts)
    best, margin = np.zeros(count, np.int8), np.full(count, -TOP * 64, np.int32)
    for token in range(count):
        plain = logits[token, 0]
        for tag in range(1, len(asked)):
            if not asked[tag]:
                plain = max(plain, logits[token, tag] - DOUBT)
        for tag in range(1, len(asked)):
            if asked[tag] and logits[token, tag] - plain > margin[token]:
                margin[token], best[token] = logits[token, tag] - plain, tag
        person = logits[token, PERSON] - plain
        if asked[PERSON] and threshold - UNKNOWN <= person < UNKNOWN and person + UNKNOWN > margin[token] \
                and _unknown_name(code, kinds, folded, words, word_bits, starts, ends, owner, token):
            margin[token], best[token] = person + UNKNOWN, PERSON
        if margin[token] < threshold or code[starts[token]] in (10, 13, 0):
            best[token] = 0
    for token in range(1, count - 1):       # a joining mark between two findings belongs to them
        if best[token] == 0 and best[token - 1] and best[token - 1] == best[token + 1] and ends[token - 1] == starts[token] and ends[token] == starts[token + 1] \
                and owner[token - 1] == owner[token + 1]:
            for mark in _JOINERS:
                if code[starts[token]] == mark:
                    best[token], margin[token] = best[token - 1], margin[token - 1]
    first, last, tags, margins = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int8), np.empty(count, np.int32)
    edges = np.empty((count, 2), np.int32)
    found, reach = 0, -1            # reach: the last token that the open span holds, marks included
    for token in range(count):
        if best[token] == 0:
            continue
        letter = code[starts[token]]
        mark = letter < 0x10000 and kinds[letter] >= OTHER and ends[token] - starts[token] == 1
        goes_on = found > 0 and reach == token - 1 and best[token] == tags[found - 1] and owner[token] == owner[token - 1] and starts[token] - ends[token - 1] < 3
        if mark and (not goes_on or (letter == 44 or letter == 59) and best[token] in _SINGLE):
            if letter != 64 and letter != 43 and letter != 40:     # @name, +33, (0)6
                continue
            goes_on = False
        if goes_on:
            reach = token
            if not mark:
                last[found - 1] = ends[token]
                margins[found - 1] = max(margins[found - 1], margin[token])
                edges[found - 1, 1] = margin[token]
        else:
            first[found], last[found], tags[found], margins[found], reach = starts[token], ends[token], best[token], margin[token], token
            edges[found] = margin[token]
            found += 1
    return first[:found], last[:found], tags[:found], margins[:found], edges[:found]
