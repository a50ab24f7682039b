"""Rights are decided per record on the day as_of: what remains of its purposes, or why it leaves."""

from assets.lake.versions import unaccounted
from assets.warehouse.tables import MARTS

BOTH = ["retrieval", "train-language-model"]
ASKED = {"boutique/untrained": "the person objected", "boutique/beside": "the person objected", "boutique/resting": "restricted at the person's request"}


def test_embargo_retention_block_and_lack_of_purpose_each_leave_their_reason(world):
    assert world.left_out("documents") == {
        "press/old": "retention has passed", "next_season/secret": "under embargo", "agency/unpaid": "the source is blocked",
        "archive/no-purpose": "no purpose is allowed"}
    assert set(world.mart("documents")) == {"archive/plain", "archive/year", "archive/unreadable", "press/new"}


def test_retention_of_a_person_s_record_without_a_day_cannot_be_shown(world):
    assert world.left_out("events") == {"visits/past": "retention has passed", "visits/undated": "undated under a retention"}


def test_consent_in_force_keeps_exactly_the_purposes_it_grants(world):
    kept = {key: row["purposes"] for key, row in world.mart("dialogues").items()}
    assert kept["boutique/granted"] == BOTH
    assert kept["boutique/withdrawn"] == ["retrieval"]
    assert kept["boutique/again"] == ["train-language-model"]          # withdrawn once, granted again later
    assert world.mart("dialogues")["boutique/withdrawn"]["withheld"] == ["train-language-model: consent withdrawn"]


def test_no_consent_for_any_purpose_leaves_with_what_is_wrong_with_it(world):
    assert world.left_out("dialogues") == {
        "boutique/expired": "consent expired", "boutique/future": "consent not yet in force", "boutique/illegible": "consent unreadable",
        "boutique/strange": "consent unreadable", "boutique/objector": "the person objected", "boutique/silent": "consent absent",
        "boutique/nobody": "consent absent", **ASKED}


def test_a_record_about_two_people_may_do_what_both_allow(world):
    assert world.mart("dialogues")["boutique/two"]["purposes"] == ["retrieval"]


def test_under_legitimate_interest_only_an_objection_counts(world):
    rows = world.mart("dialogues")
    assert rows["boutique/legitimate"]["purposes"] == BOTH
    assert rows["boutique/opposed"]["purposes"] == ["retrieval"]


def test_an_objection_or_restriction_asked_of_the_house_holds_for_every_purpose_under_every_legal_basis(world):
    assert ASKED.items() <= world.left_out("dialogues").items(), "though all consents are granted, and though another person is in it"
    assert world.left_out("transactions") == {"purchases/3": "the person objected", "purchases/4": "restricted at the person's request"}
    assert set(world.mart("transactions")) == {"purchases/1", "purchases/2"}


def test_who_objected_stays_in_the_register_to_be_detected_and_may_be_used_for_nothing(world):
    for name, said in (("untrained", "all: the person objected"), ("resting", "all: restricted at the person's request")):
        row = world.mart("subjects")[f"clients/{name}"]
        assert row["name"] == f"Name {name}" and row["purposes"] == [] and said in row["withheld"]


def test_the_register_keeps_everybody_and_says_what_may_not_be_used(world):
    rows = world.mart("subjects")
    assert len(rows) == 11 and world.left_out("subjects") == {}
    assert rows["clients/silent"]["purposes"] == [] and "all: consent absent" in rows["clients/silent"]["withheld"]
    assert rows["clients/granted"]["purposes"] == BOTH


def test_every_mart_accounts_for_every_record_that_came(world):
    came = {"documents": 8, "dialogues": 16, "events": 3, "subjects": 11, "items": 3, "transactions": 4, "labels": 6}
    for mart in MARTS:
        version = world.lake.read(f"warehouse/{mart}")
        assert (version.counts["in"], unaccounted(version.counts)) == (came.get(mart, 0), 0)
