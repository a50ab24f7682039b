import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.evidence.measure import Planted, kept, looked_up, recall, tied, untouched, wilson

RECORD, OTHER = b"r" * 16, b"o" * 16
ENTRY = pa.struct([("field", pa.string()), ("start", pa.int32()), ("end", pa.int32())])
CLEAN = pa.schema([("record_id", pa.binary(16)), ("source", pa.string()), ("name", pa.string()), ("text", pa.string()), ("extra", pa.string()),
                   ("ledger", pa.list_(ENTRY))])


def planted(value, type_="PERSON", form="plain", record=RECORD, source="letters"):
    return Planted(record, value, type_, form, source)


def clean(text, replaced=(), record=RECORD, **more):
    """A clean row; `replaced` are the surrogates in its text."""
    ledger = [{"field": "text", "start": text.index(one), "end": text.index(one) + len(one)} for one in replaced]
    return pa.Table.from_pylist([{"record_id": record, "source": "letters", "text": text, "ledger": ledger, **more}], CLEAN)


def seen(one, table):
    (found,) = looked_up([one], [table])
    return found


def test_a_value_counts_in_the_row_of_its_own_record_only():
    one = planted("Hélène Lefèvre")
    assert seen(one, clean("Line Arvel est venue", ["Line Arvel"])).gone
    assert looked_up([one], [clean("Hélène Lefèvre est venue", record=OTHER)]) == []
    assert seen(one, clean("HELENE  LEFEVRE est venue")).whole


@pytest.mark.parametrize(("value", "type_", "text"), [
    ("Hélène Lefèvre", "PERSON", "Line Lefèvre est venue"), ("12, rue de la Paix, 75002 Paris", "ADDRESS", "au 3 rue de la Paix")])
def test_half_a_value_is_no_value_gone(value, type_, text):
    found = seen(planted(value, type_), clean(text))
    assert found.part and not found.whole and not found.gone


def test_a_surrogate_that_happens_to_be_the_given_name_is_accounted_for():
    one = planted("Claire", form="first")
    assert seen(one, clean("Merci Claire.", ["Claire"])).gone
    assert seen(one, clean("Merci Claire.")).whole


@pytest.mark.parametrize("text", ["0033 6 12 34 56 78", "06.12.34.56.78", "0612345678"])
def test_numbers_are_compared_by_their_digits(text):
    assert seen(planted("+33 6 12 34 56 78", "PHONE"), clean(f"au {text} merci")).whole
    assert seen(planted("+33 6 12 34 56 78", "PHONE"), clean("au 06 00 01 22 33")).gone


def test_every_string_of_the_row_is_looked_at():
    assert seen(planted("Hélène Lefèvre"), clean("rien", extra='{"by": ["Hélène Lefèvre"]}')).whole
    assert seen(planted("Hélène Lefèvre"), clean("rien", name="Lefèvre")).part


def test_fewer_than_fifty_samples_are_not_known_and_public_persons_have_no_recall():
    many = [planted(f"Zoé Zwxq{chr(97 + n % 26)}{n}") for n in range(60)]
    rates = recall(looked_up([*many, planted("a@b.example", "EMAIL"), planted("Maud Kessilian", "PUBLIC_PERSON")], [clean("Maud Kessilian")]))
    assert {rate.group[0]: rate.verdict for rate in rates} == {"PERSON": "1.000", "EMAIL": "not known"}
    (public,) = kept(looked_up([planted("Maud Kessilian", "PUBLIC_PERSON")], [clean("Maud Kessilian")]))
    assert public.hits == public.count == 1


def test_rates_go_by_what_is_asked_for():
    found = looked_up([planted("Zoé Zwxq"), planted("Zoé Zwxq", source="archive")], [clean("Zoé Zwxq")])
    assert [(rate.group, rate.hits) for rate in recall(found, ("source", "type"))] == [(("archive", "PERSON"), 0), (("letters", "PERSON"), 0)]


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_the_interval_holds_the_share_and_narrows_with_samples(hits, misses):
    low, high = wilson(hits, hits + misses)
    assert 0 <= low <= high <= 1
    if hits + misses:
        assert low <= hits / (hits + misses) <= high
        tight = wilson(hits * 10, (hits + misses) * 10)
        assert tight[1] - tight[0] < high - low


def test_planted_lines_are_tied_to_the_records_they_stand_in():
    raw = pa.Table.from_pylist([
        {"record_id": RECORD, "source": "letters", "primary_key": "L1", "object_id": b"1" * 16, "text": "Zoé\nZwxq est venue"},
        {"record_id": OTHER, "source": "letters", "primary_key": "L2", "object_id": b"1" * 16, "text": "rien"}])
    files = pa.Table.from_pylist([{"source": "letters", "path": "a/b.txt", "object_id": b"1" * 16}])
    line = {"value": "Zoé Zwxq", "type": "PERSON", "source": "letters", "file": "a/b.txt"}
    assert tied([line], [raw], [files]) == [planted("Zoé Zwxq")]
    assert tied([line | {"record": "L1", "form": "first"}], [raw]) == [planted("Zoé Zwxq", form="first")]
    assert tied([line | {"record": "L2"}, line | {"file": "other.txt"}], [raw], [files]) == []


def test_catalogue_columns_are_held_against_what_was_delivered():
    raw = pa.Table.from_pylist([{"record_id": RECORD, "name": "Sac Solenza", "text": "x"}, {"record_id": OTHER, "name": "Sac Rose", "text": "x"}])
    table = pa.concat_tables([clean("x", name="Sac Solenza"), clean("x", name="Sac Line", record=OTHER)])
    assert [(rate.group, rate.count, rate.hits) for rate in untouched([raw], [table], ["name", "text"])] == [(("letters", "name"), 2, 1), (("letters", "text"), 2, 2)]
