"""Whom a number means: the subject ids behind what a source calls a person, and the raw records that are about them.

Belongs here: looking a person up in the vault. Not here: what is done about them (`trace`, `rights`, `erasure`).
A number is never repeated in an answer or an error.
"""

import numpy as np
import pyarrow.compute as pc

from assets.governance.subject_index import about
from assets.lake import InputError, Lake
from assets.lake.digest import ID
from assets.lake.keys import subject_id
from assets.landing.contracts import load_contracts


def subjects_of(lake: Lake, value: str) -> np.ndarray:
    """The subject ids ((n,) S16, sorted) of the one person that a number means, as far as records in the vault name them.

    `value` is the number a source knows the person by, with its number space before a colon where several have it, or 32 hexadecimal
    digits of a subject id. Raises InputError for nothing, for a number nobody has, for one of a person who was erased, and for one
    that means several people.
    """
    import pyarrow as pa

    value = value.strip()
    if not value:
        raise InputError("Whose? --subject is empty; give the number a source knows the person by, or a subject id.")
    wanted = spaces(lake, value)
    known = [space for space, people in wanted.items() if records_of(lake, people)]
    if len(known) > 1:
        raise ambiguous(known)
    if not known:
        everyone = np.concatenate(list(wanted.values()))
        if pc.any(lake.tombstones.contains(pa.array([_whole(one) for one in everyone], ID))).as_py():
            raise InputError("The person of this number was erased: nothing about them is held, and nothing that arrives will be.")
        raise InputError("No record in the vault is about a person of this number; check it, and write SPACE:NUMBER where sources number people alike.")
    (space,) = known
    return np.array([one for one in wanted[space] if records_of(lake, np.array([one], "S16"))], "S16")


def records_of(lake: Lake, subjects: np.ndarray) -> dict[str, np.ndarray]:
    """Ids (S16) of the raw records about these subjects ((n,) S16), by landing table; tables without any are left out."""
    return about(lake, subjects)


def spaces(lake: Lake, value: str) -> dict[str, np.ndarray]:
    """The subject ids (S16) that a value may stand for, by the number space that contracts write it in."""
    key = lake.keys.identity
    found = {"": {subject_id(key, lake.house.controller, value)}}
    for contract in load_contracts(lake.house):
        if told := getattr(contract, "subject", None):
            controller, written = contract.controller or "", f"{told.scheme}:{value}" if told.scheme else value
            space = told.scheme if controller == lake.house.controller else f"{told.scheme} of {controller}".strip()
            found.setdefault(space, set()).update({subject_id(key, controller, one) for one in (written, value)})
    try:
        asked = bytes.fromhex(value)
    except ValueError:
        asked = b""
    if len(asked) == 16:
        found[""].add(asked)
    taken: set[bytes] = set()
    distinct = {}
    for space, wanted in found.items():         # what is written out in full belongs to the first space alone
        distinct[space], taken = np.array(sorted(wanted - taken), "S16"), taken | wanted
    return distinct


def ambiguous(known: list[str]) -> InputError:
    """What to say when a number means people of several number spaces."""
    return InputError(f"This number means different people in the number spaces {', '.join(space or '(none)' for space in known)}; "
                      f"write it as SPACE:NUMBER, or ask by subject id.")


def _whole(one: bytes) -> bytes:
    return bytes(one).ljust(16, b"\0")
