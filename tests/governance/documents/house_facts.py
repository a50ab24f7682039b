"""Made-up facts of a release, with the awkwardness of real ones."""

import copy

from assets.governance.documents.statements import REQUIRED

ROOT = "9f3a1c07d25be846" * 4
WRITTEN = {statement.field: f"{statement.title}, in the words of the house." for statement in REQUIRED}

_TITLES = [
    ("press_releases", "Press releases since 1987"),
    ("archive_letters", "Letters of the founding family, the Lyon workshops and the Paris counter, transcribed by the archive from "
                        "the originals of 1854 to 1939 with marginal notes"),
    ("lookbooks", "Lookbooks"), ("interviews", "Interviews with artistic directors"), ("advisors", "Advisor conversations"),
    ("artisans", "Artisans' know-how: transcripts"), ("textiles", "Textile records"), ("gems", "Gem records"),
    ("colours", "Colour names"), ("suppliers", "Supplier descriptions"), ("inspections", "Inspection notes"),
    ("social", "Social mentions"), ("labels", "Expert labels"), ("wikipedia_fashion", "Wikipedia: fashion & craft <fr>"),
]


def remains(**more) -> dict:
    """What may remain of e-mail addresses in French: 80 planted, 78 caught, 21 found."""
    return {"type": "EMAIL", "language": "fr", "found": 21, "known": 4, "canaries": 80, "caught": 78, "recall": 0.975, "low": 0.9134, "high": 0.9931,
            "residual": 0.4359, "residual_low": 0.1182, "residual_high": 1.612, "verdict": "within its limit", "passed": True, **more}


def _read(source: dict) -> int:
    return source["records"] + source["records"] // 7 + 9_000


def awkward() -> dict:
    """Thirty sources, long titles, zero records, huge counts, failed and unmeasured things."""
    titles = _TITLES + [(f"boutique_{n:02}", f"Boutique diary no. {n}") for n in range(1, 17)]
    sources = []
    for n, (name, title) in enumerate(titles):
        records = 0 if name in {"labels", "boutique_16"} else 61_204_733_118 // (n * n * 3 + 1)
        sources.append({
            "source": name, "title": title, "records": records, "characters": records * 1_873,
            "licence": "CC-BY-SA-4.0" if name.startswith("wiki") else ("LicenseRef-Photo-Agency-2019" if n % 7 == 2 else "LicenseRef-House-Owned"),
            "agreement": "Photo agency contract 2019/44, annex 3" if n % 7 == 2 else None,
            "legal_basis": ["legitimate-interest", "contract", "not-personal", "consent"][n % 4],
            "purposes": ["train-language-model", "retrieval"] if n % 2 else ["train-language-model"],
            "exclusivity": "public" if name.startswith("wiki") else "exclusive",
            "secrecy": ["internal", "public", "confidential"][n % 3], "retention": "P10Y" if n % 5 else "P3Y6M",
            "tdm": {"protocol": "tdmrep", "checked": "2026-01-10", "value": "0"} if name.startswith("wiki")
            else (None if n == 11 else {"protocol": "none", "checked": "2026-01-10", "value": "none"})})
    total = sum(source["records"] for source in sources)
    train, validation = total * 96 // 100, total * 2 // 100
    french, italian = total // 2, total // 5
    tail = {code: 40 - n for n, code in enumerate("de es pt nl ja zh ko ar ru la pl tr el".split())}
    landing = [{"stage": "landing", "table": f"landing/{source['source']}", "source": source["source"],
                "in": _read(source) + 240 + n, "out": _read(source),
                "left_out": {"superseded by a later revision": 200}, "merged": {"seen again": 40},
                "quarantined": {"encoding not recognised": n} if n else {}} for n, source in enumerate(sources)]
    read = sum(row["out"] for row in landing)
    placed = read - 4_200_118
    fit = total + 88_411_273
    return {
        "release": {"corpus": "concierge", "version": "2026.11.2", "track": "pretraining",
                    "title": "Concierge: the voice of the house", "house": "Maison Aurelle & Fils",
                    "controller": "Aurelle Héritage Société Anonyme", "as_of": "2026-11-22", "previous": "2026.10.1",
                    "demonstration": True, "root": ROOT},
        "funnel": [
            *landing,
            {"stage": "warehouse", "table": "warehouse/documents", "source": None, "in": read, "out": placed,
             "left_out": {"no date": 200_118, "empty text": 4_000_000}, "merged": {}, "quarantined": {}},
            {"stage": "clean", "table": "clean/documents", "source": None, "in": placed - 88_001, "out": fit,
             "left_out": {"language not measured: de": 700, "purpose_not_allowed": placed - 88_001 - fit - 1_000},
             "merged": {}, "quarantined": {"markup could not be read": 300}},
            {"stage": "corpora", "table": "corpora/concierge", "source": None, "in": fit, "out": total,
             "left_out": {"too_short": 9_001, "mostly_symbols": 812, "purpose not among the record's": 77, "embargo not over": 12,
                          "secrecy above the recipe's": 1_004, "language below threshold": 52, "duplicate lines above threshold": 3,
                          "held out for the exam": 1},
             "merged": {"exact duplicate": fit - total - 10_962}, "quarantined": {}},
        ],
        "composition": {
            "by_source": sources,
            "by_language": {"fr": french, "it": italian, "en": total - french - italian - sum(tail.values()), **tail},
            "by_split": {"train": train, "validation": validation, "test": total - train - validation}},
        "blocked_sources": [
            {"source": "agency_pictures", "title": "Agency pictures and their captions, 1998 to 2011", "reason": "no licence is stated"},
            {"source": "old_crm", "title": "Client notes of the former system", "reason": "no legal basis is stated"}],
        "privacy": {
            "redactions": {"PERSON": 48_120_334, "EMAIL": 912_008, "PHONE": 803_441, "IBAN": 12_009, "CARD": 3, "ADDRESS": 208_776,
                           "SECRET": 4_410, "LOYALTY_NUMBER": 0},
            "second_pass": {"unique_identifiers": 0, "full_names": 0, "searched_values": 1_204_882}, "residual": None},
        "checks": [
            *({"table": table, "check": check, "passed": True}
              for table in ("clean/documents", "clean/dialogues", "annotations/language", "annotations/quality", "corpora/concierge")
              for check in ("record_id is unique", "record_id is not null", "licence in known set", "language in measured set",
                            "conservation", "purposes not empty", "created_on not in the future")),
            {"table": "landing/contracts", "check": "every contract has a steward", "passed": True}],
        "policies": [],
        "lineage": [
            *({"from": f"landing/{s['source']}", "to": "warehouse/documents", "records": _read(s)} for s in sources),
            *({"from": f"landing/{s['source']}", "to": "privacy/matches", "records": _read(s)} for s in sources),
            *({"from": f"landing/{s['source']}", "to": "clean/documents", "records": _read(s)} for s in sources),
            {"from": "warehouse/documents", "to": "clean/documents", "records": placed},
            {"from": "privacy/matches", "to": "clean/documents", "records": read},
            {"from": "clean/documents", "to": "annotations/language", "records": fit},
            {"from": "clean/documents", "to": "annotations/quality", "records": fit},
            {"from": "clean/documents", "to": "corpora/concierge", "records": fit},
            {"from": "annotations/language", "to": "corpora/concierge", "records": fit},
            {"from": "annotations/quality", "to": "corpora/concierge", "records": fit},
            {"from": "corpora/concierge", "to": "releases/concierge/2026.11.2", "records": total}],
        "chains": [{"steps": [{"step": "read_html", "version": "1"}, {"step": "scrub", "version": "3"}], "records": total}],
        "human": {"intended_use": "To teach a model the register in which the house answers a client.", "known_biases": None,
                  "out_of_scope": "Prices, stock, and anything that reads like a promise.\nMedical or legal advice."},
    }


def small() -> dict:
    """Ten records from two sources: every figure can be checked by eye."""
    return copy.deepcopy({
        "release": {"corpus": "atelier", "version": "1", "track": "fine-tuning", "title": "Atelier", "house": "Maison Test",
                    "controller": "Test SA", "as_of": "2026-11-22", "previous": None, "demonstration": False, "root": "ab" * 32,
                    "purposes": ["train-language-model"]},
        "shards": [{"name": "data/train-00000-of-00001.parquet", "sha256": "cd" * 32, "bytes": 6_144, "rows": 9},
                   {"name": "data/test-00000-of-00001.parquet", "sha256": "ef" * 32, "bytes": 2_048, "rows": 1}],
        "funnel": [
            {"stage": "landing", "table": "landing/letters", "source": "letters", "in": 17, "out": 13, "left_out": {"empty": 1},
             "merged": {"seen again": 1}, "quarantined": {"unreadable": 2}},
            {"stage": "corpora", "table": "corpora/atelier", "source": None, "in": 13, "out": 10, "left_out": {"too_short": 3},
             "merged": {}, "quarantined": {}}],
        "composition": {
            "by_source": [
                {"source": "letters", "title": "Letters", "kind": "document", "records": 8, "characters": 8_000, "licence": "CC0-1.0",
                 "territory": ["world"], "origin": {"url": "https://letters.example/all", "version": "3", "fetch": None},
                 "redactions": {"EMAIL": 21}, "legal_basis": "not-personal", "purposes": ["train-language-model"], "exclusivity": "public",
                 "secrecy": "public", "retention": "P5Y",
                 "tdm": {"protocol": "none", "checked": "2026-01-10", "value": "none"}},
                {"source": "notes", "title": "Notes", "kind": "dialogue", "records": 2, "characters": 500, "licence": "LicenseRef-House-Owned",
                 "legal_basis": "contract", "purposes": ["train-language-model"], "exclusivity": "exclusive",
                 "secrecy": "internal", "retention": "P5Y", "tdm": {"protocol": "none", "checked": "2026-01-10", "value": "none"}}],
            "by_language": {"fr": 6, "en": 4}, "by_split": {"train": 9, "test": 1},
            "by_licence": {"CC0-1.0": {"records": 8, "characters": 8_000}, "LicenseRef-House-Owned": {"records": 2, "characters": 500}},
            "by_year": {"": {"records": 4, "characters": 4_000}, "1987": {"records": 6, "characters": 4_500}}},
        "blocked_sources": [],
        "privacy": {"redactions": {"EMAIL": 21}, "second_pass": {"unique_identifiers": 0, "full_names": 0, "searched_values": 55},
                    "residual": None},
        "checks": [{"table": "clean/documents", "check": "record_id is unique", "passed": True}],
        "policies": [], "chains": [{"id": "aa11", "steps": [{"step": "scrub", "version": "3"}], "records": 10}], "human": {"limits": None, **WRITTEN},
        "lineage": [{"from": "landing/letters", "to": "corpora/atelier", "records": 13}],
    })
