"""The three kinds of key, all outside the lake: identity, suppression, pseudonym.

Belongs here: where keys come from and what is derived with them. Not here: signing keys (governance).
Identity and suppression keys are never rotated: every id would change. A pseudonym key lives for one epoch and can be
destroyed, which unlinks every surrogate made with it.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from assets.lake.digest import mac
from assets.lake.errors import SetupError

NAMES = ("identity", "suppression")
FIRST_EPOCH = "1"


@dataclass(frozen=True)
class Keys:
    """The keys of one home. `demonstration` keys derive from a house's seed: anybody can make them."""

    identity: bytes
    suppression: bytes
    folder: Path
    demonstration: bool = False

    def __repr__(self) -> str:
        return f"Keys(demonstration={self.demonstration})"

    def pseudonym(self, epoch: str = FIRST_EPOCH) -> bytes:
        """The key of one pseudonym epoch, 32 bytes. Raises SetupError when it was destroyed or never made."""
        return _load(self.folder, f"pseudonym-{epoch}")

    def epoch(self) -> str:
        """The newest epoch that has a key."""
        if os.environ.get(_variable(f"pseudonym-{FIRST_EPOCH}")):
            return FIRST_EPOCH
        epochs = sorted((int(path.stem.removeprefix("pseudonym-")) for path in self.folder.glob("pseudonym-*.key")), reverse=True)
        if not epochs:
            raise SetupError(f"No pseudonym key in {self.folder}; make one with `hallmark init` or restore it from your key store.")
        return str(epochs[0])


def open_keys(home: Path, *, controller: str, seed: int | None, demonstration: bool) -> Keys:
    """The keys of a home, from `HALLMARK_KEY_<NAME>` (64 hex digits) or from files under `home/keys/`.

    Every key is bound to the controller, so two houses that share a key store by mistake still do not share ids.
    A home that is not a demonstration refuses keys that anyone can derive from the house's seed.
    """
    folder = home / "keys"
    loaded = {name: _load(folder, name) for name in NAMES}
    if not demonstration and seed is not None and any(loaded[name] == demonstration_key(seed, name) for name in NAMES):
        raise SetupError(f"The keys in {folder} are demonstration keys that anyone can derive; run `hallmark init` to make real ones.")
    bound = {name: mac(key, "controller", controller) + mac(key, "house", controller) for name, key in loaded.items()}
    return Keys(**bound, folder=folder, demonstration=demonstration)


def make_keys(home: Path, seed: int | None = None) -> None:
    """Write missing keys under `home/keys/`, readable by this user only: random ones, or a demonstration's from its seed."""
    folder = home / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in (*NAMES, f"pseudonym-{FIRST_EPOCH}"):
        path = folder / f"{name}.key"
        if path.exists():
            continue
        key = secrets.token_bytes(32) if seed is None else demonstration_key(seed, name)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key.hex() + "\n")


def demonstration_key(seed: int, name: str) -> bytes:
    """The public, reproducible key of a demonstration."""
    return hashlib.blake2b(f"hallmark demonstration {seed} {name}".encode(), digest_size=32).digest()


def subject_id(key: bytes, controller: str, value: str) -> bytes:
    """The id of a person from the identifier a source uses: MAC(identity key, controller, trimmed upper-case value)."""
    return mac(key, "subject", controller, value.strip().upper())


def _variable(name: str) -> str:
    return "HALLMARK_KEY_" + name.upper().replace("-", "_")


def _load(folder: Path, name: str) -> bytes:
    path = folder / f"{name}.key"
    where, text = f"${_variable(name)}", os.environ.get(_variable(name), "")
    if not text:
        where = str(path)
        try:
            text = path.read_text()
        except OSError:
            raise SetupError(f"Key '{name}' is missing: {path} cannot be read; restore it from your key store, "
                             f"or make a new home with `hallmark init`.") from None
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise SetupError(f"Key '{name}' from {where} is not 64 hexadecimal digits; restore it from your key store.")
    return key
