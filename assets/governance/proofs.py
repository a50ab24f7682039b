"""Proofs about one record of a release: that it is in it, or that it is not.

Belongs here: making and checking them from a release's leaves. Not here: the tree itself (`verify`), certificates.
Leaves stand in record id order, so two neighbours with nothing between them prove that a record is absent.
"""

import bisect

from assets.governance.verify import Leaves, leaf, node, sha256


def proof(leaves: Leaves, record_id: bytes) -> dict:
    """A claim of presence, or of absence by the two neighbours the record would stand between."""
    pairs = list(leaves.sorted())
    ids = [identity for identity, _ in pairs]
    place = bisect.bisect_left(ids, record_id)
    present = place < len(ids) and ids[place] == record_id
    shown = [place] if present else [index for index in (place - 1, place) if 0 <= index < len(ids)]
    paths: dict[int, list[str]] = {index: [] for index in shown}
    level, height = [leaf(*pair) for pair in pairs], 0
    while len(level) > 1:
        for index in shown:
            beside = (index >> height) ^ 1
            if beside < len(level):
                paths[index].append(level[beside].hex())
        level = [node(*level[at:at + 2]) if at + 1 < len(level) else level[at] for at in range(0, len(level), 2)]
        height += 1
    return {"record_id": record_id.hex(), "present": present, "records": len(pairs), "neighbours": [
        {"index": index, "record_id": ids[index].hex(), "row": pairs[index][1].hex(), "path": paths[index]} for index in shown]}


def check_proof(claim: dict, root: str, records: int) -> bool:
    """Does the claim follow from the root of a release with that many records? Nothing else of the claim is trusted."""
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
    except (KeyError, TypeError, ValueError):
        return False


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
