"""Keys are found among others exactly, also where they look alike."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assets.curation.duplicates import keys
from assets.curation.duplicates.keys import matches

ALIKE = st.integers(0, 12)                                          # small numbers share the bits that a table goes by
KEYS = st.lists(ALIKE | ALIKE.map(lambda one: one << 20) | st.integers(0, 2**64 - 1), max_size=40)


@given(KEYS, KEYS, st.integers(1, 50))
def test_every_wanted_key_is_found_wherever_it_stands_and_no_other(held, wanted, at_once):
    wanted, together = list(dict.fromkeys(wanted)), keys.AT_ONCE
    keys.AT_ONCE = at_once
    try:
        here, which = matches(np.array(held, np.uint64), np.array(wanted, np.uint64))
    finally:
        keys.AT_ONCE = together
    found = sorted(zip(here.tolist(), which.tolist(), strict=True))
    assert found == [(place, wanted.index(key)) for place, key in enumerate(held) if key in wanted]
