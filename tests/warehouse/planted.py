"""A small planted house for the warehouse: contracts, and raw tables committed to the lake."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import yaml

from assets.lake import LEFT_OUT, Home, House, Lake
from assets.lake.digest import digest_of, mac
from assets.lake.keys import make_keys
from assets.landing.kinds import SCHEMAS
from assets.warehouse import runner

AS_OF = "2026-06-30"
ASKED_SCHEMA = pa.schema([("record_id", pa.binary(16)), ("subject_ids", pa.list_(pa.binary(16))), ("kind", pa.string())])
CONTRACTS_SCHEMA = pa.schema([
    ("record_id", pa.binary(16)), ("name", pa.string()), ("kind", pa.string()), ("state", pa.string()),
    ("embargo", pa.string()), ("retention", pa.string())])


def id_of(*parts: str) -> bytes:
    return mac(b"tests", *parts)


def make_house(folder: Path, contracts: dict[str, dict], as_of: str = AS_OF) -> House:
    (folder / "contracts").mkdir(parents=True, exist_ok=True)
    (folder / "house.yaml").write_text(yaml.safe_dump({
        "name": "planted", "title": "Planted House", "controller": "Planted SA", "steward": "s@planted.invalid", "as_of": as_of}))
    for name, contract in contracts.items():
        (folder / "contracts" / f"{name}.yaml").write_text(yaml.safe_dump({"name": name, "title": name, **contract}))
    return House.open(folder)


def open_lake(home: Path, house: House) -> Lake:
    opened = Home.make(home, house.path, demonstration=False)
    make_keys(home)
    return Lake.open(opened, house)


def put(lake: Lake, table: str, rows: pa.Table) -> None:
    lake.commit(table, rows.to_batches(), schema=rows.schema, left_out=LEFT_OUT.empty_table(), counted_in=rows.num_rows,
                step={"name": "planted", "version": "1"}, signature=digest_of(table, repr(rows.num_rows)))


def record(source: str, kind: str, key: str, **fields) -> dict:
    """One raw record; what is not named is usual: an undisputed, non-personal, undated record."""
    row = {field.name: None for field in SCHEMAS[kind]}
    row |= {"record_id": id_of(source, key), "source": source, "kind": kind, "object_id": id_of("object", source),
            "locator": f"row={key}", "primary_key": key, "subject_ids": [], "licence": "LicenseRef-House-Owned",
            "legal_basis": "not-personal", "secrecy": "internal", "exclusivity": "exclusive",
            "purposes": ["retrieval", "train-language-model"], **fields}
    return row


def land(lake: Lake, source: str, kind: str, rows: list[dict]) -> None:
    put(lake, f"landing/{source}", pa.Table.from_pylist(rows, SCHEMAS[kind]))


def land_contracts(lake: Lake, contracts: dict[str, dict]) -> None:
    rows = [{"record_id": id_of(name), "name": name, "kind": c["kind"], "state": c.get("state", "ready"),
             "embargo": c.get("embargo"), "retention": c.get("retention")} for name, c in contracts.items()]
    put(lake, "landing/contracts", pa.Table.from_pylist(rows, CONTRACTS_SCHEMA))


def land_objections(lake: Lake, asked: list[tuple[str, str]]) -> None:
    """What people asked of the house itself: (name, kind)."""
    rows = [{"record_id": id_of(name, kind), "subject_ids": person(name), "kind": kind} for name, kind in asked]
    put(lake, "landing/objections", pa.Table.from_pylist(rows, ASKED_SCHEMA))


def consent(purpose: str, status: str, since: str | None = None, until: str | None = None) -> dict:
    return {"purpose": purpose, "status": status, "notice_version": "3", "from": since, "until": until}


def person(name: str) -> list[bytes]:
    return [id_of("person", name)]


CONTRACTS = {
    "archive": {"kind": "document"},
    "press": {"kind": "document", "retention": "P10Y"},
    "next_season": {"kind": "document", "embargo": "2026-09-01"},
    "agency": {"kind": "document", "state": "blocked"},
    "clients": {"kind": "subject"},
    "boutique": {"kind": "dialogue"},
    "visits": {"kind": "event", "retention": "P2Y"},
    "purchases": {"kind": "transaction"},
    "catalogue": {"kind": "item"},
    "votes": {"kind": "label"},
    "never_delivered": {"kind": "supply"},
}


def _document(source: str, key: str, **fields) -> dict:
    return record(source, "document", key, **fields)


def _planted(lake: Lake) -> None:
    land_contracts(lake, CONTRACTS)
    land_objections(lake, [("untrained", "restriction"), ("untrained", "objection"), ("resting", "restriction")])
    land(lake, "archive", "document", [
        _document("archive", "plain", title="  La malle  ", category="Communiqué", created="12 mars 1987", text="x" * 9),
        _document("archive", "year", created="1987"), _document("archive", "unreadable", created="an autumn day"),
        _document("archive", "no-purpose", purposes=[])])
    land(lake, "press", "document", [_document("press", "old", created="01/02/2014"), _document("press", "new", created="2024-02-01")])
    land(lake, "next_season", "document", [_document("next_season", "secret")])
    land(lake, "agency", "document", [_document("agency", "unpaid")])
    train, find = "train-language-model", "retrieval"
    register = {
        "granted": [consent(train, "oui", "2024-01-01"), consent(find, "given", "01/01/2024", "2030-01-01")],
        "withdrawn": [consent(train, "given", "2023-01-01"), consent(train, "retiré", "2024-05-05"), consent(find, "given", "2023-01-01")],
        "again": [consent(train, "withdrawn", "2023-01-01"), consent(train, "concesso", "2024-01-01")],
        "expired": [consent(train, "given", "2020-01-01", "31/12/2021")],
        "future": [consent(train, "given", "2027-01-01")],
        "illegible": [consent(train, "given", "some day in spring")],
        "strange": [consent(train, "perhaps")],
        "objector": [consent(train, "objected", "2025-01-01")],
        "untrained": [consent(train, "given", "2024-01-01"), consent(find, "given", "2024-01-01")],
        "resting": [consent(train, "given", "2024-01-01")],
        "silent": [],
    }
    land(lake, "clients", "subject", [
        record("clients", "subject", name, subject_ids=person(name), name=f"Name {name}", country="Svizzera", legal_basis="consent",
               birth_date="3 août 1961", consents=consents) for name, consents in register.items()])
    asked = {"legal_basis": "consent", "created": "2025-03-04T10:20:00+01:00"}
    land(lake, "boutique", "dialogue", [
        *(record("boutique", "dialogue", name, subject_ids=person(name), **asked) for name in register),
        record("boutique", "dialogue", "nobody", **asked),
        record("boutique", "dialogue", "two", subject_ids=[*person("granted"), *person("withdrawn")], **asked),
        record("boutique", "dialogue", "legitimate", subject_ids=person("withdrawn"), legal_basis="legitimate-interest", created="2025-03-04"),
        record("boutique", "dialogue", "beside", subject_ids=[*person("granted"), *person("untrained")], **asked),
        record("boutique", "dialogue", "opposed", subject_ids=person("objector"), legal_basis="legitimate-interest", created="2025-03-04")])
    land(lake, "visits", "event", [
        record("visits", "event", "recent", subject_ids=person("granted"), created="2025-01-31 09:15"),
        record("visits", "event", "past", subject_ids=person("granted"), created="30.06.2023"),
        record("visits", "event", "undated", subject_ids=person("granted"))])
    land(lake, "catalogue", "item", [
        record("catalogue", "item", "a", code="ma-101.b", name="Malle", price=4200.0, currency="€"),
        record("catalogue", "item", "b", code="FO 7", currency="CHF"), record("catalogue", "item", "gone", code="X9", purposes=[])])
    land(lake, "purchases", "transaction", [
        record("purchases", "transaction", "1", item_code="MA101B", quantity=1.0, country="Italie", currency="euro", subject_ids=person("granted")),
        record("purchases", "transaction", "2", item_code="X9", country="IT", currency="shells", subject_ids=person("stranger")),
        record("purchases", "transaction", "3", item_code="MA101B", subject_ids=person("untrained"), legal_basis="contract"),
        record("purchases", "transaction", "4", item_code="MA101B", subject_ids=person("resting"), legal_basis="legal-obligation")])
    targets = ["archive/plain", "catalogue/a", "unreadable", "year", "1", "next_season/secret"]
    land(lake, "votes", "label", [record("votes", "label", target, target=target, task="Tone", value="warm") for target in targets])


class World:
    """The planted house, built once."""

    def __init__(self, folder: Path):
        self.home = folder / "a home with spaces"
        self.house = make_house(folder / "a house", CONTRACTS)
        self.lake = open_lake(self.home, self.house)
        _planted(self.lake)
        self.build = runner.run(self.lake, self.house)

    def mart(self, name: str) -> dict[str, dict]:
        """Rows of a mart by (source/key)."""
        known = {id_of(source, key): f"{source}/{key}" for source, key in self._keys()}
        rows = self.lake.read(f"warehouse/{name}")
        return {known[row["record_id"]]: row for row in (rows.read().to_pylist() if rows.rows else [])}

    def left_out(self, name: str) -> dict[str, str]:
        known = {id_of(source, key): f"{source}/{key}" for source, key in self._keys()}
        return {known[row["record_id"]]: row["reason"] for row in self.lake.read(f"warehouse/{name}").left_out().to_pylist()}

    def _keys(self) -> list[tuple[str, str]]:
        found = []
        for source in CONTRACTS:
            version = self.lake.find(f"landing/{source}")
            if version is not None:
                found += [(source, key) for key in version.read(["primary_key"])["primary_key"].to_pylist()]
        return found


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
