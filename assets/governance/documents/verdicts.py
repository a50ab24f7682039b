"""The four verdicts a reviewer reads first: privacy, rights, quality, integrity.

Belongs here: how the facts become green, amber, red or not measured, with one count and the worst item. Not here: the
gates themselves (checks decided them before the release was cut) and how a verdict looks.
"""

from __future__ import annotations

from dataclasses import dataclass

from assets.governance.documents import words
from assets.governance.documents.facts_schema import Facts, FunnelRow, SourceShare
from assets.governance.documents.words import number

GREEN, AMBER, RED, GREY = "green", "amber", "red", "grey"
SAID = {GREEN: "Passed", AMBER: "Open point", RED: "Failed", GREY: "Not measured"}


@dataclass(frozen=True)
class Verdict:
    name: str
    level: str
    count: str       # the one figure that carries it
    counted: str     # what the figure counts
    worst: str       # the worst item, in a sentence
    section: str     # where on the page the evidence is

    @property
    def said(self) -> str:
        return SAID[self.level]


def verdicts(facts: Facts) -> list[Verdict]:
    return [_privacy(facts), _rights(facts), _quality(facts), _integrity(facts)]


def _privacy(facts: Facts) -> Verdict:
    second, residual = facts.privacy.second_pass, facts.privacy.residual
    if second is None:
        return Verdict("Privacy", GREY, "–", "second pass not run",
                       "Nobody has searched the finished records a second time.", "privacy")
    left = second.unique_identifiers + second.full_names
    failed = [item for item in residual or [] if item.passed is False]
    if left:
        kinds = [words.count(second.unique_identifiers, "identifier"), words.count(second.full_names, "full name")]
        level, worst = RED, f"The second pass still found {' and '.join(kinds)}."
    elif failed:
        level, worst = RED, f"{words.removed(failed[0].type)} in {words.language(failed[0].language)} are missed too often."
    elif not second.searched_values:
        level, worst = AMBER, "The second pass was given no known value to search for."
    elif residual is None:
        level, worst = AMBER, "How much the detection misses has not been measured."
    elif any(item.passed is None for item in residual):
        level, worst = AMBER, "For some types there were too few samples to know how much is missed."
    else:
        level, worst = GREEN, "Nothing was found, and what detection misses is within its bounds."
    return Verdict("Privacy", level, number(left), "left after the second pass", worst, "privacy")


def rights_missing(source: SourceShare) -> list[str]:
    """What a source needs before it may be used, and lacks."""
    stated = {"licence": source.licence, "legal basis": source.legal_basis, "purpose": source.purposes}
    return [what for what, value in stated.items() if not value]


def _rights(facts: Facts) -> Verdict:
    sources = facts.composition.by_source
    lacking = [source for source in sources if rights_missing(source)]
    unchecked = [source for source in sources if words.mining(source.licence, source.tdm) == "not checked"]
    endless = [source for source in sources if not source.retention]
    failed = [policy for policy in facts.policies if policy.blocks]
    warned = [policy for policy in facts.policies if not policy.passed and not policy.blocks]
    counted = f"of {words.count(len(sources), 'source')} with complete rights"
    if not sources:
        return Verdict("Rights", GREY, "–", "no source", "No source has a record in this release.", "rights")
    if lacking:
        level, worst = RED, f"{lacking[0].title}: {' and '.join(rights_missing(lacking[0]))} not stated."
    elif failed:
        level, worst = RED, f"Rule not met: {failed[0].title or words.said(failed[0].policy)}."
    elif warned:
        level, worst = AMBER, f"Rule not met{', and waived' if warned[0].waiver else ''}: {warned[0].title or words.said(warned[0].policy)}."
    elif unchecked:
        level, worst = AMBER, f"{unchecked[0].title}: not checked for a text-mining reservation."
    elif endless:
        level, worst = AMBER, f"{endless[0].title}: how long it may be kept is not stated."
    elif facts.blocked_sources:
        blocked = facts.blocked_sources
        level, worst = GREEN, f"{words.count(len(blocked), 'source')} blocked and never opened, as it should be."
    else:
        level, worst = GREEN, "Every source states its licence, legal basis and purposes."
    return Verdict("Rights", level, number(len(sources) - len(lacking)), counted, worst, "rights")


def _quality(facts: Facts) -> Verdict:
    checks = facts.checks
    if not checks:
        return Verdict("Quality", GREY, "–", "no check ran", "No quality check was recorded.", "checks")
    failed = [check for check in checks if not check.passed]
    counted = f"of {words.count(len(checks), 'check')} passed"
    if failed:
        level, worst = RED, f"{words.check(failed[0].check)}: failed on {words.table_name(failed[0].table)}."
    elif not facts.records:
        level, worst = AMBER, "Every check passed, on a release without records."
    else:
        level, worst = GREEN, "No check failed."
    return Verdict("Quality", level, number(len(checks) - len(failed)), counted, worst, "checks")


def unaccounted(row: FunnelRow) -> int:
    """Records that went in and are nowhere named; negative when more came out than went in."""
    return row.came_in - row.out - sum(
        sum(reasons.values()) for reasons in (row.left_out, row.merged, row.quarantined))


def _integrity(facts: Facts) -> Verdict:
    rows, composition = facts.funnel, facts.composition
    if not rows or not facts.release.root:
        what = "the steps' counts" if not rows else "the release's fingerprint"
        return Verdict("Integrity", GREY, "–", "not recorded", f"The facts do not hold {what}.", "funnel")
    astray = [row for row in rows if unaccounted(row)]
    lost = [fate for fate in facts.fates if fate.unexplained]
    counted = f"of {words.count(len(rows), 'step')} account for every record"
    totals = {facts.records, *(sum(part.records for part in parts.values())
                               for parts in (composition.by_language, composition.by_split))}
    if astray:
        missing = words.count(abs(unaccounted(astray[0])), "record")
        level, worst = RED, f"{words.table_name(astray[0].table)}: {missing} unaccounted for."
    elif lost:
        level, worst = RED, f"{lost[0].title}: {words.count(abs(lost[0].unexplained), 'record')} unaccounted for on the way."
    elif facts.changes and facts.changes.unexplained:
        gone = words.count(facts.changes.unexplained, "record")
        level, worst = RED, f"{gone} left since the previous release, and nothing says why."
    elif len(totals) > 1:
        level, worst = RED, "The counts by source, by language and by split do not agree."
    else:
        level, worst = GREEN, "What went in is what came out plus what is named as left out."
    return Verdict("Integrity", level, number(len(rows) - len(astray)), counted, worst, "funnel")
