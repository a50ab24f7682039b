"""Suppliers' orders, which are secret, and what inspections found."""

from assets.synthesis import formats
from assets.synthesis.maison import SUPPLIERS, World
from assets.synthesis.telling import LANGUAGES, about, day
from assets.synthesis.truth import Truth
from xml.sax.saxutils import escape

PER_FILE = 20


def write(world: World, truth: Truth) -> None:
    _orders(world, truth)
    _inspections(world, truth)


def _orders(world: World, truth: Truth) -> None:
    file = "supply/orders.xlsx"
    rows = [["Order", "Supplier code", "Supplier", "Material", "Origin", "Quantity", "Unit", "Price", "Currency", "Remark", "Ordered"]]
    for i in range(world.count(50)):
        dice = world.dice("order", i)
        text = about(world, dice, dice.weighted(LANGUAGES), "notes")
        at = dice.below(len(SUPPLIERS))
        rows.append([f"PO{i:06d}", f"F{at:03d}", SUPPLIERS[at], dice.pick(text.rules.lists["material"]).one, dice.pick(["FR", "IT", "GB", "CH", "JP", "MG"]),
                     dice.between(2, 400), dice.pick(["m", "kg", "skin", "ct"]), dice.between(9, 2400), "EUR", text.say("Order"), day(dice, 2021, 2025)])
        truth.plant("supplier_orders", file, "SECRET", SUPPLIERS[at], "column", record=rows[-1][0])
        truth.said("supplier_orders", file, text, rows[-1][0])
    truth.write("supplier_orders", file, formats.xlsx({"Orders": rows}), len(rows) - 1)


def _inspections(world: World, truth: Truth) -> None:
    total = world.count(60)
    for first in range(0, total, PER_FILE):
        file, out = f"supply/inspections/{first // PER_FILE:05d}.xml", ['<?xml version="1.0" encoding="ISO-8859-1"?>\n<inspections>\n']
        for number in range(first, min(total, first + PER_FILE)):
            dice = world.dice("inspection", number)
            inspector = dice.pick(world.artisans)
            text = about(world, dice, inspector.language, "notes")
            note = " ".join(text.say("Finding") for _ in range(dice.between(1, 3)))
            out.append(f'<inspection no="I{number:06d}"><object>{dice.pick(world.pieces).sku}</object><inspector>{escape(inspector.full)}</inspector><date>'
                       f'{day(dice, 2022, 2025)}</date><result>{dice.weighted({"pass": 7, "rework": 2, "refused": 1})}</result><defect>'
                       f'{dice.pick(["none", "stitch", "colour", "edge", "setting"])}</defect><severity>{dice.between(0, 4)}</severity>'
                       f'<lang>{inspector.language}</lang><text>{escape(note)}</text></inspection>\n')
            truth.plant("inspections", file, "PERSON", inspector.full, "column", inspector.key, f"I{number:06d}", inspector.language)
            truth.said("inspections", file, text, f"I{number:06d}")
        truth.write("inspections", file, ("".join(out) + "</inspections>\n").encode("latin-1", "xmlcharrefreplace"), min(total, first + PER_FILE) - first)
