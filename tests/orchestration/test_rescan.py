"""Today's detectors over yesterday's releases: what is new is told by type and record, what is a surrogate is not, and no value is told."""

import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.governance.ledger.log import Log
from assets.lake import InputError, IntegrityError
from assets.landing.kinds import SCHEMAS
from assets.privacy.clean import STEPS
from assets.privacy.known import MATCHES
from assets.privacy.policy import load
from assets.privacy.surrogates.pseudonyms import Pseudonyms
from orchestration.verbs.rescan import live, rescan, rescan_folder, write_candidates
from tests.corpora.small_house import document, fill, put, record_id
from tests.governance import conftest as making
from tests.orchestration.houses import NOTES, answer, hallmark

RELEASE = "atelier/1.0.0"
PHONE, MAIL, IBAN, CARD = "+33 6 12 34 56 78", "anna.rossi@gmail.com", "FR14 2004 1010 0505 0001 3M02 606", "4539 1488 0343 6467"
SAID = "Please call me on {} or write to {}; the bag in black calf arrived yesterday and it is beautiful."
QUIET = "The bag in black calf arrived yesterday and everybody in the shop says that it is beautiful."
MART = pa.schema([("record_id", pa.binary(16)), ("purposes", pa.list_(pa.string())), ("created_on", pa.date32())])
CONTRACT = NOTES.replace("name: notes", "name: press")


def behind(lake, texts: dict[int, str], withheld: tuple[int, ...] = ()) -> None:
    """The raw rows behind records of the release, and the clean table that today's step makes of them."""
    put(lake, "landing/press", [{"record_id": record_id(number), "source": "press", "kind": "document", "object_id": b"o" * 16, "locator": "x", "subject_ids": [],
                                 "purposes": ["retrieval"], "licence": "L", "text": text} for number, text in texts.items()], SCHEMAS["document"])
    put(lake, "warehouse/documents", [{"record_id": record_id(number), "purposes": ["retrieval"], "created_on": None}
                                      for number in texts if number not in withheld], MART)
    put(lake, "privacy/matches", [{"record_id": record_id(number), "values": []} for number in texts], MATCHES)
    lake.derive(STEPS["document"], reads={"records": ["landing/press"], "mart": "warehouse/documents", "matches": "privacy/matches"}, writes="clean/documents",
                params={"policies": load(lake.house).as_params()})


def told(answer: dict) -> list[tuple]:
    return [(one["type"], one["by"], one["values"], one["records"]) for one in answer["found"]]


def ids(*numbers: int) -> list[str]:
    return sorted(record_id(number).hex() for number in numbers)


# -- with the house --------------------------------------------------------------------------------------------------------

def test_what_todays_detectors_replace_and_the_provenance_does_not_count_is_new(published):
    behind(published, {1: SAID.format(PHONE, MAIL), 2: QUIET, 3: SAID.format(PHONE, "us")})
    (found,) = rescan(published, [RELEASE])
    assert told(found) == [("EMAIL", "scrubbing again", 1, 1), ("PHONE", "scrubbing again", 2, 2)]
    assert found["candidates"] == ids(1, 3)


def test_what_the_provenance_counts_already_is_not_new(lake, monkeypatch):
    counted = [{**document(1), "redactions": [{"type": "PHONE", "count": 1}, {"type": "EMAIL", "count": 1}]}, document(2)]
    monkeypatch.setattr(making, "fill", lambda lake, documents, dialogues, **more: fill(lake, counted, dialogues, **more))
    making.make_published(lake)
    behind(lake, {1: SAID.format(PHONE, MAIL), 2: QUIET})
    (found,) = rescan(lake, [RELEASE])
    assert found["found"] == [] and found["candidates"] == []


def test_records_whose_raw_row_is_gone_are_searched_by_recognisers_and_that_is_said(published):
    behind(published, {1: QUIET, 2: QUIET, 3: QUIET}, withheld=(3,))
    (found,) = rescan(published, [RELEASE])
    assert found["found"] == []
    assert found["not_told"][0].startswith("68 of 70 records could not be scrubbed again") and "names, dates" in found["not_told"][0]


def test_a_person_whom_the_register_learned_since_is_found(published, tmp_path):
    path = published.house.path / "contracts" / "clients.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(CONTRACT.replace("name: press", "name: clients").replace("kind: document", "kind: subject").replace(
        "columns: {title: title, text: text}", "columns: {name: name}\nsubject: id\nsubject_fields: [name]"))
    row = {"record_id": record_id(900), "source": "clients", "kind": "subject", "object_id": b"o" * 16, "locator": "x", "name": "Silk Andof", "purposes": [], "subject_ids": []}
    put(published, "landing/clients", [row], SCHEMAS["subject"])
    behind(published, {1: QUIET})
    assert rescan(published, [RELEASE])[0]["found"] == []
    put(published, "landing/clients", [{**row, "name": "Number 17"}], SCHEMAS["subject"])
    (found,) = rescan(published, [RELEASE])
    assert told(found) == [("PERSON", "the register", 1, 1)] and found["candidates"] == ids(17)


def test_versions_then_and_now_are_told(published):
    behind(published, {1: QUIET})
    detectors = {one["what"]: (one["then"], one["now"]) for one in rescan(published, [RELEASE])[0]["detectors"]}
    then, now = detectors["code"]
    assert then == now and len(now) == 12 and "tagger" in detectors


def test_every_answer_is_entered_in_the_log_without_record_or_value(published):
    behind(published, {1: SAID.format(PHONE, MAIL)})
    rescan(published, [RELEASE])
    (entry,) = [entry for entry in Log(published.store("ledger")).entries() if entry["event"] == "rescan"]
    assert entry["records"] == 1 and entry["found"] == {"EMAIL by scrubbing again": 1, "PHONE by scrubbing again": 1}
    assert record_id(1).hex() not in json.dumps(entry)


def test_no_value_is_told_anywhere(published):
    behind(published, {1: SAID.format(PHONE, MAIL)})
    said = json.dumps(rescan(published, [RELEASE]))
    assert MAIL not in said and PHONE not in said and "12 34 56" not in said


def test_a_purged_release_has_nothing_to_search_and_is_not_in_use(published):
    behind(published, {1: QUIET})
    published.store("releases").write(f"{RELEASE}/PURGED", b"{}")
    assert live(published) == []
    with pytest.raises(InputError, match="is purged: there is nothing left to search"):
        rescan(published, [RELEASE])


def test_the_command_says_what_is_new_by_its_exit_status_and_writes_the_records_for_the_officer(published, tmp_path):
    behind(published, {1: QUIET})
    home = published.home.path
    assert hallmark(home, "rescan", "--all").returncode == 0
    behind(published, {1: SAID.format(PHONE, MAIL)})
    found = hallmark(home, "rescan", "atelier", "--to", str(tmp_path / "officer.json"))
    assert found.returncode == 1 and record_id(1).hex() in found.stdout and MAIL not in found.stdout
    (written,) = json.loads((tmp_path / "officer.json").read_text())
    assert written["records"] == ids(1) and (tmp_path / "officer.json").stat().st_mode & 0o077 == 0
    assert hallmark(home, "rescan", "atelier", "--to", str(tmp_path / "officer.json")).returncode == 2
    assert hallmark(home, "rescan").returncode == 2 and hallmark(home, "rescan", "atelier", "--all").returncode == 2
    assert answer(hallmark(home, "rescan", "--all", "--json"))[0]["candidates"] == ids(1)


# -- a folder alone --------------------------------------------------------------------------------------------------------

def folder(path, *texts: str, column: str = "text"):
    """A release folder of these texts."""
    (path / "data").mkdir(parents=True)
    (path / "MANIFEST.json").write_text(json.dumps({"corpus": "atelier", "version": "1.0.0", "root": "ab", "records": len(texts), "code": {"digest": "0" * 64}}))
    rows = [{"record_id": record_id(number), "metadata": "{}", column: text if column == "text" else [{"role": "user", "content": text}]}
            for number, text in enumerate(texts, 1)]
    pq.write_table(pa.Table.from_pylist(rows), path / "data" / "train-00000-of-00001.parquet")
    return path


@pytest.mark.parametrize(("value", "type_"), [(PHONE, "PHONE"), (MAIL, "EMAIL"), (IBAN, "IBAN"), (CARD, "CARD"), ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "SECRET")])
@pytest.mark.parametrize("column", ["text", "messages"])
def test_an_identifier_left_in_a_copied_folder_is_found_without_a_home(tmp_path, value, type_, column):
    (found,) = rescan_folder(folder(tmp_path / "r", f"Payment with {value}, thank you.", QUIET, column=column))
    assert (type_, "recognisers alone", 1, 1) in told(found) and found["candidates"] == ids(1)
    assert any("names, dates" in sentence for sentence in found["not_told"])


@pytest.mark.parametrize(("type_", "value"), [
    ("PHONE", PHONE), ("PHONE", "06 12 34 56 78"), ("PHONE", "(415) 555-2671"), ("EMAIL", MAIL), ("IBAN", IBAN), ("IBAN", "GB29 NWBK 6016 1331 9268 19"), ("CARD", CARD),
    ("HANDLE", "@anna.rossi"), ("URL", "https://www.instagram.com/anna.rossi"), ("IP", "82.64.12.7"), ("NATIONAL_ID", "RSSNNA80A41F205X")])
def test_the_surrogate_of_an_identifier_is_never_taken_for_one(tmp_path, type_, value):
    maker = Pseudonyms(b"k" * 32)
    made = [maker.render(type_, value, record=bytes([n]), locale="en") for n in range(3)] + [maker.tag(type_, value)]
    (found,) = rescan_folder(folder(tmp_path / "r", *(f"Payment with {one}, thank you." for one in made)))
    assert found["found"] == []


def test_what_is_no_release_folder_or_cannot_be_read_is_said_in_a_sentence(tmp_path):
    with pytest.raises(InputError, match="is no release folder"):
        rescan_folder(tmp_path)
    broken = folder(tmp_path / "r", QUIET)
    (broken / "data" / "train-00000-of-00001.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(IntegrityError, match="data/train-00000-of-00001.parquet of atelier/1.0.0 cannot be read; run `hallmark verify"):
        rescan_folder(broken)


def test_candidates_are_never_written_over_another_file(tmp_path):
    (tmp_path / "there.json").write_text("kept")
    with pytest.raises(InputError, match="exists already"):
        write_candidates([], tmp_path / "there.json")
    with pytest.raises(InputError, match="There is no folder"):
        write_candidates([], tmp_path / "nowhere" / "file.json")
    assert (tmp_path / "there.json").read_text() == "kept"


def test_the_command_searches_a_copied_folder(published, tmp_path):
    copy = shutil.copytree(published.store("releases").local(RELEASE), tmp_path / "received")
    assert hallmark(tmp_path / "no home", "rescan", str(copy)).returncode == 0
