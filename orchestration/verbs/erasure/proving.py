"""The proof of an erasure, asked at any later time: the certificate, the releases it names, and what the lake holds today.

Belongs here: holding all three together. Not here: the certificate itself (`governance.erasure.certificates`).
The values are gone, so what is stored today is searched for their MACs: word by word, in everything that can be read.
"""

import numpy as np
import pyarrow.compute as pc

from assets.governance.erasure.certificates import check
from assets.governance.rights import requests
from assets.lake import InputError, Lake
from assets.lake.purging import stored_tables
from assets.lake.segments import footer_schema, read_segment
from orchestration.verbs.erasure.search import search


def prove(lake: Lake, number: str) -> dict:
    """{"ok", "request", "proven", "scanned", "not_covered", "problems"}: the certificate checked again, and the lake as it is now.

    `scanned` has the search before the certificate and the one made now. Raises InputError for a request that is unknown or not carried out.
    """
    request = requests.get(lake, number)
    if request.kind != "erasure" or request.state != "closed":
        raise InputError(f"{request.number} has not been carried out; run `hallmark erase run {request.number}`." if request.kind == "erasure"
                         else f"{request.number} asks for {request.kind}, not for erasure.")
    told = check(lake, request.number)
    problems = [*told["problems"], *_erased_rows(lake)]
    now = search(lake, lake.tombstones.struck)
    if now["found"]:
        problems.append(f"Erased values stand again in {now['found']} places, first in {now['where'][0]}; run `hallmark run`, then look at what delivered them.")
    proven = [*told["proven"], *([] if problems else ["No table holds a record of an erased person, and nothing stored today holds an erased value."])]
    return {"ok": not problems, "request": request.number, "proven": proven, "scanned": {"then": told["scanned"], "now": now},
            "not_covered": told["not_covered"], "problems": problems}


def _erased_rows(lake: Lake) -> list[str]:
    """One sentence per table that holds a record, or a person, under a tombstone."""
    problems = []
    for table, places in stored_tables(lake).items():
        found = sum(_suppressed(lake, *place) for place in places)
        if found:
            problems.append(f"Table '{table}' holds {found} rows of what was erased; run `hallmark erase run` again, or look at what delivered them.")
    return problems


def _suppressed(lake: Lake, store, path: str) -> int:
    names = [name for name in ("record_id", "subject_ids") if name in footer_schema(store, path).names]
    found = 0
    for batch in read_segment(store, path, names):
        hit = lake.tombstones.contains(batch["record_id"]).to_numpy(zero_copy_only=False).astype(bool)
        if "subject_ids" in names:
            people = batch["subject_ids"]
            owners = pc.list_parent_indices(people).to_numpy()
            hit[np.unique(owners[lake.tombstones.contains(people.flatten()).to_numpy(zero_copy_only=False).astype(bool)])] = True
        found += int(hit.sum())
    return found
