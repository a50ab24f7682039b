"""What is sold and worn: purchases, the catalogue, signals of connected pieces, mentions in public.

Belongs here: records of pieces in the world. Not here: how pieces are made (`craft`).
"""

from assets.synthesis.inbox import LANGUAGES, Inbox, batches, day
from assets.synthesis.maison import BOUTIQUES, CATEGORY, HOUSE, KIND_NAMES
from assets.synthesis.packing import gz, zipped, zst
from assets.synthesis.tables import delimited, lines, tree

CURRENCIES = {"FR": "EUR", "IT": "EUR", "GB": "GBP", "US": "USD", "CH": "CHF"}


def write(inbox: Inbox) -> None:
    _purchases(inbox)
    _catalogue(inbox)
    _wearables(inbox)
    _social(inbox)


def _purchases(inbox: Inbox) -> None:
    world, source = inbox.world, "purchases"
    for at, batch in enumerate(batches(max(6, world.count(400)), 50)):
        rows = []
        for number in batch:
            dice = world.dice(source, number)
            piece, (shop, _, country) = dice.pick(world.pieces), dice.pick(BOUTIQUES)
            amount = f"{piece.price},00" if dice.chance(0.7) else f"{piece.price},50"
            rows.append([f"T{number:07d}", dice.pick(world.clients).key, piece.sku, f"{KIND_NAMES['fr'][piece.kind]} {piece.line}", str(dice.weighted({1: 9, 2: 1})),
                         amount, CURRENCIES[country], shop, country, day(dice, 2022, 2025)])
        path = f"purchases/ventes_{at:04d}.csv.gz"
        if at == 0:
            rows[1] = rows[1][:6]
            inbox.truth.problem("row with missing column", source, path, key=rows[1][0])
        inbox.put(source, path, gz(delimited(rows, None, "|")), len(rows) - (at == 0))


def _catalogue(inbox: Inbox) -> None:
    world, source, items = inbox.world, "catalogue", []
    for number, piece in enumerate(world.pieces):
        dice = world.dice(source, number)
        language = dice.weighted(LANGUAGES)
        text = inbox.text(dice, language, "short")
        said = " ".join(text.say("Describe") for _ in range(dice.between(2, 4)))
        items.append({"sku": piece.sku, "name": f"{KIND_NAMES[language][piece.kind]} {piece.line}", "line": piece.line, "category": CATEGORY[piece.kind],
                      "material": text.say("material_"), "colour": text.say("colour_"), "price": {"amount": piece.price, "currency": "EUR"}, "lang": language,
                      "description": said})
        inbox.truth.personal(text, source, "catalogue/catalogue.json", said, piece.sku)
    inbox.put(source, "catalogue/catalogue.json", tree({"house": HOUSE, "generated": "2026-01-15", "items": items}), len(items))


def _wearables(inbox: Inbox) -> None:
    world, source = inbox.world, "wearables"
    for at, batch in enumerate(batches(max(4, world.count(240)), 40)):
        rows = []
        for number in batch:
            dice = world.dice(source, number)
            kind, unit, middle, spread = dice.pick([("steps", "count", 7000, 2500), ("heart_rate", "bpm", 71, 9), ("skin_temperature", "celsius", 33.4, 0.6), ("wear_time", "minutes", 410, 140)])
            rows.append({"id": f"W{number:07d}", "client_no": dice.pick(world.clients).key, "device": f"{dice.pick(['Filo', 'Anello', 'Cadran'])} {dice.between(1, 3)}", "signal": kind,
                         "value": round(dice.bell(middle, spread), 1), "unit": unit, "at": f"{day(dice, 2025, 2025)}T{dice.between(0, 23):02d}:00:00Z"})
        inbox.put(source, f"wearables/batch_{at:04d}.jsonl.gz", gz(lines(rows)), len(rows))


def _social(inbox: Inbox) -> None:
    world, source = inbox.world, "social"
    for at, batch in enumerate(batches(max(4, world.count(180)), 30)):
        archived = at % 2 == 1
        path = f"social/{'archive' if archived else 'stream'}_{at:04d}.{'zip' if archived else 'jsonl.zst'}"
        rows = []
        for number in batch:
            dice = world.dice(source, number)
            language = dice.weighted(LANGUAGES)
            text = inbox.text(dice, language, "short", person=dice.pick(world.advisors if dice.chance(0.5) else world.clients))
            said = text.say("Post") + (" " + text.say("Post") if dice.chance(0.4) else "")
            rows.append({"post_id": f"P{number:07d}", "network": dice.pick(["miroir", "vitrine", "plaza"]), "lang": language, "text": said, "posted": day(dice, 2023, 2025)})
            inbox.truth.personal(text, source, path, said, rows[-1]["post_id"])
        inbox.put(source, path, zipped({"posts.jsonl": lines(rows)}) if archived else zst(lines(rows)), len(rows))
    path = inbox.put(source, "social/archive_damaged.zip", zipped({"posts.jsonl": b'{"post_id": "lost"}\n' * 9})[:90], 0)
    inbox.truth.problem("broken archive", source, path)
