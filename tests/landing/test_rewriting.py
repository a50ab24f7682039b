"""What landing forgets: copies without erased rows, mentions struck out, later deliveries filtered, whatever crashes in between."""

import io
import json
import sqlite3
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.lake.errors import IntegrityError
from assets.landing.copies import SUFFIX, read_copy
from assets.landing.forgetting import UNREADABLE
from assets.landing.resolve import ERASED
from assets.landing.rewriting import replace_copies
from assets.landing.run import deliver, replay
from assets.privacy.evidence.leaks import Scanner
from tests.conftest import make_lake
from tests.landing.sources import Source, is_conserved

ADA, NUMBER, MAIL = "Ada Quatremaine", "VD-204711", "ada.quatremaine@example.org"
SCANNER = Scanner([("PERSON", ADA), ("CLIENT_NO", NUMBER), ("EMAIL", MAIL)])
OTHERS = ["2", "3", "4"]

VISITS = """
name: visits
title: Visits
kind: event
from: {files: {include: ["visits/**"]}}
format: auto
columns: {event_type: what, text: note, value: spent}
keep: [more]
primary_key: ["no"]
subject: {id: client}
licence: LicenseRef-House-Owned
legal_basis: consent
purposes: [train-language-model]
"""
KEYLESS = VISITS.replace('primary_key: ["no"]\n', "")
ROWS = [{"no": "1", "client": NUMBER, "what": "visit", "note": "came for gloves", "spent": 120, "more": MAIL},
        {"no": "2", "client": "VD-300001", "what": "visit", "note": "says ada\nQUATREMAINE sent him", "spent": 80, "more": None},
        {"no": "3", "client": "VD-300002", "what": "call", "note": "a bag of 1 204 711 pearls", "spent": 5, "more": "shop"},
        {"no": "4", "client": "VD-300003", "what": "call", "note": "", "spent": 7.5, "more": "shop"}]


def table(rows):
    names = list(ROWS[0])
    cells = [[f'"{row[name]}"' if row[name] is not None else "" for name in names] for row in rows]
    return "\n".join(",".join(line) for line in [names, *cells]).encode() + b"\n"


def lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def parquet(rows):
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([{**row, "spent": float(row["spent"])} for row in rows]), sink, compression="zstd")
    return sink.getvalue()


def workbook(rows):
    """The smallest workbook there is, with its texts written in two runs each."""
    def cell(value):
        if isinstance(value, int | float):
            return f"<c><v>{value}</v></c>"
        half = len(value or "") // 2
        return f"<c t='inlineStr'><is><r><t xml:space='preserve'>{(value or '')[:half]}</t></r><r><t xml:space='preserve'>{(value or '')[half:]}</t></r></is></c>"

    body = "".join(f"<row>{''.join(map(cell, line))}</row>" for line in [list(ROWS[0]), *(list(row.values()) for row in rows)])
    main, relations = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return archive({
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f"<Relationships xmlns='{relations}'><Relationship Id='r' Type='{office}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": f"<workbook xmlns='{main}' xmlns:r='{office}'><sheets><sheet name='Visits' sheetId='1' r:id='r'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{relations}'><Relationship Id='r' Type='{office}/worksheet' Target='sheet.xml'/></Relationships>",
        "xl/sheet.xml": f"<worksheet xmlns='{main}'><sheetData>{body}</sheetData></worksheet>"})


def archive(members):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in members.items():
            out.writestr(name, text)
    return sink.getvalue()


def zipped(rows):
    return archive({"part one.csv": table(rows[:2]), f"of {ADA}.csv": table(rows[2:])})


FORMATS = {"visits.csv": table, "visits.jsonl": lines, "visits.parquet": parquet, "visits.xlsx": workbook, "visits.zip": zipped}


@pytest.fixture
def source(lake):
    return Source(lake, VISITS)


def suppress(source):
    """Ada, the person of row 1, and all that names her."""
    person = next(row["subject_ids"] for row in source.version.read(["text", "subject_ids"]).to_pylist() if row["text"] == "came for gloves")
    source.lake.tombstones.add(person, "R-1")
    assert source.lake.tombstones.add_values([ADA, NUMBER, MAIL], "R-1") == []


def erase(source):
    suppress(source)
    return again(source)


def again(source):
    return replace_copies(source.lake, [source.contract])


def leaks(source):
    """Where she still stands: the landing zone, the books and the notes of deliveries."""
    found = SCANNER.store(source.lake.store("landing")) + SCANNER.store(source.lake.store("vault"), "deliveries")
    return found + SCANNER.store(source.lake.store("vault"), f"{source.contract.table}.files")


def landed(source):
    rows = source.version.read(["primary_key", "record_id", "row_mac", "text", "locator"]).to_pylist()
    return {row["primary_key"]: row for row in rows}


@pytest.mark.parametrize("name", FORMATS)
def test_her_rows_leave_the_copy_and_the_others_stay_who_and_what_they_are(source, name):
    source.deliver(f"visits/{name}", FORMATS[name](ROWS))
    source.land()
    before = landed(source)
    told = erase(source)
    assert (told["objects"], told["rows"]) == (1, 1) and told["struck"] >= 1
    assert leaks(source) == []
    source.land()
    after = landed(source)
    assert sorted(after) == OTHERS and is_conserved(source.version) and source.version.counts["in"] == 3
    assert {key: row["record_id"] for key, row in after.items()} == {key: before[key]["record_id"] for key in OTHERS}
    assert [key for key in OTHERS if after[key]["row_mac"] != before[key]["row_mac"]] == ["2"]
    assert after["2"]["text"] == "says [erased] sent him"
    assert name == "visits.zip" or all(after[key]["locator"] == before[key]["locator"] for key in OTHERS)
    assert all(replay(source.lake, source.contract, row["record_id"]) is True for row in after.values())


@pytest.mark.parametrize("name", FORMATS)
def test_neither_the_same_file_nor_her_rows_in_a_new_one_bring_her_back(source, name):
    path = source.deliver(f"visits/{name}", FORMATS[name](ROWS))
    source.land()
    erase(source)
    source.land()
    path.touch()
    source.deliver(f"visits/again {name}", path.read_bytes())
    source.deliver(f"visits/moved {name}", FORMATS[name](ROWS[:1] + [{**ROWS[1], "no": "5"}]))
    version = source.land()
    assert leaks(source) == [] and SCANNER.store(source.lake.store("vault"), "scratch") == []
    assert sorted(landed(source)) == [*OTHERS, "5"] and is_conserved(version)
    assert version.counts["left_out"] == {} and landed(source)["5"]["text"] == "says [erased] sent him"
    assert all(replay(source.lake, source.contract, row["record_id"]) is True for row in landed(source).values())


def test_without_an_erasure_a_copy_is_the_file_and_nothing_is_looked_for(source, monkeypatch):
    data = table(ROWS)
    source.deliver("visits/a.csv", data)
    monkeypatch.setattr("assets.landing.keeping.forgotten", lambda *_: pytest.fail("a file was read on its way"))
    source.land()
    assert source.lake.store("landing").read(source.files["visits/a.csv"]["place"]) == data
    assert again(source) == {"objects": 0, "rows": 0, "struck": 0}


def test_a_copy_that_holds_nothing_of_hers_stays_as_it_is(source):
    source.deliver("visits/a.csv", table(ROWS))
    source.deliver("visits/b.csv", table([{**ROWS[3], "no": "9"}]))
    source.land()
    place = source.files["visits/b.csv"]["place"]
    assert erase(source)["objects"] == 1
    assert source.files["visits/b.csv"]["place"] == place and source.lake.store("landing").exists(place)
    parts = source.files["visits/a.csv"]
    assert parts["place"].endswith(SUFFIX) and parts["outcome"] is None and parts["object_id"].hex() in parts["place"]


def test_replacing_twice_changes_nothing_and_a_second_person_leaves_the_rewritten_copy(source):
    source.deliver("visits/a.csv", table(ROWS))
    source.land()
    erase(source)
    before = source.lake.store("landing").list()
    assert again(source) == {"objects": 0, "rows": 0, "struck": 0} and source.lake.store("landing").list() == before
    source.land()
    source.lake.tombstones.add([landed(source)["3"]["record_id"]], "R-2")
    assert again(source) == {"objects": 1, "rows": 1, "struck": 0}
    source.land()
    assert sorted(landed(source)) == ["2", "4"] and len(source.lake.store("landing").list()) == 1


def test_records_without_a_key_keep_their_ids_also_where_they_say_less(source):
    source.agree(KEYLESS)
    twin = {**ROWS[2], "note": "twice"}
    said = [ROWS[0], ROWS[1], twin, {**ROWS[1], "note": "says [erased] sent him"}, twin, {**ROWS[0]}, twin]
    source.deliver("visits/a.jsonl", lines(said))
    source.land()
    before = {row["locator"]: row["record_id"] for row in source.version.read(["locator", "record_id"]).to_pylist()}
    second = before["line 5"]
    source.lake.tombstones.add([second], "R-1")
    erase(source)
    source.land()
    after = {row["locator"]: row["record_id"] for row in source.version.read(["locator", "record_id"]).to_pylist()}
    assert after == {locator: before[locator] for locator in ("line 2", "line 3", "line 4", "line 7")}
    assert all(replay(source.lake, source.contract, record) for record in after.values())


CALLS = """
name: calls
title: Calls
kind: dialogue
from: {files: {include: ["calls/**"]}}
format: csv
parse: {turns: {by: call, order: at, speaker: who, text: said}}
primary_key: [call]
subject: {id: client}
licence: LicenseRef-House-Owned
legal_basis: consent
purposes: [train-language-model]
"""


def test_all_rows_of_her_conversation_leave_and_a_turn_that_names_her_is_struck(source):
    source.agree(CALLS)
    said = [("a", 1, NUMBER, "shop", "Good day"), ("b", 1, "VD-300001", "shop", "Good day"), ("a", 2, NUMBER, "client", "Two pairs in beige please"),
            ("b", 2, "VD-300001", "client", f"Ask Ms {ADA}!")]
    source.deliver("calls/a.csv", "call,at,client,who,said\n" + "".join(",".join(map(str, row)) + "\n" for row in said))
    source.land()
    source.lake.tombstones.add([row["subject_ids"][0] for row in source.version.read(["primary_key", "subject_ids"]).to_pylist()
                                if row["primary_key"] == "a"], "R-1")
    source.lake.tombstones.add_values([ADA], "R-1")
    assert again(source) == {"objects": 1, "rows": 1, "struck": 1}
    place = source.files["calls/a.csv"]["place"]
    _, kept = read_copy(io.BytesIO(source.lake.store("landing").read(place)))
    assert [entry.locator for entry in kept] == ["row 2", "row 4"]
    source.land()
    turns, = (row["turns"] for row in source.version.read(["turns"]).to_pylist())
    assert [turn["text"] for turn in turns] == ["Good day", "Ask Ms [erased]!"]


NOTES = """
name: notes
title: Notes
kind: document
from: {files: {include: ["notes/**"]}}
format: auto
columns: {title: path.stem}
parse: {path: "(?P<client>VD-[0-9]+)"}
subject: {id: path.client}
licence: LicenseRef-House-Owned
legal_basis: consent
purposes: [train-language-model]
"""


def test_a_file_that_is_about_her_by_its_name_leaves_and_no_name_of_hers_stays_in_the_books(source):
    source.agree(NOTES)
    source.deliver(f"notes/{NUMBER}.txt", "Prefers beige.")
    source.deliver("notes/VD-300001 on ada_quatremaine.txt", "A friend of the house.")
    source.deliver("notes/VD-300002 on Ada-Quatremaine.txt", f"Knows {ADA} well.")
    source.deliver(f"notes/{ADA}.bin", b"\x00\x01")
    source.land()
    rows = {row["text"]: row for row in source.version.read(["text", "record_id", "subject_ids"]).to_pylist()}
    source.lake.tombstones.add(rows["Prefers beige."]["subject_ids"], "R-1")
    source.lake.tombstones.add_values([ADA, NUMBER], "R-1")
    assert again(source)["objects"] == 4
    assert leaks(source) == []
    for _ in range(2):
        source.land()
        assert leaks(source) == [] and is_conserved(source.version)
        after = {row["text"]: row["record_id"] for row in source.version.read(["text", "record_id"]).to_pylist()}
        assert after == {"A friend of the house.": rows["A friend of the house."]["record_id"],
                         "Knows [erased] well.": rows[f"Knows {ADA} well."]["record_id"]}
    assert len(source.files) == 4 and again(source)["objects"] == 0


def test_what_could_not_be_read_is_not_carried_over_and_its_refusal_is(source):
    rows = [ROWS[3], {**ROWS[1], "spent": f"ten, says {ADA}"}, {**ROWS[3], "no": "7"}]
    source.deliver("visits/a.csv", table(rows) + b"8,too,few\n")
    source.deliver("visits/b.parquet", b"PAR1 " + ADA.encode())
    version = source.land()
    before, account = version.counts, source.account
    source.lake.tombstones.add_values([ADA], "R-1")
    assert again(source)["objects"] == 2 and leaks(source) == []
    version = source.land()
    assert version.counts["in"] == before["in"] and is_conserved(version)
    assert [(what, why.removesuffix(UNREADABLE), where) for what, why, where in source.account] == account
    assert source.files["visits/b.parquet"]["state"] == "quarantined" and source.files["visits/b.parquet"]["reason"].endswith(UNREADABLE)
    assert SCANNER.data("", source.lake.store("landing").read(source.files["visits/a.csv"]["place"])) == set()


def test_what_a_reader_never_shows_counts_too(source):
    source.agree(VISITS.replace("format: auto", "format: csv\nparse: {comment: '#'}"))
    source.deliver("visits/a.csv", f"# exported by {ADA}\n".encode() + table(ROWS[2:]))
    source.land()
    source.lake.tombstones.add_values([ADA], "R-1")
    assert again(source) == {"objects": 1, "rows": 0, "struck": 0} and leaks(source) == []
    assert source.land().rows == 2


def test_cells_of_one_row_leave_alone(source):
    source.agree("""
name: votes
title: Votes
kind: label
from: {files: {include: ["votes/**"]}}
format: csv
parse: {unpivot: {columns: [VD-204711, VD-300001], name: who, value: vote}}
columns: {labeller: who, value: vote, target: piece}
primary_key: [piece, who]
subject: {id: who}
licence: LicenseRef-House-Owned
legal_basis: consent
purposes: [train-language-model]
""")
    source.deliver("votes/a.csv", f"piece,{NUMBER},VD-300001\nSac,yes,no\nGant,yes,\n")
    source.land()
    assert source.version.rows == 3
    hers = [row["subject_ids"][0] for row in source.version.read(["labeller", "subject_ids"]).to_pylist() if row["labeller"] == NUMBER]
    source.lake.tombstones.add(hers, "R-1")
    assert again(source)["rows"] == 2
    source.land()
    assert source.rows("labeller", "value", "target") == [("VD-300001", "no", "Sac")]
    stored = source.lake.store("landing").read(source.files["votes/a.csv"]["place"])
    assert [entry.values["VD-204711"] for entry in read_copy(io.BytesIO(stored))[1]] == [None]


def test_a_file_that_was_handed_over_is_filtered_before_and_after_it_lands(source, tmp_path):
    file = tmp_path / f"list of {ADA}.csv"
    file.write_bytes(table(ROWS))
    deliver(source.lake, "visits", file)
    source.land()
    waiting = tmp_path / "other.csv"
    waiting.write_bytes(table([{**ROWS[1], "no": "6"}, {**ROWS[0], "no": "8"}]))
    deliver(source.lake, "visits", waiting)
    assert erase(source)["objects"] == 2 and leaks(source) == []
    source.land()
    assert sorted(landed(source)) == [*OTHERS, "6"] and leaks(source) == []
    deliver(source.lake, "visits", file)
    assert leaks(source) == []
    source.land()
    assert sorted(landed(source)) == [*OTHERS, "6"] and len(source.files) == 2


class Crashing:
    """Makes the n-th change of any store the last one."""

    def __init__(self, patched, source, n):
        self.left = n
        for store in {type(source.lake.store(zone)) for zone in ("landing", "vault")}:
            for name in ("write", "create", "put_file", "delete"):
                patched.setattr(store, name, self.falling(getattr(store, name)))

    def falling(self, real):
        def call(*given):
            self.left -= 1
            if self.left < 0:
                raise KeyboardInterrupt
            return real(*given)
        return call


def test_a_crash_at_any_write_ends_the_same_the_next_time(tmp_path, monkeypatch):
    def erased(folder, writes):
        source = Source(make_lake(tmp_path / folder), VISITS)
        source.deliver(f"visits/of {ADA}.csv", table(ROWS))
        source.deliver("visits/b.jsonl", lines([{**row, "no": f"b{row['no']}"} for row in ROWS]))
        handed = tmp_path / folder / f"{ADA}.csv"
        handed.write_bytes(table([{**ROWS[1], "no": "6"}]))
        source.land()
        deliver(source.lake, "visits", handed)
        suppress(source)
        with monkeypatch.context() as patched:
            crashing = Crashing(patched, source, writes)
            try:
                again(source)
            except KeyboardInterrupt:
                pass
        again(source)
        assert leaks(source) == []
        source.land()
        assert is_conserved(source.version)
        return crashing.left, [entry.path for entry in source.lake.store("landing").list()], source.version.data_version, sorted(source.files)

    left, *end = erased("whole", 1000)
    assert 1000 - left > 10
    for writes in range(1000 - left):
        crashed, *same = erased(f"after {writes}", writes)
        assert crashed < 0 and same == end


def test_a_source_without_contract_loses_the_copy_and_says_so_when_it_comes_back(source):
    source.deliver("visits/a.csv", table(ROWS))
    source.deliver("visits/b.csv", table([{**ROWS[3], "no": "9"}]))
    source.land()
    source.lake.tombstones.add_values([ADA], "R-1")
    assert replace_copies(source.lake, []) == {"objects": 1, "rows": 0, "struck": 0} and leaks(source) == []
    assert replace_copies(source.lake, []) == {"objects": 0, "rows": 0, "struck": 0}
    version = source.land()
    assert sorted(landed(source)) == ["9"] and is_conserved(version)
    assert source.files["visits/a.csv"]["state"] == "quarantined" and source.files["visits/a.csv"]["reason"].endswith(UNREADABLE)


def test_a_blocked_source_forgets_too_and_stays_blocked(source):
    source.deliver("visits/a.csv", table(ROWS))
    source.land()
    version = source.version
    source.agree(VISITS.replace("legal_basis: consent\n", ""))
    source.land()
    source.version = version
    assert erase(source)["rows"] == 1 and leaks(source) == []
    assert source.files["visits/a.csv"]["state"] == "blocked"


def test_a_changed_contract_reads_what_stays(source):
    source.deliver("visits/a.csv", table(ROWS))
    source.land()
    erase(source)
    source.agree(VISITS.replace("event_type: what", "event_type: what, unit: '=EUR'"))
    source.land()
    assert source.rows("primary_key", "unit") == [(key, "EUR") for key in OTHERS]


def test_the_account_of_an_erased_row_says_no_more_where_it_stood(source):
    source.deliver("visits/a.csv", table(ROWS))
    source.land()
    source.lake.tombstones.add([landed(source)["1"]["record_id"]], "R-1")
    source.land()
    assert source.account == [("left out", ERASED, "")]


def test_a_damaged_copy_is_one_plain_error(source):
    source.deliver("visits/a.csv", table(ROWS))
    source.land()
    erase(source)
    store, place = source.lake.store("landing"), source.files["visits/a.csv"]["place"]
    store.write(place, store.read(place)[:-20] + b"x" * 20)
    with pytest.raises(IntegrityError, match="rewritten copy"):
        source.land()


def test_a_query_s_snapshot_is_filtered_like_a_file(source):
    source.inbox.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(source.inbox / "shop.db", isolation_level=None)
    database.execute("create table visit (no text, client text, what text, note text, spent real, more text)")
    database.executemany("insert into visit values (?, ?, ?, ?, ?, ?)", [tuple(row.values()) for row in ROWS])
    source.agree(VISITS.replace('{files: {include: ["visits/**"]}}', '{sql: {url: "sqlite:///{inbox}/shop.db", query: "select * from visit"}}')
                 .replace("format: auto\n", ""))
    source.land()
    before = landed(source)
    assert erase(source)["rows"] == 1 and leaks(source) == []
    for spent in (1, 2):
        version = source.land()
        assert {key: row["record_id"] for key, row in landed(source).items()} == {key: before[key]["record_id"] for key in OTHERS}
        assert leaks(source) == [] and is_conserved(version)
        database.execute("update visit set spent = ?", [spent])
    database.close()


def test_an_object_store_forgets_as_a_disk_does(tmp_path, bucket):
    zones = "".join(f"  {zone}: {{url: 's3://{bucket}/{zone}', endpoint_env: TEST_S3_ENDPOINT, key_env: TEST_S3_KEY, secret_env: TEST_S3_SECRET}}\n"
                    for zone in ("landing", "vault"))
    source = Source(make_lake(tmp_path, lake="zones:\n" + zones), VISITS)
    source.deliver("visits/a.parquet", parquet(ROWS))
    source.land()
    assert erase(source)["rows"] == 1 and leaks(source) == []
    source.land()
    assert sorted(landed(source)) == OTHERS and again(source)["objects"] == 0
    assert replay(source.lake, source.contract, landed(source)["2"]["record_id"]) is True
