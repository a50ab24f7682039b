from assets.privacy.defs import assets, raw_tables
from tests.conftest import make_house

READY = "licence: L\nlegal_basis: consent\npurposes: [retrieval]\n"


def house(tmp_path):
    from assets.lake import House

    return House.open(make_house(tmp_path / "house", contracts__press=f"kind: document\n{READY}", contracts__crm=f"kind: subject\n{READY}",
                                 contracts__blocked="kind: item\nlicence: L\n", contracts__broken="kind: [unclosed"))


def test_only_contracts_that_may_be_opened_give_tables(tmp_path):
    assert raw_tables(house(tmp_path)) == {"document": ["landing/press"], "subject": ["landing/crm"]}


def test_declared_dependencies_are_the_tables_read(tmp_path):
    made = {"/".join(asset.key.path): asset for asset in assets(house(tmp_path), {"clean/documents": ("suite:clean_documents",)})}
    assert set(made) == {"privacy/vocabulary", "privacy/register", "privacy/matches", "clean/documents", "clean/dialogues", "clean/subjects"}
    assert {"/".join(key.path) for key in made["clean/documents"].dependency_keys} == {"landing/press", "warehouse/documents", "privacy/matches"}
    assert {"/".join(key.path) for key in made["privacy/matches"].dependency_keys} == {
        "landing/press", "landing/crm", "privacy/register", "privacy/vocabulary"}
    assert all(asset.group_names_by_key[asset.key] == "clean" for asset in made.values())
