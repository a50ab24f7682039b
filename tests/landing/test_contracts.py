"""A contract is read, or its mistake is named with file, field and what to do."""

from types import SimpleNamespace

import pytest

from assets.lake.errors import ContractError
from assets.landing.contracts import Contract, describe, load_contract, load_contracts
from tests.landing.sources import PIECES


@pytest.fixture
def house(tmp_path):
    (tmp_path / "contracts").mkdir()
    return SimpleNamespace(path=tmp_path, controller="Maison Test", steward="data@example.com",
                           files=lambda folder, pattern: sorted((tmp_path / folder).glob(pattern)))


def written(house, text, name="pieces"):
    path = house.path / "contracts" / f"{name}.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def complaint(house, text, name="pieces"):
    with pytest.raises(ContractError) as caught:
        load_contract(written(house, text, name), house)
    return str(caught.value)


def test_a_contract_takes_controller_and_steward_from_its_house(house):
    contract = load_contract(written(house, PIECES), house)
    assert (contract.controller, contract.steward, contract.state) == ("Maison Test", "data@example.com", "ready")


@pytest.mark.parametrize("missing", ["licence", "legal_basis", "purposes"])
def test_a_contract_without_a_right_is_blocked_and_says_which(house, missing):
    text = "\n".join(line for line in PIECES.splitlines() if not line.startswith(missing))
    contract = load_contract(written(house, text), house)
    assert contract.state == "blocked"
    assert contract.reason == f"the contract has no {missing}"


@pytest.mark.parametrize(("line", "said"), [
    ("colour: red", "field 'colour' is unknown"),
    ("retention: ten years", "field 'retention' is not well formed"),
    ("embargo: soon", "field 'embargo' is no date"),
    ("embargo: 2026-13-45", "field 'embargo' is no date"),
    ("secrecy: hush", "field 'secrecy' has an unknown value"),
    ("territory: [true]", "field 'territory' must be text: put it in quotes"),
    ("parse: {delimitter: ';'}", "field 'parse.delimitter' is unknown"),
    ("parse: {header: 'yes'}", "field 'parse.header' has the wrong shape"),
    ("parse: {split: '('}", "field 'parse.split' is no regular expression"),
    ("title: twice", "field 'title' is written twice"),
])
def test_a_mistake_is_named_with_its_field_and_what_to_do(house, line, said):
    found = complaint(house, PIECES + line + "\n")
    assert found.startswith("contracts/pieces.yaml: ") and said in found
    assert found.endswith(".")


@pytest.mark.parametrize(("before", "after", "said"), [
    ("title: Pieces of the atelier", "", "field 'title' is missing"),
    ("kind: item", "kind: handbag", "field 'kind' has an unknown value: use 'document'"),
    ("{code: Code,", "{weight: W,", "field 'columns.weight' is no column of kind item"),
    ("LicenseRef-House-Owned", "mit or (", "field 'licence' is no licence expression"),
    ("LicenseRef-House-Owned", "Foo-1.0", "names 'Foo-1.0', which is no SPDX id"),
    ("LicenseRef-House-Owned", "LicenseRef-Agency", "field 'agreement' is missing"),
    ('["pieces/**"]', '["../secret/**"]', "leaves the inbox"),
    ('files: {include: ["pieces/**"]}', "", "needs exactly one of 'files', 'sql' and 'asset'"),
    ("name: pieces", "name: others", "make them the same"),
    ("name: pieces", "name: objections", "field 'name' is 'objections', under which the house keeps a register of its own"),
])
def test_a_wrong_value_is_a_sentence(house, before, after, said):
    assert said in complaint(house, PIECES.replace(before, after))


@pytest.mark.parametrize("text", [b"", b"\xff\xfe\x00", b"{a: [", b"- just\n- a list\n", b"a: &x [1]\nb: *x\n", b"[" * 5000])
def test_what_is_no_contract_at_all_is_one_sentence_too(house, text):
    assert complaint(house, text).startswith("contracts/pieces.yaml: ")


def test_a_broken_contract_is_reported_and_the_others_proceed(house):
    written(house, PIECES)
    written(house, "name: [", "broken")
    found = {contract.name: contract.state for contract in load_contracts(house)}
    assert found == {"broken": "broken", "pieces": "ready"}


def test_a_licence_is_kept_in_its_proper_spelling(house):
    text = PIECES.replace("LicenseRef-House-Owned", "(mit or LicenseRef-Agency) and cc-by-sa-4.0") + "agreement: Agency 2019/44\n"
    assert load_contract(written(house, text), house).licence == "(MIT OR LicenseRef-Agency) AND CC-BY-SA-4.0"


def test_no_is_a_country_and_a_column_and_not_a_boolean(house):
    contract = load_contract(written(house, PIECES + "territory: [NO, FR]\nprimary_key: no\nlanguage: no\n"), house)
    assert (contract.territory, contract.primary_key, contract.language) == (["NO", "FR"], ["no"], "no")


def test_what_is_read_depends_on_the_reading_and_not_on_the_title(house):
    one = load_contract(written(house, PIECES), house)
    other = load_contract(written(house, PIECES.replace("of the atelier", "of the house")), house)
    third = load_contract(written(house, PIECES.replace("price: Price", "price: Cost")), house)
    assert one.reading() == other.reading() != third.reading()


def test_every_field_of_a_contract_is_described():
    described = {entry["field"]: entry for entry in describe()}
    assert {"name", "from.files.include", "consent.until", "tdm_opt_out.checked"} <= set(described)
    assert all(described[field.alias or name]["meaning"] for name, field in Contract.model_fields.items())
