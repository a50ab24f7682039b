"""The layers of the network as kernels over whole numbers.

Belongs here: the arithmetic of `network`, position by position. Not here: what a token is (`tokens`), the layers' sizes and scales (`network`).

Most activations are 0, so a layer adds up only the rows of its weights whose activation is not: a third of a dense product's work. Sums are in int32
(`network` says why they fit); a scale is a power of two, so that dividing by it is a shift.
"""

import numpy as np

from assets.privacy.tagger.tokens import FEATURES, describe, token_key
from assets.text.compiled import kernel

_RING = 8       # windows are at most so wide: what is remembered of the positions before; a power of two


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
def first_layer(part, numbers, shares, bias1, top, out):
    """The first layer of the positions of `part` (a token or -1) into out[positions, H1] (int16)."""
    size, reach = out.shape[1], shares.shape[1] // 2
    number_of = np.zeros(len(part), np.int32)
    for at in range(len(part)):
        if part[at] >= 0:
            number_of[at] = numbers[part[at]]
    sums = np.empty(size, np.int16)
    for at in range(reach, len(part) - reach):
        if number_of[at] == 0:
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
def _active(activations, values, units):
    """The activations that are not 0 and their units; returns how many. The arrays hold one more than there are units."""
    found = np.uint32(0)
    for unit in range(len(activations)):
        values[found] = activations[unit]
        units[found] = unit
        found += np.uint32(activations[unit] != 0)
    return found


@kernel
def _add(values, units, count, weights, sums):
    """Add each value times the weights of its unit; four at a time, so that the sums are read and written a quarter as often."""
    at, one, four = np.uint64(0), np.uint64(1), np.uint64(4)
    while at + four <= count:
        a, b, c, d = values[at], values[at + one], values[at + one + one], values[at + one + one + one]
        i, j, k, m = units[at], units[at + one], units[at + one + one], units[at + one + one + one]
        for unit in range(weights.shape[1]):
            sums[unit] += (a * np.int32(weights[i, unit]) + b * np.int32(weights[j, unit])) + (c * np.int32(weights[k, unit]) + d * np.int32(weights[m, unit]))
        at += four
    while at < count:
        for unit in range(weights.shape[1]):
            sums[unit] += values[at] * np.int32(weights[units[at], unit])
        at += one


@kernel
def _activated(sums, shift, bias, top, out):
    for unit in range(len(sums)):
        out[unit] = max(np.int32(0), min(top, (sums[unit] >> shift) + bias[unit]))


@kernel
def later_layers(part, owner, means, h1, gate, gate_shift, gate_bias, second, shift2, bias2, third, shift3, bias3, context, shift_context, last, shift4, bias4,
                 stride, top, logits):
    """Everything after the first layer, for the positions of `part` (a token or -1) that pass the gate; writes the logits of their tokens.

    `second` is int16[windows, H1, H2] over neighbours, `third` int16[3, H2, H3] over positions `stride` apart, `context` int16[width, H3] over the
    mean embedding of a token's text, means[owner[token]]; biases are int32. Positions nearer to an edge than both layers reach are only neighbours.
    """
    reach, width2, width3, positions = len(second) // 2, second.shape[2], third.shape[2], len(part)
    halo = 2 * reach + stride
    spots, rows = np.empty(positions, np.int32), np.zeros(positions, np.int32)      # positions that pass; which row of h2 a position has, 0 for none
    passed = near = 0
    for at in range(halo, positions - halo):
        if part[at] >= 0 and (_dot(h1[at], gate) >> gate_shift) + gate_bias >= 0:
            spots[passed] = at
            passed += 1
            for other in (at - stride, at, at + stride):
                if part[other] >= 0 and rows[other] == 0:
                    near += 1
                    rows[other] = near

    size = h1.shape[1]
    held, counts = np.full(_RING, -1, np.int64), np.empty(_RING, np.uint32)         # of the positions last looked at, what is active in h1
    values, units = np.empty((_RING, size + 1), np.int32), np.empty((_RING, size + 1), np.uint32)
    h2, sums = np.empty(width2, np.int32), np.empty(width2, np.int32)
    counts2, values2, units2 = np.zeros(near + 1, np.uint32), np.empty((near + 1, width2 + 1), np.int32), np.empty((near + 1, width2 + 1), np.uint32)
    for at in range(halo - stride, positions - halo + stride):
        row = rows[at]
        if row == 0:
            continue
        sums[:] = 0
        for step in range(len(second)):
            other = at + step - reach
            slot = other % _RING
            if held[slot] != other:
                held[slot], counts[slot] = other, _active(h1[other], values[slot], units[slot])
            _add(values[slot], units[slot], counts[slot], second[step], sums)
        _activated(sums, shift2, bias2, top, h2)
        counts2[row] = _active(h2, values2[row], units2[row])

    h3, sums3, sums4 = np.empty(width3, np.int32), np.empty(width3, np.int32), np.empty(len(bias4), np.int32)
    values3, units3 = np.empty(width3 + 1, np.int32), np.empty(width3 + 1, np.uint32)
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
        _add(values3, units3, _active(h3, values3, units3), last, sums4)
        for tag in range(len(bias4)):
            logits[part[spot], tag] = (sums4[tag] >> shift4) + bias4[tag]
