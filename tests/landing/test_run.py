"""Landing a source: what is kept, what is read again, what becomes of the rest; nothing is lost on the way."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.lake.errors import NotVisible, SetupError
from assets.landing import run
from assets.landing.books import IDENTICAL
from assets.landing.resolve import CONTRADICTED, ERASED, REPLACED, REVISED, SIGHTING
from assets.landing.run import replay
from assets.landing.sightings import TWICE
from tests.conftest import make_lake
from tests.landing.sources import KEYED, PIECES, Source, is_conserved


@pytest.fixture
def source(lake):
    return Source(lake)


def test_files_become_records_and_immutable_copies(source):
    source.pieces("a.csv", "1,Sac,10", "2,Gant,5")
    version = source.land()
    assert source.rows("code", "name", "price") == [("1", "Sac", 10.0), ("2", "Gant", 5.0)]
    entry = source.files["pieces/a.csv"]
    assert (entry["state"], entry["records"], entry["encoding"]) == ("read", 2, "utf-8")
    assert source.lake.store("landing").read(entry["place"]) == (source.inbox / "pieces/a.csv").read_bytes()
    assert entry["place"] == f"pieces/{entry['object_id'].hex()}.csv"
    assert is_conserved(version) and version.counts["in"] == 2


def test_a_second_landing_reads_nothing_and_makes_no_version(source, monkeypatch):
    source.pieces("a.csv", "1,Sac,10")
    first = source.land()
    monkeypatch.setattr(run, "keep", lambda *_: pytest.fail("a file was read again"))
    monkeypatch.setattr(run.Reading, "add", lambda *_: pytest.fail("an object was parsed again"))
    assert source.land().number == first.number


def test_a_touched_file_is_not_parsed_again(source, monkeypatch):
    path = source.pieces("a.csv", "1,Sac,10")
    first = source.land()
    os.utime(path, (1, 1))
    monkeypatch.setattr(run.Reading, "add", lambda *_: pytest.fail("an object was parsed again"))
    assert source.land().number == first.number
    assert source.files["pieces/a.csv"]["locator"].endswith(":1000000000")


def test_a_new_file_is_the_only_one_that_is_parsed(source, monkeypatch):
    source.pieces("a.csv", "1,Sac,10")
    before = source.land()
    parsed, add = [], run.Reading.add
    monkeypatch.setattr(run.Reading, "add", lambda self, found, path, *rest: parsed.append(path) or add(self, found, path, *rest))
    source.pieces("b.csv", "2,Gant,5")
    after = source.land()
    assert parsed == ["pieces/b.csv"]
    assert {segment.id for segment in before.segments} <= {segment.id for segment in after.segments}
    assert source.rows("name") == [("Gant",), ("Sac",)]


def test_the_same_bytes_under_another_name_are_one_object(source):
    source.pieces("b.csv", "1,Sac,10")
    source.pieces("a.csv", "1,Sac,10")
    version = source.land()
    files = source.files
    assert version.rows == 1 and version.counts["in"] == 1
    assert (files["pieces/a.csv"]["state"], files["pieces/b.csv"]["state"]) == ("read", "skipped")
    assert files["pieces/b.csv"]["reason"] == IDENTICAL


def test_deleting_a_row_changes_no_other_id_and_leaves_the_gone_one_out(source):
    source.pieces("a.csv", "1,Sac,10", "2,Gant,5", "3,Botte,9")
    source.land()
    before = source.ids()
    source.pieces("a.csv", "1,Sac,10", "3,Botte,9")
    version = source.land()
    assert source.ids() == {name: before[name] for name in ("Sac", "Botte")}
    assert version.counts["left_out"] == {REPLACED: 1} and is_conserved(version)
    assert version.counts["merged"] == {SIGHTING: 2}


def test_changed_content_under_a_key_is_a_revision(source):
    source.agree(KEYED)
    source.pieces("monday.csv", "1,Sac,10", "2,Gant,5")
    source.land()
    before = source.ids("code")
    source.pieces("tuesday.csv", "1,Sac,12", "2,Gant,5")
    version = source.land()
    assert source.ids("code") == before
    assert source.rows("code", "price") == [("1", 12.0), ("2", 5.0)]
    assert version.counts["left_out"] == {REVISED: 1} and version.counts["merged"] == {SIGHTING: 1}
    merged = next(row for row in version.left_out().to_pylist() if row["disposition"] == "merged")
    assert merged["into"] == before["2"]


def test_an_older_delivery_that_comes_again_is_the_newest(source):
    source.agree(KEYED)
    path = source.pieces("a.csv", "1,Sac,10")
    first = path.read_bytes()
    source.land()
    source.pieces("a.csv", "1,Sac,12")
    source.land()
    assert source.rows("price") == [(12.0,)]
    path.write_bytes(first)
    version = source.land()
    assert source.rows("price") == [(10.0,)] and is_conserved(version)


def test_old_bytes_under_a_new_name_are_a_new_delivery(source):
    source.agree(KEYED)
    for day, price in (("monday", 10), ("tuesday", 12), ("wednesday", 10)):
        source.pieces(f"{day}.csv", f"1,Sac,{price}")
        version = source.land()
    assert source.rows("price") == [(10.0,)] and version.counts["left_out"] == {REVISED: 1} and is_conserved(version)


def test_what_was_refused_stays_in_the_account(source):
    source.deliver("pieces/a.csv", "Code,Name,Price,Shelf\n1,Sac,ten,4\n2,Gant,5,4\n")
    source.land()
    source.pieces("b.csv", "3,Botte,7")
    version = source.land()
    assert version.counts["quarantined"] == {"the value of 'price' is no number": 1} and version.counts["in"] == 3
    assert version.facts["unmapped columns"] == 1


def test_a_record_comes_back_from_an_older_file_when_the_newer_one_gives_it_up(source):
    source.agree(KEYED)
    source.pieces("a.csv", "1,Sac,10")
    source.land()
    source.pieces("b.csv", "1,Sac,12")
    source.land()
    source.pieces("b.csv", "2,Gant,5")
    version = source.land()
    assert source.rows("code", "price") == [("1", 10.0), ("2", 5.0)] and is_conserved(version)


def test_one_key_with_two_contents_in_a_file_is_quarantined_both_times(source):
    source.agree(KEYED)
    source.pieces("a.csv", "1,Sac,10", "1,Sac,11", "2,Gant,5", "2,Gant,5")
    version = source.land()
    assert source.rows("code") == [("2",)]
    assert version.counts["quarantined"] == {TWICE: 2} and version.counts["merged"] == {SIGHTING: 1}
    assert [(what, where) for what, why, where in source.account if why == TWICE] == [("quarantined", "row 1"), ("quarantined", "row 2")]


def test_two_files_of_one_landing_that_contradict_each_other_leave_one_out(source):
    source.agree(KEYED)
    source.pieces("a.csv", "1,Sac,10")
    source.pieces("b.csv", "1,Sac,12")
    assert source.land().counts["left_out"] == {CONTRADICTED: 1}


def test_an_erased_record_and_an_erased_person_do_not_come_back(source):
    source.agree(KEYED + "subject: {id: Name}\n")
    source.pieces("a.csv", "1,Ada,10", "2,Bo,5", "3,Cy,7")
    source.land()
    rows = source.version.read(["name", "record_id", "subject_ids"]).to_pylist()
    by_name = {row["name"]: row for row in rows}
    source.lake.tombstones.add([by_name["Ada"]["subject_ids"][0], by_name["Bo"]["record_id"]], request="R-1")
    version = source.land()
    assert source.rows("name") == [("Cy",)] and version.counts["left_out"] == {ERASED: 2}
    source.pieces("b.csv", "1,Ada,99", "3,Cy,7")
    version = source.land()
    assert source.rows("name") == [("Cy",)] and version.counts["left_out"] == {ERASED: 2} and is_conserved(version)
    assert version.counts["in"] == 4, "what is filtered before it is kept never came in"


def test_a_vanished_inbox_file_keeps_its_records(source):
    source.pieces("a.csv", "1,Sac,10")
    source.land()
    shutil.rmtree(source.inbox)
    assert source.land().rows == 1


def test_a_blocked_source_is_counted_and_never_opened(source, monkeypatch):
    source.pieces("a.csv", "1,Sac,10")
    source.land()
    source.agree(PIECES.replace("legal_basis: not-personal\n", ""))
    source.pieces("b.csv", "2,Gant,5")
    monkeypatch.setattr(run, "keep", lambda *_: pytest.fail("a blocked file was opened"))
    version = source.land()
    assert version.rows == 0
    assert {path: (entry["state"], entry["reason"]) for path, entry in source.files.items()} == {
        f"pieces/{name}.csv": ("blocked", "the contract has no legal_basis") for name in "ab"}
    monkeypatch.undo()
    source.agree(PIECES)
    assert source.land().rows == 2


def test_a_changed_contract_reads_the_immutable_copies_again(source):
    source.pieces("a.csv", "1,Sac,10")
    source.land()
    shutil.rmtree(source.inbox)
    source.agree(PIECES.replace("name: Name", "name: Name, brand: '=Maison'"))
    source.land()
    assert source.rows("name", "brand") == [("Sac", "Maison")]


def test_a_full_disk_is_one_sentence_and_loses_nothing(source, monkeypatch):
    source.pieces("a.csv", "1,Sac,10")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(source.lake.store("landing")), "put_file", full)
    with pytest.raises(SetupError, match="disk full"):
        source.land()
    monkeypatch.undo()
    assert source.land().rows == 1


def test_an_object_store_holds_the_same_bytes_as_a_disk(tmp_path, bucket):
    zones = "".join(f"  {zone}: {{url: 's3://{bucket}/{zone}', endpoint_env: TEST_S3_ENDPOINT, key_env: TEST_S3_KEY, secret_env: TEST_S3_SECRET}}\n"
                    for zone in ("landing", "vault"))
    versions = []
    for lake in (make_lake(tmp_path / "disk"), make_lake(tmp_path / "store", lake="zones:\n" + zones)):
        source = Source(lake, KEYED)
        source.pieces("a.csv", "1,Sac,10", "2,Gant,5")
        source.land()
        source.pieces("b.csv", "1,Sac,11", "3,Botte,x")
        versions.append(source.land())
        assert source.rows("code", "price") == [("1", 11.0), ("2", 5.0)]
    assert versions[0].data_version == versions[1].data_version and versions[0].counts == versions[1].counts


def test_a_bad_row_is_named_by_object_and_place_and_the_others_are_read(source):
    source.pieces("a.csv", "1,Sac,10", "2,Gant,five", "3,Botte,9")
    version = source.land()
    refused, = version.left_out().to_pylist()
    assert refused["locator"] == "row 2" and refused["object_id"] == source.files["pieces/a.csv"]["object_id"]
    assert refused["reason"] == "the value of 'price' is no number"
    assert version.rows == 2 and is_conserved(version)


def test_a_landed_table_waits_for_its_checks(source):
    source.pieces("a.csv", "1,Sac,10")
    source.land(checks=("gate",))
    with pytest.raises(NotVisible):
        source.lake.read("landing/pieces")
    source.lake.verdict("landing/pieces", "gate", True)
    assert source.lake.read("landing/pieces").rows == 1


def test_a_crash_before_the_books_are_written_loses_and_doubles_nothing(source, monkeypatch):
    source.pieces("a.csv", "1,Sac,10")
    source.land()
    source.pieces("b.csv", "2,Gant,5", "2,Gant,5")
    monkeypatch.setattr(run.Books, "save", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        source.land()
    monkeypatch.undo()
    version = source.land()
    assert source.rows("name") == [("Gant",), ("Gant",), ("Sac",)] and is_conserved(version) and version.counts["in"] == 3


def test_a_stored_record_reads_the_same_from_its_copy(source):
    source.pieces("a.csv", "1,Sac,10", "2,Gant,5")
    source.land()
    record = source.ids()["Gant"]
    assert replay(source.lake, source.contract, record) is True
    assert replay(source.lake, source.contract, bytes(16)) is None
    source.lake.store("landing").write(source.files["pieces/a.csv"]["place"], b"Code,Name,Price\n2,Gant,6\n")
    assert replay(source.lake, source.contract, record) is False


def test_scratch_is_destroyed(source):
    source.pieces("a.csv", "1,Sac,10")
    source.land()
    assert list(source.lake.scratch().iterdir()) == []


def test_no_name_of_a_file_leaves_the_vault(source):
    source.pieces("Quatremaine.csv", "1,Sac,10")
    version = source.land()
    assert not any("Quatremaine" in entry.path for entry in source.lake.store("landing").list(""))
    assert b"Quatremaine" not in version.encoded()


ROWS = [f"{code},{name},{price}" for code, name, price in (("1", "Sac", 10), ("2", "Gant", 5), ("2", "Gant", 5), ("3", "Botte", 7))]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(ROWS), st.integers(0, 4), st.permutations(["z", "a"]))
def test_the_order_of_rows_names_and_times_of_files_change_no_byte(tmp_path_factory, rows, cut, names):
    """The same rows in any order, cut into two files under any names, give the same records."""
    def landed(files):
        source = Source(make_lake(tmp_path_factory.mktemp("one house")), KEYED)
        for age, (name, part) in enumerate(files):
            os.utime(source.pieces(f"{name}.csv", *part), (1000 - age, 1000 - age))
        version = source.land()
        assert is_conserved(version)
        return sorted(source.ids("code").items()), sorted(source.rows("code", "name", "price"))
    assert landed([("x", ROWS)]) == landed([(names[0], rows[:cut]), (names[1], rows[cut:])])


def test_two_clones_with_the_same_deliveries_hold_the_same_bytes(tmp_path):
    versions = []
    for place in ("one", "two"):
        source = Source(make_lake(tmp_path / place))
        names = ["a", "b"] if place == "one" else ["b", "a"]
        for name in names:
            source.pieces(f"{name}.csv", f"1,Sac {name},10")
        versions.append(source.land())
    assert versions[0].data_version == versions[1].data_version
    assert [segment.id for segment in versions[0].segments] == [segment.id for segment in versions[1].segments]
