"""Proofs about records of a release: that one is in a shard, that it is not, which rows left.

Belongs here: making and checking them from a shard's leaves. Not here: the tree itself (`leaves`), certificates.
Leaves stand in record id order, so two neighbours with nothing between them prove that a record is absent. A proof leads to the
root of one shard; the manifest states these roots and rows, and its own root is made of them. A release is without a record when
each of its shards is.
"""

import bisect
from collections.abc import Iterable

import pyarrow as pa

from assets.governance.verification.leaves import Leaves, leaf, node, sha256


def proof(leaves: Leaves, record_id: bytes) -> dict:
    """A claim of presence, or of absence by the two neighbours the record would stand between."""
    return proofs(leaves, [record_id])[0]


def proofs(leaves: Leaves, record_ids: Iterable[bytes]) -> list[dict]:
    """A claim for each record id, in the order given, from one tree."""
    pairs = list(leaves.sorted())
    ids = [identity for identity, _ in pairs]
    levels = _levels(leaves.hashed())
    return [_claim(pairs, ids, levels, record_id) for record_id in record_ids]


def check_proof(claim: dict, root: str, records: int) -> bool:
    """Does the claim follow from the root of a shard with that many records? Nothing else of the claim is trusted."""
    try:
        sought, shown = claim["record_id"], claim["neighbours"]
        if not all(_leads_to(entry, root, records) for entry in shown):
            return False
        places = [(entry["index"], entry["record_id"]) for entry in shown]
        if claim["present"]:
            return len(places) == 1 and places[0][1] == sought
        if records == 0:
            return not places and root == sha256(b"")
        if len(places) == 2:
            return places[0][0] + 1 == places[1][0] and places[0][1] < sought < places[1][1]
        return len(places) == 1 and (places[0][0] == 0 and sought < places[0][1]
                                     or places[0][0] == records - 1 and sought > places[0][1])
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def proves_absence(claims: dict[str, dict], record_id: bytes, files: dict[str, dict]) -> bool:
    """Do the claims, one for each data shard of a manifest's files, prove that the record is in none of them?"""
    shards = {name for name in files if name.startswith("data/")}
    return claims.keys() == shards and all(
        claim.get("present") is False and claim.get("record_id") == record_id.hex() and check_proof(claim, files[name]["root"], files[name]["rows"])
        for name, claim in claims.items())


def removed_rows(rows: pa.Table, provenance: pa.Table) -> list[list[str]]:
    """What `evidence/removed.json` lists for one shard: [record id, row digest, provenance row digest] in hex, by id.

    The two tables hold the rows that leave, all columns, in the same order.
    """
    data, beside = Leaves(), Leaves()
    data.add_rows(rows)
    beside.add_rows(provenance)
    return [[identity.hex(), digest.hex(), other.hex()]
            for (identity, digest), (_, other) in zip(data.sorted(), beside.sorted(), strict=True)]


def _levels(level: list[bytes]) -> list[list[bytes]]:
    levels = [level]
    while len(level) > 1:
        level = [node(*level[at:at + 2]) if at + 1 < len(level) else level[at] for at in range(0, len(level), 2)]
        levels.append(level)
    return levels


def _claim(pairs: list, ids: list[bytes], levels: list[list[bytes]], record_id: bytes) -> dict:
    place = bisect.bisect_left(ids, record_id)
    present = place < len(ids) and ids[place] == record_id
    shown = [place] if present else [index for index in (place - 1, place) if 0 <= index < len(ids)]
    return {"record_id": record_id.hex(), "present": present, "records": len(ids), "neighbours": [
        {"index": index, "record_id": ids[index].hex(), "row": pairs[index][1].hex(), "path": _path(levels, index)} for index in shown]}


def _path(levels: list[list[bytes]], index: int) -> list[str]:
    beside = ((level, (index >> height) ^ 1) for height, level in enumerate(levels[:-1]))
    return [level[place].hex() for level, place in beside if place < len(level)]


def _leads_to(entry: dict, root: str, records: int) -> bool:
    index, last = entry["index"], records - 1
    identity = bytes.fromhex(entry["record_id"])
    value = leaf(identity, bytes.fromhex(entry["row"]))
    if len(identity) != 16 or len(entry["row"]) != 64 or not 0 <= index <= last:
        return False
    for step in entry["path"]:
        while last and index == last and not index & 1:      # a node without a sibling moves up as it is
            index, last = index >> 1, last >> 1
        if not last:
            return False
        beside = bytes.fromhex(step)
        value = node(beside, value) if index & 1 else node(value, beside)
        index, last = index >> 1, last >> 1
    while last and index == last and not index & 1:
        index, last = index >> 1, last >> 1
    return last == 0 and value.hex() == root
