"""What is counted in the shards adds up, whatever the pieces, and comes out again when rows are taken out."""

import copy
import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.governance.measures import add, counted, nothing, subtract

DATA = pa.schema([("text", pa.large_string()), ("source", pa.string()), ("created", pa.date32()), ("language", pa.string()), ("licence", pa.string()),
                  ("split", pa.string()), ("synthetic", pa.bool_())])
PROVENANCE = pa.schema([("chain", pa.string()), ("licence", pa.string()), ("legal_basis", pa.string()),
                        ("redactions", pa.list_(pa.struct([("type", pa.string()), ("count", pa.int32())])))])


def row(text="abc", source="press", created=None, language="en", licence="CC0-1.0", split="train", synthetic=False, chain="c1", redactions=()):
    return ({"text": text, "source": source, "created": created, "language": language, "licence": licence, "split": split, "synthetic": synthetic},
            {"chain": chain, "licence": licence, "legal_basis": "consent", "redactions": [{"type": kind, "count": count} for kind, count in redactions]})


def tables(rows) -> tuple[pa.Table, pa.Table]:
    return pa.Table.from_pylist([data for data, _ in rows], DATA), pa.Table.from_pylist([proven for _, proven in rows], PROVENANCE)


def test_every_figure_of_three_rows_is_one_that_can_be_counted_by_eye():
    counts = counted(*tables([
        row("été", created=dt.date(1987, 5, 1), redactions=[("PERSON", 2), ("EMAIL", 1)]), row("ab", language=None, split="test"),
        row("x", source="made", synthetic=True, chain="c2", redactions=[("PERSON", 5)])]))
    assert counts == {
        "source": {"press": {"records": 2, "characters": 5}, "made": {"records": 1, "characters": 1}},
        "language": {"en": {"records": 2, "characters": 4}, "": {"records": 1, "characters": 2}},
        "split": {"train": {"records": 2, "characters": 4}, "test": {"records": 1, "characters": 2}},
        "licence": {"CC0-1.0": {"records": 3, "characters": 6}}, "year": {"1987": {"records": 1, "characters": 3}, "": {"records": 2, "characters": 3}},
        "redactions": {"press": {"PERSON": 2, "EMAIL": 1}, "made": {"PERSON": 5}}, "chain": {"c1": 2, "c2": 1}, "made": {"made": 1},
        "rights": {"press": {"CC0-1.0, consent": 2}, "made": {"CC0-1.0, consent": 1}}}


def test_the_characters_of_messages_are_those_of_what_was_said():
    messages = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
    rows, provenance = tables([row(), row(), row()])
    said = [[{"role": "user", "content": "ça"}, {"role": "assistant", "content": "va?"}], [], [{"role": "user", "content": "o"}]]
    rows = rows.drop(["text"]).append_column("messages", pa.array(said, messages))
    assert counted(rows, provenance)["split"] == {"train": {"records": 3, "characters": 6}}
    assert counted(rows.slice(1), provenance.slice(1))["split"] == {"train": {"records": 2, "characters": 1}}


ROWS = st.lists(st.builds(
    row, text=st.text(max_size=6), source=st.sampled_from(["press", "archive"]), language=st.sampled_from(["en", None]), synthetic=st.booleans(),
    created=st.sampled_from([None, dt.date(1999, 1, 1), dt.date(2020, 2, 2)]), chain=st.sampled_from(["c1", "c2"]),
    redactions=st.lists(st.tuples(st.sampled_from(["PERSON", "EMAIL"]), st.integers(1, 9)), max_size=3)), max_size=12)


@given(ROWS, st.integers(0, 12))
def test_parts_add_up_to_the_whole_and_the_whole_less_a_part_is_the_other_part(rows, at):
    data, provenance = tables(rows)
    first, second = counted(data.slice(0, at), provenance.slice(0, at)), counted(data.slice(at), provenance.slice(at))
    total = nothing()
    add(total, first)
    add(total, second)
    assert total == counted(data, provenance)
    left = copy.deepcopy(total)
    subtract(left, first)
    assert left == second


def test_more_cannot_be_taken_out_than_there_was():
    counts = counted(*tables([row()]))
    with pytest.raises(ValueError, match="more is taken out"):
        subtract(counts, counted(*tables([row(), row()])))
