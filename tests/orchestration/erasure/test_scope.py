"""What an erasure reaches: found by ids and by values, in rows seen or waiting, and nobody else's."""

import numpy as np
import pyarrow as pa
import pytest

from assets.lake.digest import digest_of, mac
from assets.lake.keys import subject_id
from assets.lake.steps import LEFT_OUT
from assets.landing.kinds import SCHEMAS
from orchestration.verbs.erasure.scope import scope_of
from orchestration.verbs.erasure.values import strings, values_of

ANNA, BERT = "C-10001", "C-10002"
PARENTS = pa.schema([pa.field("record_id", pa.binary(16), nullable=False), pa.field("parents", pa.list_(pa.binary(16)))])
PRINTS = pa.schema([pa.field("record_id", pa.binary(16), nullable=False), pa.field("digest", pa.binary(16))])


def key(name: str) -> bytes:
    return mac(b"test", name)


def subject(lake, number: str) -> bytes:
    return subject_id(lake.keys.identity, lake.house.controller, number)


def put(lake, table: str, rows: list[dict], schema: pa.Schema, checks: tuple[str, ...] = ()) -> None:
    lake.commit(table, pa.Table.from_pylist(rows, schema).to_batches(), schema=schema, left_out=LEFT_OUT.empty_table(), counted_in=len(rows),
                step={"name": "land", "version": "1", "params": {}}, signature=digest_of(table, repr(rows)), checks=checks)


def raw(kind: str, name: str, people: list[bytes] = (), **columns) -> dict:
    return {"record_id": key(name), "source": "s", "kind": kind, "object_id": key("file"), "locator": name, "subject_ids": list(people), "purposes": [], **columns}


def person(lake, number: str, given: str, family: str, **columns) -> dict:
    return raw("subject", number, [subject(lake, number)], subject_key=number, given_name=given, family_name=family, **columns)


@pytest.fixture
def house(lake):
    """Two clients of one household, what they wrote, and what others wrote of them."""
    put(lake, "landing/clients", [
        person(lake, ANNA, "Anna", "Rossellani", email="anna@post.example.com", phone="+39 055 123 4567", address="Via Lunga 112, Firenze"),
        person(lake, BERT, "Bert", "Rossellani", email="bert@post.example.com", address="Via Lunga 112, Firenze")], SCHEMAS["subject"])
    put(lake, "landing/letters", [
        raw("document", "hers", [subject(lake, ANNA)], text="I liked the silk."), raw("document", "copy", text="I liked the silk."),
        raw("document", "his", [subject(lake, BERT)], text="I liked the silk."),
        raw("document", "named", text="We thank Anna\nRossellani, and 0039 (055) 1234567."), raw("document", "near", text="Joanna Rossellani of Via Lunga 112, Firenze")],
        SCHEMAS["document"])
    put(lake, "landing/chats", [raw("dialogue", "turn", turns=[{"speaker": "client", "text": "write to anna@post.example.com"}])], SCHEMAS["dialogue"], checks=("never asked",))
    put(lake, "annotations/fingerprints", [{"record_id": key(name), "digest": key("silk")} for name in ("hers", "copy", "his")], PRINTS)
    put(lake, "clean/children", [{"record_id": key("child"), "parents": [key("hers")]}, {"record_id": key("grandchild"), "parents": [key("child")]},
                                 {"record_id": key("other"), "parents": [key("his")]}], PARENTS)
    return lake


def names(found: np.ndarray, *candidates: str) -> set[str]:
    return {name for name in candidates if key(name) in {bytes(one).ljust(16, b"\0") for one in found.tolist()}}


ALL = ("hers", "copy", "his", "named", "near", "turn", "child", "grandchild", "other", ANNA, BERT)


def test_everything_that_is_theirs_leaves_for_good_and_mentions_come_back(house):
    scope = scope_of(house, np.array([subject(house, ANNA)], "S16"))
    assert names(scope.lasting, *ALL) == {ANNA, "hers", "copy", "child", "grandchild"}
    assert names(scope.gone, *ALL) - names(scope.lasting, *ALL) == {"named", "turn"}
    assert names(scope.kept, *ALL) == {"his"}
    assert set(scope.mentions) == {"landing/letters", "landing/chats"}, "a row that waits for its checks is reached too"


def test_what_another_person_has_too_is_not_theirs_alone(house):
    named = values_of(house, {"landing/clients": np.array([key(ANNA)], "S16")})
    assert named.shared == {"ADDRESS": 1}
    assert {type_ for type_, _ in named.values} == {"PERSON", "EMAIL", "PHONE", "CLIENT_NO"}
    both = values_of(house, {"landing/clients": np.array(sorted([key(ANNA), key(BERT)]), "S16")})
    assert both.shared == {} and ("ADDRESS", "Via Lunga 112, Firenze") in both.values


def test_somebody_without_a_record_is_found_by_value_alone(house):
    scope = scope_of(house, np.array([subject(house, "nobody")], "S16"), (("PERSON", "Joanna Rossellani"),))
    assert names(scope.gone, *ALL) == {"near"} and not len(scope.lasting)


def test_nobody_is_an_empty_scope(house):
    assert not len(scope_of(house, np.array([subject(house, "nobody")], "S16")).gone)


def test_every_string_of_a_batch_is_read_with_its_row():
    batch = pa.RecordBatch.from_pylist([
        {"a": "one", "b": [{"c": "two", "d": ["three", None]}], "n": 1}, {"a": None, "b": None, "n": 2}, {"a": "four", "b": [{"c": None, "d": []}, {"c": "five", "d": None}], "n": 3}])
    for part in (batch, batch.slice(1)):
        found = sorted(strings(part))
        expected = sorted((row, text) for row, texts in enumerate([["one", "two", "three"], [], ["four", "five"]][len(batch) - len(part):]) for text in texts)
        assert found == expected
