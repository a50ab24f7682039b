"""Stand-ins: what a demonstration writes where a person's marks belong, and says so.

Belongs here: marks from what was planted in a fictional house, and marks of a mere search where nothing was planted.
Not here: a person's marks (`sheet`). Neither of these is anybody's verdict: a release of real records never gets them.
"""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from assets.privacy.evidence import measure
from assets.privacy.evidence.acceptance import FINE, LEAK, OVER
from assets.privacy.evidence.second_pass import UNIQUE, second_pass
from assets.privacy.evidence.sheet import Item

SHOWN = ("title", "author", "category", "text", "channel", "turns")     # of a clean row, what a corpus repeats


def from_truth(lines: list[Item], planted: Iterable[measure.Planted], clean: Iterable[pa.Table]) -> list[dict[str, Any]]:
    """A place leaks where a planted value, or a telling word of it, stands in it; a public person who is gone is over-redacted.

    `planted` are the values known to stand in the raw records (`measure.tied`), `clean` the clean rows of the sample.
    """
    planted = list(planted)
    persons = {one.value for one in planted if one.type != "PUBLIC_PERSON"}     # a client may bear the name of a public person
    shown = [table.select([name for name in table.schema.names if name in ("record_id", "ledger", *SHOWN)]) for table in clean]
    said = {(one.record_id, one.place): _fine(one) for one in lines}
    for seen in measure.looked_up(planted, shown):
        value, public = seen.planted.value, seen.planted.type == "PUBLIC_PERSON"
        if seen.gone and not public or public and (seen.whole or value in persons):
            continue
        mine = [one for one in lines if one.record_id == seen.planted.record_id]
        for one in [one for one in mine if value in one.plain] or mine[:1]:
            mark = said[one.record_id, one.place]
            if public and mark["mark"] == LEAK:
                continue
            mark["mark"] = OVER if public else LEAK
            if not public:
                mark["type"] = seen.planted.type
                mark["values"] = sorted({*mark["values"], value}) if value in one.plain else mark["values"]
    return list(said.values())


def from_search(lines: list[Item], register: pa.Table) -> list[dict[str, Any]]:
    """A place leaks where the second pass finds something in it; it knows nothing of what is over-redacted."""
    texts = pa.table({"record_id": [f"{number}" for number in range(len(lines))], "text": [one.plain for one in lines]})
    found = second_pass([texts], register)
    leaking = {number for kind in (*UNIQUE, "PERSON", "possible EMAIL") for number in found.records.get(kind, ())}
    return [_fine(one) | ({"mark": LEAK} if str(number) in leaking else {}) for number, one in enumerate(lines)]


def _fine(line: Item) -> dict[str, Any]:
    return {"record_id": line.record_id, "place": line.place, "mark": FINE, "values": [], "type": None, "note": None,
            "stratum": line.stratum, "stands_for": line.stands_for}
