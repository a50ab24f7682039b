"""The sealed release page: one HTML file that opens anywhere and asks nothing of anyone.

Belongs here: putting facts, verdicts and pictures into the template. Not here: the words and widths themselves.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import jinja2

from assets.governance.documents import funnel, limits, lineage, verdicts, words
from assets.governance.documents.answers import answers
from assets.governance.documents.facts_schema import Check, Facts, Fate
from assets.governance.documents.listing import LISTED, PAGE

LANGUAGES_SHOWN = 12


@dataclass(frozen=True)
class Part:
    """One line of a composition."""
    name: str
    records: int
    characters: int | None
    of_longest: float      # width of its bar, 0..100
    share: str


@dataclass(frozen=True)
class FateLine:
    """What became of one source's records."""
    title: str
    arrived: int
    released: int
    share: str
    reasons: list[tuple[str, int]]     # most first
    unexplained: int

    @property
    def shown(self) -> list[tuple[str, int]]:
        return self.reasons if len(self.reasons) <= funnel.SHOWN + 1 else self.reasons[:funnel.SHOWN]

    @property
    def folded(self) -> list[tuple[str, int]]:
        return self.reasons[len(self.shown):]


@dataclass(frozen=True)
class CheckedTable:
    table: str
    ran: int
    passed: int
    failed: list[str]
    names: list[str]


def page(facts: Facts) -> bytes:
    shares = facts.composition
    total = facts.records
    stages = funnel.stages(facts)
    redactions = sorted(facts.privacy.redactions.items(), key=lambda item: (-item[1], item[0]))
    pictures = lineage.pictures(facts)
    html = _environment().get_template("release.html").render(
        facts=facts, release=facts.release, total=total, verdicts=verdicts.verdicts(facts),
        stages=list(zip(stages, funnel.bars(stages), strict=True)), steps=funnel.table(facts),
        dispositions=dict(funnel.DISPOSITIONS), lineage=pictures,
        sources=facts.sources, missing={source.source: verdicts.rights_missing(source) for source in facts.sources},
        by_source=_parts([(source.title, source.records, source.characters) for source in facts.sources], total),
        by_language=_folded(_parts([(words.language(code), part.records, part.characters)
                                    for code, part in _most_first(shares.by_language)], total), total),
        by_split=_parts([(words.split(name), part.records, part.characters) for name, part in _splits(shares.by_split)], total),
        by_licence=_parts([(words.licence(name), part.records, part.characters) for name, part in _most_first(shares.by_licence)], total),
        redactions=_parts([(words.removed(kind), found, None) for kind, found in redactions], sum(facts.privacy.redactions.values())),
        checked=_checked(facts), chains=_chains(facts), fates=[_fate(fate) for fate in facts.fates], unasked=_unasked(facts),
        limits=limits.limits(facts), written=limits.written(facts), contact=limits.said(facts, "contact_role"), answers=answers(facts),
        open_points=[verdict for verdict in verdicts.verdicts(facts) if verdict.level != verdicts.GREEN],
        downloads=[(name, what) for name, what in LISTED.items() if name != PAGE], fingerprint=_fingerprint(facts.release.root))
    return html.encode()


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("assets.governance.documents"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters.update(
        number=words.number, said=words.said, key=words.key_said, licence=words.licence, period=words.period,
        reservation=words.reservation, listed=words.listed, removed=words.removed, language=words.language,
        reason=words.reason, mining=words.mining, embargo=words.embargo, stage=words.stage, table_name=words.table_name, counted=words.count,
        share=words.share, figure=words.figure, setting=words.setting)
    return environment


def _most_first(shares: dict) -> list:
    return sorted(shares.items(), key=lambda item: (-item[1].records, item[0]))


def _parts(items: list[tuple[str, int, int | None]], total: int) -> list[Part]:
    longest = max((records for _, records, _ in items), default=0)
    return [
        Part(name, records, characters, round(max(0.4, 100 * records / longest), 2) if records else 0.0,
             words.share(records, total))
        for name, records, characters in items]


def _folded(parts: list[Part], total: int) -> list[Part]:
    """A long tail becomes one line."""
    if len(parts) <= LANGUAGES_SHOWN:
        return parts
    head, tail = parts[:LANGUAGES_SHOWN - 1], parts[LANGUAGES_SHOWN - 1:]
    records = sum(part.records for part in tail)
    known = [part.characters for part in tail if part.characters is not None]
    of_longest = round(100 * records / head[0].records, 2) if head[0].records else 0.0
    rest = Part(f"{words.number(len(tail))} further languages", records, sum(known) if len(known) == len(tail) else None,
                min(100.0, of_longest), words.share(records, total))
    return [*head, rest]


def _checked(facts: Facts) -> list[CheckedTable]:
    by_table = defaultdict(list)
    for check in facts.checks:
        by_table[check.table].append(check)
    tables = [
        CheckedTable(words.table_name(table), len(checks), sum(check.passed for check in checks),
                     [_asked(check) for check in checks if not check.passed], [_asked(check) for check in checks])
        for table, checks in by_table.items()]
    return sorted(tables, key=lambda one: (one.passed == one.ran, one.table))


def _asked(check: Check) -> str:
    said = words.check(check.check)
    return said if check.of is None else f"{said}: {words.number(check.held)} of {words.count(check.of, 'expectation')} met"


def _splits(shares: dict) -> list:
    """Training first, as everybody says it."""
    order = list(words.SPLITS)
    return sorted(shares.items(), key=lambda item: (order.index(item[0]) if item[0] in order else len(order), item[0]))


def _fate(fate: Fate) -> FateLine:
    """The reasons of one source in a reviewer's words; those that read the same are added up."""
    reasons: dict[str, int] = defaultdict(int)
    for reason, records in fate.reasons.items():
        reasons[words.reason(reason)] += records
    return FateLine(fate.title, fate.arrived, fate.released, words.share(fate.released, fate.arrived),
                    sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])), fate.unexplained)


def _unasked(facts: Facts) -> dict[str, int]:
    """Kind of record -> ready sources of that kind that this corpus does not read."""
    kinds: dict[str, int] = defaultdict(int)
    for source in facts.not_asked:
        kinds[source.kind or "other"] += 1
    return dict(sorted(kinds.items()))


def _chains(facts: Facts) -> list[tuple[list[str], int]]:
    """Chains that read the same (they differ in parameters only) are one line; most records first."""
    lines: dict[tuple[str, ...], int] = defaultdict(int)
    for chain in facts.chains:
        steps = tuple(words.said(step.step) + (f" (version {step.version})" if step.version else "") for step in chain.steps)
        lines[steps] += chain.records or 0
    return sorted(((list(steps), records) for steps, records in lines.items()), key=lambda line: (-line[1], line[0]))


def _fingerprint(root: str | None) -> list[str]:
    """The first characters of the root, in groups the eye can compare."""
    return [root[at:at + 4] for at in range(0, min(len(root), 16), 4)] if root else []
