import pytest

from assets.lake import ContractError, House
from assets.privacy.disclosure.policy import Aggregate, TablePolicy, load_tables
from assets.privacy.policy import load
from tests.conftest import make_house

WATCH = "kind: event\nlicence: L\nlegal_basis: consent\npurposes: [recommend]\n"


def tables_of(tmp_path, text):
    folder = make_house(tmp_path / "house", contracts__watch=WATCH)
    (folder / "policies").mkdir()
    (folder / "policies" / "privacy.yaml").write_text(text)
    return load_tables(House.open(folder))


def test_a_house_that_says_nothing_has_no_table_under_control(tmp_path):
    assert load_tables(House.open(make_house(tmp_path / "house"))) == {}


def test_a_policy_is_read_and_survives_as_parameters_in_its_order(tmp_path):
    asked = tables_of(tmp_path, "tables:\n  transactions: {k: 10, l: 2, quasi: {store: [country, any], created_on: [month]}, sensitive: [price],\n"
                                "    finest: {price: 2 digits}, follow: {store: [currency]}, top: {quantity: 0.99}, unique: {store: 3}}\n"
                                "  events: {aggregate: {watch: {by: [subject, day], of: {heart_rate: [mean, p95]}}}}\n")
    bought = asked["transactions"]
    assert list(bought.quasi) == ["store", "created_on"] and bought.k == 10 and bought.finest == {"price": "2 digits"}
    assert asked["events"].aggregate == {"watch": Aggregate({"heart_rate": ("mean", "p95")}, ("subject", "day"), 5)}
    assert all(TablePolicy.of_params(one.as_params()) == one for one in asked.values())
    load(House.open(tmp_path / "house"))


@pytest.mark.parametrize(("text", "field"), [
    ("[transactions]", "tables"), ("{purchases: {k: 2}}", "tables.purchases"), ("{items: 3}", "tables.items"), ("{items: {colour: 3}}", "tables.items.colour"),
    ("{items: {quasi: [brand]}}", "tables.items.quasi"), ("{items: {k: 0, quasi: {brand: []}}}", "tables.items.k"),
    ("{items: {k: ten, quasi: {brand: []}}}", "tables.items.k"), ("{items: {k: 2}}", "tables.items.quasi"), ("{items: {l: 2}}", "tables.items.sensitive"),
    ("{items: {quasi: {shape: []}}}", "tables.items.quasi"), ("{items: {quasi: {text: []}}}", "tables.items.quasi"),
    ("{items: {quasi: {brand: [country]}}}", "tables.items.quasi.brand"), ("{items: {quasi: {price: [month]}}}", "tables.items.quasi.price"),
    ("{items: {quasi: {brand: [any, any]}}}", "tables.items.quasi.brand"), ("{items: {quasi: {brand: any}}}", "tables.items.quasi.brand"),
    ("{items: {k: 2, l: 2, quasi: {brand: []}, sensitive: [brand]}}", "tables.items.sensitive"), ("{items: {below: hide}}", "tables.items.below"),
    ("{items: {quasi: {created_on: [year]}, finest: {created_on: month}}}", "tables.items.finest.created_on"),
    ("{items: {top: {brand: 0.9}}}", "tables.items.top.brand"), ("{items: {top: {price: -1}}}", "tables.items.top.price"),
    ("{items: {unique: {brand: 3}}}", "tables.items.unique.brand"), ("{items: {follow: {brand: [name]}}}", "tables.items.follow.brand"),
    ("{items: {quasi: {brand: [any], name: [any]}, follow: {brand: [name]}}}", "tables.items.follow.brand"),
    ("{items: {aggregate: {watch: {of: {heart_rate: [mean]}}}}}", "tables.items.aggregate.watch"),
    ("{events: {aggregate: {clock: {of: {heart_rate: [mean]}}}}}", "tables.events.aggregate.clock"),
    ("{events: {aggregate: {watch: {of: {}}}}}", "tables.events.aggregate.watch"),
    ("{events: {aggregate: {watch: {of: {heart_rate: [raw]}}}}}", "tables.events.aggregate.watch.of.heart_rate"),
    ("{events: {aggregate: {watch: {by: [hour], of: {heart_rate: [mean]}}}}}", "tables.events.aggregate.watch.by")])
def test_every_mistake_names_file_field_and_reason_in_one_sentence(tmp_path, text, field):
    with pytest.raises(ContractError) as complaint:
        tables_of(tmp_path, f"tables: {text}\n")
    said = str(complaint.value)
    assert "privacy.yaml" in said and f"'{field}'" in said and said.endswith(".") and "\n" not in said
