"""Canaries: enough of every type, well formed, nobody's, the same in every run, and seen for what becomes of them."""

import re
from collections import Counter
from itertools import product

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.detect import validators
from assets.privacy.evidence import canaries, disguises, templates, values
from assets.privacy.evidence.draws import Draws
from assets.privacy.evidence.fates import fates, standing, view
from assets.privacy.policy import Policy
from assets.privacy.surrogates import wordlists

KEY = b"k" * 32
OFFER = canaries.Offer((("ORDER_NO", r"CMD-\d{4}-[A-F]{2}"),), ("Teinture Ombelle",), ("Sac Zéphyrine",))
POLICY = Policy(languages=values.LANGUAGES)


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return list(canaries.records(KEY, "canaries-1", POLICY, OFFER))


def planted(row: dict) -> list[tuple[dict, str]]:
    """Each plant of a record with what stands at its places."""
    return [(plant, " ".join(written(row, part) for part in plant["parts"])) for plant in row["plants"]]


def written(row: dict, part: dict) -> str:
    text = row[part["field"]] if part["field"] in row else row["turns"][int(part["field"].split(".")[1])]["text"]
    return text[part["start"]:part["end"]]


def test_every_type_is_planted_often_enough_in_every_language_and_mostly_plain(rows):
    counts = Counter((row["language"], plant["type"]) for row in rows for plant in row["plants"])
    types = {type_ for _, type_ in counts}
    assert types == {*values.MAKERS, "ORDER_NO", canaries.KEPT} and {language for language, _ in counts} == set(values.LANGUAGES)
    assert all(counts[language, type_] >= 60 for language in values.LANGUAGES for type_ in types)
    around = Counter(plant["form"] in disguises.FORMS.get(plant["type"], ()) for row in rows for plant in row["plants"] if plant["type"] in disguises.FORMS)
    assert 0.15 < around[True] / (around[True] + around[False]) < 0.35


def test_every_form_occurs_in_documents_and_dialogues_alike(rows):
    seen = {(plant["type"], plant["form"]) for row in rows for plant in row["plants"]}
    assert {(type_, form) for type_, forms in disguises.FORMS.items() for form in forms} <= seen
    assert {row["kind"] for row in rows} == {"document", "dialogue"}
    split = [plant for row in rows for plant in row["plants"] if plant["form"] == disguises.SPLIT]
    assert split and all(len({part["field"] for part in plant["parts"]}) == 2 for plant in split)


def test_a_place_holds_the_value_as_it_was_written(rows):
    for row in rows[:200]:
        for plant, text in planted(row):
            if plant["form"] == "plain":
                assert text == text.strip() and len(text) > 1
            if plant["type"] == "EMAIL" and plant["form"] == "plain":
                assert re.fullmatch(r"\S+@\w+\.example\.\w+", text)
            if plant["type"] == "ORDER_NO":
                assert re.fullmatch(OFFER.patterns[0][1], text)


def test_the_same_key_plants_the_same_and_another_key_other_values(rows):
    assert list(canaries.records(KEY, "canaries-1", POLICY, OFFER)) == rows
    other = list(canaries.records(b"o" * 32, "canaries-1", POLICY, OFFER))
    assert not {text for row in rows for plant, text in planted(row) if plant["type"] in ("EMAIL", "IBAN")} & {
        text for row in other for _, text in planted(row)}


def test_another_source_has_the_same_texts_under_other_ids(rows):
    other = list(canaries.records(KEY, "canaries-2", POLICY, OFFER))
    assert [(row.get("text"), row.get("turns")) for row in rows] == [(row.get("text"), row.get("turns")) for row in other]
    assert not {row["record_id"] for row in rows} & {row["record_id"] for row in other}


def test_what_a_policy_does_not_replace_is_not_planted():
    rows = canaries.records(KEY, "canaries-1", Policy(languages=("en",), entities=("EMAIL", "PERSON")), OFFER)
    assert {plant["type"] for row in rows for plant in row["plants"]} == {"EMAIL", "PERSON", "SECRET", "KEEP"}


@pytest.mark.parametrize("language", values.LANGUAGES)
@given(seed=st.integers(0, 10**6))
def test_values_pass_the_checks_that_real_ones_pass(language, seed):
    draws = Draws(KEY, str(seed))
    made = {type_: values.value(type_, language, values.somebody(draws, language), draws) for type_ in values.MAKERS}
    assert validators.card(made["CARD"]) and validators.iban(made["IBAN"])
    if language != "de":        # a tax number; its check is `_tax_number`'s own
        assert validators.national(made["NATIONAL_ID"])
    assert re.fullmatch(r"(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3}", made["IP"])
    assert all(made.values())


def test_no_surrogate_and_nobody_of_the_fictional_house_bears_the_name_of_a_canary():
    from assets.privacy.folding import fold
    from assets.synthesis.people import GIVEN

    assert not {fold(name) for names in values.GIVEN.values() for name in names.split()} & {fold(name) for names in GIVEN.values() for name in names}
    surrogates = {fold("".join(parts)) for stock in wordlists.FAMILY.values() for parts in product(*stock)}
    families = {fold("".join(parts)) for stock in values.FAMILY.values() for parts in product(*(part.split() for part in stock))}
    assert len(families) > 5000 and len(families & surrogates) < len(families) // 20


def test_templates_say_the_same_in_every_language():
    shapes = {language: [(one.kind, sorted(one.slots)) for one in templates.templates(language)] for language in values.LANGUAGES}
    assert all(shape == shapes["en"] for shape in shapes.values()) and len(shapes["en"]) >= 12


@pytest.mark.parametrize("pattern", [r"VD-\d{6,7}", r"(?:AB|CD)[0-9]{3}[A-Z]", r"\d{4}-\w{2}", "X+1"])
@given(seed=st.integers(0, 10**6))
def test_a_house_s_own_numbers_are_made_from_its_expression(pattern, seed):
    assert re.fullmatch(pattern, values.fitting(pattern, Draws(KEY, str(seed))))


# -- what became of them --------------------------------------------------------------------------------------------------------

def fate(text, clean, plant, type_="PERSON", replaced=()):
    """What became of one planted value, when `clean` was written with the surrogates given."""
    start = text.index(plant)
    row = {"record_id": b"r" * 16, "language": "en", "title": None, "text": text, "turns": None,
           "plants": [{"type": type_, "form": "plain", "parts": [{"field": "text", "start": start, "end": start + len(plant)}]}]}
    ledger, at = [], 0
    for one in replaced:
        at = clean.index(one, at)
        ledger.append({"field": "text", "start": at, "end": at + len(one)})
        at += len(one)
    batch = pa.RecordBatch.from_pylist([{"record_id": b"r" * 16, "source": "s", "text": clean, "ledger": ledger}], pa.schema([
        ("record_id", pa.binary(16)), ("source", pa.string()), ("text", pa.string()),
        ("ledger", pa.list_(pa.struct([("field", pa.string()), ("start", pa.int32()), ("end", pa.int32())])))]))
    (told,) = fates(batch, pa.Table.from_pylist([row])).to_pylist()
    return told["fates"][0]["gone"]


def test_a_value_is_gone_when_its_own_place_was_replaced():
    text = "Morwenna Kelerlake wrote, and Ines Kelerlake answered."
    assert fate(text, "Ruth Ashby wrote, and Ines Kelerlake answered.", "Morwenna Kelerlake", replaced=["Ruth Ashby"])
    assert not fate(text, "Morwenna Kelerlake wrote, and Ruth Ashby answered.", "Morwenna Kelerlake", replaced=["Ruth Ashby"])


def test_half_a_name_left_is_a_name_left():
    assert not fate("It was Morwenna Kelerlake.", "It was Ruth Kelerlake.", "Morwenna Kelerlake", replaced=["Ruth"])


@pytest.mark.parametrize(("written", "shown"), [
    ("０１２３４５６７８９", "０１２３４５６７８９"), ("0&#49;234&#53;6789", "0&#49;234&#53;6789"), ("012\u200b345\u200b678", "012345678")])
def test_a_disguised_value_that_stands_is_seen(written, shown):
    assert not fate(f"ring {written} now", f"ring {shown} now", written, "PHONE")
    assert fate(f"ring {written} now", "ring 000 now", written, "PHONE", replaced=["000"])


def test_the_town_of_an_address_may_stay_its_street_may_not():
    text = "in 12 rue Fourinard, 75009 Dijon"
    assert fate(text, "in 3 rue X, 75009 Dijon", "12 rue Fourinard, 75009 Dijon", "ADDRESS", replaced=["3 rue X"])
    assert not fate(text, "in 12 rue Fourinard, 00000 Ici", "12 rue Fourinard, 75009 Dijon", "ADDRESS", replaced=["00000 Ici"])


def test_a_word_of_the_catalogue_is_lost_with_its_first_letter():
    assert not fate("the Sac Zéphyrine", "the Sac Zéphyrine", "Sac Zéphyrine", "KEEP")
    assert fate("the Sac Zéphyrine", "the Sac Rose", "Sac Zéphyrine", "KEEP", replaced=["Rose"])


def test_a_title_that_was_made_to_agree_does_not_hide_what_stands():
    text = "Chère Madame Bardochon, merci. Cyprien Voulazac"
    assert not fate(text, "Cher Monsieur Line, merci. Cyprien Voulazac", "Cyprien Voulazac", replaced=["Line"])


@given(st.lists(st.tuples(st.text("ab ,.", min_size=1, max_size=6), st.text("xyz", min_size=1, max_size=5)), max_size=6), st.text("ab ,.", max_size=6))
def test_what_was_not_replaced_stands_and_nothing_else(pieces, end):
    raw, clean, kept, ledger = "", "", set(), []
    for literal, value in pieces:
        kept |= set(range(len(raw), len(raw) + len(literal)))
        raw, clean = raw + literal + value, clean + literal
        ledger.append({"start": len(clean), "end": len(clean) + 1})
        clean += "#"
    kept |= set(range(len(raw), len(raw) + len(end)))
    assert standing(view(raw + end), clean + end, ledger) == kept


@given(st.text(max_size=60))
def test_each_character_of_a_view_comes_from_a_place_of_the_text(text):
    seen = view(text)
    assert len(seen.text) == len(seen.places) and all(0 <= place < len(text) for place in seen.places) and seen.places == sorted(seen.places)
