"""A dialogue reads as its turns, a document as its text."""

import pyarrow as pa

from assets.curation.texts import texts_of
from tests.curation.annotated import dialogues, documents


def test_the_turns_of_a_dialogue_are_its_lines():
    batch = dialogues([["Bonjour", "Good day"], [], None, ["fin", None, "end"]])
    assert texts_of(batch).to_pylist() == ["Bonjour\nGood day", "", None, "fin\n\nend"]


def test_a_part_of_a_batch_reads_only_its_own_turns():
    batch = dialogues([["one", "two"], None, ["three"], ["four", "five"]])
    assert texts_of(batch.slice(1, 2)).to_pylist() == [None, "three"]
    assert texts_of(batch.slice(4)).to_pylist() == []


def test_a_document_is_its_text():
    assert texts_of(documents(["soie", None])).to_pylist() == ["soie", None]


def test_what_is_not_valid_unicode_is_null_and_its_neighbours_are_read():
    broken = pa.array([b"soie", b"\xff\xfe", None, "été".encode()], pa.large_binary()).view(pa.large_string())
    batch = pa.record_batch([pa.array([bytes(16)] * 4, pa.binary(16)), broken], names=["record_id", "text"])
    assert texts_of(batch).to_pylist() == ["soie", None, None, "été"]
