"""Sixty-four bytes at a time, as bits."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.text.compiled import kernel
from assets.text.utf8 import between, copied, doubled, leading_zeros, lowest, ones, whitespace


@kernel
def looked_at(data, place, low, high, target):
    found = between(data, place, low, high)
    return found, doubled(data, place), whitespace(data, place), ones(found), leading_zeros(found), lowest(ones(found)), copied(data, place, target, 3)


def bits(marks) -> int:
    return sum(1 << place for place, mark in enumerate(marks) if mark)


@settings(deadline=None)
@given(st.binary(min_size=80, max_size=80), st.integers(0, 15), st.integers(0, 255), st.integers(0, 255))
def test_each_bit_says_what_its_byte_is(raw, place, one, other):
    low, high = sorted((one, other))
    own, target = raw[place: place + 64], np.zeros(70, np.uint8)
    found, twice, blank, count, zeros, below, at = looked_at(np.frombuffer(raw, np.uint8), place, low, high, target)
    inside = [low <= byte <= high for byte in own]
    assert found == bits(inside)
    assert twice == bits(own[n] == raw[place + n + 1] for n in range(64))
    assert blank == bits(chr(byte).isspace() and byte < 128 for byte in own)
    assert (count, zeros, below) == (sum(inside), 64 - int(found).bit_length(), (1 << sum(inside)) - 1)
    assert at == 3 and target.tobytes() == b"\0" * 3 + own + b"\0" * 3
