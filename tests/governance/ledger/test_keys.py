"""Keys that are wrong, expired or repeated are refused when they are enrolled, ended, read or used."""

import datetime as dt

import pytest

from assets.governance.approvals import approve
from assets.governance.ledger import keys
from assets.lake import InputError, PolicyError, SetupError

DAY = dt.date(2026, 1, 31)
LATER = dt.timedelta(days=30)


def enrolled(lake, **more) -> str:
    return keys.enrol(lake, keys.make(lake, "mine").public, "approver", on=DAY, **more)["key_id"]


@pytest.mark.parametrize("public", [b"", b"short", bytes(31), bytes(33), b"-----BEGIN PUBLIC KEY-----"])
def test_a_public_half_of_another_length_is_no_key(lake, public):
    with pytest.raises(InputError, match=f"is 32 bytes, not {len(public)}"):
        keys.enrol(lake, public, "approver", on=DAY)
    assert keys.registry(lake) == {}


def test_a_key_cannot_end_before_it_counts(lake):
    with pytest.raises(InputError, match="counts from 2026-01-31 cannot end on 2026-01-30"):
        enrolled(lake, until=DAY - dt.timedelta(days=1))


def test_a_key_is_enrolled_once_whatever_the_role(lake):
    enrolled(lake)
    for role in keys.ROLES:
        with pytest.raises(PolicyError, match="enrolled already"):
            keys.enrol(lake, keys.load(lake, "mine").public, role, on=DAY)


def test_a_key_that_was_ended_never_counts_again(lake):
    identity = enrolled(lake, until=DAY + LATER)
    keys.retire(lake, identity, DAY + LATER / 2)
    assert keys.registry(lake)[identity]["valid_until"] == "2026-02-15"
    for day in (DAY + LATER / 2, DAY + LATER):
        with pytest.raises(PolicyError, match="ends on 2026-02-15 already"):
            keys.retire(lake, identity, day)
    keys.compromise(lake, identity, DAY)
    assert keys.registry(lake)[identity]["compromised_on"] == "2026-01-31"


@pytest.mark.parametrize("withdraw", [keys.retire, keys.compromise])
def test_a_key_that_is_not_enrolled_cannot_be_withdrawn(lake, withdraw):
    with pytest.raises(InputError, match="is not enrolled"):
        withdraw(lake, "0" * 64, DAY)


def test_an_expired_key_approves_nothing(candidate_lake):
    lake = candidate_lake
    keys.retire(lake, keys.load(lake, "reviewer-a").id, lake.house.as_of - dt.timedelta(days=1))
    with pytest.raises(PolicyError, match="outside the time"):
        approve(lake, "atelier/1.0.0", "reviewer-a")


def test_a_stolen_key_approves_nothing(candidate_lake):
    lake = candidate_lake
    keys.compromise(lake, keys.load(lake, "reviewer-a").id, lake.house.as_of)
    with pytest.raises(PolicyError, match="reported compromised"):
        approve(lake, "atelier/1.0.0", "reviewer-a")


def test_the_key_of_another_file_under_an_enrolled_name_approves_nothing(candidate_lake):
    lake = candidate_lake
    keys.make(lake, "stranger")
    folder = lake.home.path / "keys" / "signing"
    (folder / "reviewer-a.pem").write_bytes((folder / "stranger.pem").read_bytes())
    with pytest.raises(PolicyError, match="which is not enrolled"):
        approve(lake, "atelier/1.0.0", "reviewer-a")


@pytest.mark.parametrize("body", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_key_file_is_named(lake, body):
    keys.make(lake, "mine")
    (lake.home.path / "keys" / "signing" / "mine.pem").write_bytes(body)
    with pytest.raises(SetupError, match=r"mine\.pem: this is not an ed25519 signing key"):
        keys.load(lake, "mine")


def test_a_key_of_another_kind_is_refused(lake):
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    keys.make(lake, "mine")
    pem = generate_private_key(SECP256R1()).private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (lake.home.path / "keys" / "signing" / "mine.pem").write_bytes(pem)
    with pytest.raises(SetupError, match="not an ed25519 signing key"):
        keys.load(lake, "mine")
