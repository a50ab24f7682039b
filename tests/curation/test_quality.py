"""Measures a person can check by eye, and the same by a second, slower way."""

import unicodedata
from pathlib import Path

import pyarrow as pa
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from assets.curation.quality import SCHEMA, quality_of
from tests.curation.annotated import dialogues, documents, parts_of
from tests.text.hard_texts import texts as hard_texts

SUITE = yaml.safe_load((Path(__file__).parents[2] / "expectations/suites/annotations_quality.yaml").read_text(encoding="utf-8"))["expectations"]

# Letters beyond ASCII and beyond the first plane, marks, digits of three scripts, symbols, blanks of every kind.
CHARACTERS = st.sampled_from("abÉß ñ\u0301あ漢\U0001d49c09٣²½#…€—'\U0001f48e\t\n\n\n \u00a0\u3000\u2028\u200b\x0b\x1c\x85")
TEXTS = st.lists(st.none() | st.text(CHARACTERS, max_size=30), max_size=8)


def measured(*texts):
    return quality_of(documents(list(texts))).to_pylist()


def test_words_and_their_mean_length():
    row, = measured("La soie sauvage")
    assert (row["characters"], row["words"], row["mean_word_length"]) == (15, 3, approx(13 / 3))


def test_a_character_is_a_code_point_not_a_byte():
    row, = measured("été\u00a0💎")
    assert (row["characters"], row["words"]) == (5, 2)


def test_symbols_digits_and_capitals_are_shares():
    row, = measured("AB cd 12 #!")
    assert row["symbol_share"] == approx(2 / 11)
    assert row["digit_share"] == approx(2 / 11)
    assert row["uppercase_share"] == approx(1 / 2)


def test_a_footer_on_every_page_counts_as_repeated_lines_and_blank_lines_do_not():
    row, = measured("News one\n\nMaison Aurelle, Paris\n\nNews two\n\n  Maison Aurelle, Paris \n")
    assert row["duplicate_line_share"] == approx(1 / 4)


def test_a_line_repeated_in_another_text_is_not_a_repetition():
    assert [row["duplicate_line_share"] for row in measured("a\nb", "a\nb")] == [0, 0]


def test_nothing_is_divided_by_nothing():
    empty, missing, blank = measured("", None, " \n ")
    assert (empty["characters"], empty["words"], empty["symbol_share"], empty["duplicate_line_share"]) == (0, 0, None, None)
    assert all(missing[name] is None for name in SCHEMA.names[1:])
    assert blank["words"] == 0 and blank["mean_word_length"] is None and blank["uppercase_share"] is None


def test_dialogues_are_measured_over_their_turns():
    row, = quality_of(dialogues([["Oui", "Oui", "Non"]])).to_pylist()
    assert (row["words"], row["duplicate_line_share"]) == (3, approx(1 / 3))


@given(TEXTS)
def test_every_measure_agrees_with_a_plain_count(texts):
    for text, row in zip(texts, measured(*texts), strict=True):
        expected = by_hand(text)
        assert {name: row[name] for name in expected} == {name: value if value is None else approx(value) for name, value in expected.items()}


@given(TEXTS, st.lists(st.integers(0, 8)))
def test_any_split_into_batches_gives_the_same_answers(texts, cuts):
    batch = documents(texts)
    assert quality_of(batch).to_pylist() == [row for part in parts_of(batch, cuts) for row in quality_of(part).to_pylist()]


def test_measures_of_words_mean_nothing_where_words_are_not_parted():
    chinese, french, empty = measured("今日は良い天気です。" * 5, "Il fait beau à Lyon. On sort, euh, avec avec lui.", "")
    for name in ("lix", "ocr_noise_share", "disfluency_share"):
        assert chinese[name] is None and empty[name] is None and french[name] >= 0
    assert chinese["terminal_line_share"] == 1 and chinese["mojibake_share"] == 0
    assert french["disfluency_share"] == approx(2 / 11) and french["lix"] == approx(11 / 2)


def test_the_language_of_a_record_decides_what_is_a_filler():
    batch = documents(["um elf Uhr, er kommt", "um, er, yes we can"])
    batch = batch.append_column("language", pa.array(["de", "en"]))
    assert quality_of(batch)["disfluency_share"].to_pylist() == approx([0, 2 / 5])


def test_a_share_that_is_stored_is_the_one_that_decided():
    row, = measured("the house and that atelier opens.\n" * 20)
    assert row["gopher_duplicate_line_share"] == approx(19 / 21) and row["gopher_repetition"] == "repeated lines"
    assert row["fineweb_duplicate_character_share"] == approx(19 / 20) and row["fineweb"] == "much text in repeated lines"
    assert row["c4_line_share"] == 1 and row["c4_sentences"] == 20 and row["c4"] is None


@given(st.lists(hard_texts(), max_size=4))
def test_every_measure_stays_within_what_its_suite_allows(several):
    table = quality_of(documents(several))
    for expectation in SUITE:
        if expectation["type"] == "expect_column_values_to_be_between":
            known = [value for value in table[expectation["column"]].to_pylist() if value is not None]
            assert all(expectation["min_value"] <= value <= expectation.get("max_value", value) for value in known), expectation["column"]


def by_hand(text):
    if text is None:
        return {"characters": None, "words": None, "symbol_share": None}
    kinds = [unicodedata.category(character) for character in text]
    words, letters = text.split(), [kind for kind in kinds if kind[0] == "L"]
    symbols = [c for c, kind in zip(text, kinds, strict=True) if kind[0] not in "LMN" and not c.isspace()]
    lines = [line.strip() for line in text.split("\n") if line.strip()]

    def share(part, whole):
        return part / whole if whole else None

    return {
        "characters": len(text), "words": len(words), "mean_word_length": share(sum(map(len, words)), len(words)),
        "symbol_share": share(len(symbols), len(text)), "digit_share": share(kinds.count("Nd"), len(text)),
        "uppercase_share": share(letters.count("Lu"), len(letters)), "duplicate_line_share": share(len(lines) - len(set(lines)), len(lines))}
