"""The layers of the network as kernels over whole numbers.

Belongs here: the arithmetic of `network`, position by position. Not here: what a token is (`tokens`), the layers' sizes and scales (`network`).

Most activations are 0, so a layer adds up only the weights of pairs of units of which one is not: half a dense product's work, in instructions that multiply
and add two at once. Sums are in int32 (`network` says why they fit); a scale is a power of two, so that dividing by it is a shift.
"""

import numpy as np

from assets.privacy.tagger.tokens import FEATURES, describe, token_key
from assets.text.compiled import LANES, add_pairs, kernel

_RING = 8       # windows are at most so wide: what is remembered of the positions before; a power of two


def paired(weights: np.ndarray) -> np.ndarray:
    """int16[windows, units, columns] as `add_pairs` reads it: int16[windows, units / 2, 2 * columns], the columns filled up with zeros to whole lanes."""
    windows, units, columns = weights.shape
    wide = np.zeros((windows, units, -(-columns // LANES) * LANES), np.int16)
    wide[:, :, :columns] = weights
    return np.ascontiguousarray(wide.reshape(windows, units // 2, 2, -1).swapaxes(2, 3)).reshape(windows, units // 2, -1)


@kernel
def _dot(values, weights):
    total = np.int32(0)
    for unit in range(len(values)):
        total += np.int32(values[unit]) * np.int32(weights[unit])
    return total


@kernel
def _shared(found, embedding, shift, first, one, x, share):
    """The embedding of a token, into x[width], and what it gives to the first layer of itself and its neighbours, into share[5, H1]."""
    width = embedding.shape[1]
    x[:] = 0
    for feature in range(len(found)):
        for i in range(width):
            x[i] += embedding[found[feature], i]
    for place in range(first.shape[0]):
        for unit in range(first.shape[1]):
            total = np.int64(_dot(x, first[place, unit]))
            share[place, unit] = max(-5000, min(5000, (total * one) >> shift))      # five and a bias stay in int16


@kernel
def numbered(code, kinds, folded, begin, stop, starts, ends, flags, words, word_bits, embedding, first, shift, keys, memory_numbers, rows, shares, used, one, numbers):
    """The numbers that tokens begin..stop have in the memory, into numbers[tokens]; those not met before are remembered with their embedding and shares."""
    found = np.empty(FEATURES, np.int32)
    mask = np.uint64(len(keys) - 1)
    for token in range(begin, stop):
        key = token_key(code, starts[token], ends[token], flags[token])
        slot = key & mask
        while keys[slot] != 0 and keys[slot] != key:
            slot = (slot + np.uint64(1)) & mask
        if keys[slot] == 0:
            describe(code, kinds, folded, starts[token], ends[token], flags[token], words, word_bits, found)
            _shared(found, embedding, shift, first, one, rows[used[0]], shares[used[0]])
            keys[slot], memory_numbers[slot] = key, used[0]
            used[0] += 1
        numbers[token] = memory_numbers[slot]


@kernel
def add_embeddings(begin, stop, owner, numbers, rows, totals):
    """The embeddings of tokens begin..stop added up by text, into totals[texts, width]. At most 2^20 tokens at once: their sums fit int32."""
    width, text = totals.shape[1], owner[begin]
    sums = np.zeros(width, np.int32)
    for token in range(begin, stop):
        if owner[token] != text:
            for i in range(width):
                totals[text, i] += sums[i]
                sums[i] = 0
            text = owner[token]
        row = rows[numbers[token]]
        for i in range(width):
            sums[i] += np.int32(row[i])
    for i in range(width):
        totals[text, i] += sums[i]


@kernel
def first_layer(part, needed, numbers, shares, bias1, top, out):
    """The first layer of the positions of `part` (a token or -1) that are needed, into out[positions, H1] (int16)."""
    size, reach = out.shape[1], shares.shape[1] // 2
    number_of = np.zeros(len(part), np.int32)
    for at in range(len(part)):
        if part[at] >= 0:
            number_of[at] = numbers[part[at]]
    sums = np.empty(size, np.int16)
    for at in range(reach, len(part) - reach):
        if number_of[at] == 0 or not needed[at]:
            continue
        for unit in range(size):
            sums[unit] = bias1[unit]
        for step in range(2 * reach + 1):
            number = number_of[at + step - reach]
            if number:
                share = shares[number, step]
                for unit in range(size):
                    sums[unit] = np.int16(sums[unit] + share[unit])
        for unit in range(size):
            value = sums[unit]
            out[at, unit] = 0 if value < 0 else top if value > top else value


@kernel
def gated(part, h1, gate, shift, bias, passing):
    """Which positions of `part` hold a token that passes the gate, into passing[positions]."""
    for at in range(len(part)):
        passing[at] = part[at] >= 0 and (_dot(h1[at], gate) >> shift) + bias >= 0


@kernel
def _active(pairs, values, rows):
    """The pairs of activations that are not both 0, and which they are; returns how many. The arrays hold one more than there are pairs."""
    found = np.uint32(0)
    for pair in range(len(pairs)):
        values[found] = pairs[pair]
        rows[found] = pair
        found += np.uint32(pairs[pair] != 0)
    return found


@kernel
def _add(values, rows, count, weights, sums):
    """Add the weights of the active pairs, each times its two activations."""
    for column in range(0, len(sums), LANES):
        add_pairs(values, rows, np.int64(count), weights, sums, np.int64(column))


@kernel
def _activated(sums, shift, bias, top, out):
    for unit in range(len(out)):
        out[unit] = max(np.int32(0), min(top, (sums[unit] >> shift) + bias[unit]))


@kernel
def later_layers(part, passing, owner, means, h1, second, shift2, bias2, third, shift3, bias3, context, shift_context, last, shift4, bias4, stride, top, logits):
    """Everything after the first layer, for the positions of `part` (a token or -1) that are `passing`; writes the logits of their tokens.

    `second` is `paired` weights over neighbours, `third` over positions `stride` apart, `last` over the position itself; `context` is int16[width, H3] over the
    mean embedding of a token's text, means[owner[token]]; biases are int32. Positions nearer to an edge than both layers reach are only neighbours.
    """
    reach, width2, width3, positions = len(second) // 2, len(bias2), len(bias3), len(part)
    halo = 2 * reach + stride
    spots, rows = np.empty(positions, np.int32), np.zeros(positions, np.int32)      # positions that pass; which row of h2 a position has, 0 for none
    passed = near = 0
    for at in range(halo, positions - halo):
        if passing[at]:
            spots[passed] = at
            passed += 1
            for other in (at - stride, at, at + stride):
                if part[other] >= 0 and rows[other] == 0:
                    near += 1
                    rows[other] = near

    pairs = h1.view(np.int32)
    size = pairs.shape[1]
    held, counts = np.full(_RING, -1, np.int64), np.empty(_RING, np.uint32)         # of the positions last looked at, what is active in h1
    values, units = np.empty((_RING, size + 1), np.int32), np.empty((_RING, size + 1), np.uint32)
    h2, sums2 = np.empty(width2, np.int16), np.empty(second.shape[2] // 2, np.int32)
    counts2, values2, units2 = np.zeros(near + 1, np.uint32), np.empty((near + 1, width2 // 2 + 1), np.int32), np.empty((near + 1, width2 // 2 + 1), np.uint32)
    for at in range(halo - stride, positions - halo + stride):
        row = rows[at]
        if row == 0:
            continue
        sums2[:] = 0
        for step in range(len(second)):
            other = at + step - reach
            slot = other % _RING
            if held[slot] != other:
                held[slot], counts[slot] = other, _active(pairs[other], values[slot], units[slot])
            _add(values[slot], units[slot], counts[slot], second[step], sums2)
        _activated(sums2, shift2, bias2, top, h2)
        counts2[row] = _active(h2.view(np.int32), values2[row], units2[row])

    h3, sums3, sums4 = np.empty(width3, np.int16), np.empty(third.shape[2] // 2, np.int32), np.empty(last.shape[2] // 2, np.int32)
    values3, units3 = np.empty(width3 // 2 + 1, np.int32), np.empty(width3 // 2 + 1, np.uint32)
    base, text = np.empty(width3, np.int32), -1
    for spot in spots[:passed]:
        if owner[part[spot]] != text:
            text = owner[part[spot]]
            base[:] = 0
            for i in range(context.shape[0]):
                for unit in range(width3):
                    base[unit] += np.int32(means[text, i]) * np.int32(context[i, unit])
            for unit in range(width3):
                base[unit] = (base[unit] >> shift_context) + bias3[unit]
        sums3[:] = 0
        for step in range(3):
            row = rows[spot + (step - 1) * stride]
            _add(values2[row], units2[row], counts2[row], third[step], sums3)
        _activated(sums3, shift3, base, top, h3)
        sums4[:] = 0
        _add(values3, units3, _active(h3.view(np.int32), values3, units3), last[0], sums4)
        for tag in range(len(bias4)):
            logits[part[spot], tag] = (sums4[tag] >> shift4) + bias4[tag]
