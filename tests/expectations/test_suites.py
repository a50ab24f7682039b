"""Suites are data: every file reads, every contact pattern knows surrogates from real addresses."""

import re

import pytest

from assets.privacy.surrogates.pseudonyms import Pseudonyms
from expectations.suites import columns_of, suites

CONTACTS = {e["entity"]: e["regex"] for e in next(s for s in suites() if s.name == "clean_documents").expectations if "entity" in e}
REAL = {
    "EMAIL": ["jeanne.dupont@laposte.net", "write to m-r@sub.example.org.", "<a'b@c.it>"],
    "PHONE": ["+33 6 12 34 56 78", "call +39 (0)2 1234 5678", "+1-212-555-0134", "+41797654321", "+352 621 123 456"],
    "IBAN": ["FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189", "IT60 X054 2811 1010 0000 0123 456", "DE89 3704 0044 0532 0130 00",
             "GB29 NWBK 6016 1331 9268 19", "CH93 0076 2011 6238 5295 7"]}
HARMLESS = {
    "EMAIL": ["ada.bell42@example.net", "meet @ the boutique", "@maison_bell", "3 @ 5.00", "ref@2024"],
    "PHONE": ["+ 3,000 pieces", "rgb(12,34,56)", "2024-01-31 12:30:45", "EAN 4006381333931", "size 36+38", "+12%", "a+33612345678901"],
    "IBAN": ["FR00 3000 6000 0112 3456 7890 189", "MA101B", "DE 1987", "ITEM 2024"]}


@pytest.mark.parametrize("entity", sorted(REAL))
def test_contact_patterns_find_what_is_real_and_let_the_harmless_stand(entity):
    assert [text for text in REAL[entity] if not re.search(CONTACTS[entity], text)] == []
    assert [text for text in HARMLESS[entity] if re.search(CONTACTS[entity], text)] == []


@pytest.mark.parametrize("entity", sorted(REAL))
def test_the_surrogate_of_a_real_contact_passes(entity):
    maker = Pseudonyms(b"k" * 32, frozenset())
    found = [re.search(r"[\w.'+-]+@[\w.-]+\w", text)[0] if entity == "EMAIL" else re.sub(r"^[a-z ]+", "", text) for text in REAL[entity]]
    surrogates = [maker.render(entity, value) for value in found]
    assert [text for text in surrogates if re.search(CONTACTS[entity], text)] == []


def test_a_house_s_own_published_address_is_let_through_and_no_other_of_its_host():
    own = next(s for s in suites() if s.name == "clean_documents").allowing(("press@maison.example", "+33 1 40 20 50 50", "Trunk 40"))
    email, phone, _ = [e["regex"] for e in own.expectations if e.get("column") == "text" and "entity" in e]
    assert not re.search(email, "ask press@maison.example") and not re.search(phone, "ask +33 1 40 20 50 50.")
    assert re.search(email, "ask j.doe@maison.example") and re.search(email, "xpress@maison.example") and re.search(phone, "+33 1 40 20 50 51")


def test_a_type_that_the_house_lets_stand_is_not_asked_for():
    suite = next(s for s in suites() if s.name == "clean_documents")
    assert {e.get("entity") for e in suite.without({"EMAIL"}).expectations} == {None, "PHONE", "IBAN"}


def test_every_suite_names_columns_its_table_has():
    import pyarrow as pa

    from assets.corpora.decontamination import evaluation_overlaps
    from assets.corpora.selection import selection
    from assets.curation.steps import STEPS
    from assets.privacy.fields import MARTS
    from assets.privacy.schemas import SCHEMAS

    without = {"shared_lines", "reference_models"}      # what steps tell each other, or learned: no recipe reads them
    schemas: dict[str, pa.Schema] = {f"clean/{mart}": SCHEMAS[kind] for kind, mart in MARTS.items()}
    schemas |= {f"annotations/{step.name}": step.schema for step in (*STEPS, evaluation_overlaps) if step.name not in without} | {"corpora/*": selection.schema}
    assert {suite.table for suite in suites()} == set(schemas)
    for suite in suites():
        for expectation in suite.expectations:
            for column in columns_of(expectation):
                assert column.split(".")[0] in schemas[suite.table].names, (suite.name, column)
