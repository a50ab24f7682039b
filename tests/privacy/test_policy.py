import pytest

from assets.lake import ContractError, House
from assets.privacy.policy import Policies, load
from tests.conftest import make_house


def policy_of(tmp_path, text):
    house = make_house(tmp_path / "house")
    (house / "policies").mkdir()
    (house / "policies" / "privacy.yaml").write_text(text)
    return load(House.open(house))


def test_without_a_file_everything_is_replaced_in_the_houses_languages(tmp_path):
    policies = load(House.open(make_house(tmp_path / "house")))
    assert policies.default.languages == ("en", "fr", "it") and policies.default.wants("CARD") and policies.of("any").mode == "surrogate"


def test_languages_that_are_left_open_are_the_houses(tmp_path):
    assert policy_of(tmp_path, "default: {languages: null}\n").default.languages == ("en", "fr", "it")


def test_a_source_inherits_the_default_and_adds_its_own(tmp_path):
    policies = policy_of(tmp_path, "default: {entities: {PERSON: surrogate, CARD: tag}, patterns: {LOYALTY: 'VD-\\d{6}'}}\n"
                                   "sources: {chats: {mode: tag, patterns: {ORDER: 'O-\\d+'}}}\n")
    chats = policies.of("chats")
    assert chats.mode == "tag" and set(chats.patterns) == {"LOYALTY", "ORDER"} and chats.wants("ORDER") and not chats.wants("EMAIL")
    assert policies.default.mode_of("CARD") == "tag" and policies.default.mode_of("PERSON") == "surrogate"
    assert Policies.of_params(policies.as_params()) == policies


@pytest.mark.parametrize(("text", "field"), [
    ("defaults: {}", "defaults"), ("default: {mode: blur}", "default.mode"), ("default: {entities: [PERSN]}", "default.entities"),
    ("default: {patterns: {LOYALTY: '(['}}", "default.patterns.LOYALTY"), ("default: {patterns: {LOYALTY: 'x*'}}", "default.patterns.LOYALTY"),
    ("default: {patterns: {loyalty: 'x'}}", "default.patterns.loyalty"), ("default: {languages: [no]}", "default.languages"),
    ("sources: {chats: {threshold: 2}}", "sources.chats.threshold"), ("sources: [chats]", "sources"), ("default: {colour: red}", "default.colour"),
    ("default: {dates: backwards}", "default.dates"), ("default: {languages: []}", "default.languages"), ("default: {threshold: true}", "default.threshold"),
    ("default: {patterns: {KEEP: 'x'}}", "default.patterns.KEEP"), ("default: {epoch: ../../etc}", "default.epoch"), ("default: {epoch: [1]}", "default.epoch")])
def test_every_mistake_names_file_field_and_reason(tmp_path, text, field):
    with pytest.raises(ContractError) as complaint:
        policy_of(tmp_path, text)
    assert "privacy.yaml" in str(complaint.value) and f"'{field}'" in str(complaint.value)
