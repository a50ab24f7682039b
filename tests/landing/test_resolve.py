"""Which sighting of a record stands."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assets.landing.resolve import BASE, CONTRADICTED, ERASED, LOST, NEW, REPLACED, REVISED, SIGHTING, Candidates, resolve


def sightings(*rows):
    """Rows of (id, content, delivery, live, erased, origin)."""
    one, content, delivery, live, erased, origin = (list(column) for column in zip(*rows)) if rows else ([],) * 6
    return Candidates(np.array(one, "S16"), np.array(content, "S16"), np.array(delivery, np.int64), np.array(delivery, np.int64),
                      np.array(live, bool), np.array(erased, bool), np.array(origin, np.int64))


def reasons(*rows):
    return list(resolve(sightings(*rows)).reason)


def test_the_same_content_seen_again_is_merged_into_the_row_that_stands():
    found = resolve(sightings((b"a", b"x", 1, True, False, BASE), (b"a", b"x", 2, True, False, NEW)))
    assert list(found.wins) == [True, False] and list(found.merged) == [False, True] and found.reason[1] == SIGHTING


def test_changed_content_is_a_revision_and_the_newest_delivery_wins():
    assert reasons((b"a", b"x", 1, True, False, BASE), (b"a", b"y", 2, True, False, NEW)) == [REVISED, ""]


def test_a_record_that_its_file_no_longer_holds_is_left_out():
    assert reasons((b"a", b"x", 1, False, False, BASE)) == [REPLACED]


def test_an_older_file_that_still_holds_the_record_brings_it_back():
    assert reasons((b"a", b"x", 1, True, False, LOST), (b"a", b"y", 2, False, False, BASE)) == ["", REVISED]


def test_what_is_erased_never_stands():
    assert reasons((b"a", b"x", 1, True, True, BASE), (b"a", b"x", 2, True, True, NEW)) == [ERASED, ERASED]


def test_two_files_of_one_landing_that_contradict_each_other_say_so():
    found = sightings((b"a", b"x", 1, True, False, NEW), (b"a", b"y", 1, True, False, NEW))
    found.rank = np.array([1, 2])
    assert list(resolve(found).reason) == [CONTRADICTED, ""]


@given(st.lists(st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.sampled_from([b"x", b"y"]), st.integers(1, 4), st.booleans(), st.booleans(),
                          st.sampled_from([BASE, NEW, LOST])), max_size=15))
def test_every_sighting_stands_or_has_a_reason_and_a_record_stands_once(rows):
    found, given_ = resolve(sightings(*rows)), [row[0] for row in rows]
    standing = [one for one, wins in zip(given_, found.wins) if wins]
    assert len(standing) == len(set(standing))
    assert all((reason == "") == bool(wins) for reason, wins in zip(found.reason, found.wins))
    assert all(one in standing for one, merged in zip(given_, found.merged) if merged)
    assert all(not row[4] and row[3] for row, wins in zip(rows, found.wins) if wins)
