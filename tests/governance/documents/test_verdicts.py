"""Green is earned; what was not measured is never green."""

import pytest

from assets.governance.documents.facts_schema import read_facts
from assets.governance.documents.verdicts import verdicts
from tests.governance.documents import house_facts


def verdict(name, change=lambda facts: None):
    facts = house_facts.small()
    change(facts)
    return next(one for one in verdicts(read_facts(facts)) if one.name == name)


def test_a_second_pass_that_did_not_run_is_not_measured():
    assert verdict("Privacy", lambda facts: facts["privacy"].update(second_pass=None)).level == "grey"


def test_one_identifier_left_fails_and_is_counted():
    def leak(facts):
        facts["privacy"]["second_pass"]["unique_identifiers"] = 1
    found = verdict("Privacy", leak)
    assert (found.level, found.count) == ("red", "1") and "1 identifier and 0 full names" in found.worst


def test_an_unmeasured_residual_keeps_privacy_from_green():
    assert verdict("Privacy").level == "amber"

    def measured(passed):
        return lambda facts: facts["privacy"].update(residual=[house_facts.remains(passed=passed)])
    assert verdict("Privacy", measured(True)).level == "green"
    assert verdict("Privacy", measured(None)).level == "amber"
    assert verdict("Privacy", measured(False)).level == "red"


def test_a_second_pass_that_searched_for_nothing_proves_nothing():
    def blind(facts):
        facts["privacy"]["second_pass"]["searched_values"] = 0
    assert verdict("Privacy", blind).level == "amber"


def test_a_source_without_a_legal_basis_fails_rights():
    found = verdict("Rights", lambda facts: facts["composition"]["by_source"][1].update(legal_basis=None))
    assert (found.level, found.count) == ("red", "1") and found.worst == "Notes: legal basis not stated."


def test_an_unchecked_reservation_is_an_open_point():
    assert verdict("Rights").level == "green"
    assert verdict("Rights", lambda facts: facts["composition"]["by_source"][0].update(tdm=None)).level == "amber"


def test_a_broken_rule_of_the_house_fails_rights():
    found = verdict("Rights", lambda facts: facts.update(policies=[{"policy": "no_secret_sources", "passed": False}]))
    assert (found.level, found.worst) == ("red", "Rule not met: No secret sources.")


@pytest.mark.parametrize(("more", "level", "worst"), [
    ({"severity": "warn", "title": "No source is most of it"}, "amber", "Rule not met: No source is most of it."),
    ({"waiver": {"reason": "it is signed soon", "until": "2026-03-01", "signed_by": ["a", "b"]}}, "amber", "Rule not met, and waived: No secret sources."),
    ({"passed": True}, "green", None)])
def test_a_rule_that_warns_or_is_waived_is_an_open_point(more, level, worst):
    found = verdict("Rights", lambda facts: facts.update(policies=[{"policy": "no_secret_sources", "passed": False, **more}]))
    assert found.level == level and worst in (None, found.worst)


def test_one_failed_check_is_the_worst_item_of_quality():
    def fail(facts):
        facts["checks"].append({"table": "clean/dialogues", "check": "turns not empty", "passed": False})
    found = verdict("Quality", fail)
    assert (found.level, found.count, found.worst) == ("red", "1", "Turns not empty: failed on Cleaned dialogues.")
    assert verdict("Quality", lambda facts: facts.update(checks=[])).level == "grey"


def test_a_record_unaccounted_for_fails_integrity():
    assert verdict("Integrity").level == "green"

    def lose(facts):
        facts["funnel"][1]["out"] -= 2
    found = verdict("Integrity", lose)
    assert (found.level, found.worst) == ("red", "Choice of records for atelier: 2 records unaccounted for.")


def test_counts_that_disagree_fail_integrity():
    assert verdict("Integrity", lambda facts: facts["composition"]["by_split"].update(train=8)).level == "red"


def test_without_a_root_integrity_is_not_measured():
    assert verdict("Integrity", lambda facts: facts["release"].update(root=None)).level == "grey"


def test_a_record_gone_without_a_reason_fails_integrity():
    changes = {"added": 1, "removed": 3, "changed": 0, "reasons": {"superseded": 2}, "unexplained": 1}
    found = verdict("Integrity", lambda facts: facts.update(changes=changes))
    assert (found.level, found.worst) == ("red", "1 record left since the previous release, and nothing says why.")


def test_a_source_whose_records_are_not_all_named_fails_integrity():
    fates = [{"source": "letters", "title": "Letters", "arrived": 17, "released": 8, "reasons": {"too short": 7}, "unexplained": 2}]
    found = verdict("Integrity", lambda facts: facts.update(fates=fates))
    assert (found.level, found.worst) == ("red", "Letters: 2 records unaccounted for on the way.")


def test_what_is_the_house_s_own_needs_no_check_for_a_reservation():
    def own(facts):
        for source in facts["composition"]["by_source"]:
            source.update(tdm=None, licence="LicenseRef-House-Owned")
    assert verdict("Rights", own).level == "green"
