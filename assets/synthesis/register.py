"""The client register and what hangs on it: consents, life events, appointments.

Belongs here: who the clients are and what they allowed. Not here: what they bought (`trade`).
"""

from assets.synthesis import identifiers as ids
from assets.synthesis.inbox import Inbox, day
from assets.synthesis.maison import BOUTIQUES
from assets.synthesis.packing import database
from assets.synthesis.people import client
from assets.synthesis.tables import delimited

HEADER = ["N° client", "Civilité", "Prénom", "Nom", "Courriel", "Téléphone", "Adresse", "Code postal", "Ville", "Pays", "Date de naissance", "Sexe",
          "Segment", "Langue", "Modifié le"]
CONSENT_HEADER = ["N° client", "Finalité", "Statut", "Version notice", "Depuis", "Jusqu'au"]
NOBODY = 9_000_001
PURPOSES = ("train-language-model", "retrieval")


def write(inbox: Inbox) -> None:
    _clients(inbox)
    _consents(inbox)
    _life_events(inbox)
    _appointments(inbox)


def _clients(inbox: Inbox) -> None:
    rows = []
    twice = client(inbox.world.seed, NOBODY)        # who appears in no text, so that losing her row costs nothing else
    for number, one in enumerate([*inbox.world.clients, twice]):
        dice = inbox.world.dice("client row", number)
        rows.append([one.key, one.title, one.given, one.family, one.email, ids.phone_written(dice, one.phone), one.street, one.postcode, one.town, one.country,
                     one.birth, one.gender.upper(), dice.pick(["Fidèle", "Occasionnel", "VIC", "Prospect"]), one.language, day(dice, 2021, 2025)])
    again = list(rows[-1])
    again[4], again[-1] = "ancienne." + again[4], "2019-05-04"
    path = inbox.put("clients", "clients/registre_clients.csv", delimited([*rows, again], HEADER, ";", "cp1252"), len(rows) - 1)
    inbox.truth.problem("duplicate primary key", "clients", path, key=again[0])


def _consents(inbox: Inbox) -> None:
    rows, path = [], "consents/consentements.csv"
    for number, one in enumerate(inbox.world.clients):
        dice = inbox.world.dice("consent", number)
        state = "withdrawn" if number == 4 else "expired" if number == 5 else dice.weighted({"given": 74, "withdrawn": 8, "expired": 8, "refused": 4, "none": 6})
        if state == "none":
            continue
        since = day(dice, 2022, 2024)
        for purpose in PURPOSES:
            if state == "withdrawn" and purpose == PURPOSES[0]:
                rows.append([one.key, purpose, "retiré", "v3", since, ""])
            elif state == "expired":
                rows.append([one.key, purpose, "accordé", "v2", since, "2025-06-30"])
            elif state == "refused":
                rows.append([one.key, purpose, "refusé", "v3", since, ""])
            else:
                rows.append([one.key, purpose, "accordé", "v3", since, "2028-12-31"])
        if state in ("withdrawn", "expired"):
            inbox.truth.problem(f"consent {state}", "consents", path, key=one.key)
    inbox.put("consents", path, delimited(rows, CONSENT_HEADER, ";", "cp1252"), len({row[0] for row in rows}))


def _life_events(inbox: Inbox) -> None:
    world, rows, path = inbox.world, [], "life_events/evenements.csv"
    for number in range(max(4, world.count(90))):
        dice = world.dice("life", number)
        who = dice.pick(world.clients)
        text = inbox.text(dice, who.language, "short", client=who)
        note = text.say("Event")
        rows.append([f"EV{number:06d}", who.key, dice.pick(["mariage", "naissance", "anniversaire", "déménagement", "diplôme"]), day(dice, 2022, 2025), who.language, note])
        inbox.truth.personal(text, "life_events", path, note, rows[-1][0])
    inbox.put("life_events", path, delimited(rows, ["id", "client_no", "type", "date", "langue", "note"], ","), len(rows))


def _appointments(inbox: Inbox) -> None:
    world, rows = inbox.world, []
    for number in range(max(4, world.count(120))):
        dice = world.dice("appointment", number)
        who = dice.pick(world.clients)
        text = inbox.text(dice, who.language, "short", client=who)
        note = text.say("Event")
        rows.append([number + 1, who.key, dice.pick(BOUTIQUES)[0], dice.pick(["visite", "essayage", "retouche", "présentation"]), note, who.language,
                     f"2025-{1 + number * 12 // max(1, world.count(120)) % 12:02d}-{dice.between(1, 28):02d} {dice.between(9, 18):02d}:00:00",
                     f"2026-01-{1 + number % 28:02d} {number // 28 % 24:02d}:{number % 60:02d}:00"])
        inbox.truth.personal(text, "appointments", "crm.db", note, str(number + 1))
    inbox.folder.mkdir(parents=True, exist_ok=True)
    columns = ["id integer primary key", "client_no text", "boutique text", "type text", "note text", "language text", "held_at text", "updated_at text"]
    database(inbox.folder / "crm.db", {"appointments": (columns, rows)})
    inbox.counted("appointments", len(rows))
