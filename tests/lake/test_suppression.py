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
