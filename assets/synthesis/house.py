"""Writing the fictional house: `write_house(out, seed, scale)`.

Belongs here: the order of sources. Not here: what any of them says (a module each); the house's own contracts are `houses/demo`.
The same seed and scale give the same bytes on any machine; twice the scale is twice the records.
"""

import shutil
from pathlib import Path

from assets.synthesis import archive, craft, dialogues, interviews, press, register, social, supply, trouble, wearables
from assets.synthesis.maison import World
from assets.synthesis.truth import Truth

SOURCES = (archive.write, press.write, interviews.write, dialogues.write, register.write, register.catalogue_json, wearables.write, craft.write,
           supply.write, social.write, trouble.write)


def write_house(out: Path, seed: int, scale: float = 1.0) -> dict:
    """Write `out/landing/` and `out/truth/`, replacing them. Returns counts of files and records."""
    out = Path(out)
    for name in ("landing", "truth"):
        if (out / name).exists():
            shutil.rmtree(out / name)
    world, truth = World(seed, scale), Truth(out)
    for write in SOURCES:
        write(world, truth)
    return truth.close(seed, scale)
