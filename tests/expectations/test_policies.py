"""Policies are read from files with a header; a house adds, sets and waives, and every mistake is one sentence."""

import datetime as dt

import pytest

from assets.lake import ContractError, House
from expectations.policies import policies, read, waivers
from tests.conftest import make_house

OWN = """\
-- id: no_drafts
-- severity: warn
-- title: No draft is in the corpus
-- why: A draft says
--     what nobody stands by.
-- parameters: sources = ["draft*"] (patterns of sources)
--     most = 3 (how many (of all) are too many)
select null::blob as record_id, source, 'a draft' as what from provenance where list_contains($sources, source) and $most < 1
"""


def house(folder, **files) -> House:
    made = make_house(folder / "house", **{f"policies__{name}": text for name, text in files.items() if name != "own"})
    if "own" in files:
        (made / "policies").mkdir(exist_ok=True)
        (made / "policies" / "no_drafts.sql").write_text(files["own"])
    return House.open(made)


def test_a_house_adds_its_own_policies_to_the_shipped_ones(tmp_path):
    shipped, found = policies(house(tmp_path / "a")), policies(house(tmp_path / "b", own=OWN))
    assert len(shipped) >= 16 and [policy.id for policy in found] == sorted([*(policy.id for policy in shipped), "no_drafts"])
    (own,) = [policy for policy in found if policy.id == "no_drafts"]
    assert own.why == "A draft says what nobody stands by." and own.regulation is None
    assert own.parameters == {"sources": ["draft*"], "most": 3} and own.meanings["most"] == "how many (of all) are too many"
    assert own.sql.startswith("select null::blob")


def test_every_shipped_policy_says_what_it_rests_on_and_every_threshold_what_it_means(tmp_path):
    for policy in policies(house(tmp_path)):
        assert policy.regulation and len(policy.why) > 40 and set(policy.meanings) == set(policy.parameters), policy.id


def test_the_digest_is_that_of_the_file_and_a_value_of_the_house_leaves_it(tmp_path):
    one, two = policies(house(tmp_path / "a", own=OWN)), policies(house(tmp_path / "b", own=OWN, policies="no_drafts: {most: 5}"))
    assert [policy.digest for policy in one] == [policy.digest for policy in two]
    assert [policy.parameters["most"] for policy in two if policy.id == "no_drafts"] == [5]
    other = policies(house(tmp_path / "c", own=OWN + "-- more\n"))
    assert [policy.id for policy, before in zip(other, one, strict=True) if policy.digest != before.digest] == ["no_drafts"]


@pytest.mark.parametrize(("harm", "told"), [
    (("-- id: no_drafts\n", ""), "has no 'id'"), (("-- why: A draft says\n--     what nobody stands by.\n", ""), "has no 'why'"),
    (("id: no_drafts", "id: drafts"), "make them the same"), (("severity: warn", "severity: perhaps"), "must be block or warn"),
    (("-- title:", "-- severity: block\n-- title:"), "each once"), (("-- title:", "-- owner: me\n-- title:"), "is no field of its own"),
    (("most = 3 (", "most = ["), "must read `name = value"), (("most = 3", "most = true"), "must read `name = value"),
    (("most = 3", "most = 2026-01-01"), "must read `name = value"), ((OWN[OWN.index("select"):], ""), "no query")])
def test_a_header_with_a_mistake_is_refused_in_a_sentence(tmp_path, harm, told):
    path = tmp_path / "no_drafts.sql"
    path.write_text(OWN.replace(*harm))
    with pytest.raises(ContractError, match=told) as refused:
        read(path)
    assert str(path) in str(refused.value) and "\n" not in str(refused.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "no_drafts.sql"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ContractError, match="text in UTF-8"):
        read(path)


@pytest.mark.parametrize(("settings", "told"), [
    ("source_shares: {share: 0.5}", "there is no policy 'source_shares'"), ("source_share: {most: 0.5}", "no parameter 'most'; it has share"),
    ("source_share: {share: much}", "'source_share.share' must be a number"), ("secrecy: {allowed: public}", "must be a list of texts"),
    ("source_share: {share: true}", "must be a number"), ("source_share: 0.5", "must hold parameters")])
def test_a_value_the_policy_cannot_take_is_refused(tmp_path, settings, told):
    with pytest.raises(ContractError, match=told):
        policies(house(tmp_path, policies=settings))


def test_a_shipped_policy_is_never_replaced(tmp_path):
    made = house(tmp_path, own=OWN)
    (made.path / "policies" / "consent.sql").write_text(OWN.replace("no_drafts", "consent"))
    with pytest.raises(ContractError, match="there already is a policy 'consent'"):
        policies(made)


WAIVER = "consent: {reason: the register moves, until: 2026-03-01, signed_by: ['a', 'b']}"


def test_a_waiver_is_read_with_reason_end_and_signatures(tmp_path):
    made = house(tmp_path, waivers=WAIVER)
    (waiver,) = waivers(made, policies(made)).values()
    assert (waiver.id, waiver.reason, waiver.until, waiver.signed_by) == ("consent", "the register moves", dt.date(2026, 3, 1), ("a", "b"))
    assert waivers(house(tmp_path / "none"), policies(made)) == {}


@pytest.mark.parametrize(("harm", "told"), [
    (("consent", "consents"), "no policy 'consents' to waive"), (("until: 2026-03-01, ", ""), "must say reason, until and signed_by"),
    (("the register moves", "' '"), "must say reason"), (("2026-03-01", "spring"), "'consent.until' is no date"),
    (("['a', 'b']", "a"), "must be a list of key ids"), (("['a', 'b']", "[1, 2]"), "must be a list of key ids"), (("until:", "for: x, until:"), "nothing else")])
def test_a_waiver_with_a_mistake_is_refused(tmp_path, harm, told):
    made = house(tmp_path, waivers=WAIVER.replace(*harm))
    with pytest.raises(ContractError, match=told):
        waivers(made, policies(made))
