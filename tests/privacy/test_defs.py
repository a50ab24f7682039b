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
    evidence = {"privacy/canaries/documents", "privacy/canaries/dialogues", "privacy/canary_matches", "privacy/canary_clean/documents",
                "privacy/canary_clean/dialogues", "privacy/canary_fates"}
    assert set(made) == {"privacy/vocabulary", "privacy/tagger", "privacy/register", "privacy/matches", "clean/documents", "clean/dialogues", "clean/subjects"} | evidence
    assert {"/".join(key.path) for key in made["clean/documents"].dependency_keys} == {"landing/press", "warehouse/documents", "privacy/matches", "privacy/tagger"}
    assert {"/".join(key.path) for key in made["privacy/matches"].dependency_keys} == {
        "landing/press", "landing/crm", "privacy/register", "privacy/vocabulary"}
    assert all(asset.group_names_by_key[asset.key] == "clean" for asset in made.values())


def test_the_canaries_take_the_steps_of_the_house_s_own_records_and_nothing_else_reads_them(tmp_path):
    made = {"/".join(asset.key.path): asset for asset in assets(house(tmp_path), {})}
    steps = {name: asset.metadata_by_key[asset.key].get("step") for name, asset in made.items()}
    assert steps["privacy/canary_matches"] == steps["privacy/matches"] and steps["privacy/canary_clean/documents"] == steps["clean/documents"]
    readers = {name for name, asset in made.items() for key in asset.dependency_keys if "canar" in "/".join(key.path)}
    assert all("canar" in name for name in readers)
