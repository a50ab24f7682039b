"""The network in integers: three layers over windows of tokens, the same bits on every machine (law 3).

Belongs here: the weights' layout and how they are run. Not here: what a token is (`tokens`), the arithmetic of a layer (`layers`), how weights are
found (`training`).

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
from dataclasses import dataclass, field

import numpy as np

from assets.lake import IntegrityError
from assets.privacy.tagger.layers import add_embeddings, first_layer, later_layers, numbered
from assets.privacy.tagger.tokens import FEATURES, tokens_of

TAGS = ("O", "PERSON", "LOCATION", "ORG", "ADDRESS", "EMAIL", "PHONE", "DATE", "ID", "BIRTH_DATE")
REACH, STRIDE = 2, 3    # neighbours of the first two layers on each side; distance of the third layer's neighbours
HALO = 2 * REACH + STRIDE
PAD = STRIDE            # rows of nothing between two texts: no window of a text reaches into another
ONE, TOP = 128, 1023    # 1.0 of an activation, and the highest one
CHUNK = 4096            # positions at once: what memory is bounded by, and what a core keeps near
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


@dataclass(frozen=True)
class Network:
    """Weights, ready to run."""

    embedding: np.ndarray   # int8[BUCKETS, width]
    first: np.ndarray       # int16[5, H1, width]
    bias1: np.ndarray       # int16[H1], in 128ths like every bias
    gate: np.ndarray        # int16[H1]
    gate_bias: int          # the threshold included
    second: np.ndarray      # int16[5, H1, H2]
    bias2: np.ndarray       # int32[H2], and so the others
    third: np.ndarray       # int16[3, H2, H3]
    bias3: np.ndarray
    context: np.ndarray     # int16[width, H3]
    last: np.ndarray        # int16[H3, tags]
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
        whole |= {name: np.ascontiguousarray(arrays[name], np.int16) for name in ("gate", "second", "third", "last", "context")}
        whole |= {name: np.ascontiguousarray(arrays[name], np.int32) for name in ("bias2", "bias3", "bias4")}
        whole["second"] = whole["second"].reshape(2 * REACH + 1, len(arrays["bias1"]), -1)
        whole["third"] = whole["third"].reshape(3, len(arrays["bias2"]), -1)
        return Network(**whole, gate_bias=int(arrays["gate_bias"]), memory=Memory.of(whole["embedding"].shape[1], len(arrays["bias1"])))

    def run(self, code: np.ndarray, kinds: np.ndarray, folded: np.ndarray, texts: np.ndarray):
        """Tokens of the texts and what they are. texts[i] = (begin, end) in `code`, in order and apart.

        Returns starts and ends (int32[n]) of the tokens, the number of each token's text (int32[n]), and logits (int32[n, tags]) in 128ths; a token
        that the gate lets go has 0 for O and -TOP for every other tag.
        """
        room = int((texts[:, 1] - texts[:, 0]).sum())
        starts, ends, owner, flags = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.uint8)
        count = tokens_of(code, kinds, texts, starts, ends, owner, flags)
        starts, ends, owner = starts[:count].copy(), ends[:count].copy(), owner[:count].copy()
        logits = np.full((count, len(self.bias4)), -TOP, np.int32)
        logits[:, 0] = 0
        rows = count + PAD * (len(texts) + 1)
        sequence = np.full(rows + 2 * HALO, -1, np.int32)       # per position the token, or -1 for nothing
        if count:
            sequence[HALO + np.arange(count) + PAD * (owner.astype(np.int64) + 1)] = np.arange(count, dtype=np.int32)
        shifts = [np.int32(int(scale).bit_length() - 1) for scale in self.scales]       # of powers of two
        memory, numbers = self.memory, np.zeros(count, np.int32)

        def number(begin: int, stop: int) -> None:
            numbered(code, kinds, folded, begin, stop, starts, ends, flags, self.words, self.word_bits, self.embedding, self.first, shifts[0] + shifts[1],
                     memory.keys, memory.numbers, memory.rows, memory.shares, memory.used, ONE, numbers)

        totals, anew = np.zeros((len(texts), self.embedding.shape[1]), np.int64), False
        for at in range(0, count, CHUNK):
            stop = min(at + CHUNK, count)
            anew |= memory.with_room(stop - at) and at > 0      # then the numbers of what came before are lost
            number(at, stop)
            add_embeddings(at, stop, owner, numbers, memory.rows, totals)
        sizes = np.maximum(np.bincount(owner, minlength=len(texts)), 1)[:, None]
        means = np.clip(totals * ONE // (sizes * self.scales[0]), -TOP, TOP).astype(np.int16)
        for at in range(0, rows, CHUNK):
            part = sequence[at:min(at + CHUNK, rows) + 2 * HALO]
            tokens = part[part >= 0] if anew else part[:0]
            if len(tokens):
                memory.with_room(len(tokens))
                number(tokens[0], tokens[-1] + 1)
            h1 = np.zeros((len(part), self.first.shape[1]), np.int16)
            first_layer(part, numbers, memory.shares, self.bias1, TOP, h1)
            later_layers(part, owner, means, h1, self.gate, shifts[2], self.gate_bias, self.second, shifts[3], self.bias2, self.third, shifts[4], self.bias3,
                         self.context, shifts[6], self.last, shifts[5], self.bias4, STRIDE, np.int32(TOP), logits)
        return starts, ends, owner, logits
