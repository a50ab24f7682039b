import ast
from pathlib import Path

import pyarrow as pa
import pytest

import assets.privacy.evidence.second_pass
from assets.privacy.evidence.second_pass import _strings, second_pass
from tests.privacy.people import makes

REGISTER = pa.table({"name": [None, "Rossi, Giulia"], "given_name": ["Hélène", "Giulia"], "family_name": ["Lefèvre", "Rossi"],
                     "email": ["h.lefevre@courriel.example.org", None], "phone": ["+33 6 12 34 56 78", None]})


def table(*texts):
    return pa.table({"record_id": pa.array([bytes([n]) * 16 for n in range(len(texts))], pa.binary(16)), "text": texts})


def counts(text):
    return dict(second_pass([table(text)], REGISTER).counts)


@pytest.mark.parametrize(("text", "type_"), [
    ("HÉLÈNE LEFÈVRE", "PERSON"), ("Lefevre\nHelene", "PERSON"), ("Le\u00adfèvre, Hélène", "PERSON"), ("giulia-rossi", "PERSON"),
    ("(h.lefevre@courriel.example.org)", "EMAIL"), ("0612345678", "PHONE"), ("+33 (0)6.12.34.56.78", "PHONE"),
    ("H&eacute;l&egrave;ne Lefèvre", "PERSON"), ("#HeleneLefevre", "PERSON"), ("h.lefevre&#64;courriel.example.org", "EMAIL"), ("٠٦١٢٣٤٥٦٧٨", "PHONE"),
    ("06_12_34_56_78", "PHONE"), ("06·12·34·56·78", "PHONE"), ("4242.4242.4242.4242", "CARD"), ("4242424242424242 12/27 123", "CARD"),
    ("(4242 4242 4242 4242)", "CARD"), ("2026 4242 4242 4242 4242", "CARD"), ("4242 4242 4242 4242", "CARD"), ("FR76 3000 6000 0112 3456 7890 189 merci", "IBAN")])
def test_what_the_first_pass_may_have_missed_is_found(text, type_):
    assert counts(f"then {text} came")[type_] == 1


def test_surrogates_and_trade_are_no_findings():
    maker = makes()
    text = " ".join([maker.render("EMAIL", "a@b.fr"), maker.render("PHONE", "+33 6 12 34 56 78"), maker.render("CARD", "4242 4242 4242 4242"),
                     maker.render("IBAN", "FR76 3000 6000 0112 3456 7890 189"), "4006381333931", "3 999,99 €", "2024-01-31", "Hélène et", "Lefèvre Maison"])
    assert counts(text) == {}


def test_an_unknown_address_is_reported_as_possible():
    assert counts("x.y@mail.example.org") == {"possible EMAIL": 1}


def test_findings_name_records_and_documents_and_no_values():
    findings = second_pass([table("nothing", "Giulia Rossi"), ("page.html", b"<p>Giulia&nbsp;<b>Rossi</b></p>")], REGISTER)
    assert findings.records["PERSON"] == {(bytes([1]) * 16).hex(), "page.html"} and not findings.clean
    assert "ossi" not in str(findings.as_dict())


def test_the_digits_of_a_hash_in_a_document_are_nobody_s_number_and_those_beside_it_are():
    digest = "ab612345678" + "c" * 53
    assert dict(second_pass([("facts.json", digest.encode())], REGISTER).counts) == {}
    assert dict(second_pass([("facts.json", f"{digest} 0612345678".encode())], REGISTER).counts) == {"PHONE": 1}
    assert dict(second_pass([("facts.json", f"{digest}0".encode())], REGISTER).counts) == {"PHONE": 1}, "as long as no SHA-256 is"
    assert counts(digest) == {"PHONE": 1}, "records hold no hashes"


def test_a_name_that_a_person_accepted_is_explained():
    assert second_pass([table("Giulia Rossi")], REGISTER, explained=["Giulia Rossi"]).clean


def test_numbers_in_columns_of_numbers_are_read():
    rows = pa.table({"record_id": pa.array([b"r" * 16], pa.binary(16)), "phone": pa.array([33612345678]), "card": pa.array([4242424242424242.0]), "price": [12.5]})
    assert second_pass([pa.table({"record_id": pa.array([b"r" * 16], pa.binary(16)), "extra": pa.array([{"n": None}])})], REGISTER).clean
    assert list(_strings(10 ** 320))
    assert dict(second_pass([rows], REGISTER).counts) == {"PHONE": 1, "CARD": 1}


def test_nested_columns_are_read():
    nested = pa.table({"record_id": [b"1" * 16], "turns": [[{"speaker": "x", "text": "sono Giulia Rossi"}]]})
    assert second_pass([nested], REGISTER).counts["PERSON"] == 1


def test_it_shares_no_code_with_the_first_pass():
    tree = ast.parse(Path(assets.privacy.evidence.second_pass.__file__).read_text())
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("assets")]
