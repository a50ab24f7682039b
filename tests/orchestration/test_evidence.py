"""What may remain in a cut, weighed from its own ledgers, the canaries of its policies and the limits of the house."""

import json

import dagster as dg
import pyarrow as pa
import pytest

from assets.governance.release import candidate, draw
from assets.governance.waiting import scanned, verdict, waiting
from assets.lake import IntegrityError, PolicyError
from assets.privacy.evidence import canaries
from assets.privacy.evidence.fates import SCHEMA as FATES
from assets.privacy.schemas import ENTRY
from orchestration import scans
from orchestration.verbs import evidence
from orchestration.verbs.showing import show
from tests.conftest import make_lake
from tests.corpora import small_house
from tests.corpora.small_house import choose, dialogue, document, fill, put, recipe, record_id
from tests.governance.conftest import CLEAN

LEDGER = pa.field("ledger", pa.list_(ENTRY))
POLICY = "default: {residual: %s}\nsources: {chats: {mode: tag}}\n"


def entries(*told):
    return [{"field": "text", "start": 0, "end": 1, "type": type_, "detector": detector} for type_, detector in told]


@pytest.fixture
def weighed(tmp_path, monkeypatch):
    """A function: a cut of sixty documents, each with an address found, under a limit and so many canaries caught of a hundred."""
    def make(limit, caught, count=100):
        for name in ("DOCUMENTS", "DIALOGUES"):
            monkeypatch.setattr(small_house, name, getattr(small_house, name).append(LEDGER))
        lake = make_lake(tmp_path, policies__privacy=POLICY % limit)
        fill(lake, [document(n, ledger=entries(("EMAIL", "email"), ("PERSON", "known full"))) for n in range(60)],
             [dialogue(n, ledger=[]) for n in range(1000, 1010)])
        choose(lake)
        from assets.corpora.cut import cut

        cut(lake, recipe())
        sources = canaries.shadows(lake.house, ["press", "chats"])
        put(lake, canaries.FATES, [
            {"record_id": record_id(number), "source": source, "language": "en",
             "fates": [{"type": "EMAIL", "form": "plain", "gone": n < caught} for n in range(count)] + [{"type": "KEEP", "form": "plain", "gone": False}]}
            for number, source in enumerate(sources)], FATES)
        return lake
    return make


def test_what_may_remain_is_sealed_into_the_release_and_shown(weighed):
    from assets.governance.documents import release_documents

    lake = weighed(250, caught=90)
    told = evidence.weigh(lake, "atelier")
    mail, person = told["residual"]
    assert told["passed"] and (mail["type"], mail["language"], mail["found"], mail["canaries"], mail["caught"]) == ("EMAIL", "en", 60, 100, 90)
    assert mail["residual"] == pytest.approx(60 / 9, abs=1e-3) and mail["residual_low"] < mail["residual"] < mail["residual_high"]
    assert (person["found"], person["known"], person["verdict"]) == (60, 60, "not known")
    assert told["canaries"]["planted"] == 200 and told["canaries"]["records"] == 2, "two policies, two shadow sources"
    assert told["over_redaction"]["words_planted"] == 2 and told["over_redaction"]["words_replaced"] == 0
    scanned(lake, "atelier", "shards", CLEAN)
    scanned(lake, "atelier", "policies", {"passed": True, "as_of": "2026-01-31", "policies": []})
    draw(lake, "atelier", release_documents)
    page = waiting(lake, "atelier").read("documents/release.html").decode()
    assert "within its limit" in page and "90 of 100" in page and 'class="band"' in page
    scanned(lake, "atelier", "documents", {"passed": True})
    shown = show(lake, candidate(lake, "atelier"), "privacy")["facts"]
    assert shown["residual"] == told["residual"] and shown["canaries"] == told["canaries"] and {"acceptance", "tables", "second_pass"} <= set(shown)


@pytest.mark.parametrize(("limit", "caught", "count", "why"), [
    (100, 90, 100, "EMAIL in en: up to"), (10**6, 49, 49, "fewer than 50 canaries"), (10**6, 0, 100, "an unknown number")])
def test_a_cut_beyond_its_limit_or_beyond_knowledge_gets_no_documents(weighed, limit, caught, count, why):
    lake = weighed(limit, caught, count)
    told = evidence.weigh(lake, "atelier")
    assert not told["passed"] and len(told["problems"]) == 1 and why in told["problems"][0] and "'press'" in told["problems"][0]
    scanned(lake, "atelier", "shards", CLEAN)
    with pytest.raises(PolicyError, match="More personal data may remain in 'atelier'"):
        draw(lake, "atelier", lambda facts: {})


def test_the_verdict_is_asked_as_a_blocking_check_of_the_shards_after_the_canaries(weighed):
    lake = weighed(1, caught=90)
    recipes = lake.house.path / "recipes"
    recipes.mkdir()
    (recipes / "atelier.yaml").write_text("corpus: atelier\n")
    (check,) = [one for one in scans.checks(lake.house) if one.check_key == dg.AssetCheckKey(dg.AssetKey(["corpora", "atelier", "shards"]), "residual")]
    (spec,) = check.check_specs
    assert spec.blocking and {"/".join(dep.asset_key.path) for dep in spec.additional_deps} == {canaries.FATES}


def test_a_record_that_the_clean_tables_lost_stops_the_estimate(weighed):
    lake = weighed(250, caught=90)
    put(lake, "clean/dialogues", [], small_house.DIALOGUES)
    with pytest.raises(IntegrityError, match="hold 60 of the 70 records"):
        evidence.weigh(lake, "atelier")


def test_a_verdict_holds_no_value_and_for_these_bytes_only(weighed):
    lake = weighed(250, caught=90)
    evidence.weigh(lake, "atelier")
    cut = waiting(lake, "atelier")
    assert verdict(cut, "residual")["passed"] and json.loads(cut.read("verdicts/residual.json"))["over"]
    cut.write("data/train-00000-of-00004.parquet", b"other")
    with pytest.raises(IntegrityError, match="changed after they were searched"):
        verdict(cut, "residual")
