"""How many bits a text costs a reader who knows other texts: a Kneser-Ney model over bytes.

Belongs here: counting n-grams, estimating, scoring, and a model as bytes. Not here: which texts teach a model, what its bits decide.
Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998). N-grams of up to eight bytes fill one uint64, so counts are exact.
Costs are kept in whole 65,536ths of a bit: sums are the same in any order and on any machine.
"""

import struct
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from assets.text.arrow import buffers
from assets.text.compiled import kernel

ORDER = 6                   # bytes of an n-gram; 7 and 8 save two bits in a hundred, for twice and four times the memory
AT_MOST = 2**25             # bytes of text a model learns from
UNIT = 2**16                # costs are whole 65,536ths of a bit

_LANES = 8                          # texts read in turn: while one waits for memory the others go on
_HEAD = struct.Struct("<8sBQQQ")    # mark, order, bytes learned, the node a text begins in, words of the automaton
_MARK = b"KN-bytes"
_USUAL = (0.0, 0.5, 1.0, 1.5)       # discounts where too few n-grams were counted to estimate any


@dataclass(frozen=True, eq=False)
class Model:
    """A probability for every byte after any text: for each context all 256 add up to one, and none is zero.

    Each text is read on its own, as if `order - 1` bytes 0xFF, which no UTF-8 holds, stood before it; its end costs nothing. A model holds some
    20 bytes per distinct n-gram of the highest order.
    """

    order: int
    learned: int                                    # bytes of text the model learned from
    automaton: np.ndarray = field(repr=False)       # uint64, as `_automaton` says
    begin: np.uint64                                # the node in which a text begins

    @staticmethod
    def fit(texts: pa.Array | pa.ChunkedArray, order: int = ORDER, at_most: int = AT_MOST) -> "Model":
        """A model of these texts (strings or their bytes; null teaches nothing), in any order. Needs about 20 bytes of memory per byte of text.

        Raises ValueError for an order outside 1..8, and for more than `at_most` bytes: the caller knows how to sample.
        """
        if not 1 <= order <= 8:
            raise ValueError(f"A model of order {order} cannot be counted exactly; choose 1 to 8 bytes.")
        data, offsets = buffers(texts)
        if offsets[-1] - offsets[0] > at_most:
            raise ValueError(f"A model may learn from {at_most} bytes and was given {offsets[-1] - offsets[0]}; sample the texts or raise `at_most`.")
        grams = np.empty(offsets[-1] - offsets[0], np.uint64)
        _grams(data, offsets, _mask(order), grams)
        keys, counts = _counted(grams)
        return Model(order, int(counts.sum()), *_automaton(order, keys, counts))

    def bits(self, texts: pa.Array | pa.ChunkedArray) -> pa.Array:
        """Bits each text costs, float64; 0 for an empty text, null for null. Eight a byte for a model that learned nothing."""
        costs, _ = self._costs(texts)
        return pa.array(costs / UNIT, mask=_nulls(texts))

    def bits_per_byte(self, texts: pa.Array | pa.ChunkedArray) -> pa.Array:
        """Bits per byte of UTF-8, float64; null for a text that is null or empty."""
        costs, lengths = self._costs(texts)
        return pa.array(costs / UNIT / np.maximum(lengths, 1), mask=_nulls(texts) | (lengths == 0))

    def _costs(self, texts: pa.Array | pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
        data, offsets = buffers(texts)
        costs = np.zeros(len(texts), np.int64)
        _walk(data, offsets, self.automaton, self.begin, costs)
        return costs, np.diff(offsets)

    def to_bytes(self) -> bytes:
        """The model as bytes: equal models, equal bytes."""
        return _HEAD.pack(_MARK, self.order, self.learned, int(self.begin), len(self.automaton)) + self.automaton.astype("<u8").tobytes()

    @staticmethod
    def from_bytes(data: bytes) -> "Model":
        """The model that `to_bytes` wrote. Raises ValueError for any other bytes."""
        mark, order, learned, begin, size = _HEAD.unpack_from(data) if len(data) >= _HEAD.size else (b"", 0, 0, 0, 0)
        if mark != _MARK or not 1 <= order <= 8 or len(data) != _HEAD.size + 8 * size or begin >= size:
            raise ValueError("These bytes are no Kneser-Ney model; fit it again.")
        return Model(order, learned, np.frombuffer(data, "<u8", size, _HEAD.size).astype(np.uint64), np.uint64(begin))


# -- estimating ------------------------------------------------------------------------------------------------------------

def _automaton(order: int, keys: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.uint64]:
    """The model as an automaton, one uint64 array, and the node in which a text begins.

    A node is a known context: a word (price << 40 | shorter node << 8 | edges - 1), then one word for each byte known to follow, the most frequent
    first: (price << 40 | next node << 8 | byte). A byte that is not among them costs the node's price, and is looked for at the shorter node.
    """
    levels = _levels(order, keys, counts)
    contexts = [level >> np.uint64(8) for level, _ in levels]
    firsts = [_firsts(each) for each in contexts]
    nodes = [each[first] for each, first in zip(contexts, firsts, strict=True)]     # of 0, 1, ... order - 1 bytes
    places, end = [], 0
    for (level, count), first in zip(levels, firsts, strict=True):
        # Frequent nodes lie together: they are most of what is read, and few enough for the cache.
        frequent = np.argsort(-np.add.reduceat(count, first), kind="stable")
        words = np.diff(first, append=len(level))[frequent] + 1
        place = np.empty(len(first), np.uint64)
        place[frequent] = end + np.cumsum(words) - words
        places.append(place)
        end += len(level) + len(first)
    automaton = np.empty(end, np.uint64)
    chances, onward, shorter = np.full(1, 1 / 256), np.zeros(1, np.uint64), np.zeros(1, np.uint64)
    for size, (level, count) in enumerate(levels):
        # The same bytes without the first: always known one level below, because every longer n-gram was counted there.
        back = np.searchsorted(levels[size - 1][0], level & _mask(size)) if size else np.zeros(len(level), np.int64)
        edges = np.diff(firsts[size], append=len(level))
        node = np.repeat(np.arange(len(edges)), edges)
        share, aside = _discounted(count, firsts[size], node)
        chances = share + aside[node] * chances[back]
        onward = onward[back]
        if size + 1 < order and len(nodes[size + 1]):
            place = np.minimum(np.searchsorted(nodes[size + 1], level), len(nodes[size + 1]) - 1)
            onward = np.where(nodes[size + 1][place] == level, places[size + 1][place], onward)
        words = surprisal(chances) << np.uint64(40) | onward << np.uint64(8) | level & np.uint64(0xFF)
        automaton[places[size]] = surprisal(aside) << np.uint64(40) | shorter << np.uint64(8) | (edges - 1).astype(np.uint64)
        frequent = np.argsort(node << 32 | (2**32 - 1 - count), kind="stable")
        automaton[places[size][node] + (np.arange(1, len(level) + 1) - firsts[size][node]).astype(np.uint64)] = words[frequent]
        if size + 1 < order:
            shorter = places[size][np.searchsorted(nodes[size], nodes[size + 1] & _mask(size))]
    begins = len(nodes[-1]) and nodes[-1][-1] == _mask(order - 1)       # nothing sorts after the padding
    return automaton, places[-1][-1] if begins else np.uint64(0)


def _levels(order: int, keys: np.ndarray, counts: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """N-grams of 1, 2, ... order bytes with their counts: below the highest order, of how many different bytes they follow."""
    levels = [(keys, counts.astype(np.int64))]
    for size in range(order - 1, 0, -1):
        levels.append(_counted(levels[-1][0] & _mask(size)))
    single, count = levels.pop()
    every = np.zeros(256, np.int64)
    every[single] = count
    return [(np.arange(256, dtype=np.uint64), every), *reversed(levels)]


def _discounted(counts: np.ndarray, firsts: np.ndarray, node: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of its context that each n-gram keeps, and what each context sets aside for what it has not seen."""
    discounts = _discounts(counts)
    kinds = np.minimum(counts, 3)
    totals = np.add.reduceat(counts, firsts)
    seen = [np.add.reduceat((kinds == kind).astype(np.int64), firsts) for kind in (1, 2, 3)]
    aside = discounts[1] * seen[0] + discounts[2] * seen[1] + discounts[3] * seen[2]
    known = np.maximum(totals, 1)
    return (counts - discounts[kinds]) / known[node], np.where(totals > 0, aside / known, 1.0)


def _discounts(counts: np.ndarray) -> np.ndarray:
    """What is taken from n-grams seen 0, 1, 2, and 3 or more times, from the counts of counts."""
    once, twice, thrice, often = (int((counts == times).sum()) for times in (1, 2, 3, 4))
    if not (once and twice and thrice and often):
        return np.array(_USUAL)
    common = once / (once + 2 * twice)
    estimated = [0, 1 - 2 * common * twice / once, 2 - 3 * common * thrice / twice, 3 - 4 * common * often / thrice]
    return np.clip(estimated, [0, 0.05, 0.05, 0.05], [0, 1, 2, 3])


def surprisal(probabilities: np.ndarray) -> np.ndarray:
    """-log2 in units, uint64, rounded. By repeated squaring, because libraries' logarithms differ in the last digit."""
    fraction, exponent = np.frexp(probabilities)
    fraction, digits = fraction * 2, exponent.astype(np.int64) - 1
    for _ in range(UNIT.bit_length()):
        fraction = fraction * fraction
        carry = fraction >= 2
        digits = 2 * digits + carry
        fraction = np.where(carry, fraction * 0.5, fraction)
    return (-digits >> 1).astype(np.uint64)


def _counted(grams: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values, ascending, and how often each is there (int64)."""
    grams = np.sort(grams)
    firsts = _firsts(grams)
    return grams[firsts], np.diff(firsts, append=len(grams))


def _firsts(ordered: np.ndarray) -> np.ndarray:
    """Where each run of equal values begins."""
    begins = np.ones(len(ordered), bool)
    begins[1:] = ordered[1:] != ordered[:-1]
    return np.flatnonzero(begins)


def _mask(size: int) -> np.uint64:
    return np.uint64(2 ** (8 * size) - 1)


def _nulls(texts: pa.Array | pa.ChunkedArray) -> np.ndarray:
    return texts.is_null().to_numpy(zero_copy_only=False) if texts.null_count else np.zeros(len(texts), bool)


# -- kernels ---------------------------------------------------------------------------------------------------------------

@kernel
def _grams(data, offsets, mask, out):
    place = 0
    for text in range(len(offsets) - 1):
        gram = mask     # all ones: the padding
        for at in range(offsets[text], offsets[text + 1]):
            gram = (gram << np.uint64(8) | np.uint64(data[at])) & mask
            out[place] = gram
            place += 1


@kernel
def _walk(data, offsets, automaton, start, costs):
    """Adds to `costs` what each text costs, a step of each lane in turn. A step is a byte, or the way from a node to the shorter one."""
    texts = len(offsets) - 1
    text, at, node = np.empty(_LANES, np.int64), np.empty(_LANES, np.int64), np.empty(_LANES, np.uint64)
    begun = lanes = 0
    while begun < texts or lanes:
        while lanes < _LANES and begun < texts:
            text[lanes], at[lanes], node[lanes] = begun, offsets[begun], start
            begun, lanes = begun + 1, lanes + 1
        lane = 0
        while lane < lanes:
            if at[lane] == offsets[text[lane] + 1]:     # at its end: the last lane comes here
                lanes -= 1
                text[lane], at[lane], node[lane] = text[lanes], at[lanes], node[lanes]
                continue
            byte = np.uint64(data[at[lane]])
            head = automaton[node[lane]]
            edge = node[lane] + np.uint64(1)
            last = node[lane] + (head & np.uint64(0xFF)) + np.uint64(1)
            while edge <= last and automaton[edge] & np.uint64(0xFF) != byte:
                edge += np.uint64(1)
            word = automaton[edge] if edge <= last else head
            costs[text[lane]] += np.int64(word >> np.uint64(40))
            node[lane] = word >> np.uint64(8) & np.uint64(0xFFFFFFFF)
            at[lane] += edge <= last
            lane += 1
