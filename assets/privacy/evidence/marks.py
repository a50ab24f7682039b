"""Marks: what was said of the records of an acceptance sample, kept in the vault, and the labels they make for training.

Belongs here: the table `privacy/marks`, replacing the marks of a release, turning marks into labelled raw text.
Not here: the file they came in (`sheet`), what they amount to (`acceptance`), training (the tagger).
A reviewer is a key's id. Leaked words are personal data: neither this table nor a label leaves the vault.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from assets.lake import Keys, Lake, PolicyError, Version, left_out_rows
from assets.lake.digest import ID, digest_of, mac
from assets.lake.segments import ids
from assets.privacy import fields
from assets.privacy.evidence.acceptance import LEAK, OVER, UNREAD
from assets.privacy.folding import bounded, canonical, fold, normal
from assets.privacy.surrogates.pseudonyms import Pseudonyms

TABLE, VERSION = "privacy/marks", "1"
SCHEMA = pa.schema([
    pa.field("record_id", ID, nullable=False),              # of the mark
    pa.field("marked", ID, nullable=False),                 # the record it is about
    pa.field("release", pa.string(), nullable=False), pa.field("root", pa.string(), nullable=False),
    pa.field("place", pa.string(), nullable=False),         # "1 of 3": a long record is marked in parts
    pa.field("mark", pa.string(), nullable=False),          # leak, fine or over-redacted
    pa.field("values", pa.list_(pa.string()), nullable=False), pa.field("type", pa.string()), pa.field("note", pa.string()),
    pa.field("stratum", pa.string(), nullable=False), pa.field("stands_for", pa.float64(), nullable=False),
    pa.field("reviewer", pa.string(), nullable=False),      # id of an enrolled key
    pa.field("basis", pa.string(), nullable=False),         # who or what looked
    pa.field("demonstration", pa.bool_(), nullable=False)])
NOT_PERSONAL = "NONPII"
REACH = 400             # the longest raw value looked for behind a replacement
NOWHERE, UNCLEAR = "the words that leak, or their type, were not given", "what was over-redacted was not given"
MOVED_ON = "its raw or clean row has changed since"


def marks_of(lake: Lake, release: str, root: str) -> list[dict[str, Any]]:
    """The marks of the very records of a release; none when it was never marked."""
    version = lake.find(TABLE)
    if version is None or not version.rows:
        return []
    table = version.read(SCHEMA.names)
    return table.filter(pc.and_(pc.equal(table["release"], release), pc.equal(table["root"], root))).to_pylist()


def enter(lake: Lake, release: str, root: str, said: Iterable[Mapping], *, reviewer: str, basis: str, demonstration: bool) -> Version:
    """Put these marks in the place of those the release had; the same marks again change nothing.

    Raises PolicyError when a leak that somebody else marked in these very records would be gone: who saw it withdraws it.
    """
    rows = [{**one, "marked": one["record_id"], "record_id": mac(lake.keys.identity, "mark", release, root, one["record_id"], one["place"]),
             "release": release, "root": root, "reviewer": reviewer, "basis": basis, "demonstration": demonstration} for one in said]
    base = lake.newest(TABLE)
    known = base.read(SCHEMA.names) if base is not None and base.rows else SCHEMA.empty_table()
    before = known.filter(pc.equal(known["release"], release))
    still = {row["record_id"]: row for row in rows if row["mark"] == LEAK}
    for one in before.to_pylist():
        if one["mark"] != LEAK or one["root"] != root or one["reviewer"] == reviewer:
            continue
        if one["record_id"] in still:       # seen by both: the first stays its witness
            still[one["record_id"]]["reviewer"] = one["reviewer"]
        else:
            raise PolicyError(f"Record {one['marked'].hex()} was marked as a leak by key {one['reviewer'][:16]}, and only that key can withdraw the mark; "
                              "mark it as a leak too, or have it marked again there.")
    new = pa.Table.from_pylist(rows, SCHEMA).sort_by("record_id")
    if base is not None and before.sort_by("record_id").cast(SCHEMA).equals(new):
        return base
    replaced = left_out_rows(before["record_id"], "marked again")
    return lake.commit(TABLE, new.to_batches(), schema=SCHEMA, left_out=replaced, counted_in=len(known) + len(new), base=base,
                       drop=ids(before["record_id"]), step={"name": "acceptance_marks", "version": VERSION},
                       signature=digest_of("acceptance_marks", VERSION))


# -- labels ---------------------------------------------------------------------------------------------------------------

def labels_of_marks(marks: Iterable[Mapping], raw: Mapping[bytes, Mapping], clean: Mapping[bytes, Mapping],
                    keys: Keys) -> tuple[list[dict], dict[str, int]]:
    """Labelled raw text of the marked records, one {"id", "text", "lang", "spans", "meta"} per text, and why others gave none.

    What the ledger replaced is confirmed, what leaked is added, what was over-redacted becomes NONPII: a slot that is not
    personal. A record of which it is not known where it leaks teaches nothing and is left out, as is one that nobody read.
    `raw` and `clean` are rows by record id.
    """
    records: dict[bytes, list[Mapping]] = {}
    for row in marks:
        if row["basis"] != UNREAD:
            records.setdefault(row["marked"], []).append(row)
    labels, left = [], Counter()
    for record_id, said in sorted(records.items()):
        made = _labels(said, raw.get(record_id), clean.get(record_id), keys)
        if isinstance(made, str):
            left[made] += 1
        else:
            meta = {"release": said[0]["release"], "marks": sorted({row["mark"] for row in said}), "demonstration": said[0]["demonstration"]}
            labels += [{"id": f"{record_id.hex()}:{field}", "text": text, "lang": clean[record_id]["language"], "spans": spans, "meta": meta}
                       for field, text, spans in made]
    return labels, dict(sorted(left.items()))


def as_lines(labels: Iterable[dict]) -> bytes:
    """Labels as the JSON lines that training reads."""
    return "".join(json.dumps(label, ensure_ascii=False, sort_keys=True) + "\n" for label in labels).encode()


def _labels(said: list[Mapping], raw: Mapping | None, clean: Mapping | None, keys: Keys) -> list[tuple[str, str, list[dict]]] | str:
    """(field, raw text, spans) of each text of a record, or why there are none."""
    leaks, over = ([row for row in said if row["mark"] == mark] for mark in (LEAK, OVER))
    if any(not row["values"] or not row["type"] for row in leaks):
        return NOWHERE
    if raw is None or clean is None:
        return MOVED_ON
    texts = {name: canonical(value) for name, plan, value in fields.strings(raw, raw["kind"]) if plan == fields.TEXT and not name.startswith("extra")}
    cleaned = {name: value for name, _, value in fields.strings(clean, raw["kind"])}
    needless = [value for row in over for value in row["values"]]
    ledger = [entry for entry in clean["ledger"] if entry["field"] in texts]
    if over and not needless and len(ledger) != 1:
        return UNCLEAR
    spans: dict[str, list[dict]] = {name: [] for name in texts}
    for name, text in texts.items():
        entries = sorted((entry for entry in ledger if entry["field"] == name), key=lambda entry: entry["start"])
        for entry, place in zip(entries, aligned(text, cleaned.get(name) or "", entries, keys), strict=True):
            if place is None:
                return MOVED_ON
            written = cleaned[name][entry["start"]:entry["end"]]
            wrong = over and (not needless or any(normal(value) in normal(written) or normal(written) in normal(value) for value in needless))
            spans[name].append({"start": place[0], "end": place[1], "type": NOT_PERSONAL if wrong else entry["type"], "orig": entry["detector"]})
    for value, type_ in ((value, row["type"]) for row in leaks for value in row["values"]):
        places = [(name, start, end) for name, text in texts.items() for start, end in _standing(text, value)]
        if not places:
            return MOVED_ON
        for name, start, end in places:
            if not any(one["start"] < end and start < one["end"] for one in spans[name]):
                spans[name].append({"start": start, "end": end, "type": type_, "orig": "marked as a leak"})
    return [(name, text, sorted(spans[name], key=lambda one: one["start"])) for name, text in texts.items()]


def aligned(raw: str, clean: str, entries: Iterable[Mapping], keys: Keys) -> list[tuple[int, int] | None]:
    """Where in the raw text each replacement's value stood, proven by its MAC; None where it cannot be found.

    What lies between replacements is the same in both texts but for a French elision before a name.
    """
    found, at, behind = [], 0, 0
    for entry in entries:
        expected = at + entry["start"] - behind
        maker = Pseudonyms(keys.pseudonym(entry["epoch"]))
        place = next((span for span in _candidates(raw, expected, clean[entry["end"]:entry["end"] + 12])
                      if maker.mac("value", entry["type"], normal(raw[span[0]:span[1]])) == entry["value_mac"]), None)
        found.append(place)
        at, behind = place[1] if place else expected, entry["end"]
    return found


def _candidates(raw: str, expected: int, next_words: str) -> Iterator[tuple[int, int]]:
    """Spans that begin where a value is expected: first those before the words that follow in the clean text, then all."""
    starts = [start for start in (expected, expected - 1, expected + 1, expected - 2, expected + 2) if 0 <= start < len(raw) and not raw[start].isspace()]
    for sought in (next_words, None):
        for start in starts:
            for end in range(start + 1, min(len(raw), start + REACH) + 1):
                if sought is None or raw.startswith(sought, end):
                    yield start, end


def _standing(text: str, value: str) -> Iterator[tuple[int, int]]:
    folded, sought = fold(text), fold(canonical(value))
    at = folded.find(sought)
    while at >= 0:
        if bounded(folded, at, at + len(sought)):
            yield at, at + len(sought)
        at = folded.find(sought, at + len(sought))
