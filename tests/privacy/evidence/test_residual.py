"""What may remain: found (1 - r) / r with the bounds of r, held against the house's limits."""

import math

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.lake import ContractError, House
from assets.privacy.evidence import limits
from assets.privacy.evidence.catalogue import replaced
from assets.privacy.evidence.fates import SCHEMA as FATES
from assets.privacy.evidence.limits import Limits
from assets.privacy.evidence.measure import ENOUGH, Rate, wilson
from assets.privacy.evidence.residual import ABOVE, NOT_KNOWN, WITHIN, Count, bounds, found_in, kept_words, missed, parts, planted, rates, table
from assets.privacy.policy import load as load_policy
from assets.privacy.schemas import ENTRY
from tests.conftest import make_house


def rate(hits, count, source="shadow", type_="EMAIL", language="fr"):
    return {(source, type_, language): Rate((source, type_, language), count, hits, *wilson(hits, count))}


def estimate(found, known, *, records=1000, limit=50.0, names=("chats",)):
    """Rows and complaints for sources that share one shadow."""
    made = parts(found, known, lambda source: "shadow")
    wrong = {(bound.source, bound.type): bound.complaint for bound in bounds(made, dict.fromkeys(names, records), Limits({"": limit})) if bound.complaint}
    return table(made, wrong), wrong


def test_one_in_ten_missed_leaves_a_ninth_of_what_was_found():
    ((row,), wrong) = estimate({("chats", "EMAIL", "fr"): Count(90, 0)}, rate(90, 100))
    low, high = wilson(90, 100)
    assert row["residual"] == pytest.approx(10) and row["residual_low"] == pytest.approx(90 * (1 - high) / high, abs=1e-4)
    assert row["residual_high"] == pytest.approx(90 * (1 - low) / low, abs=1e-4)
    assert (row["found"], row["canaries"], row["caught"], row["recall"], row["verdict"], wrong) == (90, 100, 90, 0.9, WITHIN, {})


def test_what_the_register_gave_away_is_not_estimated():
    ((row,), _) = estimate({("chats", "EMAIL", "fr"): Count(90, 80)}, rate(90, 100))
    assert (row["found"], row["known"]) == (90, 80) and row["residual"] == pytest.approx(10 / 9, abs=1e-4)


def test_the_upper_bound_is_held_against_the_limit_per_thousand_records():
    found, known = {("chats", "EMAIL", "fr"): Count(90, 0)}, rate(90, 100)
    bound = missed(90, wilson(90, 100)[0])
    assert estimate(found, known, records=100, limit=10 * bound + 0.1)[1] == {}
    ((row,), wrong) = estimate(found, known, records=100, limit=10 * bound - 0.1)
    (sentence,) = wrong.values()
    assert row["verdict"] == ABOVE and row["passed"] is False
    assert sentence.startswith("EMAIL in fr: up to ") and "in 1,000 records of 'chats'" in sentence and "its policy allows 190; improve" in sentence


def test_fewer_canaries_than_enough_are_not_known_and_fail_where_something_was_found():
    ((row,), wrong) = estimate({("chats", "EMAIL", "fr"): Count(1, 0)}, rate(ENOUGH - 1, ENOUGH - 1), limit=math.inf)
    assert row["verdict"] == NOT_KNOWN and row["residual"] is None and row["passed"] is None
    assert "EMAIL was found in records of 'chats' in fr, where fewer than 50 canaries" in wrong["chats", "EMAIL"]
    ((row,), wrong) = estimate({("chats", "EMAIL", "de"): Count(1, 0)}, rate(90, 90), limit=math.inf)
    assert row["verdict"] == NOT_KNOWN and wrong and row["canaries"] == 0


def test_a_type_that_is_never_caught_leaves_nobody_knows_how_much():
    ((row,), wrong) = estimate({("chats", "EMAIL", "fr"): Count(3, 0)}, rate(0, 90), limit=10**9)
    assert row["residual"] is None and row["verdict"] == ABOVE and "up to an unknown number of values" in wrong["chats", "EMAIL"]


@pytest.mark.parametrize("found", [Count(5, 5), Count(0, 0)])
def test_nothing_recognised_of_what_is_never_caught_says_nothing(found):
    ((row,), wrong) = estimate({("chats", "EMAIL", "fr"): found}, rate(0, 100), limit=10**9)
    assert (row["residual_high"], row["verdict"], row["passed"]) == (None, ABOVE, False) and "up to an unknown number" in wrong["chats", "EMAIL"]
    ((row,), wrong) = estimate({("chats", "EMAIL", "fr"): found}, rate(97, 100), limit=0)
    assert (row["residual_high"], row["verdict"], wrong) == (0, WITHIN, {})


def test_what_was_planted_for_a_source_s_languages_and_never_found_there_has_a_row_of_its_own():
    known = rate(90, 100) | rate(60, 80, type_="PLATE") | rate(0, 70, type_="PASSPORT") | rate(60, 80, type_="PLATE", language="de") | rate(9, 9, type_="KEEP")
    rows, wrong = estimate({("chats", "EMAIL", "fr"): Count(3, 0)}, known, limit=math.inf)
    assert [(row["type"], row["language"], row["found"], row["caught"]) for row in rows] == [("EMAIL", "fr", 3, 90), ("PASSPORT", "fr", 0, 0), ("PLATE", "fr", 0, 60)]
    assert list(wrong) == []


def test_where_the_language_could_not_be_told_the_worst_one_counts():
    known = rate(99, 100) | rate(80, 100, language="it") | rate(10, 100, type_="PHONE")
    ((row,), _) = estimate({("chats", "EMAIL", ""): Count(8, 0)}, known, limit=math.inf)
    assert row["residual"] == pytest.approx(2) and row["canaries"] == 100


def test_a_number_of_no_said_kind_is_measured_by_all_planted_numbers():
    known = rate(30, 30, type_="CARD") | rate(24, 30, type_="PASSPORT") | rate(0, 90, type_="PERSON")
    (row,) = [one for one in estimate({("chats", "ID", "fr"): Count(9, 0)}, known, limit=math.inf)[0] if one["type"] == "ID"]
    assert (row["canaries"], row["caught"], row["residual"]) == (60, 54, pytest.approx(1))


def test_sources_of_one_policy_share_their_canaries_and_add_up_what_is_left():
    found = {("chats", "EMAIL", "fr"): Count(45, 0), ("mails", "EMAIL", "fr"): Count(45, 0)}
    ((row,), _) = estimate(found, rate(90, 100), names=("chats", "mails"))
    assert row["canaries"] == 100 and row["residual"] == pytest.approx(10)


def test_a_source_s_own_limit_wins_over_the_house_s_and_a_type_s_over_both():
    mine = Limits({"": 20, "EMAIL": 5}, {"chats": {"PERSON": 150}, "mails": {"": 1}})
    assert [mine.of("chats", "PERSON"), mine.of("chats", "EMAIL"), mine.of("chats", "PHONE"), mine.of("mails", "EMAIL")] == [150, 5, 20, 1]
    assert Limits().of("chats", "PERSON") == limits.DEFAULT


def test_limits_are_read_from_the_policy_and_change_no_parameter_of_a_step(tmp_path):
    told = "default: {residual: 20}\nsources: {chats: {mode: tag, residual: {PERSON: 150.5}}}\n"
    house = House.open(make_house(tmp_path / "with", policies__privacy=told))
    without = House.open(make_house(tmp_path / "without", policies__privacy="sources: {chats: {mode: tag}}\n"))
    assert limits.load(house).of("chats", "PERSON") == 150.5 and limits.load(house).of("press", "PERSON") == 20
    assert load_policy(house).as_params() == load_policy(without).as_params()
    assert limits.load(without).of("chats", "PERSON") == limits.DEFAULT


@pytest.mark.parametrize(("said", "where"), [("many", "default.residual'"), ("-1", "default.residual'"), ("true", "default.residual'"), (".nan", "default.residual'"),
                                             ("{PERSON: few}", "default.residual.PERSON'")])
def test_a_limit_that_is_no_number_is_refused_by_name(tmp_path, said, where):
    house = House.open(make_house(tmp_path / "house", policies__privacy=f"default: {{residual: {said}}}\n"))
    with pytest.raises(ContractError, match=where):
        limits.load(house)


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 400))
def test_the_estimate_lies_within_its_bounds_and_more_found_leaves_more(hits, misses, found):
    low, high = wilson(hits, hits + misses)
    share = hits / (hits + misses)
    assert missed(found, high) <= missed(found, share) <= missed(found, low)
    assert missed(found, share) <= missed(found + 1, share)


@given(st.integers(1, 300).flatmap(lambda real: st.tuples(st.just(real), st.integers(1, real))))
def test_with_the_true_recall_the_estimate_is_what_was_really_missed(truth):
    real, found = truth
    assert missed(found, found / real) == pytest.approx(real - found)


# -- counting -------------------------------------------------------------------------------------------------------------------

def ledger(*entries, field="text"):
    return [{"type": type_, "detector": detector, "field": field} for type_, detector in entries]


CLEAN = pa.schema([("source", pa.string()), ("language", pa.string()), ("ledger", pa.list_(ENTRY))])


def test_found_values_are_counted_by_source_type_and_language_without_whole_columns():
    rows = pa.RecordBatch.from_pylist([
        {"source": "chats", "language": "fr", "ledger": ledger(("PERSON", "title"), ("PERSON", "known full"), ("CODE", "column"), ("EMAIL", "email"))},
        {"source": "chats", "language": None, "ledger": ledger(("PERSON", "name column"), ("EMAIL", "email"))},
        {"source": "chats", "language": "fr", "ledger": []}], CLEAN)
    assert found_in([rows, rows]) == {("chats", "EMAIL", ""): Count(2, 0), ("chats", "EMAIL", "fr"): Count(2, 0), ("chats", "PERSON", "fr"): Count(4, 2)}


def fates(*told):
    return pa.Table.from_pylist([{"record_id": b"r" * 16, "source": source, "language": language,
                                  "fates": [{"type": type_, "form": form, "gone": gone} for type_, form, gone in planted_]}
                                 for source, language, planted_ in told], FATES)


def test_rates_and_forms_are_counted_and_words_of_the_catalogue_apart():
    told = fates(("a", "fr", [("EMAIL", "plain", True), ("EMAIL", "spoken", False), ("KEEP", "plain", True)]), ("b", "fr", [("EMAIL", "plain", True)]))
    known = rates(told)
    assert {group: (one.count, one.hits) for group, one in known.items()} == {
        ("a", "EMAIL", "fr"): (2, 1), ("a", "KEEP", "fr"): (1, 1), ("b", "EMAIL", "fr"): (1, 1)}
    assert planted(told, ["a"]) == {"records": 1, "planted": 2, "caught": 1, "forms": [
        {"form": "plain", "planted": 1, "caught": 1}, {"form": "spoken", "planted": 1, "caught": 0}]}
    assert kept_words(told) == {"planted": 1, "replaced": 1}
    assert rates(FATES.empty_table()) == {} and planted(FATES.empty_table(), ["a"])["planted"] == 0


def test_replacements_in_catalogue_text_are_counted_per_thousand_words():
    schema = pa.schema([(name, pa.string()) for name in ("name", "category", "material", "colour", "text")] + [("ledger", pa.list_(ENTRY))])
    batch = pa.RecordBatch.from_pylist([
        {"name": "Sac Solenza", "text": "Cuir de veau", "ledger": ledger(("PERSON", "title"), ("CODE", "column"))},
        {"name": "Carré", "ledger": ledger(("PERSON", "title"), field="extra.credit")}], schema)     # beside the catalogue's text, not in it
    assert replaced([batch]) == {"words": 6, "replaced": 1, "per_1000_words": 166.67}
    assert replaced([]) == {"words": 0, "replaced": 0, "per_1000_words": None}
