"""Raw records become clean rows: gates first, then every column by its plan, then the envelope.

Belongs here: the steps `clean/<mart>`. Not here: the column plans (`fields`), finding and replacing (`scrub`).
The redaction ledger travels in the rows as the list `ledger`: it is made in the same pass as the text it describes and can
neither miss a row nor describe another version of it.
"""

import json
from collections import Counter
from functools import lru_cache

import pyarrow as pa

from assets.lake import Keys, Result, Step, left_out_rows
from assets.privacy import dates, fields
from assets.privacy.detect.people.persons import STOP, names
from assets.privacy.fields import CODE, DROP, KEEP, MARTS, PERSON, PLANS, TEXT
from assets.privacy.folding import fold, normal
from assets.privacy.known import Known
from assets.privacy.policy import Policies, Policy
from assets.privacy.schemas import SCHEMAS
from assets.privacy.scrub import UNREADABLE, Redaction, Text, scrub
from assets.privacy.surrogates.pseudonyms import Identity, Pseudonyms
from assets.privacy.tagger import Tagger
from assets.privacy.tagger.own import tagger_of
from assets.text.language import WEAK, identify_text, letters, other_script

NOT_IN_MART = "left out in the warehouse"
NO_PURPOSE = "no purpose allowed"
NOT_MATCHED = "not yet matched with known persons"
NOT_MEASURED = "language not measured: {}"
ANOTHER_SCRIPT = "another script"
SCRIPT = frozenset(("en", "fr", "it", "es", "de"))     # what our recognisers are measured in is written in Latin letters
TELLING = 40        # letters from which a text's language can be told
# Their texts are words of the trade: too few to hold a language, and a language's score would tell which.
WORDS = ("item", "transaction", "concept", "supply")
_ROLES = frozenset("""client cliente customer buyer visitor advisor adviser conseiller conseillere consulente agent assistant bot system user host
guest speaker interviewer interviewee artisan artigiano artigiana curator journalist designer moderator narrator operator participant
sales associate vendeur vendeuse customer service support staff human ai""".split())


def clean_rows(batch: pa.RecordBatch, mart: pa.Table | None, matches: pa.Table | None, kind: str, policies: dict, keys: Keys,
               tagger: pa.Table | None = None) -> Result:
    """One clean row per raw record of one kind, or the reason why it stays in the vault."""
    rules = Policies.of_params(policies)
    allowed = {row["record_id"]: row for row in mart.to_pylist()} if mart is not None else {}
    known = {row["record_id"]: tuple(Known(**value) for value in row["values"]) for row in matches.to_pylist()} if matches is not None else {}
    reasons: dict[bytes, str] = {}
    groups: dict[str, list[dict]] = {}
    ids = batch["record_id"].to_pylist()
    for record_id, row in zip(ids, fields.rows(batch), strict=True):
        reason = _gate(record_id, row, allowed, known, rules)
        if reason:
            reasons[record_id] = reason
        else:
            groups.setdefault(row["source"], []).append(row)
    made: dict[bytes, dict] = {}
    for source, rows in sorted(groups.items()):
        done, refused = _scrubbed(rows, kind, known, allowed, rules.of(source), keys, tagger_of(tagger))
        made.update(done)
        reasons.update(refused)
    left = [record_id for record_id in ids if record_id in reasons]
    return Result(pa.Table.from_pylist([made[record_id] for record_id in ids if record_id in made], SCHEMAS[kind]),
                  left_out_rows(left, pa.array([reasons[record_id] for record_id in left], pa.string())))


# -- gates ----------------------------------------------------------------------------------------------------------------

def _gate(record_id: bytes, row: dict | None, allowed: dict, known: dict, rules: Policies) -> str | None:
    """Why a record may not leave the vault, or None. Notes the language found in the row."""
    if row is None:
        return UNREADABLE
    if record_id not in allowed:
        return NOT_IN_MART
    if not allowed[record_id].get("purposes"):
        return NO_PURPOSE
    if record_id not in known:
        return NOT_MATCHED
    row["language"], row["language_score"] = _language(row, rules.of(row["source"]).languages)
    return NOT_MEASURED.format(row["language"] or "unknown") if row["language_score"] == _REFUSED else None


_REFUSED = -1.0


def _language(row: dict, measured: tuple[str, ...]) -> tuple[str | None, float | None]:
    """The language of a record's own text and its score; the score is _REFUSED when nobody has measured the recognisers in it.

    So it is when a word is written in another script, wherever it stands. A text too short to tell takes the language its source
    declares, or none where only a catalogue's words stand; a weak guess counts only for a measured language.
    """
    text = "\n".join(value for _, plan, value in fields.strings(row, row["kind"]) if plan == TEXT)
    found, score = identify_text(text)
    declared = (row.get("language") or "").strip().lower()[:2] or None
    if found is not None and score < WEAK and measured and found not in measured:
        found = score = None
    brief = letters(text) < TELLING and (declared in measured or row["kind"] in WORDS)
    if found is not None and measured and found not in measured and brief:
        found = score = None
    if found is None:
        script = [c for c in text if c.isalpha()]
        foreign = sum(c > "\u024f" for c in script) * 2 > len(script)
        if foreign or (declared is None and letters(text) >= TELLING):
            return None, _REFUSED
        found = declared
    if found is not None and measured and found not in measured:
        return found, _REFUSED
    return (ANOTHER_SCRIPT, _REFUSED) if row["kind"] not in WORDS and SCRIPT.issuperset(measured) and other_script(text) else (found, score)


# -- scrubbing ------------------------------------------------------------------------------------------------------------

@lru_cache(maxsize=4)
def _pseudonyms(key: bytes, taken: frozenset[str]) -> Pseudonyms:
    return Pseudonyms(key, taken)


def _scrubbed(rows: list[dict], kind: str, known: dict, allowed: dict, policy: Policy, keys: Keys,
              tagger: Tagger) -> tuple[dict[bytes, dict], dict[bytes, str]]:
    taken = frozenset(value.value for row in rows for value in known[row["record_id"]] if value.type == "TAKEN")
    maker = _pseudonyms(keys.pseudonym(policy.epoch), taken)
    texts, places = [], []
    for number, row in enumerate(rows):
        for name, plan, text in fields.strings(row, kind):
            if plan in (DROP, KEEP) or (plan == CODE and policy.mode_of("CLIENT_NO") == "drop"):
                continue
            if plan == PERSON and _is_role(text):
                plan = fields.GUARD
            if plan == CODE:
                plan = TEXT if name == "entity" and fields.person(text) else fields.GUARD
            texts.append(Text(number, text, plan, turn=name.startswith("turns.")))
            places.append((number, name))
    clean, accounts, refused = scrub(texts, [row["record_id"] for row in rows], [known[row["record_id"]] for row in rows], policy, maker,
                                     [row["language"] for row in rows], tagger)
    values: list[dict[str, str | None]] = [{} for _ in rows]
    ledgers: list[list[dict]] = [[] for _ in rows]
    for (number, name), text, account in zip(places, clean, accounts, strict=True):
        values[number][name] = text
        ledgers[number] += [_entry(name, redaction, policy.epoch) for redaction in account]
    made, reasons = {}, {rows[number]["record_id"]: reason for number, reason in refused.items()}
    for number, row in enumerate(rows):
        if number not in refused:
            made[row["record_id"]] = _clean_row(row, kind, values[number], ledgers[number], known[row["record_id"]], allowed[row["record_id"]],
                                                policy, maker)
    return made, reasons


def _entry(name: str, redaction: Redaction, epoch: str) -> dict:
    return {"field": name, **redaction._asdict(), "epoch": epoch}


def _is_role(label: str) -> bool:
    words = fold(label).replace("_", " ").replace("-", " ").split()
    telling = [word for word in words if word in _ROLES or word.isdigit()]
    if not telling:
        return len("".join(words)) < 2      # 'Q', 'A'
    return all(word in telling or len(word) == 1 or word in STOP for word in words)


def _clean_row(row: dict, kind: str, clean: dict, ledger: list[dict], known: tuple[Known, ...], allowed: dict, policy: Policy,
               maker: Pseudonyms) -> dict:
    subject = min(row["subject_ids"]) if row["subject_ids"] else None
    out = {"record_id": row["record_id"], "source": row["source"], "kind": kind}
    for name, plan in PLANS[kind].items():
        value = row[name]
        if plan == CODE and isinstance(value, str) and value:
            if name == "entity" and (subject is None or not any(c.isdigit() for c in value)):    # a thing or a place, not somebody's thing
                out[name] = clean.get(name)
                continue
            out[name] = maker.render("CODE", value) if policy.mode_of("CLIENT_NO") != "drop" else None
            ledger.append(_whole(name, out[name] or "", value, "CODE", policy, maker))
        elif plan == KEEP:
            out[name] = value
        elif plan != DROP:
            out[name] = clean.get(name, value)
    if kind == "dialogue":
        out["turns"], out["n_turns"] = _turns(row["turns"] or [], clean), len(row["turns"] or ())
    if kind == "concept":
        out["alt_labels"] = [clean.get(f"alt_labels.{i}", label) for i, label in enumerate(row["alt_labels"] or ())]
    if kind == "subject":
        out |= _persona(row, known, subject, policy, maker)
        ledger += [_whole(name, out.get(target) or "", row[name], type_, policy, maker) for name, target, type_ in (
            ("name", "pseudonym", "PERSON"), ("given_name", "given_name", "PERSON"), ("family_name", "family_name", "PERSON"),
            ("email", "email", "EMAIL"), ("phone", "phone", "PHONE"), ("address", "", "ADDRESS"), ("birth_date", "", "BIRTH_DATE"),
            ("subject_key", "", "CLIENT_NO")) if row.get(name)]
    extra = fields.extra(row["extra"]) if kind != "subject" else None     # further columns of a register are the person's
    created = allowed.get("created_on") or dates.read(row["created"], policy.dates == "day first")
    if created is not None and subject is not None:
        created = dates.moved(created, maker.weeks(subject))
    group = ("subject", subject) if subject is not None else ("group", row["group"]) if row["group"] else None
    counts = Counter(entry["type"] for entry in ledger)
    return out | {
        "language": row["language"], "language_score": None if kind in WORDS else row["language_score"], "created_on": created,
        "group_id": maker.mac(*group) if group else None, "subject_group": subject is not None,
        "licence": row["licence"], "legal_basis": row["legal_basis"], "secrecy": row["secrecy"], "exclusivity": row["exclusivity"],
        "purposes": sorted(allowed["purposes"]),
        "extra": json.dumps(fields.refilled(extra, clean), ensure_ascii=False, sort_keys=True) if extra is not None else None,
        "redactions": [{"type": type_, "count": count} for type_, count in sorted(counts.items())], "ledger": ledger}


def _whole(name: str, new: str, value: str, type_: str, policy: Policy, maker: Pseudonyms) -> dict:
    return {"field": name, "start": 0, "end": len(new), "type": type_, "detector": "column", "score": 1.0, "action": policy.mode if new else "drop",
            "value_mac": maker.mac("value", type_, normal(value)), "epoch": policy.epoch}


def _turns(turns: list[dict], clean: dict) -> list[dict]:
    """Turns with clean text; a speaker is a role, a pseudonym, or a number in order of appearance."""
    labels: dict[str, str] = {}
    out = []
    for number, turn in enumerate(turns):
        label = turn.get("speaker")
        if label and label not in labels:
            new = clean.get(f"turns.{number}.speaker") or ""
            named = _is_role(label) or names(label, 0) or new == label
            labels[label] = new if new and named else f"speaker {len(labels) + 1}"
        role = turn.get("role")
        told = role if not role or _is_role(role) else labels.setdefault(f"role {role}", f"speaker {len(labels) + 1}")
        out.append({**turn, "role": role if told == role else None, "speaker": labels[label] if label else told,
                    "text": clean.get(f"turns.{number}.text", turn.get("text"))})
    return out


def _persona(row: dict, known: tuple[Known, ...], subject: bytes | None, policy: Policy, maker: Pseudonyms) -> dict:
    """The surrogate of a person of the register: the same that texts speak of."""
    born = dates.read(row["birth_date"])
    out = {name: None for name in fields.PERSONA} | {"birth_decade": born.year // 10 * 10 if born else None}
    own = next((one for one in known if one.subject_id == subject and one.form == "full"), None)
    if subject is None or policy.mode == "drop":
        return out
    if policy.mode == "tag":
        return out | {"pseudonym": maker.tag("PERSON", "", Identity(subject))}
    who = Identity(subject, own.gender if own else None, own.locale if own else None, own.value if own else "")
    person = maker.person(who)
    return out | {"pseudonym": person.full, "given_name": person.given, "family_name": person.family,
                  "email": maker.render("EMAIL", row["email"], who=who) if row["email"] else None,
                  "phone": maker.render("PHONE", row["phone"]) if row["phone"] else None}


def _step(kind: str) -> Step:
    def run(batch: pa.RecordBatch, mart=None, matches=None, tagger=None, *, policies: dict, keys: Keys) -> Result:
        return clean_rows(batch, mart, matches, kind, policies, keys, tagger)

    return Step.map(f"clean_{MARTS[kind]}", version="7", run=run, schema=SCHEMAS[kind], keyed=True,
                    columns={"mart": ("purposes", "created_on"), "matches": ("values",)})


STEPS: dict[str, Step] = {kind: _step(kind) for kind in PLANS}

__all__ = ["NO_PURPOSE", "NOT_IN_MART", "NOT_MEASURED", "STEPS", "clean_rows"]
