"""The footer on every press release is a template of its source; the news is not."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.curation.duplicates.exact import binary
from assets.curation.duplicates.fingerprints import fingerprints, fingerprints_of
from assets.curation.duplicates.templates import shared_lines, shared_lines_of, templates, templates_of
from tests.curation.annotated import Table, dialogues, documents, parts_of, put, record_id, rows_of

LIKENESS = {"words": 5, "bands": 14, "rows": 8}
PARAMS = {"records": 5, "share": 0.02, "memory_mb": 16}
FOOTER = "About the maison: founded in 1854, it still sews by hand."
NEWS = ["The autumn show opens in Lyon on Friday with forty looks.", "A new dye house has been bought near Como this spring.",
        "Sales of woven silk rose again last year in every market.", "The archive lends nine gowns to the museum of the city.",
        "An apprentice of the workshop won the medal for lace.", "The winter scent was made with iris grown on our fields."]


def sourced(batch: pa.RecordBatch, source="press") -> pa.RecordBatch:
    sources = source if isinstance(source, list) else [source] * batch.num_rows
    return pa.RecordBatch.from_arrays([*batch.columns, pa.array(sources)], names=[*batch.schema.names, "source"])


def measured(*parts, **params) -> list[dict]:
    """The rows of both steps, in the order of the batches given."""
    prints = Table([fingerprints_of(part, **LIKENESS) for part in parts])
    shared = pa.Table.from_pylist(rows_of(shared_lines_of({"records": [Table(list(parts))], "fingerprints": prints}, **(PARAMS | params))),
                                  shared_lines.schema)
    own = [shared.filter(pc.is_in(shared["record_id"], part.column("record_id"))) for part in parts]
    return [row for part, lines in zip(parts, own, strict=True) for row in templates_of(part, lines).to_pylist()]


def stripped(text: str, row: dict) -> str:
    for span in reversed(row["spans"]):
        text = text[: span["start"]] + text[span["end"]:]
    return text


def test_a_footer_on_every_press_release_counts_and_the_news_does_not():
    texts = [f"{news}\n\n{FOOTER}\nContact the press office of the maison" for news in NEWS]
    rows = measured(sourced(documents(texts)))
    assert [stripped(text, row) for text, row in zip(texts, rows, strict=True)] == [news + "\n\n" for news in NEWS]
    footer = len(FOOTER) + 1 + len("Contact the press office of the maison")
    assert [row["template_share"] for row in rows] == [pytest.approx(footer / (len(text) - 1), abs=1e-6) for text in texts], "a blank line is nothing"
    assert all(len(row["spans"]) == 1 for row in rows), "lines that follow each other are one span"


def test_spelling_that_a_reader_overlooks_does_not_hide_a_template():
    texts = [f"{news}\n{FOOTER.upper() if n % 2 else FOOTER.replace('-', ' ')}" for n, news in enumerate(NEWS)]
    assert all(row["template_share"] > 0.4 for row in measured(sourced(documents(texts))))


def test_a_line_that_too_few_records_share_is_no_template():
    rows = measured(sourced(documents([f"{news}\n{FOOTER}" for news in NEWS[:4]] + NEWS[4:])))
    assert [row["template_share"] for row in rows] == [0] * 6


def test_a_template_belongs_to_its_source():
    texts = [f"{news}\n{FOOTER}" for news in NEWS]
    rows = measured(sourced(documents(texts), ["press", "letters"] * 3), records=3)
    assert all(row["template_share"] > 0 for row in rows)
    rows = measured(sourced(documents(texts), ["press", "letters"] * 3), records=4)
    assert all(row["template_share"] == 0 for row in rows)


def test_in_a_large_source_a_template_needs_its_share_of_the_records():
    texts = [f"{NEWS[n % 6]} Number {n} of the series" + (f"\n{FOOTER}" if n < 6 else "") for n in range(400)]
    assert all(row["template_share"] == 0 for row in measured(sourced(documents(texts))))
    assert measured(sourced(documents(texts)), share=0.01)[0]["template_share"] > 0


def test_short_lines_are_no_templates():
    assert all(row["template_share"] == 0 for row in measured(sourced(documents([f"{news}\n- Yours sincerely -" for news in NEWS]))))


def test_spans_count_characters_not_bytes():
    texts = [f"É𝄞ü {news}\n{FOOTER} é" for news in NEWS]
    assert [stripped(text, row) for text, row in zip(texts, measured(sourced(documents(texts))), strict=True)] == [f"É𝄞ü {news}\n" for news in NEWS]


def test_greetings_of_conversations_count_and_have_no_place_in_the_text():
    batch = sourced(dialogues([["Good day, how may we help you?", news] for news in NEWS]), "chat")
    rows = measured(batch)
    assert all(0.2 < row["template_share"] < 0.6 and row["spans"] is None for row in rows)


def test_an_empty_text_has_no_share():
    rows = measured(sourced(documents(["", None, "\n\n"])))
    assert [row["template_share"] for row in rows] == [None, None, 0] and [row["spans"] for row in rows] == [[], [], []]


LINES = st.lists(st.lists(st.sampled_from([FOOTER, *NEWS, "", "short", "Été à Lyon, en toute saison"]), max_size=4), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(LINES, st.lists(st.integers(0, 12), max_size=3))
def test_any_split_into_batches_and_any_memory_give_the_same_answers(lines, cuts):
    batch = sourced(documents(["\n".join(one) for one in lines]))
    whole = measured(batch, records=2)
    assert whole == measured(*parts_of(batch, cuts), records=2) == measured(batch, records=2, memory_mb=1 / 2**10)
    kept = ["\n".join(one) for one in lines]
    for text, row in zip(kept, whole, strict=True):
        gone, written = len(text) - len(stripped(text, row)), sum(len(line) for line in text.splitlines(keepends=True) if line.strip())
        assert row["template_share"] is None if not text else row["template_share"] == pytest.approx(gone / max(written, 1), abs=1e-6)


STATES = st.lists(st.dictionaries(st.integers(0, 9), st.tuples(st.sampled_from(["press", "letters"]), st.lists(st.sampled_from([FOOTER, *NEWS[:2]]), max_size=3)),
                                  max_size=8), min_size=2, max_size=4)


@settings(max_examples=40, deadline=None)
@given(STATES, st.sampled_from([0.02, 0.6]))
def test_any_history_of_shared_lines_ends_in_what_one_run_gives(states, share):
    """Records come, go, change their text or their source; with a share, one more record can end a template of all others."""
    grown = None
    for state in states:
        batch = sourced(documents(["\n".join(lines) for _, lines in state.values()]), [source for source, _ in state.values()])
        batch = batch.set_column(0, batch.schema.field(0), pa.array([record_id(one) for one in state], pa.binary(16)))
        grown = stepped(batch, grown, share)
    assert grown == stepped(batch, None, share)


def stepped(batch, before: pa.Table | None, share: float) -> pa.Table:
    """The table after one more run, in record id order."""
    inputs = {"records": [Table([batch])], "fingerprints": Table([fingerprints_of(batch, **LIKENESS)])}
    made = shared_lines_of(inputs, **(PARAMS | {"records": 2, "share": share}), before=Table(before.to_batches()) if before is not None else None)
    stay = [] if made.unchanged is None else [before.filter(pc.is_in(before["record_id"], binary(made.unchanged)))]
    return pa.concat_tables([made.rows, *stay]).sort_by("record_id").combine_chunks()


def test_of_nothing_but_templates_and_blank_lines_nothing_would_be_left():
    rows = measured(sourced(documents([f"{FOOTER}\n\n{NEWS[0]}"] * 6)))
    assert [row["template_share"] for row in rows] == [1] * 6


def test_a_line_that_becomes_a_template_redoes_only_the_records_that_hold_it(lake):
    def annotate(texts):
        put(lake, "clean/documents", sourced(documents(texts)))
        reads = {"records": ["clean/documents"]}
        lake.derive(fingerprints, reads=reads, writes="annotations/fingerprints", params=LIKENESS)
        lake.derive(shared_lines, reads=reads | {"fingerprints": "annotations/fingerprints"}, writes="annotations/shared_lines", params=PARAMS)
        made = []
        lake.progress = lambda what, done, total: made.append((what, total))
        version = lake.derive(templates, reads=reads | {"shared": "annotations/shared_lines"}, writes="annotations/templates")
        return [share > 0 for share in version.read().sort_by("record_id")["template_share"].to_pylist()], dict(made).get("templates: rows", 0)

    texts = [f"{news}\n{FOOTER}" for news in NEWS[:4]] + ["Something else was said here, at length"]
    assert annotate(texts) == ([False] * 5, 5)
    assert annotate([*texts, f"{NEWS[5]}\n{FOOTER}"]) == ([True] * 4 + [False, True], 5)
