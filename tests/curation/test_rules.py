"""The rule sets decide as their reference does, and for the same reason."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.curation.quality import decisions, quality_of
from assets.curation.rules import DUPLICATE_NGRAMS, REASONS
from tests.curation.annotated import documents
from tests.text.hard_texts import FIXED, texts

REFERENCE = {
    "gopher_quality": (
        "gopher_short_doc", "gopher_long_doc", "gopher_below_avg_threshold", "gopher_above_avg_threshold", "gopher_too_many_hashes", "gopher_too_many_ellipsis",
        "gopher_too_many_bullets", "gopher_too_many_end_ellipsis", "gopher_below_alpha_threshold", "gopher_enough_stop_words"),
    "gopher_repetition": (
        "empty", "dup_para_frac", "dup_para_char_frac", "dup_line_frac", "dup_line_char_frac", "top_2_gram", "top_3_gram", "top_4_gram",
        *(f"duplicated_{size}_n_grams" for size in range(5, 11))),
    "fineweb": ("empty", "line_punct_ratio", "short_line_ratio", "char_dup_ratio", "list_ratio"),
    "c4": ("lorem_ipsum", "curly_bracket", "too_few_sentences"),
}
REPOSITORY = Path(__file__).parents[2]


def numbered(start, size, length=4):
    """Words that never repeat."""
    return " ".join(f"w{'abcdefghij'[n % 10]}{n:0{length - 2}d}" for n in range(start, start + size))


def prose(sentences, start=0):
    """Lines of one sentence each that say nothing twice."""
    return "\n".join(f"the {numbered(n, 5)} and {numbered(n + 10, 5)} with {numbered(n + 20, 4)} ends." for n in range(start, start + 40 * sentences, 40))


def common(size, fresh):
    """`size` words that come again and again, each time after words that do not."""
    return " ".join(f"{numbered(n * 50, fresh)} {' '.join('abcd'[:size])}".replace(" a b", " aaa bbb").replace(" c", " ccc").replace(" d", " ddd") for n in range(20))


def said_twice(size, share):
    """Ten passages of `size` words, each said twice, which then hold `share` of all characters."""
    passages = [numbered(100 + 10 * n, size, 5) for n in range(10)]
    fresh = round((50 * size / share - 120 * size) / 7)
    words = numbered(1000, fresh).split()
    return " ".join(f"{passage} {' '.join(words[n::20])}" for n, passage in enumerate(passages * 2))


PLANTED = {
    ("gopher_quality", "too few words"): "the atelier and that is all.",
    ("gopher_quality", "too many words"): "the and that with word " * 20_001,
    ("gopher_quality", "words too short"): "a be to of " * 30,
    ("gopher_quality", "words too long"): "the and extraordinarily incomprehensible internationalisation " * 40,
    ("gopher_quality", "too many hashes"): "the #house and that #soie " * 20,
    ("gopher_quality", "too many ellipses"): "the house... and then… again " * 20,
    ("gopher_quality", "too many bullets"): "- the house and that atelier\n • with silk and leather\n" * 10,
    ("gopher_quality", "too many lines trail off"): "the house and that atelier with many hands...\n" + "the house and that atelier with many hands and more.\n" * 2 + prose(9)
        + "\n" + "and then the house with silk and more of the same…\n" * 8,
    ("gopher_quality", "too few words with letters"): "the and 2024 1999 house 1875 " * 20,
    ("gopher_quality", "too few stop words"): "la maison ouvre ses ateliers " * 20,
    ("gopher_repetition", "empty"): "",
    ("gopher_repetition", "repeated paragraphs"): "a\n\n" * 4 + prose(20),
    ("gopher_repetition", "much text in repeated paragraphs"): "\n\n".join([prose(4), prose(4), *(prose(1, 1000 * n) for n in range(1, 5))]),
    ("gopher_repetition", "repeated lines"): "a\n" * 20 + prose(20),
    ("gopher_repetition", "much text in repeated lines"): "\n".join([numbered(0, 200), numbered(0, 200), *(numbered(1000 + 10 * n, 10) for n in range(6))]),
    ("gopher_repetition", "one phrase of 2 words too common"): "silk thread " * 40,
    ("gopher_repetition", "one phrase of 3 words too common"): common(3, 6),
    ("gopher_repetition", "one phrase of 4 words too common"): common(4, 11),
    **{("gopher_repetition", f"repeated phrases of {size} words"): said_twice(size, most + 0.005) for size, most in DUPLICATE_NGRAMS.items()},
    ("fineweb", "empty"): " \n ",
    ("fineweb", "too few lines end a sentence"): "a line that goes on and on without an end\n" * 5,
    ("fineweb", "too many short lines"): "Yes.\nNo.\nPerhaps.",
    ("fineweb", "much text in repeated lines"): prose(5) + "\n" + prose(1),
    ("fineweb", "too many line breaks"): "\n".join([f"{numbered(n, 2, 16)}." for n in range(10)]),
    ("c4", "lorem ipsum"): prose(6) + "\nand then Lorem[1] Ipsum follows here.",
    ("c4", "curly bracket"): prose(6) + "\nand then a { stands here.",
    ("c4", "too few sentences"): "the cookie policy says so.\n" * 5 + "we enable Java[2]Script for you.\n" * 5 + prose(4),
}


def reason(rule_set, text):
    return quality_of(documents([text])).column(rule_set).to_pylist()[0]


@pytest.mark.parametrize(("rule_set", "expected"), PLANTED, ids=lambda part: part)
def test_a_text_made_to_fail_one_test_fails_it(rule_set, expected):
    assert reason(rule_set, PLANTED[rule_set, expected]) == expected


def test_every_reason_is_planted_once():
    assert set(PLANTED) == {(rule_set, one) for rule_set, several in REASONS.items() for one in several}


def test_ordinary_prose_passes_every_rule_set():
    assert [reason(rule_set, prose(10)) for rule_set in REASONS] == [None] * 4


def test_shares_at_their_threshold_pass():
    assert reason("fineweb", "\n".join(["A line of well over thirty characters."] + [f"{numbered(9 * n, 9)}" for n in range(7)])) is None
    assert reason("gopher_quality", "the and that 42 house " * 10) is None


@pytest.fixture(scope="module")
def reference():
    """Per rule set the number of the reference's reason for a text, with words split at white space."""
    pytest.importorskip("datatrove")
    from datatrove.data import Document
    from datatrove.pipeline.filters import (
        C4QualityFilter,
        FineWebQualityFilter,
        GopherQualityFilter,
        GopherRepetitionFilter,
        c4_filters,
        fineweb_quality_filter,
        gopher_quality_filter,
        gopher_repetition_filter,
    )

    with pytest.MonkeyPatch.context() as patch:
        for module in (gopher_quality_filter, gopher_repetition_filter, fineweb_quality_filter):
            patch.setattr(module, "split_into_words", lambda text, language: text.split())
        patch.setattr(c4_filters, "split_into_sentences", lambda line, language: [line] * 5)
        filters = {
            "gopher_quality": GopherQualityFilter(), "gopher_repetition": GopherRepetitionFilter(), "fineweb": FineWebQualityFilter(),
            "c4": C4QualityFilter()}

        def number(rule_set, text):
            verdict = filters[rule_set].filter(Document(text=text, id=""))
            return 0 if verdict is True else 1 + REFERENCE[rule_set].index(verdict[1])

        yield number


def same(reference, several):
    found = decisions(pa.array(several, pa.large_string()))
    for rule_set, numbers in found.items():
        assert numbers.tolist() == [reference(rule_set, text) for text in several]


def test_the_reference_decides_alike_on_hard_and_on_planted_texts(reference):
    same(reference, [*FIXED, *PLANTED.values()])


@settings(deadline=None, max_examples=200)
@given(st.lists(texts(), min_size=1, max_size=3), st.integers(1, 12))
def test_the_reference_decides_alike_on_any_text(reference, several, times):
    same(reference, [f"{text}{prose(1)}" * times for text in several] + several)


def test_the_reference_decides_alike_on_the_documents_of_this_repository(reference):
    rng, records = np.random.default_rng(4), []
    for path in sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md"), *REPOSITORY.glob("assets/**/*.py")])[:150]:
        text = path.read_text(encoding="utf-8")
        while text:
            size = int(rng.integers(1_000, 8_000))
            records.append(text[:size])
            text = text[size:]
    assert len(records) > 50
    same(reference, records)


def test_c4_keeps_the_lines_that_the_reference_keeps(reference):
    """One kept line is enough here: the reference's sentences are made to count five a line."""
    for text in [*FIXED, *PLANTED.values()]:
        row = quality_of(documents([text])).to_pylist()[0]
        expected = reference("c4", text)
        kept = row["c4_sentences"] > 0
        assert (REASONS["c4"].index(row["c4"]) + 1 if row["c4"] in REASONS["c4"][:2] else 0 if kept else 3) == expected
