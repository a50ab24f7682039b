"""Signing keys: the private half in the home, the public half enrolled in the ledger.

Belongs here: making, reading, enrolling and withdrawing ed25519 keys. Not here: what is signed (`approvals`).
Nothing written names a person: a key is its fingerprint and a role. Who holds which key is for the house to know.
"""

import datetime as dt
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assets.governance.ledger.log import Log
from assets.governance.verification.envelopes import key_id
from assets.governance.verification.leaves import canonical_json
from assets.lake import InputError, IntegrityError, Lake, PolicyError, SetupError
from assets.lake.keys import demonstration_key

ROLES = ("builder", "approver", "officer")
KEY_BYTES = 32
_ENDS = {"retire": "valid_until", "compromise": "compromised_on"}
DEMONSTRATION = {"builder": "builder", "reviewer-a": "approver", "reviewer-b": "approver", "officer": "officer"}


@dataclass(frozen=True)
class SigningKey:
    """A key that can sign here. `demonstration` keys can be made by anyone who knows the house's seed."""

    name: str
    public: bytes
    demonstration: bool
    _private: Ed25519PrivateKey = field(repr=False)

    @property
    def id(self) -> str:
        return key_id(self.public)

    def sign(self, data: bytes) -> bytes:
        return self._private.sign(data)


def make(lake: Lake, name: str, *, demonstration: bool = False) -> SigningKey:
    """Make a key file `keys/signing/NAME.pem` in the home, readable by this user only."""
    if demonstration and not lake.home.demonstration:
        raise SetupError("Demonstration signing keys belong in a demonstration home only; make this home's own keys with `hallmark keys`.")
    private = Ed25519PrivateKey.from_private_bytes(_demonstration(lake, name)) if demonstration else Ed25519PrivateKey.generate()
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = _path(lake, name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
    except FileExistsError:
        raise InputError(f"There already is a signing key '{name}' in {path.parent}; choose another name, a key is never overwritten.") from None
    return load(lake, name)


def load(lake: Lake, name: str) -> SigningKey:
    """Read a key file. Raises SetupError when it is missing, open to others, damaged or a demonstration's in a real home."""
    path = _path(lake, name)
    try:
        if path.stat().st_mode & 0o077:
            raise SetupError(f"{path}: other users can read this signing key; make it yours alone (chmod 600) and replace it if it was copied.")
        private = serialization.load_pem_private_key(path.read_bytes(), None)
    except OSError:
        raise SetupError(f"{path}: there is no signing key '{name}' that can be read; make one with `hallmark keys` or restore it.") from None
    except (ValueError, TypeError):
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        raise SetupError(f"{path}: this is not an ed25519 signing key without passphrase; restore it from your key store.")
    demonstration = lake.house.seed is not None and private.private_bytes_raw() == _demonstration(lake, name)
    if demonstration and not lake.home.demonstration:
        raise SetupError(f"{path}: this is a demonstration key that anyone can make; replace it with a key of your own.")
    return SigningKey(name, private.public_key().public_bytes_raw(), demonstration, private)


def enrol(lake: Lake, public: bytes, role: str, *, on: dt.date, until: dt.date | None = None, demonstration: bool = False) -> dict:
    """Enter a public key into the ledger's registry, for one role, from a day on. Returns the entry for the registry.

    Raises InputError for a role, a key or days that cannot be, PolicyError for a key that is enrolled already.
    """
    if role not in ROLES:
        raise InputError(f"There is no role '{role}' for a key; the roles are {', '.join(ROLES)}.")
    if len(public) != KEY_BYTES:
        raise InputError(f"The public half of an ed25519 key is {KEY_BYTES} bytes, not {len(public)}; take it from the key's own file.")
    if until is not None and until < on:
        raise InputError(f"A key that counts from {on} cannot end on {until}; give a later end, or none.")
    entry = {"key_id": key_id(public), "public": public.hex(), "role": role, "valid_from": on.isoformat(),
             "valid_until": until.isoformat() if until else None, "compromised_on": None, "demonstration": demonstration}
    if entry["key_id"] in registry(lake):
        raise PolicyError(f"Key {entry['key_id'][:16]} is enrolled already; one key has one role, make another key for another role.")
    _chain(lake).append("enrol", key=entry)
    return entry


def retire(lake: Lake, identity: str, on: dt.date) -> None:
    """End a key's time: what it signed up to that day still counts. It only ever ends sooner; nothing makes it count again."""
    until = registry(lake).get(identity, {}).get("valid_until")
    if until and until <= on.isoformat():
        raise PolicyError(f"Key {identity[:16]} ends on {until} already, and its time is never made longer; enrol another key.")
    _withdraw(lake, identity, "retire", on)


def compromise(lake: Lake, identity: str, on: dt.date) -> None:
    """Report a key stolen: nothing it signed counts any more, whatever the date it bears."""
    _withdraw(lake, identity, "compromise", on)


def registry(lake: Lake) -> dict[str, dict]:
    """Every enrolled key by id, as the ledger's unbroken chain of entries leaves it. Raises IntegrityError when it does not hold."""
    keys: dict[str, dict] = {}
    for entry in _chain(lake).entries():
        try:
            if entry["event"] == "enrol":
                keys.setdefault(entry["key"]["key_id"], dict(entry["key"]))      # the first counts: an entry more gives no other role
            else:
                keys[entry["key_id"]][_ENDS[entry["event"]]] = entry["on"]
        except (KeyError, TypeError):
            raise IntegrityError(f"Entry {entry['seq']} of the keys in the ledger is of no key or kind that is known; "
                                 "restore the ledger from its copy, until then no key counts.") from None
    return keys


def registry_file(lake: Lake) -> bytes:
    """The registry as the file that `verify.py --keys` reads."""
    return canonical_json({"keys": [key for _, key in sorted(registry(lake).items())]})


def demonstrate(lake: Lake) -> dict[str, SigningKey]:
    """Make and enrol the demonstration's keys where they are missing: a builder, two reviewers, an officer."""
    known, keys = registry(lake), {}
    for name, role in DEMONSTRATION.items():
        keys[name] = load(lake, name) if _path(lake, name).exists() else make(lake, name, demonstration=True)
        if keys[name].id not in known:
            enrol(lake, keys[name].public, role, on=lake.house.as_of, demonstration=keys[name].demonstration)
    return keys


def _withdraw(lake: Lake, identity: str, event: str, on: dt.date) -> None:
    if identity not in registry(lake):
        raise InputError(f"Key {identity[:16]} is not enrolled; look at `hallmark keys`.")
    _chain(lake).append(event, key_id=identity, on=on.isoformat())


def _chain(lake: Lake) -> Log:
    return Log(lake.store("ledger"), "keys")


def _path(lake: Lake, name: str) -> Path:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise InputError("A signing key's name is made of small letters, digits and hyphens; choose another.")
    return lake.home.path / "keys" / "signing" / f"{name}.pem"


def _demonstration(lake: Lake, name: str) -> bytes:
    if lake.house.seed is None:
        raise SetupError(f"{lake.house.path / 'house.yaml'}: a demonstration needs a seed; add the field 'seed'.")
    return demonstration_key(lake.house.seed, f"signing {lake.house.controller} {name}")
