"""The client register as a French back office exports it, consent, purchases, life events and service orders."""

import json

from assets.synthesis import formats, packing
from assets.synthesis.identifiers import address_written, phone_written
from assets.synthesis.maison import BOUTIQUES, CATEGORY, KIND_NAMES, World
from assets.synthesis.telling import about, day
from assets.synthesis.truth import Truth

HEADS = ["N° client", "Civilité", "Prénom", "Nom", "Nom complet", "Courriel", "Téléphone", "Adresse", "Ville", "Pays", "Date de naissance", "Segment",
         "Langue", "Remarques", "Créé le"]
SEGMENTS = {"ambassadeur": 5, "fidèle": 30, "occasionnel": 45, "nouveau": 20}
PURPOSES = ("train-language-model", "personalisation", "retrieval")
STATUS = {"given": 84, "withdrawn": 9, "refused": 7}
PER_FILE = 80


def write(world: World, truth: Truth) -> None:
    _clients(world, truth)
    _consents(world, truth)
    _purchases(world, truth)
    _life(world, truth)
    _orders(world, truth)


def _clients(world: World, truth: Truth) -> None:
    file, rows = "crm/clients.csv", [HEADS]
    for i, one in enumerate(world.clients):
        dice = world.dice("register", i)
        text = about(world, dice, one.language, "notes", client=one)
        phone = phone_written(dice, one.phone)
        address = address_written(one.street, one.postcode, one.town, one.country)
        year, month, date = one.birth.split("-")
        remark = text.say("Life") if dice.chance(0.3) else ""
        rows.append([one.key, {"f": "Mme", "m": "M."}[one.gender], one.given, one.family, one.full, one.email, phone, address, one.town, one.country,
                     f"{date}/{month}/{year}", dice.weighted(SEGMENTS), one.language, remark, day(dice, 2003, 2025)])
        for type_, value in (("PERSON", one.full), ("EMAIL", one.email), ("PHONE", phone), ("ADDRESS", address), ("BIRTH_DATE", rows[-1][10]),
                             ("CLIENT_NO", one.key)):
            truth.plant("client_register", file, type_, value, "column", one.key, one.key, one.language)
        truth.said("client_register", file, text, one.key)
    truth.write("client_register", file, formats.delimited(rows, ";").replace("\n", "\r\n").encode("cp1252", "replace"), len(rows) - 1)


def _consents(world: World, truth: Truth) -> None:
    file, rows = "crm/consents.csv", [["consent_id", "client_no", "purpose", "status", "notice", "valid_from", "valid_until"]]
    for i, one in enumerate(world.clients):
        dice = world.dice("consent", i)
        for purpose in dice.some(PURPOSES, 1 if dice.chance(0.75) else 2) if dice.chance(0.25) else PURPOSES[:1]:
            status = dice.weighted(STATUS)
            start = day(dice, 2019, 2024)
            until = f"{int(start[:4]) + 3}{start[4:]}" if dice.chance(0.12) else ""
            rows.append([f"K{len(rows):07d}", one.key, purpose, status, f"N{dice.between(3, 7)}", start, until])
            if status != "given" or until and until < "2026-01-31":
                truth.line("rights", value=one.key, type="CONSENT", source="client_consents", file=file, purpose=purpose, status=status, until=until or None)
    truth.write("client_consents", file, formats.delimited(rows, ","), len(rows) - 1)


def _purchases(world: World, truth: Truth) -> None:
    total = world.count(400)
    for first in range(0, total, PER_FILE):
        rows = []
        for number in range(first, min(total, first + PER_FILE)):
            dice = world.dice("purchase", number)
            piece, client, shop = dice.pick(world.pieces), dice.pick(world.clients), dice.pick(BOUTIQUES)
            rows.append([f"T{number:08d}", client.key, day(dice, 2018, 2025), piece.sku, f"{KIND_NAMES['fr'][piece.kind]} {piece.line}", dice.pick([1, 1, 1, 2]),
                         f"{piece.price},00", {"GB": "GBP", "US": "USD", "CH": "CHF"}.get(shop[2], "EUR"), shop[0], shop[2]])
            truth.plant("purchases", f"crm/purchases/p{first // PER_FILE:05d}.txt.gz", "CLIENT_NO", client.key, "column", client.key, f"T{number:08d}")
        truth.write("purchases", f"crm/purchases/p{first // PER_FILE:05d}.txt.gz", packing.gzipped(formats.delimited(rows, "|").encode()), len(rows))


def _life(world: World, truth: Truth) -> None:
    file, rows = "crm/life_events.jsonl", []
    for number in range(world.count(120)):
        dice = world.dice("life", number)
        client = dice.pick(world.clients)
        text = about(world, dice, client.language, "notes", client=client)
        rows.append({"event_id": f"L{number:07d}", "client": client.key, "what": dice.pick(["birthday", "wedding", "move", "birth", "graduation", "travel"]),
                     "on": day(dice, 2020, 2025), "note": text.say("Life"), "lang": client.language})
        truth.said("life_events", file, text, rows[-1]["event_id"])
    truth.write("life_events", file, formats.jsonl(rows), len(rows))


def _orders(world: World, truth: Truth) -> None:
    file, rows = "crm.db", []
    for number in range(world.count(90)):
        dice = world.dice("service", number)
        client = dice.pick(world.clients)
        text = about(world, dice, client.language, "notes", client=client)
        piece = dice.pick(world.pieces)
        note = " ".join(text.say("Service") for _ in range(dice.between(1, 3)))
        rows.append((f"S{number:07d}", client.key, piece.sku, dice.pick(["repair", "cleaning", "alteration", "appointment"]), dice.between(40, 900), "EUR",
                     note, client.language, day(dice, 2021, 2025), f"{day(dice, 2024, 2025)}T{dice.between(8, 19):02d}:{number % 60:02d}:00"))
        truth.said("service_orders", file, text, rows[-1][0])
    packing.database(truth.path("service_orders", file, len(rows)), "create table service_orders (order_no text primary key, client_no text, sku text, "
                     "what text, amount real, currency text, note text, lang text, opened text, updated_at text);", "service_orders", rows)


def catalogue_json(world: World, truth: Truth) -> None:
    products = []
    for i, piece in enumerate(world.pieces):
        dice = world.dice("product", i)
        language = dice.pick(["fr", "fr", "en", "it"])
        text = about(world, dice, language, "notes", line=piece.line, sku=piece.sku, piece_name=f"{KIND_NAMES[language][piece.kind]} {piece.line}")
        products.append({"sku": piece.sku, "name": text.bound["piece_name"], "brand": "Valdorsenne", "category": CATEGORY[piece.kind],
                         "material": text.rules.phrase("", dice.pick(text.rules.lists["material"]), None),
                         "colour": text.rules.phrase("", dice.pick(text.rules.lists["colour"]), None), "price": {"amount": piece.price, "currency": "EUR"},
                         "lang": language, "description": " ".join(text.say("Product") for _ in range(dice.between(1, 3)))})
        truth.said("product_catalogue", "catalogue/products.json", text, piece.sku)
    truth.write("product_catalogue", "catalogue/products.json", json.dumps({"exported": "2026-01-15", "catalogue": {"products": products}},
                                                                           ensure_ascii=False, indent=1), len(products))
