"""Materials and judgement: textiles, gems, colours, suppliers, inspections, expert labels, the house's thesaurus, scans.

Belongs here: records of how pieces are made and judged. Not here: what artisans say (`voices`).
"""

from xml.sax.saxutils import escape

from assets.synthesis import formats
from assets.synthesis.grammar import grammar
from assets.synthesis.inbox import LANGUAGES, Inbox, batches, day
from assets.synthesis.maison import FORMULAS, LINES, SUPPLIERS, UNRELEASED
from assets.synthesis.tables import delimited, xlsx

COUNTRIES = ["FR", "IT", "GB", "CH", "JP", "MG"]
SCHEMES = ("material", "technique", "motif", "tool")


def write(inbox: Inbox) -> None:
    for part in (_textiles, _gems, _palettes, _suppliers, _inspections, _labels, _concepts, _scans):
        part(inbox)


def _described(inbox: Inbox, source: str, dice, path: str, key: str, rule: str = "Describe", language: str | None = None):
    language = language or dice.weighted(LANGUAGES)
    text = inbox.text(dice, language, "short")
    said = text.say(rule)
    inbox.truth.personal(text, source, path, said, key)
    return text, language, said


def _textiles(inbox: Inbox) -> None:
    for at, batch in enumerate(batches(max(3, inbox.world.count(90)), 45)):
        path, rows = f"textiles/tissus_{at:03d}.xlsx", []
        for number in batch:
            dice = inbox.world.dice("textiles", number)
            text, language, said = _described(inbox, "textiles", dice, path, f"TX{number:05d}", dice.pick(["Textile", "Textile", "Describe", "Colour"]))
            rows.append([f"TX{number:05d}", text.say("material_"), text.say("colour_"), dice.between(60, 480), dice.between(90, 155), dice.between(20, 400), "EUR", language, said])
        inbox.put("textiles", path, xlsx("Tissus", ["Code", "Matière", "Coloris", "Grammage", "Laize", "Prix", "Devise", "Langue", "Commentaire"], rows,
                                         ["Tissuthèque de la maison", ""]), len(rows))


def _gems(inbox: Inbox) -> None:
    rows = []
    for number in range(max(3, inbox.world.count(80))):
        dice = inbox.world.dice("gems", number)
        text = inbox.text(dice, "en", "short")
        rows.append([f"GM{number:05d}", text.say("stone_"), f"{dice.between(20, 900) / 100:.2f}", dice.pick(["oval", "cushion", "pear", "emerald cut", "cabochon"]),
                     text.say("colour_"), str(dice.between(3, 400) * 100), "EUR", dice.pick(["Mogok", "Muzo", "Luc Yen", "Paraíba", "Ratnapura", "Tahiti"])])
    inbox.put("gems", "gems/stones.tsv", delimited(rows, ["lot", "stone", "carat", "cut", "colour", "price", "currency", "mine"], "\t"), len(rows))


def _palettes(inbox: Inbox) -> None:
    rows = []
    for number in range(max(3, inbox.world.count(70))):
        dice = inbox.world.dice("palettes", number)
        text, language, said = _described(inbox, "palettes", dice, "palettes/nuancier.csv", f"C{number:04d}", "colour_", "fr")
        rows.append([f"C{number:04d}", said, "#" + "".join("0123456789abcdef"[dice.below(16)] for _ in range(6)), dice.pick(LINES), text.say("season")])
    header = ["code", "nom", "hex", "ligne", "saison"]
    inbox.put("palettes", "palettes/nuancier.csv", delimited(rows, header, ","), len(rows))
    path = inbox.put("palettes", "palettes/ancienne_gamme.csv", delimited([["X1", "céladon brûlé", "#8fae9b", "Brumelle", "été"]], header, ",", "cp1252"), 0)
    inbox.truth.problem("wrong encoding", "palettes", path)


def _suppliers(inbox: Inbox) -> None:
    path, rows = "suppliers/commandes_fournisseurs.xlsx", []
    for number in range(max(3, inbox.world.count(100))):
        dice = inbox.world.dice("suppliers", number)
        maker = dice.below(len(SUPPLIERS))
        text = inbox.text(dice, "fr", "short")
        secret = dice.pick(FORMULAS + UNRELEASED)
        note = f"{dice.pick(['Pour', 'Réservé à', 'Essai', 'Lot destiné à'])} {secret}. {text.say('Order')}"
        rows.append([f"PO-{number:06d}", SUPPLIERS[maker], f"F{maker + 1:03d}", text.say("material_"), dice.pick(COUNTRIES), dice.between(2, 400), dice.pick(["m", "m²", "pcs", "kg"]),
                     dice.between(10, 900), "EUR", note, day(dice, 2023, 2025)])
        inbox.truth.value(secret, "SECRET", "suppliers", path, record=rows[-1][0])
    header = ["Commande", "Fournisseur", "Code", "Matière", "Origine", "Quantité", "Unité", "Prix", "Devise", "Note", "Date"]
    inbox.put("suppliers", path, xlsx("Commandes", header, rows), len(rows))


def _inspections(inbox: Inbox) -> None:
    world = inbox.world
    for at, batch in enumerate(batches(max(2, world.count(60)), 20)):
        path, parts = f"inspections/controle_{at:03d}.xml", []
        for number in batch:
            dice = world.dice("inspections", number)
            passed = dice.chance(0.8)
            _, language, said = _described(inbox, "inspections", dice, path, f"QC{number:06d}", "Fine" if passed else "Defect")
            who = dice.pick(world.artisans).full
            inbox.truth.value(who, "PERSON", "inspections", path, "inspector", record=f"QC{number:06d}")
            parts.append(f" <inspection id=\"QC{number:06d}\" lang=\"{language}\"><piece>{dice.pick(world.pieces).sku}</piece><inspector>{escape(who)}</inspector>"
                         f"<result>{'accepted' if passed else 'rejected'}</result><defect>{'' if passed else dice.pick(['seam', 'shade', 'stitch', 'scratch', 'setting'])}</defect>"
                         f"<severity>{'' if passed else dice.pick(['minor', 'major'])}</severity><date>{day(dice, 2024, 2025)}</date><note>{escape(said)}</note></inspection>")
        inbox.put("inspections", path, ('<?xml version="1.0" encoding="UTF-8"?>\n<inspections>\n' + "\n".join(parts) + "\n</inspections>\n").encode(), len(batch))


def _labels(inbox: Inbox) -> None:
    world, path, rows = inbox.world, "expert_labels/jugements.csv", []
    for number in range(max(4, world.count(120))):
        dice = world.dice("labels", number)
        _, language, said = _described(inbox, "expert_labels", dice, path, f"L{number:05d}", dice.pick(["Describe", "Judge", "Opinion"]))
        rows.append([f"L{number:05d}", dice.pick(world.pieces).sku, dice.pick(["style", "finish", "season"]), dice.pick(["archive", "sober", "festive", "signature", "reject"]),
                     dice.pick(world.artisans).key, f"{dice.between(50, 100) / 100:.2f}", language, said])
    for number, (first, source, language, said) in enumerate(inbox.contaminants):
        rows.append([f"LX{number:04d}", "", "tone", "press", world.artisans[0].key, "1.00", language, said])
        inbox.truth.repeat("contamination", source, first, path, record=rows[-1][0])
        for line in inbox.truth.standing(first, said):
            inbox.truth.value(line["value"], line["type"], "expert_labels", path, line.get("form", "normal"), line.get("subject"), rows[-1][0])
    inbox.put("expert_labels", path, delimited(rows, ["id", "piece", "task", "label", "expert", "score", "lang", "text"], ","), len(rows))


def _concepts(inbox: Inbox) -> None:
    words = {language: grammar(language, "short").lists for language in ("fr", "it", "en")}
    out = ["@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", "@prefix v: <https://valdorsenne.example/thesaurus/> .", ""]
    count = 0
    for scheme in SCHEMES:
        out.append(f'v:{scheme} a skos:Concept ; skos:prefLabel "{scheme}"@en ; skos:inScheme v:scheme .\n')
        size = len(words["en"][scheme])
        for number in range(size if inbox.world.scale >= 1 else max(2, round(size * inbox.world.scale))):
            dice = inbox.world.dice("concept", scheme, number)
            _, _, said = _described(inbox, "concepts", dice, "concepts/thesaurus.ttl", f"{scheme}_{number}", "Describe", "en")
            labels = ", ".join(f'"{words[language][scheme][number].one}"@{language}' for language in ("en", "fr", "it") if number < len(words[language][scheme]))
            quoted = said.replace("\\", "\\\\").replace('"', '\\"')
            out.append(f'v:{scheme}_{number} a skos:Concept ; skos:prefLabel {labels} ; skos:altLabel "{words["en"][scheme][number].many}"@en ;\n'
                       f'  skos:broader v:{scheme} ; skos:definition "{quoted}"@en ; skos:inScheme v:scheme .\n')
            count += 1
        count += 1
    inbox.put("concepts", "concepts/thesaurus.ttl", "\n".join(out).encode(), count)


def _scans(inbox: Inbox) -> None:
    for number in range(max(2, inbox.world.count(24))):
        dice = inbox.world.dice("scans", number)
        inbox.put("scans", f"scans/planche_{number:05d}.png", formats.swatch(dice, dice.between(60, 160), dice.between(60, 160)))
