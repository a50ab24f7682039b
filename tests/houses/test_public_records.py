"""What the public house's contracts make of the real files: counts that a person checked, and where values end up.

Belongs here: small sources, one per oddity. Not here: the large ones (`make demo-public` runs them all).
"""

import re
from collections import Counter
from glob import glob
from pathlib import Path

import pytest

from assets.landing.identity import Identifier
from assets.landing.mapping import Mapper
from assets.landing.readers import Facts, read
from assets.landing.readers.base import Bad

KEY = b"a key for tests, of 32 bytes....."[:32]


@pytest.fixture(scope="module")
def landed(contracts, folder):
    """name of a source -> (records, refusals, ids); each source is read once."""
    by_name = {one.name: one for one in contracts}
    known: dict[str, tuple] = {}

    def one(name: str) -> tuple[list, list, list]:
        if name not in known:
            known[name] = _read(by_name[name], folder)
        return known[name]

    return one


def _read(contract, folder: Path) -> tuple[list, list, list]:
    patterns = contract.from_.files
    included, excluded = ({name for pattern in some for name in glob(pattern, root_dir=folder, recursive=True)}
                          for some in (patterns.include, patterns.exclude))
    records, refusals, ids = [], [], []
    mapper = Mapper(contract, KEY)
    for name in sorted(included - excluded):
        if (folder / name).is_dir():
            continue
        identifier, facts = Identifier(KEY, contract.name), Facts()
        with open(folder / name, "rb") as file:
            for entry in mapper.records(read(contract.format, file, contract.parse, name, facts), name, facts.format or contract.format):
                if isinstance(entry, Bad):
                    refusals.append((name, entry))
                else:
                    records.append(entry)
                    ids.append(identifier.record_id(entry))
    return records, refusals, ids


def column(records: list, name: str) -> list:
    return [record.columns.get(name) for record in records]


@pytest.mark.parametrize(("source", "count", "refused"), [
    ("abcd_conversations", 3, 0), ("abcd_guidelines", 55, 0), ("abcd_procedures", 55, 0),
    ("crm_cultures", 8, 0), ("crm_job_candidates", 13, 0), ("crm_product_descriptions", 762, 0),
    ("crm_product_models", 128, 0), ("crm_reviews", 4, 0), ("crm_stores", 701, 0),
    ("dialogues_multidogo", 4719, 0), ("handbook_pages", 145, 4), ("interviews_changelog", 71, 0), ("jeans_pockets", 80, 0),
    ("panel_odorants", 144, 0), ("press_releases_senate", 480, 0), ("sentiment_comments", 5427, 0), ("sentiment_emotions", 28, 0),
    ("sgd_conversations", 512, 0), ("sgd_services", 26, 0), ("silk_object_types", 136, 0), ("silk_terms_en", 667, 0),
    ("silk_thesaurus", 676, 1), ("textile_labels", 10300, 14), ("wearables_events", 14175, 0), ("wearables_signals", 42, 0),
    ("web_pages", 2, 0), ("web_text", 2, 0),
])
def test_a_source_gives_the_records_that_were_counted_by_hand(landed, source, count, refused):
    records, refusals, _ = landed(source)
    assert (len(records), len(refusals)) == (count, refused)


def test_every_refusal_says_where_and_why(landed):
    for source in ("handbook_pages", "silk_thesaurus", "textile_labels"):
        for _, refusal in landed(source)[1]:
            assert refusal.reason and (refusal.locator or refusal.whole)


def test_sentences_of_a_conversation_come_together_in_their_order(landed):
    records, _, _ = landed("dialogues_multidogo")
    assert sum(len(record.columns["turns"]) for record in records) == 39225      # 39,246 rows, of which 21 say nothing
    assert {turn["role"] for record in records for turn in record.columns["turns"]} == {"client"}
    assert set(column(records, "channel")) == {"fastfood", "media"}


def test_speakers_of_interviews_are_named_and_their_hosts_are_interviewers(landed):
    records, _, _ = landed("interviews_changelog")
    assert min(len(record.columns["turns"]) for record in records) > 10
    assert all(any(turn["role"] == "interviewer" for turn in record.columns["turns"]) for record in records)
    assert any(turn["start"] for record in records for turn in record.columns["turns"])


def test_both_sides_of_a_service_conversation_have_a_role(landed):
    for source, roles in (("sgd_conversations", {"client", "advisor"}), ("abcd_conversations", {"client", "advisor", "system"})):
        assert {turn["role"] for record in landed(source)[0] for turn in record.columns["turns"]} == roles


def test_a_press_release_takes_author_and_date_from_its_file_name(landed):
    records, _, _ = landed("press_releases_senate")
    assert Counter(column(records, "author")) == {"Webb": 186, "Whitehouse": 162, "McCaskill": 132}
    assert all(re.fullmatch(r"[0-9]{1,2}[A-Z][a-z]{2}200[0-9]", day) for day in column(records, "created"))


def test_a_review_with_line_breaks_in_its_text_is_one_review(landed):
    records, _, _ = landed("crm_reviews")
    assert min(len(text) for text in column(records, "text")) > 100
    assert [record.key for record in records] == [["1"], ["2"], ["3"], ["4"]]


def test_xml_in_a_cell_leaves_its_text_and_no_tags(landed):
    texts = [text for source in ("crm_job_candidates", "crm_product_models") for text in column(landed(source)[0], "text") if text]
    assert len(texts) == 28
    assert not any("</" in text or "xmlns" in text for text in texts)


def test_persons_of_the_register_meet_across_its_files(landed):
    customers, emails = (landed(source)[0] for source in ("crm_customers", "crm_emails"))
    known = {person for record in emails for person in record.columns["subject_ids"]}
    buyers = {person for record in customers for person in record.columns["subject_ids"]}
    assert len(known) == 19972 and len(buyers & known) > 18000


def test_an_address_is_nobody_of_the_register(landed):
    addresses, emails = (landed(source)[0] for source in ("crm_addresses", "crm_emails"))
    assert not ({person for record in addresses for person in record.columns["subject_ids"]}
                & {person for record in emails for person in record.columns["subject_ids"]})


def test_an_old_encoding_is_read_as_what_it_was_written_in(landed):
    records, _, _ = landed("textile_labels")
    assert not any("\ufffd" in wording or "Ã" in wording for wording in column(records, "target"))
    assert set(column(records, "task")) == {"epoch", "material", "method", "place", "site", "subject", "technique", "timespan"}


def test_the_second_version_of_a_table_shows_the_same_pictures_again(landed):
    records, _, ids = landed("museum_texmet")
    assert (len(records), len(set(ids))) == (37401, 18645)


def test_recordings_of_one_length_stay_apart(landed):
    _, _, ids = landed("wearables_signals")
    assert len(set(ids)) == 42


def test_terms_of_silk_keep_their_language_and_definition(landed):
    records, _, _ = landed("silk_terms_fr")
    assert {record.columns["language"] for record in records} == {"fr"}
    assert sum(text is not None for text in column(records, "text")) > 650
