"""What a house may say of its annotations, and what it is told when it says it wrongly."""

import pytest

from assets.curation.settings import Settings, settings_of
from assets.lake import ContractError, House


def house(tmp_path, text: str | None) -> House:
    (tmp_path / "house.yaml").write_text("name: demo\ntitle: Demo\ncontroller: Demo SA\nsteward: steward@demo.example\n")
    if text is not None:
        (tmp_path / "curation.yaml").write_text(text)
    return House.open(tmp_path)


def test_a_house_that_says_nothing_gets_the_defaults(tmp_path):
    assert settings_of(house(tmp_path, None)) == Settings() == settings_of(None)
    assert (Settings().near_duplicates.bands, Settings().near_duplicates.rows, Settings().near_duplicates.words, Settings().ngram) == (14, 8, 5, 13)


def test_what_it_says_counts(tmp_path):
    said = settings_of(house(tmp_path, "ngram: 8\nreference: [press_*]\nnear_duplicates: {words: 3}\n"))
    assert said.ngram == 8 and said.reference == ("press_*",) and said.near_duplicates.words == 3 and said.near_duplicates.bands == 14


@pytest.mark.parametrize(("text", "field"), [
    ("ngrams: 8", "ngrams"), ("near_duplicates: {jaccard: 2}", "near_duplicates.jaccard"), ("ngram: 1", "ngram"), ("memory_mb: 1", "memory_mb"),
    ("near_duplicates: {bands: 64, rows: 32}", "near_duplicates"), ("reference: press", "reference"), ("reference: ['Press Releases']", "reference.0")])
def test_a_mistake_is_named_with_file_and_field(tmp_path, text, field):
    with pytest.raises(ContractError, match=rf"curation.yaml: field '{field}'"):
        settings_of(house(tmp_path, text))
