"""What garments with a sensor report: wear, warmth, bending, from devices that belong to clients."""

import json

from assets.synthesis import formats, packing
from assets.synthesis.maison import World
from assets.synthesis.truth import Truth

MEASURES = {"wear": ("h", 5.0, 2.4), "warmth": ("°C", 31.0, 2.0), "bending": ("deg", 24.0, 9.0), "humidity": ("%", 48.0, 11.0), "steps": ("n", 4200.0, 1900.0)}
HEADS = ["event_id", "device", "client_no", "measure", "value", "unit", "at"]
PER_FILE = 60


def write(world: World, truth: Truth) -> None:
    total = world.count(220)
    for part, first in enumerate(range(0, total, PER_FILE)):
        rows = []
        for number in range(first, min(total, first + PER_FILE)):
            dice = world.dice("wear", number)
            client = dice.pick(world.clients)
            measure = dice.pick(list(MEASURES))
            unit, middle, spread = MEASURES[measure]
            rows.append([f"W{number:08d}", f"D{int(client.key[3:]) % 9973:05d}", client.key, measure, round(max(0.0, dice.bell(middle, spread)), 2), unit,
                         f"2025-{dice.between(1, 12):02d}-{dice.between(1, 28):02d}T{dice.between(6, 23):02d}:{dice.between(0, 59):02d}:00Z"])
        file = f"wearables/{part:05d}" + (".csv" if part % 2 == 0 else ".jsonl.gz")
        if part % 2 == 0:
            data = formats.delimited([HEADS, *rows], ",").encode()
        else:
            data = packing.gzipped("".join(json.dumps(dict(zip(HEADS, row))) + "\n" for row in rows).encode())
        truth.write("wearables", file, data, len(rows))
        for row in rows:
            truth.plant("wearables", file, "CLIENT_NO", row[2], "column", row[2], row[0])
