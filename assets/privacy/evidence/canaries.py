"""Canaries: records of a shadow source whose personal values are known, carried through the steps that the house's own take.

Belongs here: which shadow sources there are, their records as tables of the vault. Not here: the texts (`templates`), the
values (`values`), what becomes of them (`fates`), what follows for a release (`residual`).
One shadow source per distinct policy of the house. Its records meet the real register and vocabulary and the real policy; they
are read by nothing but the measure and never leave the vault.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from assets.lake import LEFT_OUT, House, Lake, Version
from assets.lake.digest import digest_of, mac
from assets.privacy.evidence import labelled, templates, values
from assets.privacy.evidence.draws import Draws
from assets.privacy.policy import Policies, Policy, load
from assets.privacy.schemas import ID, TURN
from assets.privacy.vocabulary import entries

VERSION = "1"
PLANTED = 64            # values of a type in a language under a policy, at least
ROUNDS = 200            # a type that so many rounds of all templates do not fill has no slot
KEPT = "KEEP"           # planted words of the catalogue: they should stay
KINDS = {"document": "privacy/canaries/documents", "dialogue": "privacy/canaries/dialogues"}
CLEAN = {"document": "privacy/canary_clean/documents", "dialogue": "privacy/canary_clean/dialogues"}
MATCHES, FATES = "privacy/canary_matches", "privacy/canary_fates"
_PURPOSE = "measurement of what is missed"

PART = pa.struct([("field", pa.string()), ("start", pa.int32()), ("end", pa.int32())])     # as the ledger writes places
PLANT = pa.struct([("type", pa.string()), ("form", pa.string()), ("parts", pa.list_(PART))])
_ENVELOPE = [
    pa.field("record_id", ID, nullable=False), pa.field("source", pa.string(), nullable=False), pa.field("kind", pa.string(), nullable=False),
    *(pa.field(name, pa.string()) for name in ("language", "group", "created", "licence", "legal_basis", "secrecy", "exclusivity", "extra")),
    pa.field("subject_ids", pa.list_(ID), nullable=False), pa.field("purposes", pa.list_(pa.string()), nullable=False),
    pa.field("created_on", pa.date32()), pa.field("plants", pa.list_(PLANT), nullable=False)]
SCHEMAS = {
    "document": pa.schema([*_ENVELOPE, *(pa.field(name, pa.string()) for name in ("title", "author", "category")), pa.field("text", pa.large_string())]),
    "dialogue": pa.schema([*_ENVELOPE, pa.field("channel", pa.string()), pa.field("turns", pa.list_(TURN))])}


# -- shadow sources -------------------------------------------------------------------------------------------------------------

def shadow_of(policy: Policy) -> str:
    """The name of the shadow source of a policy: equal policies share one."""
    return f"canaries-{digest_of(json.dumps(policy.as_params(), sort_keys=True))[:8]}"


def shadows(house: House, sources: Iterable[str]) -> dict[str, Policy]:
    """The shadow sources of a house: one per distinct policy of these sources."""
    policies = load(house)
    chosen = [policies.of(source) for source in sorted(sources)] or [policies.default]
    return {shadow_of(policy): policy for policy in chosen}


def shadow_params(house: House, sources: Iterable[str]) -> dict:
    """The parameters of the clean steps for the shadow sources."""
    return {"policies": Policies(load(house).default, shadows(house, sources)).as_params()}


# -- records --------------------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Offer:
    """What a house has to plant besides personal values: its own numbers, secrets and catalogue."""

    patterns: tuple[tuple[str, str], ...]
    secrets: tuple[str, ...]
    catalogue: tuple[str, ...]

    def value(self, slot: str, who: values.Somebody, language: str, draws: Draws) -> tuple[str, str]:
        """(type, value) for a slot."""
        if slot == "CATALOGUE":
            return KEPT, draws.pick(self.catalogue) if self.catalogue else "012"
        if slot == "HOUSE" and self.patterns:
            type_, pattern = draws.pick(self.patterns)
            return type_, values.fitting(pattern, draws)
        if slot == "SECRET" and self.secrets and draws.below(2):
            return slot, draws.pick(self.secrets)
        type_ = "CLIENT_NO" if slot == "HOUSE" else slot
        return type_, values.value(type_, language, who, draws)


def offer_of(house: House, policy: Policy) -> Offer:
    words = entries(house)
    return Offer(tuple(sorted(policy.patterns.items())), tuple(value for type_, _, value in words if type_ == "SECRET"),
                 tuple(value for _, form, value in words if form == "catalogue"))


def wanted(policy: Policy, offer: Offer) -> set[str]:
    """The types that are planted under a policy: those it replaces and we can make, and the catalogue's words."""
    types = {type_ for type_ in (*values.MAKERS, *dict(offer.patterns)) if policy.wants(type_)}
    return types | ({KEPT} if offer.catalogue else set())


def records(key: bytes, source: str, policy: Policy, offer: Offer) -> Iterator[dict]:
    """The records of one shadow source: templates in turn, until every type is planted often enough in every language."""
    types = wanted(policy, offer)
    for language in sorted(set(policy.languages or values.LANGUAGES) & set(values.LANGUAGES)):
        planted: Counter = Counter()
        for number in range(ROUNDS * len(templates.templates(language))):
            template = templates.templates(language)[number % len(templates.templates(language))]
            short = {type_ for type_ in types if planted[type_] < PLANTED}
            if not short:
                break
            if not short & _makes(template, offer):
                continue
            draws = Draws(key, "canary", language, str(number))
            filled = templates.fill(template, language, draws, lambda slot, who: offer.value(slot, who, language, draws))  # noqa: B023
            row = _record(key, source, template.kind, language, number, filled)
            row["plants"] = [plant for plant in row["plants"] if plant["type"] in types]
            planted.update(plant["type"] for plant in row["plants"])
            yield row


def _makes(template: templates.Template, offer: Offer) -> set[str]:
    own = dict(offer.patterns) or {"CLIENT_NO": ""}
    return {type_ for slot in template.slots for type_ in (own if slot == "HOUSE" else (KEPT,) if slot == "CATALOGUE" else (slot,))}


def _record(key: bytes, source: str, kind: str, language: str, number: int, filled: templates.Filled) -> dict:
    row = {"record_id": mac(key, "canary", source, language, str(number)), "source": source, "kind": kind, "language": language,
           "subject_ids": [], "purposes": [_PURPOSE]}
    if kind == "dialogue":
        turns = [{"speaker": who, "role": who, "text": text} for who, text in filled.lines]
        return row | {"turns": turns, "plants": [_placed(plant, [(f"turns.{turn}.text", 0) for turn in range(len(turns))]) for plant in filled.plants]}
    (_, title), *lines = filled.lines
    places, at = [("title", 0)], 0
    for _, line in lines:
        places.append(("text", at))
        at += len(line) + 1
    return row | {"title": title, "text": "\n".join(line for _, line in lines), "plants": [_placed(plant, places) for plant in filled.plants]}


def _placed(plant: templates.Plant, places: list[tuple[str, int]]) -> dict:
    """The plant with its places as fields and offsets."""
    parts = [{"field": places[line][0], "start": places[line][1] + start, "end": places[line][1] + end} for line, start, end in plant.parts]
    return {"type": plant.type, "form": plant.form, "parts": parts}


def take_over(lake: Lake, kind: str, sources: Iterable[str]) -> Version:
    """Bring the canaries of a kind up to date; nothing changed, the version that exists."""
    key, table = lake.keys.identity, KINDS[kind]
    signature = mac(key, "canaries", kind, *_decisive(lake.house, sources)).hex()
    base = lake.find(table)
    if base is not None and base.signature == signature:
        return base
    rows = [row for name, policy in sorted(shadows(lake.house, sources).items())
            for row in records(key, name, policy, offer_of(lake.house, policy)) if row["kind"] == kind]
    rows += [row | {"purposes": [_PURPOSE]} for row in labelled.records(key, lake.house) if row["kind"] == kind]
    return lake.commit(table, pa.Table.from_pylist(rows, SCHEMAS[kind]).to_batches(max_chunksize=4096), schema=SCHEMAS[kind],
                       left_out=LEFT_OUT.empty_table(), counted_in=len(rows),
                       step={"name": "privacy_canaries", "version": VERSION, "params": {}}, signature=signature)


def edition(house: House, sources: Iterable[str]) -> str:
    """Changes with the policies, the texts and what the house has to plant; short, so that it gives nothing away."""
    return f"{VERSION}-{digest_of(*_decisive(house, sources))[:10]}"


def _decisive(house: House, sources: Iterable[str]) -> list[bytes | str]:
    """All that decides the canaries besides the key."""
    chosen = {name: (policy, offer_of(house, policy)) for name, policy in sorted(shadows(house, sources).items())}
    texts = [templates.FOLDER / f"{language}.txt" for language in values.LANGUAGES]
    return [VERSION, str(PLANTED), repr(chosen), *(part for path in (*texts, *labelled.files(house)) for part in (path.stem, path.read_bytes()))]
