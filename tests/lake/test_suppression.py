import pyarrow as pa

from tests.lake.tables import record_id


def test_an_id_that_was_suppressed_is_recognised_and_others_are_not(lake):
    lake.tombstones.add([record_id(1), record_id(2)], request="R-1")
    asked = pa.array([record_id(1), record_id(3), None], pa.binary(16))
    assert lake.tombstones.contains(asked).to_pylist() == [True, False, False]


def test_the_stored_list_holds_no_id_in_clear(lake):
    lake.tombstones.add([b"person-of-16-byt"], request="R-1")
    assert all(b"person" not in lake.store("vault").read(entry.path) and b"person".hex().encode() not in lake.store("vault").read(entry.path)
               for entry in lake.store("vault").list("suppression"))


def test_adding_twice_changes_nothing(lake):
    lake.tombstones.add([record_id(1)], request="R-1")
    before = lake.tombstones.digest()
    lake.tombstones.add([record_id(1)], request="R-1")
    assert lake.tombstones.digest() == before


def test_an_objection_is_no_erasure(lake):
    lake.tombstones.add([record_id(1)], request="R-1", kind="objection")
    assert lake.tombstones.contains(pa.array([record_id(1)], pa.binary(16))).to_pylist() == [False] and lake.tombstones.empty


def test_values_are_struck_and_what_is_too_short_is_told(lake):
    assert lake.tombstones.empty and lake.tombstones.strike("Ada Quatremaine") == "Ada Quatremaine"
    before = lake.tombstones.digest()
    assert lake.tombstones.add_values(["Ada Quatremaine", "Bo", "12345"], request="R-1") == [1, 2]
    assert lake.tombstones.strike("by Ada Quatremaine") == "by [erased]" and lake.tombstones.struck("ADA QUATREMAINE")
    assert lake.tombstones.strike_all({"Ada Quatremaine": [{"by": "ada quatremaine"}, 7, None]}) == {"[erased]": [{"by": "[erased]"}, 7, None]}
    assert not lake.tombstones.empty and lake.tombstones.digest() != before


def test_the_stored_values_name_nobody(lake):
    lake.tombstones.add_values(["Ada Quatremaine", "+33 6 12 34 56 78"], request="R-1")
    stored = b"".join(lake.store("vault").read(entry.path) for entry in lake.store("vault").list("suppression")).lower()
    assert b"quatremaine" not in stored and b"612345678" not in stored


def test_values_added_twice_are_one_list(lake):
    lake.tombstones.add_values(["Ada Quatremaine"], request="R-1")
    before = lake.tombstones.digest()
    lake.tombstones.add_values(["Ada Quatremaine"], request="R-1")
    assert lake.tombstones.digest() == before
