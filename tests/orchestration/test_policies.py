"""The policies of a house over a cut: what they are asked over comes from the lake as it is today, and a no stops the release."""

import datetime as dt
from collections import Counter

import dagster as dg
import pyarrow as pa
import pytest

from assets.governance.ledger import keys
from assets.governance.ledger.log import Log
from assets.governance.release import candidate, draw
from assets.governance.releases import manifest_of
from assets.governance.rights.requests import open_
from assets.governance.waiting import scanned, verdict, waiting
from assets.lake import PolicyError
from assets.landing.register import CONTRACTS
from orchestration import scans
from orchestration.verbs import policies
from orchestration.verbs.relations import relations
from orchestration.verbs.showing import show
from tests.conftest import make_lake
from tests.corpora.small_house import ID, PURPOSES, put, record_id
from tests.governance.conftest import CLEAN, REMAINS, cut, documents

PERSONAL = {"legal_basis": "consent"}
MART = pa.schema([("record_id", ID), ("created_on", pa.date32()), ("secrecy", pa.string()), ("exclusivity", pa.string()), ("subject_ids", pa.list_(ID))])
SAID = pa.struct([(name, pa.string()) for name in ("purpose", "status", "notice_version", "from", "until")])
REGISTER = pa.schema([("record_id", ID), ("subject_ids", pa.list_(ID)), ("consents", pa.list_(SAID))])
ANNA, LUCA = record_id(7001), record_id(7002)
GIVEN = {"purpose": "Train_language model", "status": "Accordé.", "notice_version": "v2", "from": "2024-01-01", "until": None}


def contract(name: str, kind: str = "document", **more) -> dict:
    return {"record_id": record_id(len(name)), "name": name, "kind": kind, "state": "ready", "licence": "LicenseRef-House-Owned", "legal_basis": "not-personal",
            "purposes": PURPOSES, "territory": ["world"], "secrecy": "internal", "exclusivity": "exclusive", "title": name.title(), "subject_fields": [], **more}


def waits(folder, *, said=(), people=None, residual=None, files=None, days=None, **press):
    """A lake whose cut of 60 documents and 10 dialogues waits: `press` changes a contract, `people` and `days` say whom records 0 to 59 are about
    and when they were made, `said` are statements (person, consent)."""
    lake = make_lake(folder, **(files or {}))
    cut(lake)
    put(lake, "landing/contracts", [contract("press", **press), contract("chats", "dialogue"), contract("people", "subject")], CONTRACTS)
    put(lake, "landing/people", [{"record_id": record_id(8000 + n), "subject_ids": [person], "consents": [one]} for n, (person, one) in enumerate(said)], REGISTER)
    put(lake, "warehouse/documents", [
        {"record_id": record_id(n), "created_on": (days or {}).get(n, dt.date(2024, 1, 1)), "secrecy": "internal", "exclusivity": "exclusive",
         "subject_ids": (people or {}).get(n, [])} for n in range(60)], MART)
    scanned(lake, "atelier", "shards", CLEAN)
    scanned(lake, "atelier", "residual", {**REMAINS, "bounds": residual or []})
    return lake


def judge(lake) -> dict:
    return policies.judge(lake, "atelier", verdict(waiting(lake, "atelier"), "residual"))


def provenance(lake) -> dict[int, dict]:
    told = relations(lake, waiting(lake, "atelier"), {"bounds": []})["provenance"].to_pylist()
    return {int.from_bytes(row["record_id"], "little"): row for row in told}


def states(lake) -> dict[tuple, tuple]:
    told = relations(lake, waiting(lake, "atelier"), {"bounds": []})["consents"].to_pylist()
    return {(int.from_bytes(row["record_id"], "little"), row["person"]): (row["state"], row["notice_version"]) for row in told}


def test_every_record_stands_once_with_its_rights_as_they_are_today(tmp_path):
    lake = waits(tmp_path, embargo="2026-05-01", retention="P1Y6M2W", territory=["FR"], people={3: [ANNA, LUCA]}, days={4: None, 5: dt.date(2024, 7, 17)},
                 tdm_opt_out='{"protocol": "robots.txt", "checked": "2026-01-10"}')
    rows = provenance(lake)
    assert set(rows) == {*range(60), *range(1000, 1010)}
    one = rows[3]
    assert (one["source"], one["embargo"], one["territory"], one["persons"], one["contract_state"]) == ("press", dt.date(2026, 5, 1), ["FR"], 2, "ready")
    assert (one["tdm_stated"], one["tdm_checked"], one["chain_known"], one["located"]) == (True, dt.date(2026, 1, 10), True, True)
    assert [rows[n]["retention_state"] for n in (3, 4, 5, 1000)] == ["over", "undated", "running", None]        # 2024-07-17 + 18 months and 14 days is as_of
    assert rows[1000]["territory"] == ["world"] and rows[1000]["persons"] is None and not rows[1000]["tdm_stated"]
    assert sum(row["redactions"] for row in rows.values()) == 14


@pytest.mark.parametrize(("said", "state"), [
    ([GIVEN], "granted"), ([], "absent"), ([{**GIVEN, "purpose": "retrieval"}], "absent"), ([{**GIVEN, "from": "2026-02-01"}], "absent"),
    ([{**GIVEN, "until": "2026-01-30"}], "absent"), ([{**GIVEN, "until": "31/01/2026"}], "granted"), ([{**GIVEN, "from": "some day"}], "absent"),
    ([GIVEN, {**GIVEN, "status": "withdrawn", "from": "2025-01-01"}], "withdrawn"), ([GIVEN, {**GIVEN, "status": "retiré", "from": None}], "withdrawn"),
    ([GIVEN, {**GIVEN, "status": "withdrawn", "from": "2023-01-01"}], "granted"), ([GIVEN, {**GIVEN, "status": "no"}], "refused"),
    ([GIVEN, {**GIVEN, "status": "opposed", "from": "2026-02-01"}], "granted"), ([GIVEN, {**GIVEN, "status": "withdrawn", "until": "2025-05-05"}], "withdrawn"),
    ([GIVEN, {**GIVEN, "status": "objection", "from": "2025-01-01"}], "objected"), ([{**GIVEN, "status": "???"}], "absent"), ([{**GIVEN, "status": None}], "absent")])
def test_what_a_person_said_last_is_what_counts(tmp_path, said, state):
    lake = waits(tmp_path, people={3: [ANNA]}, said=[(ANNA, one) for one in said] + [(LUCA, GIVEN)])
    assert states(lake) == {(3, 1): (state, "v2" if state != "absent" else None)}


def test_everybody_a_record_is_about_is_asked_and_people_are_numbers(tmp_path):
    lake = waits(tmp_path, people={3: [ANNA, LUCA], 4: [LUCA]}, said=[(ANNA, GIVEN), (LUCA, {**GIVEN, "notice_version": " "})])
    assert Counter(states(lake).values()) == {("granted", "v2"): 1, ("granted", None): 2} and {person for _, person in states(lake)} == {1, 2}


def test_a_tombstone_of_a_record_or_of_a_person_is_seen(tmp_path):
    lake = waits(tmp_path, people={3: [LUCA], 4: [ANNA]})
    assert not any(row["tombstoned"] for row in provenance(lake).values())
    lake.tombstones.add([record_id(1), LUCA], "request 7")
    assert {number for number, row in provenance(lake).items() if row["tombstoned"]} == {1, 3}
    told = judge(lake)
    assert not told["passed"] and {row["record_id"] for row in told["examples"]["tombstone"]} == {record_id(1).hex(), record_id(3).hex()}


def test_an_objection_asked_of_the_house_since_the_cut_stops_the_release_whatever_the_legal_basis(tmp_path):
    lake = waits(tmp_path, people={3: [LUCA], 4: [ANNA]})
    open_(lake, "restriction", [LUCA])
    open_(lake, "objection", [LUCA])
    told = judge(lake)
    assert [one["policy"] for one in told["policies"] if one["blocks"]] == ["objection"]
    assert [(row["record_id"], row["what"]) for row in told["examples"]["objection"]] == [(record_id(3).hex(), "a person objected to every use")]


def test_policies_that_hold_are_sealed_into_the_release_and_shown(tmp_path):
    lake = waits(tmp_path, residual=[{"source": "press", "type": "EMAIL", "per_1000_records": 9.0, "limit": 50}])
    told = judge(lake)
    assert told["passed"] and told["problems"] == [] and told["as_of"] == "2026-01-31"
    draw(lake, "atelier", documents_with_summary)
    scanned(lake, "atelier", "documents", {"passed": True})
    release = candidate(lake, "atelier")
    manifest, _ = manifest_of(lake, release)
    assert manifest["policies"] == told["policies"] and all(len(one["digest"]) == 64 for one in manifest["policies"])
    shown = show(lake, release, "policies")
    rows = {row["policy"]: row["verdict"] for row in shown["tables"][0]["rows"]}
    assert shown["ok"] and rows["consent"] == "kept" and rows["source_share"] == "not kept", "60 of 70 records are of one source: told, not stopped"
    assert shown["lines"] == ["'No source alone is most of the corpus' does not hold in 'press': 85.7 % of the records."]
    assert policies.judge(lake, "atelier") == {"passed": True, "settled": release}


def documents_with_summary(facts: dict) -> dict[str, bytes]:
    from assets.governance.documents import release_documents

    drawn = release_documents(facts)
    page = drawn["release.html"].decode()
    assert "No source alone is most of the corpus" in page and "85.7 % of the records" in page
    return drawn


@pytest.mark.parametrize(("harm", "policy"), [
    ({"territory": ["FR"]}, "territory"), ({"state": "blocked"}, "unknown_rights"), ({"purposes": ["retrieval"]}, "purpose"), ({"embargo": "2026-02-01"}, "embargo"),
    ({"retention": "P1Y", "people": {0: [ANNA]}}, "retention"), ({"tdm_opt_out": '{"protocol": "ai.txt"}'}, "opt_out_evidence"),
    ({"residual": [{"source": "press", "type": "EMAIL", "per_1000_records": None, "limit": 50}]}, "residual")])
def test_what_a_contract_says_since_the_cut_stops_the_release(tmp_path, harm, policy):
    lake = waits(tmp_path, **harm)
    told = judge(lake)
    assert [one["policy"] for one in told["policies"] if one["blocks"]] == [policy] and "in 'press'" in told["problems"][0]
    with pytest.raises(PolicyError, match="A policy of the house does not allow a release of 'atelier'"):
        draw(lake, "atelier", documents)


def test_two_signatures_waive_for_a_time_and_the_release_says_so(tmp_path):
    lake = waits(tmp_path, territory=["FR"])
    signers = [key.id for name, key in sorted(keys.demonstrate(lake).items()) if name.startswith("reviewer")]
    (lake.house.path / "policies").mkdir()
    path = lake.house.path / "policies" / "waivers.yaml"
    path.write_text(f"territory: {{reason: the licence is on its way, until: 2026-01-31, signed_by: ['{signers[0]}']}}\n")
    told = judge(lake)
    assert not told["passed"] and "1 of the 2 signatures" in told["problems"][0]
    path.write_text(f"territory: {{reason: the licence is on its way, until: 2026-01-31, signed_by: {signers}}}\n")
    (one,) = [one for one in judge(lake)["policies"] if one["policy"] == "territory"]
    assert verdict(waiting(lake, "atelier"), "policies")["passed"] and one["waiver"] == {
        "reason": "the licence is on its way", "until": "2026-01-31", "signed_by": sorted(signers)}
    draw(lake, "atelier", documents)
    scanned(lake, "atelier", "documents", {"passed": True})
    candidate(lake, "atelier")
    assert Log(lake.store("ledger")).entries()[-1]["waived"] == [{"policy": "territory", **one["waiver"]}]


def test_a_policy_of_the_house_is_asked_too_and_its_mistake_stops_the_release(tmp_path):
    lake = waits(tmp_path)
    (lake.house.path / "policies").mkdir()
    (lake.house.path / "policies" / "no_chats.sql").write_text(
        "-- id: no_chats\n-- severity: warn\n-- title: No chats\n-- why: They are rough.\n"
        "select record_id, source, 'a chat' as what from provenance where sourc = 'chats'\n")
    told = judge(lake)
    assert not told["passed"] and "Policy 'no_chats' cannot be asked" in told["problems"][0] and '"sourc"' in told["problems"][0]


def test_the_policies_are_a_blocking_check_of_the_shards_after_registers_and_contracts(tmp_path):
    lake = make_lake(tmp_path, recipes__atelier="corpus: atelier\n",
                     contracts__people="kind: subject\nlicence: MIT\nlegal_basis: contract\npurposes: [identify-clients]\n")
    (check,) = [one for one in scans.checks(lake.house) if one.check_key == dg.AssetCheckKey(dg.AssetKey(["corpora", "atelier", "shards"]), "policies")]
    (spec,) = check.check_specs
    assert spec.blocking and {"/".join(dep.asset_key.path) for dep in spec.additional_deps} == {"landing/contracts", "landing/people", "privacy/canary_fates"}
