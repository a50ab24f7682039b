"""Materials and know-how as records: textiles, gems, palettes, craft concepts, museum notes, the catalogue's pictures."""

import json

from assets.synthesis import formats, packing
from assets.synthesis.grammar import grammar
from assets.synthesis.maison import World
from assets.synthesis.telling import LANGUAGES, about
from assets.synthesis.truth import Truth

SKOS = ("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix craft: <https://valdorsenne.example/craft/> .\n\n"
        "craft:scheme a skos:ConceptScheme ; skos:prefLabel \"Savoir-faire\"@fr .\n")
FAMILIES = {"material": "matière", "technique": "geste", "tool": "outil", "stone": "pierre", "colour": "couleur", "motif": "motif"}


def write(world: World, truth: Truth) -> None:
    _textiles(world, truth)
    _gems(world, truth)
    _palettes(world, truth)
    _concepts(truth)
    _museum(world, truth)
    _pictures(world, truth)


def noted(world: World, truth: Truth, source: str, file: str, number: int, rule: str, record: str, lines: int = 2):
    """(dice, text, note) of one described thing."""
    dice = world.dice(source, number)
    text = about(world, dice, dice.weighted(LANGUAGES), "notes")
    note = " ".join(text.say(rule) for _ in range(dice.between(1, lines)))
    truth.said(source, file, text, record)
    return dice, text, note


def word(text, dice, name: str) -> str:
    return dice.pick(text.rules.lists[name]).one


def _textiles(world: World, truth: Truth) -> None:
    file = "materials/textiles.xlsx"
    rows = [["Fiche des textiles, cabinet des matières"], ["Réf.", "Matière", "Teinte", "Grammage", "Laize (cm)", "Langue", "Note", "Relevé le"]]
    for i in range(world.count(60)):
        dice, text, note = noted(world, truth, "textile_records", file, i, "Textile", f"TX{i:05d}", 3)
        rows.append([f"TX{i:05d}", word(text, dice, "material"), word(text, dice, "colour"), dice.between(40, 620), dice.pick([90, 120, 140, 150]),
                     text.rules.language, note, f"20{dice.between(10, 25)}-{dice.between(1, 12):02d}-{dice.between(1, 28):02d}"])
    truth.write("textile_records", file, formats.xlsx({"Textiles": rows}), len(rows) - 2)


def _gems(world: World, truth: Truth) -> None:
    file, rows = "materials/gems.csv", [["gem_id", "stone", "carat", "cut", "colour", "lang", "remark", "value_eur"]]
    for i in range(world.count(60)):
        dice, text, note = noted(world, truth, "gem_records", file, i, "Gem", f"GM{i:05d}")
        rows.append([f"GM{i:05d}", word(text, dice, "stone"), round(0.3 + 6 * dice.random(), 2), dice.pick(["cushion", "oval", "emerald", "cabochon", "rose"]),
                     word(text, dice, "colour"), text.rules.language, note, dice.between(3, 900) * 100])
    truth.write("gem_records", file, formats.delimited(rows, ","), len(rows) - 1)


def _palettes(world: World, truth: Truth) -> None:
    file, rows = "materials/palettes.tsv", [["code", "name", "hex", "L", "a", "b", "lang", "note"]]
    for i in range(world.count(60)):
        dice, text, note = noted(world, truth, "palettes", file, i, "Colour", f"CO{i:05d}")
        rows.append([f"CO{i:05d}", f"{word(text, dice, 'colour')} {dice.between(1, 99)}", f"#{dice.below(1 << 24):06X}", dice.between(10, 95),
                     dice.between(-60, 60), dice.between(-60, 60), text.rules.language, note])
    truth.write("palettes", file, formats.delimited(rows, "\t"), len(rows) - 1)


def _concepts(truth: Truth) -> None:
    """One concept per word of the craft, with its three names. The vocabulary is closed: it does not grow with the house."""
    lists = {code: grammar(code, "notes").lists for code in ("fr", "it", "en")}
    out, count = [SKOS], 0
    for family, label in FAMILIES.items():
        out.append(f'craft:{family} a skos:Concept ; skos:prefLabel "{family}"@en , "{label}"@fr ; skos:inScheme craft:scheme .\n')
        count += 1
        for i, names in enumerate(zip(*(lists[code][family] for code in ("fr", "it", "en")))):
            fr, it, en = (one.one for one in names)
            out.append(f'craft:{family}-{i:02d} a skos:Concept ;\n  skos:prefLabel "{en}"@en , "{fr}"@fr , "{it}"@it ;\n'
                       f'  skos:altLabel "{names[0].many}"@fr , "{names[2].many}"@en ;\n  skos:broader craft:{family} ; skos:inScheme craft:scheme ;\n'
                       f'  skos:definition "A {family} of the house, called {en} in the workshops."@en .\n')
            count += 1
    truth.write("craft_concepts", "craft/concepts.ttl", "".join(out), count)


def _museum(world: World, truth: Truth) -> None:
    file, rows = "museum/objects.jsonl", []
    for i in range(world.count(60)):
        dice, text, note = noted(world, truth, "museum_notes", file, i, "Museum", f"MU{i:05d}", 4)
        rows.append({"object": f"MU{i:05d}", "lang": text.rules.language, "label": text.say("Museum"), "note": note, "year": dice.between(1780, 1960),
                     "rights": "CC0-1.0"})
        truth.said("museum_notes", file, text, f"MU{i:05d}")
    truth.write("museum_notes", file, json.dumps({"objects": rows}, ensure_ascii=False), len(rows))


def _pictures(world: World, truth: Truth) -> None:
    for i in range(world.count(24)):
        dice = world.dice("picture", i)
        width, height = dice.pick([(64, 48), (48, 64), (72, 72)])
        palette = [tuple(dice.below(256) for _ in range(3)) for _ in range(6)]
        band = dice.between(5, 15)
        pixels = bytes((x * 2 + y) // band % 6 for y in range(height) for x in range(width))
        truth.write("archive_pictures", f"media/plates/plate-{i:05d}.png", packing.png(width, height, pixels, palette))
