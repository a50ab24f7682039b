"""Show: one release, section by section, from its own sealed summary and what is known since (approvals, state).

Belongs here: choosing facts and headings. Not here: printing.
"""

import json

from assets.governance.documents import words
from assets.governance.documents.facts_schema import Evidence
from assets.governance.documents.lint import PLACE, lint
from assets.governance.documents.listing import LISTED
from assets.governance.ledger import keys
from assets.governance.ledger.checkpoints import checkpoints
from assets.governance.releases import folder_of, manifest_of, releases, stated
from assets.governance.verification.verify import Check
from assets.lake import IntegrityError, Lake


def show(lake: Lake, release: str, section: str) -> dict:
    """{"heading", "tables": [{"rows", "columns", "empty"}], "lines", "facts", "ok"}. Raises InputError for an unknown release."""
    manifest, digest = manifest_of(lake, release)
    summary = {} if section == "documents" else sealed_summary(lake, release)     # whether it can be read is what that section tells
    state = next(entry["state"] for entry in releases(lake) if entry["release"] == release)
    heading = f"{manifest['title']}, {release}: {state}, {manifest['records']:,} records, root {manifest['root'][:16]}"
    return {"heading": heading, "tables": [], "lines": [], "ok": True, **_SECTIONS[section](lake, release, manifest, summary)}


def sealed_summary(lake: Lake, release: str) -> dict:
    """The summary that was sealed with a release. Raises IntegrityError when it cannot be read."""
    with folder_of(lake, release).open("documents/summary.json") as file:
        try:
            return json.loads(file.read())
        except ValueError:
            raise IntegrityError(f"{release}/documents/summary.json cannot be read: it was changed; run `hallmark verify {release}`.") from None


def _overview(lake, release, manifest, summary) -> dict:
    tiles = [{"verdict": name, "level": v["level"], "count": v["count"], "counted": v["counted"], "worst": v["worst"]}
             for name, v in summary["verdicts"].items()]
    page = lake.store("releases").url(f"{release}/documents/release.html")
    lines = [f"release page  {page}"]
    if manifest.get("demonstration"):
        lines.append("Signed with demonstration keys: anyone can make them.")
    return {"tables": [{"rows": tiles, "columns": {"verdict": "verdict", "level": "level", "count": "count", "counted": "of", "worst": "worst"}, "empty": ""}],
            "lines": lines, "facts": {"release": release, "verdicts": summary["verdicts"], "records": manifest["records"], "root": manifest["root"], "page": page}}


def _funnel(lake, release, manifest, summary) -> dict:
    rows = []
    for stage in summary["funnel"]:
        rows.append({"stage": stage["stage"], "what": "in", "records": stage["in"]})
        rows += [{"stage": "", "what": f"{drop['disposition']}: {drop['reason']}", "records": drop["records"]} for drop in stage["drops"]]
        rows.append({"stage": "", "what": "out", "records": stage["out"]})
    return {"tables": [{"rows": rows, "columns": {"stage": "stage", "what": "what happened", "records": "records"}, "empty": "Nothing went in."}],
            "facts": summary["funnel"]}


def _composition(lake, release, manifest, summary) -> dict:
    columns = {"source": "source", "records": "records", "characters": "characters"}
    return {"tables": [{"rows": summary["composition"]["by_source"], "columns": columns, "empty": "No source."}], "facts": summary["composition"]}


def _rights(lake, release, manifest, summary) -> dict:
    columns = {"source": "source", "licence": "licence", "legal_basis": "legal basis", "purposes": "purposes", "records": "records", "evidence": "evidence"}
    blocked = [f"blocked: {entry['source']}: {entry['reason']}" for entry in summary["blocked_sources"]]
    rows = [{**source, "evidence": _evidence(source)} for source in summary["composition"]["by_source"]]
    return {"tables": [{"rows": rows, "columns": columns, "empty": "No source."}], "lines": blocked,
            "facts": {"sources": rows, "blocked": summary["blocked_sources"]}}


def _evidence(source: dict) -> str:
    """What the rights of a source rest on, beside the words of its contract."""
    tdm = Evidence.model_validate(source["tdm"]) if source["tdm"] else None
    ninth = source.get("article9") and f"Article 9: {source['article9']}"
    return "; ".join(part for part in (source.get("agreement"), ninth, f"mining: {words.mining(source['licence'], tdm)}") if part)


def _privacy(lake, release, manifest, summary) -> dict:
    """What was removed, what may remain by canaries, the second pass, and beside what is sealed the sample and the tables as they are now."""
    from assets.privacy.disclosure.report import reports, sentence
    from orchestration.verbs import sampling

    sample = sampling.account(lake, release)        # later than the sealed summary: a person reads what is cut
    privacy = {**summary["privacy"], "acceptance": sample, "tables": reports(lake)}
    removed = [{"type": kind, "removed": number} for kind, number in sorted(privacy["redactions"].items())]
    remains = [{**row, "of": f"{row['caught']} of {row['canaries']}", "may remain": _between(row)} for row in privacy["residual"] or ()]
    tables = [{"rows": removed, "columns": {"type": "type", "removed": "removed"}, "empty": "Nothing was removed."},
              {"rows": remains, "columns": {"type": "type", "language": "language", "found": "found", "of": "canaries caught", "may remain": "may remain",
                                            "verdict": "verdict"}, "empty": "What may remain was not measured."}]
    if privacy.get("labelled"):
        tables.append({"rows": privacy["labelled"], "columns": {"set": "labelled set", "type": "type", "language": "language", "gone": "removed",
                                                                "marked": "of", "low": "low", "high": "high"}, "empty": ""})
    second, planted, over = privacy["second_pass"], privacy.get("canaries"), privacy.get("over_redaction")
    lines = [f"Second pass: {second['unique_identifiers']} identifiers and {second['full_names']} full names left, "
             f"{second['searched_values']:,} known values searched."] if second else ["Second pass: not run."]
    lines.append(f"Canaries: {planted['caught']:,} of {planted['planted']:,} planted values caught, in {planted['records']:,} records."
                 if planted else "Canaries: not planted.")
    if over:
        lines.append(f"Over-redaction: {over['words_replaced']} of {over['words_planted']} planted words of the catalogue, "
                     f"{over['item_replaced']} replacements in {over['item_words']:,} words of its text.")
    lines += [f"Table {mart}: {sentence(report)}." for mart, report in sorted(privacy["tables"].items())]
    lines.append(f"Acceptance sample: {sampling.sentence(sample)}.")
    return {"tables": tables, "lines": lines, "facts": privacy, "ok": all(row["passed"] is not False for row in remains)}


def _between(row: dict) -> str:
    if row["residual_high"] is None:
        return "not known"
    return f"{row['residual']:,.1f} ({row['residual_low']:,.1f} to {row['residual_high']:,.1f})"


def _checks(lake, release, manifest, summary) -> dict:
    rows = summary["checks"]
    return {"tables": [{"rows": rows, "columns": {"table": "table", "check": "check", "passed": "passed"}, "empty": "No check was asked."}],
            "facts": rows, "ok": all(row["passed"] for row in rows)}


def _policies(lake, release, manifest, summary) -> dict:
    """The verdicts sealed in the manifest; ok unless one of them should have stopped the release."""
    told = manifest["policies"]
    rows = [{"policy": one["policy"], "severity": one["severity"], "verdict": _kept(one), "rows": one["rows"], "why": one["why"]} for one in told]
    lines = [one["said"] for one in told if one["said"]]
    return {"tables": [{"rows": rows, "columns": {"policy": "policy", "severity": "severity", "verdict": "verdict", "rows": "violations", "why": "why"},
                        "empty": "No policy was asked."}],
            "lines": lines, "facts": told, "ok": not any(one["blocks"] for one in told)}


def _kept(verdict: dict) -> str:
    waiver = verdict["waiver"]
    return "kept" if verdict["passed"] else f"waived until {waiver['until']}: {waiver['reason']}" if waiver else "not kept"


def _documents(lake, release, manifest, summary) -> dict:
    """The sealed documents, and every way in which they do not say what facts, shards and manifest say."""
    found = lint(folder_of(lake, release), manifest)
    rows = [{"document": name, "bytes": entry["bytes"], "what": LISTED.get(name.removeprefix(PLACE), "")}
            for name, entry in sorted(manifest["files"].items()) if name.startswith(PLACE)]
    said = [f"problem: {problem}" for problem in found.problems] or ["Every document says what the facts, the records and the manifest say."]
    return {"tables": [{"rows": rows, "columns": {"document": "document", "bytes": "bytes", "what": "what it is"}, "empty": "No document."}],
            "lines": [*said, *found.notes], "facts": {"documents": rows, "problems": found.problems, "notes": found.notes}, "ok": not found.problems}


def _approvals(lake, release, manifest, summary) -> dict:
    """Who signed what and when; the builder's key beside them, for it may be none of these."""
    enrolled, builder = keys.registry(lake), manifest["approval"]["builder"]
    report = Check(folder_of(lake, release), enrolled).run()
    rows = [{"key": signer[:16], "role": enrolled.get(signer, {}).get("role"), **_said(lake, release, signer), "built it": signer == builder,
             "demonstration": enrolled.get(signer, {}).get("demonstration")} for signer in report["signers"]]
    lines = [f"state {report['state']}; {len(rows)} of {manifest['approval']['threshold']} approvals", f"built by key {builder[:16]}",
             *report["notes"], *report["problems"]]
    return {"tables": [{"rows": rows, "columns": {"key": "key", "role": "role", "decision": "decision", "signed_on": "signed on", "built it": "built it",
                                                  "demonstration": "demonstration"}, "empty": "Nobody has approved it."}],
            "lines": lines, "facts": {"state": report["state"], "signers": report["signers"], "builder": builder, "signed": rows, "notes": report["notes"],
                                      "problems": report["problems"]}, "ok": report["ok"]}


def _said(lake, release, signer) -> dict:
    told = stated(lake, release, f"approvals/{signer}.json")
    return {name: told.get(name) for name in ("decision", "signed_on")}


def _checkpoints(lake, release, manifest, summary) -> dict:
    """The models registered as trained on it, and what was erased from it since."""
    from orchestration.verbs.auditing import erased_since

    rows, erased = checkpoints(lake, {release}), erased_since(lake, release)
    tables = [{"rows": rows, "columns": {"name": "checkpoint", "checkpoint": "SHA-256", "at": "registered"},
               "empty": "No checkpoint is registered as trained on it."},
              {"rows": erased, "columns": {"on": "on", "request": "request", "release": "from", "records": "records", "successor": "successor"},
               "empty": "Nothing was erased from it since."}]
    return {"tables": tables, "facts": rows}


def _lineage(lake, release, manifest, summary) -> dict:
    """Each column of the release with the raw columns it is made of, and the tables between."""
    from orchestration.verbs import lineage

    ways, moved = lineage.every(lake, release), lineage.moved_on(lake, release)
    rows = []
    for column, found in ways.items():
        alike: dict = {}        # sources whose column goes the same way stand on one line
        for way in found:
            alike.setdefault((way[0].column, ", ".join(f"{hop.table}.{hop.column}" for hop in way[1:-1])), []).append(way[0].table.split("/")[1])
        rows += [{"column": column if number == 0 else "", "raw": f"{name} of {', '.join(sources)}", "way": way}
                 for number, ((name, way), sources) in enumerate(alike.items())]
    lines = [f"Made here, from no raw column: {', '.join(column for column, found in ways.items() if not found)}."] if not all(ways.values()) else []
    if moved:
        lines.append(f"{len(moved)} tables changed since this release was cut; the way through them is told as it is now.")
    return {"tables": [{"rows": rows, "columns": {"column": "column", "raw": "made of", "way": "by way of"}, "empty": "No column."}], "lines": lines,
            "facts": {"columns": {column: [[vars(hop) for hop in way] for way in found] for column, found in ways.items()}, "moved_on": moved}}


def _licences(lake, release, manifest, summary) -> dict:
    from orchestration.verbs import auditing

    return auditing.licences(lake, release, manifest, summary)


def _optout(lake, release, manifest, summary) -> dict:
    from orchestration.verbs import auditing

    return auditing.optout(lake, release, manifest, summary)


_SECTIONS = {"lineage": _lineage, "summary": _overview, "funnel": _funnel, "composition": _composition, "rights": _rights, "licences": _licences,
             "optout": _optout, "privacy": _privacy, "checks": _checks, "policies": _policies, "documents": _documents, "approvals": _approvals,
             "checkpoints": _checkpoints}
