"""What a release answers to an auditor by itself, in plain words.

Belongs here: one sentence or two per question, each figure from the facts, and the command that proves it. Not here: the questions.
A sealed page knows nothing later than itself: where the answer comes later, it says so and names the command.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assets.governance.documents import verdicts, words
from assets.governance.documents.facts_schema import Facts
from assets.governance.documents.listing import FACTS, LISTED
from assets.governance.documents.questions import QUESTIONS

NAMED = 5           # titles named in one sentence


@dataclass(frozen=True)
class Answer:
    number: int
    asked: str
    said: str
    command: str


def answers(facts: Facts) -> list[Answer]:
    """One per question that a release answers, in their order."""
    return [Answer(question.number, question.asked, _SAID[question.number](facts), question.proved_by(**_names(facts, question.command)))
            for question in QUESTIONS if question.of_release]


def _names(facts: Facts, command: str) -> dict[str, str]:
    """What the command speaks of; one that compares two releases names the release before first, where there is one."""
    release = facts.release
    if "{newer}" not in command:
        return {"release": release.name}
    return {"newer": release.name} | ({"release": f"{release.corpus}/{release.previous}"} if release.previous else {})


def _approved(facts: Facts) -> str:
    return ("It was not signed yet when this page was sealed. The command computes every file, every record and every signature again, and says "
            "which state the folder proves; the fingerprint it prints must be the one on this page.")


def _record(facts: Facts) -> str:
    return (f"Each of the {words.count(facts.records, 'record')} has a line of provenance beside it: the file it arrived in, its place there, its "
            f"rights, and one of {words.count(len(facts.chains), 'chain')} of programs, listed under 'What was checked?'. Ask with the record's id, "
            f"the first column of the data.")


def _sources(facts: Facts) -> str:
    sources = facts.composition.by_source
    lacking = [source.title for source in sources if verdicts.rights_missing(source)]
    said = f"{words.count(len(sources), 'source')}, in the table under 'May we use it?'"
    if lacking:
        return f"{said}; {_named(lacking)} {'lacks' if len(lacking) == 1 else 'lack'} some of it."
    return f"{said}, each with licence, legal basis and purposes."


def _licences(facts: Facts) -> str:
    parts = [f"{words.count(part.records, 'record')} under {words.licence(name)}" for name, part in sorted(
        facts.composition.by_licence.items(), key=lambda pair: (-pair[1].records, pair[0]))]
    if not parts:
        return "The records' licences were not counted."
    closed = [source.title for source in facts.composition.by_source if not set(facts.release.purposes) <= set(source.purposes or ())]
    bound = [source.title for source in facts.composition.by_source if not source.agreement and set(words.binding(source.licence)) & set(words.FORBIDS)]
    told = [f"Not every purpose of this corpus is allowed by {_named(closed)}."] if closed else []
    told += [f"The licence of {_named(bound)} forbids commercial use or derivatives, and no agreement stands beside it."] if bound else []
    return " ".join([f"{'; '.join(parts)}.", *(told or [f"Every source allows what this corpus is for: {words.listed(facts.release.purposes).lower()}."])])


def _reservations(facts: Facts) -> str:
    sources = facts.composition.by_source
    own = sum(words.mining(source.licence, source.tdm).startswith("not needed") for source in sources)
    unchecked = [source.title for source in sources if words.mining(source.licence, source.tdm) == "not checked"]
    days = [day for source in sources if source.tdm and (day := _day(source.tdm.checked))]
    checked = sum(words.reservation(source.tdm) != "not checked" for source in sources)
    said = [f"{words.count(own, 'source')} {'is' if own == 1 else 'are'} the house's own and {'needs' if own == 1 else 'need'} no check"] if own else []
    if checked:
        today = _day(facts.release.as_of)
        age = f", the oldest check {words.count((today - min(days)).days, 'day')} before {facts.release.as_of}" if days and today else ""
        said.append(f"{words.count(checked, 'source')} {'was' if checked == 1 else 'were'} checked{age}")
    if unchecked:
        said.append(f"nobody recorded a check of {_named(unchecked)}")
    return _sentence("; ".join(said or ["no source has a record in this release"]))


def _purpose(facts: Facts) -> str:
    allowed = [set(source.purposes or ()) for source in facts.composition.by_source]
    common = sorted(set.intersection(*allowed)) if allowed else []
    return (f"For what every source allows: {words.listed(common).lower()}. For anything else it may not." if common
            else "No purpose is allowed by every source.")


def _remains(facts: Facts) -> str:
    second, residual = facts.privacy.second_pass, facts.privacy.residual
    found = f"{words.count(sum(facts.privacy.redactions.values()), 'value')} removed or replaced. "
    found += (f"A second search left {words.count(second.unique_identifiers, 'identifier')} and {words.count(second.full_names, 'full name')} of "
              f"{words.count(second.searched_values, 'known value')}. " if second else "No second search was made. ")
    if residual is None:
        return found + "What the detection misses was not measured."
    known = [item for item in residual if item.residual_high is not None]
    if not known:
        return found + ("Of what was found, too little was planted to know how much is missed." if residual
                        else "Nothing was found that could have been missed elsewhere.")
    worst = max(known, key=lambda item: (item.residual_high, item.type, item.language))
    unknown = len(residual) - len(known)
    return (f"{found}Most may remain of {words.removed(worst.type).lower()} in {words.language(worst.language)}: {words.figure(worst.residual)}, with 95 % "
            f"certainty between {words.figure(worst.residual_low)} and {words.figure(worst.residual_high)}."
            + (f" For {words.count(unknown, 'other type and language', 'other types and languages')} it is not known." if unknown else ""))


def _changes(facts: Facts) -> str:
    changes, before = facts.changes, facts.release.previous
    if not before:
        return "This is the first release of this corpus; there is nothing to compare it with."
    if changes is None:
        return f"It follows version {before}; the two were not compared when this page was sealed."
    unexplained = f"{words.number(changes.unexplained)} removed without a reason" if changes.unexplained else "every removal has its reason"
    return (f"Since version {before}: {words.number(changes.added)} added, {words.number(changes.removed)} removed, {words.number(changes.changed)} changed; "
            f"{unexplained}.")


def _again(facts: Facts) -> str:
    return ("It was not made again when this page was sealed. All that decides its bytes is in the manifest: recipe, seeds, programs with their versions, and "
            "the tables it was made from. The command makes it again in a clean place and compares bytes, then records.")


def _policies(facts: Facts) -> str:
    asked, kept = len(facts.policies), sum(policy.passed for policy in facts.policies)
    waived = [policy for policy in facts.policies if policy.waiver]
    if not asked:
        return "No policy was in force, so none was asked."
    verdict = "all kept" if kept == asked else f"{words.number(kept)} kept, {words.number(asked - kept)} not kept"
    until = f"{words.number(len(waived))} waived, the first until {min(policy.waiver.until for policy in waived)}" if waived else "none waived"
    return f"{words.count(asked, 'policy', 'policies')} asked as of {facts.release.as_of}: {verdict}, {until}."


def _signed(facts: Facts) -> str:
    if facts.subtraction:
        return ("The officer for erasure signed it alone, since it is an approved release less what was asked to be erased; the approvals of that release lie "
                "beside it as evidence. The command names keys, roles and days.")
    return ("Nobody had signed when this page was sealed. It needs two approvals by enrolled keys of different people, neither of them the builder's; "
            "any change voids them. The command names keys, roles and days.")


def _documents(facts: Facts) -> str:
    return (f"{words.count(len(LISTED), 'document')}, named at the foot of this page, all drawn from {FACTS}. The command counts the records again, "
            f"draws the documents again, and names every difference.")


def _models(facts: Facts) -> str:
    return "Models are trained after a release is sealed, and records erased later; the command tells both."


_SAID = {1: _approved, 2: _record, 3: _sources, 10: _licences, 11: _reservations, 12: _purpose, 13: _remains, 14: _changes, 15: _again,
         16: _policies, 17: _signed, 20: _documents, 21: _models}


def _named(titles: list[str]) -> str:
    return "; ".join(titles[:NAMED]) + (" and others" if len(titles) > NAMED else "")


def _sentence(words_: str) -> str:
    return f"{words_[0].upper()}{words_[1:]}."


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
