"""When a source cannot be landed: what stands in for it, so that everything else proceeds, and when nothing may.

Belongs here: that decision. Not here: landing (run), telling people (defs).
Never silent: whoever asks gets the reason beside the version, and the run that used it does not end well.
"""

from collections.abc import Callable, Collection

from assets.lake.digest import digest_of
from assets.lake.errors import HallmarkError
from assets.lake.lake import Lake
from assets.lake.steps import LEFT_OUT
from assets.lake.versions import Version
from assets.landing.contracts import Contract
from assets.landing.kinds import SCHEMAS
from assets.landing.run import LAND_VERSION, land

STEP = {"name": "land", "version": LAND_VERSION, "params": {"landed": False}}


def land_or_stand_in(lake: Lake, contract: Contract, upstream: Callable[[], str | None], may_be_empty: Collection[str]) -> tuple[Version, str | None]:
    """The version of `landing/<source>` to go on with, and, when the source could not be landed, why and what stands in.

    The last landing stands in while contract, readers and erasures are still those it was made with. A source that never
    landed is an empty table when its kind is in `may_be_empty`. Otherwise the reason is raised, and nothing downstream is
    made: rows under other rights, erased persons, or texts scrubbed without the names of a missing register would pass.
    """
    try:
        return land(lake, lake.house, contract, upstream=upstream()), None
    except HallmarkError as trouble:
        seen = lake.find(contract.table)
        if seen is not None and seen.step != STEP:
            asked = digest_of("land", LAND_VERSION, contract.reading())
            if seen.signature == asked and seen.facts.get("tombstones") == lake.tombstones.digest():
                return seen, f"{trouble} Its last landing stands in."
            raise type(trouble)(f"{trouble} Its last landing was under another contract or before an erasure, so nothing stands in.") from None
        if contract.kind not in may_be_empty:
            raise type(trouble)(f"{trouble} It never landed and names persons who would pass unrecognised, so nothing that follows is made.") from None
        return seen or _empty(lake, contract), f"{trouble} It has never landed; everything else proceeds without it."


def _empty(lake: Lake, contract: Contract) -> Version:
    return lake.commit(contract.table, [], schema=SCHEMAS[contract.kind], left_out=LEFT_OUT.empty_table(), counted_in=0, step=STEP,
                       signature=digest_of("land", "unreached", contract.kind), facts={"unreached": True})
