"""The network in integers: three layers over windows of tokens, the same bits on every machine (law 3).

Belongs here: the weights' layout, of one network or of two in a file, and how a network is run. Not here: what a token is (`tokens`), the arithmetic of a
layer (`layers`), whose opinion counts where (`tagging`), how weights are found (`training`).

    x    = sum of a token's hashed embeddings                          int8 rows
    h1   = relu(W1 . x[-2 .. +2])      five shares a token, remembered by what is written and looked up
    gate = g . h1                      below its threshold a token is ordinary and goes no further
    h2   = relu(W2 . h1[-2 .. +2])
    c    = mean of x over the text     what kind of text it is
    h3   = relu(W3 . h2[-3, 0, +3] + U . c)
    z    = W4 . h3                     a logit per tag, in 128ths

Activations are integers in 128ths, clipped to [0, 8); weights are integers too, and `Network.of` refuses those with which a sum could leave int32. So the
order in which a layer adds does not matter. The memory of shares is keyed by a 64-bit hash of the token and holds nothing readable.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from assets.lake import IntegrityError
from assets.privacy.tagger.layers import add_embeddings, first_layer, gated, later_layers, numbered, paired
from assets.privacy.tagger.tokens import FEATURES, Tokens, tables

TAGS = ("O", "PERSON", "LOCATION", "ORG", "ADDRESS", "EMAIL", "PHONE", "DATE", "ID", "BIRTH_DATE")
REACH, STRIDE = 2, 3    # neighbours of the first two layers on each side; distance of the third layer's neighbours
HALO = 2 * REACH + STRIDE
PAD = STRIDE            # rows of nothing between two texts: no window of a text reaches into another
ONE, TOP = 128, 1023    # 1.0 of an activation, and the highest one
CHUNK = 4096            # positions at once: what memory is bounded by, and what a core keeps near
WORDS = ("words", "word_bits")      # what two networks of one file share
OPINION = "opinion."    # before the names of the second network's arrays
_KNOWN = 1 << 16        # tokens remembered before the memory starts anew
_LARGEST = 1 << 31      # of a sum in int32


@dataclass
class Memory:
    """Tokens seen: an open-addressed table of keys, and by number their embeddings and first-layer shares; number 0 is no token."""

    keys: np.ndarray
    numbers: np.ndarray
    rows: np.ndarray        # int16[tokens, width]
    shares: np.ndarray      # int16[tokens, 5, H1]
    used: np.ndarray        # int64[1]

    @staticmethod
    def of(width: int, hidden: int) -> "Memory":
        rows, shares = np.zeros((_KNOWN, width), np.int16), np.zeros((_KNOWN, 2 * REACH + 1, hidden), np.int16)
        return Memory(np.zeros(_KNOWN * 4, np.uint64), np.zeros(_KNOWN * 4, np.int32), rows, shares, np.ones(1, np.int64))

    def with_room(self, tokens: int) -> bool:
        """Start anew when the next tokens may not fit; whether that was so."""
        full = bool(self.used[0] + tokens > _KNOWN)
        if full:
            self.keys[:] = 0
            self.used[0] = 1
        return full


def arrays_of(weights: bytes) -> dict[str, np.ndarray]:
    """The arrays of a weights file. Nothing but plain arrays is read."""
    with np.load(io.BytesIO(weights), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def fits(arrays: dict[str, np.ndarray]) -> bool:
    """Whether the arrays of a weights file are of this version: its tags, its layers."""
    return len(arrays["bias4"]) == len(TAGS) and "context" in arrays


def apart(arrays: dict[str, np.ndarray]) -> list[dict[str, np.ndarray]]:
    """The arrays of each network of a weights file: the one that reads everything, and the second opinion if there is one."""
    plain = {name: array for name, array in arrays.items() if not name.startswith(OPINION)}
    other = {name.removeprefix(OPINION): array for name, array in arrays.items() if name.startswith(OPINION)}
    return [plain, {name: plain[name] for name in WORDS} | other] if other else [plain]


def together(networks: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """The arrays of a weights file, from those of one network, or of two with one word list. Raises IntegrityError where the lists differ."""
    plain, *others = networks
    if not all(np.array_equal(plain[name], other[name]) for other in others for name in WORDS):
        raise IntegrityError("The two networks were trained with different word lists: train them on the same texts.")
    return plain | {OPINION + name: array for other in others for name, array in other.items() if name not in WORDS}


@dataclass(frozen=True)
class Network:
    """Weights, ready to run."""

    embedding: np.ndarray   # int8[BUCKETS, width]
    first: np.ndarray       # int16[5, H1, width]
    bias1: np.ndarray       # int16[H1], in 128ths like every bias
    gate: np.ndarray        # int16[H1]
    gate_bias: int          # the threshold included
    second: np.ndarray      # int16[5, H1, H2], `paired` like the third and the last
    bias2: np.ndarray       # int32[H2], and so the others
    third: np.ndarray       # int16[3, H2, H3]
    bias3: np.ndarray
    context: np.ndarray     # int16[width, H3]
    last: np.ndarray        # int16[1, H3, tags]
    bias4: np.ndarray
    scales: np.ndarray      # int64[7]: what 1.0 is in embedding, first, gate, second, third, last, context; powers of two
    words: np.ndarray       # uint64, the gazetteer's open-addressed table, and the bits of each word
    word_bits: np.ndarray   # uint16
    memory: Memory = field(repr=False)

    @staticmethod
    def of(arrays: dict[str, np.ndarray]) -> "Network":
        """From the arrays of a weights file. Raises IntegrityError when they could not be run."""
        if not fits(arrays):
            raise IntegrityError("The tagger's weights are of another version of Hallmark: retrain on the house's labels, or give those weights up.")
        for name, most in (("first", FEATURES * 127), ("gate", TOP), ("second", TOP), ("third", TOP), ("last", TOP), ("context", TOP)):
            weights = np.abs(arrays[name].astype(np.int64))
            sums = weights.sum(axis=-1) if name == "first" else weights.reshape(len(weights), -1).sum(axis=0)
            if weights.max() > np.iinfo(np.int16).max or (sums * most).max() >= _LARGEST:
                raise IntegrityError(f"The tagger's weights: layer '{name}' or its sums are too large for whole numbers of 16 and 32 bits; "
                                     "export them with a smaller scale.")
        whole = {name: np.ascontiguousarray(arrays[name]) for name in ("embedding", "first", "bias1", "scales", "words", "word_bits")}
        whole |= {name: np.ascontiguousarray(arrays[name], np.int16) for name in ("gate", "context")}
        whole |= {name: np.ascontiguousarray(arrays[name], np.int32) for name in ("bias2", "bias3", "bias4")}
        for name, units, columns in (("second", "bias1", "bias2"), ("third", "bias2", "bias3"), ("last", "bias3", "bias4")):
            whole[name] = paired(arrays[name].reshape(-1, len(arrays[units]), len(arrays[columns])))
        return Network(**whole, gate_bias=int(arrays["gate_bias"]), memory=Memory.of(whole["embedding"].shape[1], len(arrays["bias1"])))

    def logits(self, tokens: Tokens, spots: np.ndarray | None = None) -> np.ndarray:
        """What the tokens are: int32[n, tags] in 128ths. A token that the gate lets go has 0 for O and -TOP for every other tag.

        Where `spots` (bool[n]) are given, they are looked at, whatever the gate says, and nothing else is.
        """
        count, owner = len(tokens.starts), tokens.owner
        logits = np.full((count, len(self.bias4)), -TOP, np.int32)
        logits[:, 0] = 0
        if not count or spots is not None and not spots.any():
            return logits
        places = HALO + np.arange(count) + PAD * (owner.astype(np.int64) + 1)
        rows = count + PAD * (tokens.texts + 1)
        sequence = np.full(rows + 2 * HALO, -1, np.int32)       # per position the token, or -1 for nothing
        sequence[places] = np.arange(count, dtype=np.int32)
        needed, passing = np.ones(len(sequence), np.bool_), np.zeros(len(sequence), np.bool_)
        if spots is not None:
            passing[places] = spots
            needed = np.convolve(passing, np.ones(2 * (REACH + STRIDE) + 1, np.int32), "same") > 0
        numbers, means, shifts = np.zeros(count, np.int32), np.zeros((tokens.texts, self.embedding.shape[1]), np.int64), self._shifts
        anew = False
        for at in range(0, count, CHUNK):
            stop = min(at + CHUNK, count)
            anew |= self.memory.with_room(stop - at) and at > 0     # then the numbers of what came before are lost
            self._number(tokens, at, stop, numbers)
            add_embeddings(at, stop, owner, numbers, self.memory.rows, means)
        sizes = np.maximum(np.bincount(owner, minlength=tokens.texts), 1)[:, None]
        means = np.clip(means * ONE // (sizes * self.scales[0]), -TOP, TOP).astype(np.int16)
        for at in range(0, rows, CHUNK):
            here = slice(at, min(at + CHUNK, rows) + 2 * HALO)
            part, chosen = sequence[here], passing[here]
            if anew and (part >= 0).any():
                mine = part[part >= 0]
                self.memory.with_room(len(mine))
                self._number(tokens, mine[0], mine[-1] + 1, numbers)
            h1 = np.zeros((len(part), self.first.shape[1]), np.int16)
            first_layer(part, needed[here], numbers, self.memory.shares, self.bias1, TOP, h1)
            if spots is None:
                gated(part, h1, self.gate, shifts[2], self.gate_bias, chosen)
            later_layers(part, chosen, owner, means, h1, self.second, shifts[3], self.bias2, self.third, shifts[4], self.bias3,
                         self.context, shifts[6], self.last, shifts[5], self.bias4, STRIDE, np.int32(TOP), logits)
        return logits

    @cached_property
    def _shifts(self) -> list[np.int32]:
        return [np.int32(int(scale).bit_length() - 1) for scale in self.scales]     # of powers of two

    def _number(self, tokens: Tokens, begin: int, stop: int, numbers: np.ndarray) -> None:
        """Look tokens begin..stop up in the memory, and remember those not met before."""
        (kinds, folded), shifts, memory = tables(), self._shifts, self.memory
        numbered(tokens.code, kinds, folded, begin, stop, tokens.starts, tokens.ends, tokens.flags, self.words, self.word_bits, self.embedding, self.first,
                 shifts[0] + shifts[1], memory.keys, memory.numbers, memory.rows, memory.shares, memory.used, ONE, numbers)
