"""The fictional house, written out: every source below `landing`, and what was planted below `truth`.

Belongs here: the order of writing and the counts. Not here: any source (one module per genre).
Same seed and scale, same bytes. Scale 1.0 is about 2,500 records.
"""

import shutil
import time
from pathlib import Path

from assets.synthesis import archive, craft, dialogues, press, register, trade, voices
from assets.synthesis.inbox import Inbox
from assets.synthesis.maison import World

GENRES = (archive, press, voices, dialogues, register, trade, craft)


def write_house(out: Path, seed: int, scale: float) -> dict:
    """Write `landing/` and `truth/` below `out`; what lay there of an earlier house goes. Returns counts."""
    began = time.perf_counter()
    inbox = Inbox(Path(out) / "landing", World(seed, scale))
    for folder in ("landing", "truth"):
        shutil.rmtree(Path(out) / folder, ignore_errors=True)
    for genre in GENRES:
        genre.write(inbox)
    planted = inbox.truth.write(Path(out) / "truth")
    return {"files": inbox.files, "records": sum(inbox.records.values()), "sources": dict(sorted(inbox.records.items())), "planted": planted,
            "seconds": round(time.perf_counter() - began, 2)}
