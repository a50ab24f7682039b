"""Four eyes: two enrolled approvers, neither of them the builder, and nothing else counts."""

import base64
import datetime as dt
import json

import pytest

from assets.governance.approvals import approve, envelope, statement
from assets.governance.ledger import keys
from assets.governance.releases import folder_of, manifest_of
from assets.governance.verification.verify import Check
from assets.lake import InputError, PolicyError, SetupError
from tests.governance.conftest import make_candidate

RELEASE = "atelier/1.0.0"


def forge(lake, key, *, kind="approval", day=None, digest=None, place=None, **predicate) -> dict:
    """Put a statement into the folder by hand, as `approve` would not, and verify."""
    manifest, true = manifest_of(lake, RELEASE)
    data = envelope(statement(kind, manifest, digest or true, day or lake.house.as_of, **({"decision": "approve"} | predicate)), key)
    lake.store("releases").write(f"{RELEASE}/{place or f'approvals/{key.id}.json'}", data)
    return Check(folder_of(lake, RELEASE), keys.registry(lake)).run()


def test_the_builder_cannot_approve(candidate_lake):
    lake = candidate_lake
    with pytest.raises(PolicyError, match="the key that built the release"):
        approve(lake, RELEASE, "builder")
    result = forge(lake, keys.load(lake, "builder"))
    assert "the key that built the release" in result["problems"][0]


def test_an_officer_cannot_approve(candidate_lake):
    lake = candidate_lake
    with pytest.raises(PolicyError, match="enrolled as officer"):
        approve(lake, RELEASE, "officer")


def test_one_approver_cannot_approve_twice(candidate_lake):
    lake = candidate_lake
    approve(lake, RELEASE, "reviewer-a")
    with pytest.raises(InputError, match="has its approvals/"):
        approve(lake, RELEASE, "reviewer-a")
    result = forge(lake, keys.load(lake, "reviewer-a"), place=f"approvals/{'0' * 64}.json")
    assert not result["ok"] and len(result["signers"]) == 1


def test_a_key_that_is_not_enrolled_cannot_approve(candidate_lake):
    lake = candidate_lake
    keys.make(lake, "stranger")
    with pytest.raises(PolicyError, match="not enrolled"):
        approve(lake, RELEASE, "stranger")
    assert "not enrolled" in forge(lake, keys.load(lake, "stranger"))["problems"][0]


def test_a_key_enrolled_after_the_cut_cannot_approve_it(candidate_lake):
    lake = candidate_lake
    late = keys.make(lake, "late")
    keys.enrol(lake, late.public, "approver", on=lake.house.as_of)
    with pytest.raises(PolicyError, match="enrolled before the release was cut"):
        approve(lake, RELEASE, "late")
    assert "not enrolled" in forge(lake, late)["problems"][0]


def test_an_approval_after_the_key_was_retired_does_not_count(candidate_lake):
    lake = candidate_lake
    key = keys.load(lake, "reviewer-a")
    keys.retire(lake, key.id, lake.house.as_of - dt.timedelta(days=1))
    with pytest.raises(PolicyError, match="outside the time"):
        approve(lake, RELEASE, "reviewer-a")
    assert "outside the time" in forge(lake, key)["problems"][0]


def test_what_a_retired_key_signed_before_still_counts(published):
    lake = published
    keys.retire(lake, keys.load(lake, "reviewer-a").id, lake.house.as_of)
    assert Check(folder_of(lake, RELEASE), keys.registry(lake)).run()["state"] == "published"


def test_nothing_that_a_stolen_key_signed_counts(published):
    lake = published
    keys.compromise(lake, keys.load(lake, "reviewer-a").id, lake.house.as_of)
    result = Check(folder_of(lake, RELEASE), keys.registry(lake)).run()
    assert not result["ok"] and "reported compromised" in result["problems"][0]


@pytest.mark.parametrize("wrong, told", [
    ({"digest": "0" * 64}, "another manifest"), ({"decision": "reject"}, "does not approve"), ({"kind": "superseded"}, "not a statement of kind"),
    ({"day": dt.date(1999, 1, 1)}, "outside the time"),
])
def test_a_wrong_statement_does_not_count(candidate_lake, wrong, told):
    lake = candidate_lake
    result = forge(lake, keys.load(lake, "reviewer-a"), **wrong)
    assert not result["ok"] and told in result["problems"][0] and result["signers"] == []


def test_an_approval_of_another_release_does_not_count(published):
    lake = published
    make_candidate(lake, range(80))
    name = f"approvals/{keys.load(lake, 'reviewer-a').id}.json"
    lake.store("releases").write(f"atelier/1.1.0/{name}", lake.store("releases").read(f"{RELEASE}/{name}"))
    assert "another manifest" in Check(folder_of(lake, "atelier/1.1.0")).run()["problems"][0]


def test_an_unsound_release_cannot_be_approved(candidate_lake):
    lake = candidate_lake
    lake.store("releases").write(f"{RELEASE}/documents/card.md", b"other")
    with pytest.raises(PolicyError, match=r"documents/card\.md was changed"):
        approve(lake, RELEASE, "reviewer-a")


def test_an_approval_is_a_dsse_envelope_that_others_can_read(published):
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer import SSlibKey

    lake = published
    key = keys.load(lake, "reviewer-a")
    data = json.loads(lake.store("releases").read(f"{RELEASE}/approvals/{key.id}.json"))
    public = SSlibKey(key.id, "ed25519", "ed25519", {"public": key.public.hex()})
    for signature in data["signatures"]:
        signature["sig"] = base64.b64encode(base64.b64decode(signature["sig"])).decode()
    assert set(Envelope.from_dict(data).verify([public], 1)) == {key.id}
    assert json.loads(base64.b64decode(data["payload"]))["_type"] == "https://in-toto.io/Statement/v1"


# Keys

def test_a_key_file_is_its_owners_alone(lake):
    key = keys.make(lake, "mine")
    path = lake.home.path / "keys" / "signing" / "mine.pem"
    assert path.stat().st_mode & 0o777 == 0o600 and not key.demonstration
    path.chmod(0o644)
    with pytest.raises(SetupError, match="other users can read"):
        keys.load(lake, "mine")
    path.chmod(0o600)
    path.write_text("-----BEGIN PRIVATE KEY-----\nxx\n-----END PRIVATE KEY-----\n")
    with pytest.raises(SetupError, match="not an ed25519 signing key"):
        keys.load(lake, "mine")
    with pytest.raises(SetupError, match="no signing key 'nobody'"):
        keys.load(lake, "nobody")
    with pytest.raises(InputError, match="never overwritten"):
        keys.make(lake, "mine")
    with pytest.raises(InputError, match="small letters"):
        keys.load(lake, "../identity")


def test_a_real_home_refuses_demonstration_keys(lake):
    from dataclasses import replace

    keys.demonstrate(lake)
    lake.home = replace(lake.home, demonstration=False)
    with pytest.raises(SetupError, match="demonstration"):
        keys.load(lake, "reviewer-a")
    with pytest.raises(SetupError, match="demonstration home only"):
        keys.make(lake, "another", demonstration=True)


def test_demonstration_keys_are_the_same_for_everybody_and_marked(tmp_path):
    from tests.conftest import make_lake

    one, two = (make_lake(tmp_path / name) for name in ("one", "two"))
    assert keys.demonstrate(one)["reviewer-a"].id == keys.demonstrate(two)["reviewer-a"].id
    keys.demonstrate(one)
    assert len(keys.registry(one)) == 4 and all(key["demonstration"] for key in keys.registry(one).values())


def test_the_registry_knows_keys_and_roles_and_no_names(lake):
    keys.demonstrate(lake)
    ledger = b"".join(lake.store("ledger").read(entry.path) for entry in lake.store("ledger").list())
    assert b"reviewer" not in ledger


def test_one_key_has_one_role(lake):
    key = keys.make(lake, "mine")
    keys.enrol(lake, key.public, "approver", on=lake.house.as_of)
    with pytest.raises(PolicyError, match="enrolled already"):
        keys.enrol(lake, key.public, "officer", on=lake.house.as_of)
    with pytest.raises(InputError, match="no role 'king'"):
        keys.enrol(lake, key.public, "king", on=lake.house.as_of)
