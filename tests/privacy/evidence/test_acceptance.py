"""The acceptance sample: who is drawn, what the marks say of all, the sheet there and back, what marks teach."""

import csv
import io
import json
import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.lake import ContractError, InputError
from assets.privacy.evidence import marks, measure, sheet, standins
from assets.privacy.evidence.acceptance import FINE, LEAK, OVER, POPULATION, READ, TRUTH, UNREAD, Wanted, account, allocated, draw, share, wanted
from assets.privacy.folding import normal
from assets.privacy.scrub import Text, scrub
from tests.conftest import make_lake
from tests.privacy.people import KEY, KNOWN, POLICY, makes

ROOT, OTHER = "ab" * 32, "cd" * 32
RELEASE = "atelier/1.0.0@abababababababab"


def population(**sizes: int) -> pa.Table:
    """So many records of each source; every third has replacements, every source ending in `s` is dialogues."""
    rows = [{"record_id": f"{source}{number}".encode().ljust(16, b"."), "source": source, "language": ("en", "fr")[number % 2],
             "kind": "dialogue" if source.endswith("s") else "document", "redacted": number % 3 == 0}
            for source, size in sizes.items() for number in range(size)]
    return pa.Table.from_pylist(rows, POPULATION)


def drawn(table: pa.Table, root: str = ROOT, size: int = 50) -> dict[bytes, float]:
    return {row["record_id"]: row["stands_for"] for row in draw(table, root, size).to_pylist()}


# -- the draw -------------------------------------------------------------------------------------------------------------

@given(st.dictionaries(st.sampled_from(["press", "archive", "chats", "web"]), st.integers(1, 60), min_size=1), st.integers(1, 120), st.randoms())
@settings(max_examples=25)
def test_everybody_is_spoken_for_and_the_order_of_the_records_does_not_matter(sizes, size, dice):
    table = population(**sizes)
    order = list(range(len(table)))
    dice.shuffle(order)
    sample = drawn(table, size=size)
    assert sample == drawn(table.take(order), size=size)
    assert sum(sample.values()) == pytest.approx(len(table)) and len(sample) >= min(size, len(table))
    assert set(drawn(table, size=min(size, 20))) <= set(drawn(table, size=size + 20))      # a larger sample holds the smaller one


def test_a_stratum_of_two_is_read_and_what_is_risky_is_read_more_often():
    table = population(archive=3000, chats=3000, rare=3)
    sample = draw(table, ROOT, 200).to_pylist()
    of = {stratum: [row for row in sample if row["stratum"] == stratum] for stratum in {row["stratum"] for row in sample}}
    assert len([row for row in sample if row["stratum"].startswith("rare")]) == 3
    assert of["chats, en, without replacements"][0]["stands_for"] < of["archive, en, with replacements"][0]["stands_for"]
    assert 200 <= len(sample) < 220 and set(drawn(table)) != set(drawn(table, OTHER))
    assert draw(table.slice(0, 0), ROOT, 10).num_rows == 0


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(4, 7)), min_size=1, max_size=30), st.integers(1, 300))
def test_what_a_full_stratum_cannot_give_the_others_give(strata, size):
    sizes, risks = (np.array(column) for column in zip(*strata, strict=True))
    taken = allocated(sizes, risks, size)
    assert (taken <= sizes).all() and (taken >= np.minimum(sizes, 2)).all() and taken.sum() >= min(size, sizes.sum())


# -- what the marks say ---------------------------------------------------------------------------------------------------

def test_nothing_found_among_n_means_at_most_three_in_n():
    for n in (50, 200, 400):
        found, upper = share([(10.0, n, 0)])
        assert found == 0 and upper == pytest.approx(3 / n, rel=0.01)
    assert share([(10.0, 100, 0), (20.0, 50, 0)])[1] == pytest.approx(3 * 20 / 2000, rel=0.01)     # by the heaviest
    assert share([(1.0, 60, 3)]) == (0.05, 0.05)        # all were read: there is nothing to doubt
    assert share([]) == (0.0, 1.0)


@pytest.mark.parametrize(("sizes", "leaking"), [
    ((4000, 1000, 60), (0.02, 0.02, 0.02)), ((4000, 1000, 60), (0.01, 0.0, 0.3)), ((4000, 1000, 60), (0.0, 0.05, 0.0)),
    ((500, 500), (0.1, 0.0)), ((20000,), (0.015,)), ((3000, 3000, 3000), (0.3, 0.1, 0.0))])
def test_the_bound_holds_and_the_share_is_unbiased(sizes, leaking):
    """Seeded: 300 releases of known truth, drawn and read; the true share lies below the bound in 93 of 100 at least."""
    dice, sizes = np.random.default_rng(20), np.array(sizes)
    hits = np.round(sizes * leaking).astype(int)
    taken = allocated(sizes, np.array([4, 7, 5])[:len(sizes)], 200)
    shares = [share(list(zip(sizes / taken, taken, dice.hypergeometric(hits, sizes - hits, taken), strict=True))) for _ in range(300)]
    truth = hits.sum() / sizes.sum()
    assert sum(truth <= upper for _, upper in shares) >= 0.93 * 300
    spread = np.std([found for found, _ in shares]) / 300 ** 0.5
    assert abs(np.mean([found for found, _ in shares]) - truth) < 4 * spread + 1e-9


def test_over_many_roots_the_weighted_share_of_the_draw_itself_is_the_true_one():
    table = population(archive=300, chats=90, rare=5)
    leaking = {row["record_id"] for number, row in enumerate(table.to_pylist()) if number % (4 if row["source"] == "chats" else 15) == 0}
    found = [sum(weight for record, weight in drawn(table, f"{number:064x}", 60).items() if record in leaking) / len(table) for number in range(300)]
    assert np.mean(found) == pytest.approx(len(leaking) / len(table), abs=4 * np.std(found) / 300 ** 0.5)


def mark(number: int, said: str = FINE, place: str = "1 of 1", **more) -> dict:
    return {"marked": number.to_bytes(16, "big"), "mark": said, "place": place, "stratum": "press, en", "stands_for": 5.0, "reviewer": "k" * 64,
            "basis": READ, "demonstration": False, **more}


@pytest.mark.parametrize(("said", "asked", "verdict"), [
    ([], None, "not measured"), ([], Wanted(), "not known"), ([mark(n) for n in range(200)], None, "measured, no limit set"),
    ([mark(n) for n in range(200)], Wanted(), "passed"), ([mark(n) for n in range(199)], Wanted(), "not known"),
    ([mark(n, LEAK if n < 3 else FINE) for n in range(200)], Wanted(), "failed"),
    ([mark(n, OVER if n < 30 else FINE) for n in range(200)], Wanted(), "failed"),
    ([mark(n, OVER if n < 10 else FINE) for n in range(200)], Wanted(), "passed"),
    ([mark(n, basis=UNREAD) for n in range(200)], Wanted(), "not known"),       # a search is nobody's eyes
    ([mark(n, basis=TRUTH, demonstration=True) for n in range(200)], Wanted(), "passed"),
    ([mark(n, stands_for=1.0) for n in range(40)], Wanted(), "passed")])         # there are no more than these
def test_few_marks_are_not_known_and_what_is_not_known_does_not_pass(said, asked, verdict):
    told = account(said, asked)
    assert told["verdict"] == verdict and told["marked"] == len(said)
    assert {"sample", "marked", "leaks", "leak_share", "leak_upper", "over_redacted", "over_upper", "limit", "verdict", "demonstration", "by"} <= set(told)


def test_a_record_leaks_when_one_of_its_places_does_and_counts_once():
    said = [mark(1, OVER, "1 of 3"), mark(1, LEAK, "2 of 3"), mark(1, LEAK, "3 of 3"), mark(2), mark(3, OVER)]
    told = account(said, None)
    assert (told["marked"], told["leaks"], told["over_redacted"], told["leak_share"]) == (3, 1, 1, pytest.approx(1 / 3, abs=1e-5))


@pytest.mark.parametrize(("given", "words"), [
    ("acceptance:", "must hold settings"), ("acceptance: 200", "must hold settings"), ("acceptance: {samples: 200}", "samples' is not known"),
    ("acceptance: {sample: 0}", "whole number"), ("acceptance: {sample: true}", "whole number"), ("acceptance: {sample: 2.5}", "whole number"),
    ("acceptance: {leak: 3}", "share above 0"), ("acceptance: {leak: none}", "share above 0"), ("acceptance: {over_redaction: 0}", "share above 0")])
def test_a_wish_that_cannot_be_read_is_a_plain_sentence(tmp_path, given, words):
    with pytest.raises(ContractError, match=words):
        wanted(make_lake(tmp_path, policies__privacy=given).home.house)


def test_a_house_may_ask_for_nothing_for_something_or_for_the_usual(tmp_path):
    asked = [wanted(make_lake(tmp_path / str(number), policies__privacy=text).home.house)
             for number, text in enumerate(("default: {}", "acceptance: {leak: 0.01}", "acceptance: {}"))]
    assert asked == [None, Wanted(leak=0.01), Wanted()]


# -- the sheet ------------------------------------------------------------------------------------------------------------

def entry(field: str, start: int, end: int) -> dict:
    return {"field": field, "start": start, "end": end}


def line(number: int, text: str, place: str = "1 of 1") -> sheet.Item:
    return sheet.Item(number.to_bytes(16, "big"), place, "press", "en", text, text, "press, en", 5.0)


def filled(data: bytes, answers: list[dict], kind: str, separator: str = ",") -> bytes:
    """A sheet as somebody gives it back, from a spreadsheet that has its own idea of separators and line ends."""
    if kind == ".jsonl":
        rows = [json.loads(row) for row in data.decode().split("\n") if row]
        return "\n".join(json.dumps({**row, **answer}) for row, answer in zip(rows, answers, strict=True)).encode()
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter="\t" if kind == ".tsv" else ","))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, sheet.COLUMNS, delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({**row, **answer, "text": row["text"].replace("\n", "\r\n")} for row, answer in zip(rows, answers, strict=True))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


HOSTILE = st.text(st.sampled_from(list("ab =+-@'\";,\n\tré|{}⟦⟧")), max_size=30)
ANSWERS = st.sampled_from([LEAK, FINE, OVER, " Leak ", "over redacted", "OVER_REDACTED", "Fine"])


@given(st.lists(st.tuples(HOSTILE, ANSWERS, st.sampled_from(["", "=cmd", "seen twice"])), min_size=1, max_size=6),
       st.sampled_from([(".csv", ","), (".csv", ";"), (".tsv", "\t"), (".jsonl", "")]))
def test_what_is_marked_is_what_comes_back(tmp_path_factory, given_, form):
    lines = [line(number, text) for number, (text, _, _) in enumerate(given_)]
    answers = [{"mark": said, "note": note} for _, said, note in given_]
    path = tmp_path_factory.mktemp("sheet") / f"marked{form[0]}"
    path.write_bytes(filled(sheet.written(lines, RELEASE, form[0]), answers, *form))
    said = sheet.marked(sheet.read(path), lines, RELEASE)
    assert [(one["record_id"], one["mark"], one["note"] or "") for one in said] == [
        (item.record_id, "-".join(mark.lower().replace("_", " ").split()), note) for item, (_, mark, note) in zip(lines, given_, strict=True)]


def test_no_cell_begins_like_a_formula():
    lines = [line(number, text) for number, text in enumerate(("=1+1", "+33 6", "-2", "@SUM(A1)", "\tx", "'=1", "plain"))]
    for row in csv.reader(io.StringIO(sheet.written(lines, RELEASE, ".csv").decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)


def _set(**more):
    return lambda rows: [{**rows[0], **more}, *rows[1:]]


@pytest.mark.parametrize(("harm", "words"), [
    (_set(mark=""), "no mark for record 0{31}1"), (_set(mark="ok"), "not one of"), (_set(mark="fine", value="Hélène"), "still has a value"),
    (_set(record="f" * 32), "not in the sample"), (_set(record="Hélène"), "a line without a record's id"), (_set(place="2 of 2"), "not in the sample"),
    (_set(text="Hélène was never here."), "not the one that was exported"),
    (_set(release="atelier/1.0.1@abababababababab"), "another release than atelier/1.0.0"),
    (_set(release="atelier/1.0.0@cdcdcdcdcdcdcdcd"), "cut again since"), (_set(mark="leak", value="Élodie"), "does not stand in its text"),
    (_set(mark="leak", value="Hélène", type="NAME"), "type of record 0{31}1, place 1 of 1 is not known"), (lambda rows: rows[1:], "lacks 1 of the 2 lines"),
    (lambda rows: [rows[0], rows[0], rows[1]], "twice"), (lambda rows: [], "no column 'release'"),
    (lambda rows: [{name: value for name, value in row.items() if name != "mark"} for row in rows], "no column 'mark'")])
def test_a_sheet_that_is_not_whole_is_refused_in_one_sentence_that_quotes_nobody(tmp_path, harm, words):
    lines = [line(1, "Hélène called."), line(2, "Silk.")]
    path = tmp_path / "marked.jsonl"
    path.write_bytes(filled(sheet.written(lines, RELEASE, ".jsonl"), [{"mark": FINE}] * 2, ".jsonl"))
    path.write_text("\n".join(json.dumps(row) for row in harm(sheet.read(path))))
    with pytest.raises(InputError, match=words) as refused:
        sheet.marked(sheet.read(path), lines, RELEASE)
    assert "Hélène" not in str(refused.value) and str(refused.value).endswith(".") and "\n" not in str(refused.value)


@pytest.mark.parametrize(("data", "words"), [
    ("é".encode("cp1252"), "CSV UTF-8"), (b"", "no column"), (b"{no json}", "not JSON lines"), (b"a;b\n1;2\n", "no column 'release'"), (b"[1]", "no column")])
def test_what_is_no_sheet_is_said_plainly(tmp_path, data, words):
    (tmp_path / "x.csv").write_bytes(data)
    with pytest.raises(InputError, match=words):
        sheet.read(tmp_path / "x.csv")
    with pytest.raises(InputError, match="cannot be read"):
        sheet.read(tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match=r"not as '\.xlsx'"):
        sheet.written([], RELEASE, ".xlsx")


def test_replacements_stand_in_brackets_in_title_text_and_turns():
    about = {"record_id": b"a" * 16, "source": "press", "language": "en", "metadata": json.dumps({"kind": "document", "title": "Of Ada"})}
    release = {b"a" * 16: {**about, "text": "Ada wrote to Bea."}}
    clean = {b"a" * 16: {"title": "Of Ada", "text": "Ada wrote to Bea.", "ledger": [entry("text", 13, 16), entry("text", 0, 3), entry("title", 3, 6)]}}
    (one,) = sheet.items([{"record_id": b"a" * 16, "stratum": "s", "stands_for": 2.0}], release, clean)
    assert one.text == "title: Of ⟦Ada⟧\n⟦Ada⟧ wrote to ⟦Bea⟧." and one.plain == "title: Of Ada\nAda wrote to Bea."
    talk = {b"a" * 16: {**about, "metadata": "{}", "messages": [{"role": "user", "content": "Ada\nAda again"}, {"role": "assistant", "content": "Ada?"}]}}
    turns = {b"a" * 16: {"turns": [{"text": text} for text in ("Ada", "", "Ada again", "Ada?")], "ledger": [entry("turns.2.text", 0, 3)]}}
    (one,) = sheet.items([{"record_id": b"a" * 16, "stratum": "s", "stands_for": 2.0}], talk, turns)
    assert one.text == "user: Ada\n⟦Ada⟧ again\nassistant: Ada?"
    (moved,) = sheet.items([{"record_id": b"a" * 16, "stratum": "s", "stands_for": 2.0}], release, {b"a" * 16: {**clean[b"a" * 16], "text": "Another."}})
    assert moved.text.endswith("Ada wrote to Bea.")


@given(st.integers(0, 40), st.integers(1, 3000))
@settings(max_examples=25)
def test_a_long_record_is_shown_whole_on_several_lines_and_no_replacement_is_cut(words, gap):
    text = " ".join(["x" * gap + " Dorothea Baldmarsh"] * words)
    ledger, at = [], text.find("Dorothea")
    while at >= 0:
        ledger.append(entry("text", at, at + 18))
        at = text.find("Dorothea", at + 1)
    release = {b"a" * 16: {"record_id": b"a" * 16, "source": "press", "language": None, "metadata": "{}", "text": text}}
    lines = sheet.items([{"record_id": b"a" * 16, "stratum": "s", "stands_for": 2.0}], release, {b"a" * 16: {"text": text, "ledger": ledger}})
    assert "".join(one.plain for one in lines) == text and sum(one.text.count("⟦Dorothea Baldmarsh⟧") for one in lines) == words
    assert [one.place for one in lines] == [f"{number} of {len(lines)}" for number in range(1, len(lines) + 1)]
    assert all(len(one.plain) <= sheet.WINDOW for one in lines)


# -- marks and what they teach --------------------------------------------------------------------------------------------

class _Keys:
    def pseudonym(self, epoch: str) -> bytes:
        return KEY


def dialogue(*turns: str) -> tuple[dict, dict]:
    """A raw dialogue and its clean row, from turns written like `Ask {Ada Lee|PERSON|Bea Moor}.`"""
    raw, clean, ledger = [], [], []
    for number, turn in enumerate(turns):
        before = after = ""
        for piece in re.split(r"(\{[^}]*\})", turn):
            value, type_, new = piece[1:-1].split("|") if piece.startswith("{") else (piece, "", piece)
            if type_:
                ledger.append(entry(f"turns.{number}.text", len(after), len(after) + len(new)) | {
                    "type": type_, "detector": "test", "value_mac": makes().mac("value", type_, normal(value)), "epoch": "1"})
            before, after = before + value, after + new
        raw.append({"text": before})
        clean.append({"text": after})
    about = {"record_id": b"r" * 16, "kind": "dialogue"}
    return {**about, "turns": raw}, {**about, "turns": clean, "language": "fr", "ledger": ledger}


def labelled(raw: dict, clean: dict, *said: dict) -> tuple[list[list[tuple[str, str]]], dict]:
    given = [{"marked": b"r" * 16, "release": "atelier/1.0.0", "basis": READ, "demonstration": False, "values": [], "type": None, **one} for one in said]
    labels, left = marks.labels_of_marks(given, {b"r" * 16: raw}, {b"r" * 16: clean}, _Keys())
    assert [json.loads(text) for text in marks.as_lines(labels).decode().splitlines()] == labels
    return [[(label["text"][span["start"]:span["end"]], span["type"]) for span in label["spans"]] for label in labels], left


RAW, CLEAN = dialogue("Bonjour, ici {Hélène Lefèvre|PERSON|Odile Marquet}, {+33 6 12 34 56 78|PHONE|+33 0 00 11 22 33}.",
                      "Le sac d'{Hélène|PERSON|Odile} est à Rosalba, et à {Lefèvre,|PERSON|Marquet,}{Hélène|PERSON|Odile}, rosalbaise.")


def test_a_fine_record_confirms_what_was_replaced_where_it_stood_in_the_raw_text():
    spans, left = labelled(RAW, CLEAN, {"mark": FINE})
    assert spans[0] == [("Hélène Lefèvre", "PERSON"), ("+33 6 12 34 56 78", "PHONE")] and not left
    assert spans[1] == [("Hélène", "PERSON"), ("Lefèvre,", "PERSON"), ("Hélène", "PERSON")]


def test_a_french_elision_before_a_surrogate_does_not_lead_astray():
    raw, clean = dialogue("Le sac d'{Hélène|PERSON|Margaux}, puis de {Margaux|PERSON|Hélène}.")
    moved = clean["turns"][0]["text"].replace("d'Margaux", "de Margaux").replace("de Hélène", "d'Hélène")
    first, second = clean["ledger"]
    clean["ledger"] = [first | {"start": first["start"] + 1, "end": first["end"] + 1}, second]      # one letter more, then one less
    clean["turns"] = [{"text": moved}]
    assert labelled(raw, clean, {"mark": FINE})[0] == [[("Hélène", "PERSON"), ("Margaux", "PERSON")]]


def test_a_leak_becomes_a_span_and_what_was_over_redacted_becomes_not_personal():
    spans, _ = labelled(RAW, CLEAN, {"mark": LEAK, "values": ["Rosalba"], "type": "PERSON"})
    assert ("Rosalba", "PERSON") in spans[1] and len(spans[1]) == 4
    assert labelled(RAW, CLEAN, {"mark": OVER, "values": ["+33 0 00 11 22 33"]})[0][0] == [("Hélène Lefèvre", "PERSON"), ("+33 6 12 34 56 78", "NONPII")]


@pytest.mark.parametrize(("said", "left"), [
    ({"mark": LEAK}, {marks.NOWHERE: 1}), ({"mark": LEAK, "values": ["Rosalba"]}, {marks.NOWHERE: 1}), ({"mark": OVER}, {marks.UNCLEAR: 1}),
    ({"mark": LEAK, "values": ["Marcel"], "type": "PERSON"}, {marks.MOVED_ON: 1}), ({"mark": FINE, "basis": UNREAD}, {})])
def test_a_record_of_which_it_is_not_known_where_it_leaks_teaches_nothing(said, left):
    assert labelled(RAW, CLEAN, said) == ([], left)


def test_a_raw_text_that_is_another_now_is_never_labelled_by_guess():
    changed = {**RAW, "turns": [{"text": "Bonjour, ici Margaux Fontaine, +33 6 12 34 56 78."}, RAW["turns"][1]]}
    assert labelled(changed, CLEAN, {"mark": FINE}) == ([], {marks.MOVED_ON: 1})


@given(st.lists(st.sampled_from(["Hélène Lefèvre", "Mme Lefèvre", "helene.lefevre@courriel.example.org", "06 12 34 56 78", "d'Hélène", "de la soie",
                                 "le sac rouge,", "VD-200049", "\n", "Lefèvre Hélène"]), min_size=1, max_size=12))
@settings(max_examples=60)
def test_every_replacement_of_the_scrubber_finds_its_way_back(pieces):
    raw = " ".join(pieces)
    (clean,), (account,), _ = scrub([Text(0, raw)], [b"r" * 16], [KNOWN], POLICY, makes(), ["fr"])
    places = marks.aligned(raw, clean, [{**redaction._asdict(), "epoch": "1"} for redaction in account], _Keys())
    assert None not in places and places == sorted(places) and len(set(places)) == len(places)


def test_marks_are_kept_once_replaced_whole_and_lose_no_row(tmp_path):
    lake = make_lake(tmp_path)
    said = [{"record_id": bytes([n]) * 16, "place": "1 of 1", "mark": FINE, "values": [], "type": None, "note": None, "stratum": "s",
             "stands_for": 1.5} for n in range(3)]
    more = dict(reviewer="k" * 64, basis=READ, demonstration=False)
    first = marks.enter(lake, "atelier/1.0.0", ROOT, said, **more)
    assert marks.enter(lake, "atelier/1.0.0", ROOT, reversed(said), **more).number == first.number      # nothing new, nothing written
    marks.enter(lake, "trends/1.0.0", OTHER, said, **more)
    changed = [said[0] | {"mark": LEAK, "values": ["x"], "type": "PERSON"}, *said[1:]]
    last = marks.enter(lake, "atelier/1.0.0", ROOT, changed, **more)
    assert [row["mark"] for row in sorted(marks.marks_of(lake, "atelier/1.0.0", ROOT), key=lambda row: row["marked"])] == [LEAK, FINE, FINE]
    assert len(marks.marks_of(lake, "trends/1.0.0", OTHER)) == 3 and marks.marks_of(lake, "atelier/1.0.0", OTHER) == []
    assert last.counts == {"in": 9, "out": 6, "left_out": {"marked again": 3}, "merged": {}, "quarantined": {}}
    assert lake.zone_of(marks.TABLE) == "vault"


def test_a_demonstration_marks_by_what_was_planted_or_by_a_search():
    _, clean = dialogue("{Hélène Lefèvre|PERSON|Odile Marquet} a vu Rosalba Quintavalle, dit {Odette Fauchelieu|PERSON|Ines Valmont}.")
    table = pa.Table.from_pylist([{name: clean[name] for name in ("record_id", "turns", "ledger")}])
    item = line(1, clean["turns"][0]["text"])._replace(record_id=b"r" * 16)
    planted = [measure.Planted(b"r" * 16, value, type_, "plain", "chats") for value, type_ in (
        ("Hélène Lefèvre", "PERSON"), ("Rosalba Quintavalle", "PERSON"), ("Odette Fauchelieu", "PUBLIC_PERSON"))]
    (said,) = standins.from_truth([item], planted, [table])
    assert (said["mark"], said["values"], said["type"]) == (LEAK, ["Rosalba Quintavalle"], "PERSON")
    assert [one["mark"] for one in standins.from_truth([item], planted[:1], [table])] == [FINE]
    assert [one["mark"] for one in standins.from_truth([item], planted[2:], [table])] == [OVER]       # a public person who is gone
    namesake = planted[2]._replace(type="PERSON")
    assert [one["mark"] for one in standins.from_truth([item], [namesake, planted[2]], [table])] == [FINE]      # a client bears the name
    register = pa.Table.from_pylist([{"name": "Rosalba Quintavalle", "given_name": None, "family_name": None, "email": None, "phone": None}])
    assert [one["mark"] for one in standins.from_search([item, line(2, "Silk.")], register)] == [LEAK, FINE]
