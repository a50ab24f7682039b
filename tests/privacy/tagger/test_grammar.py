"""The training grammars: every sentence can be written, every span is exact, and most of what is written is nobody's business."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.privacy.tagger.grammar import LANGUAGES, TAGS, Writer, common_words, generate, grammar, joined, parsed
from assets.privacy.tagger.names import cultures, latin
from assets.privacy.tagger.noise import WAYS

MANY = 4_000
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def examples():
    return list(generate(MANY, seed=5))


def templates(language):
    return [(kind, way) for genre in grammar(language).genres.values() for kind in ("plain", "personal") for way in getattr(genre, kind)]


@each_language
def test_every_template_can_be_written_and_leaves_no_mark_of_the_format(language):
    for kind, way in templates(language):
        for seed in range(3):
            written = joined(Writer(grammar(language), Random(seed)).write(way.parts, []), language)
            assert written.text and not set("{}") & set(written.text), way
            assert bool(written.spans) <= (kind == "personal"), f"a template called plain bears personal data: {way}"


@each_language
def test_every_entry_of_every_list_can_be_drawn(language):
    rules = grammar(language)
    for name, (tag, entries) in rules.lists.items():
        for entry in entries:
            text = "".join(part for part, _ in Writer(rules, Random(1)).write(entry, []))
            assert text and "{" not in text, name
            assert tag is None or (tag in TAGS and text == text.strip()), f"an entry of {name} cannot be a span"


@each_language
def test_each_language_has_the_templates_that_were_promised(language):
    distinct = {way for _, way in templates(language)}
    assert len(distinct) >= 500
    assert len(grammar(language).genres) >= 15
    assert {genre.kind for genre in grammar(language).genres.values()} == {"prose", "turns", "lines", "whole"}


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES))
@settings(max_examples=60, deadline=None)
def test_spans_are_exact_ordered_apart_and_tight(seed, language):
    for text, named, spans in generate(5, seed, (language,)):
        assert named == language
        last = 0
        for start, end, tag in spans:
            assert last <= start < end <= len(text) and tag in TAGS
            assert text[start:end] == text[start:end].strip()
            last = end


def test_the_same_seed_gives_the_same_texts_and_another_seed_others():
    assert list(generate(200, 3)) == list(generate(200, 3))
    assert list(generate(200, 3)) != list(generate(200, 4))


def test_languages_take_turns(examples):
    assert set(Counter(one.language for one in examples).values()) == {MANY // len(LANGUAGES)}


def test_most_texts_carry_nothing_or_little_and_every_tag_is_met(examples):
    empty = sum(not one.spans for one in examples) / MANY
    assert 0.40 < empty < 0.65
    assert sum(len(one.spans) <= 2 for one in examples) / MANY > 0.6
    tags = Counter(tag for one in examples for _, _, tag in one.spans)
    assert set(tags) == set(TAGS) and min(tags.values()) > MANY * 0.015


def test_texts_are_short_and_long_on_one_line_and_on_many(examples):
    lengths = sorted(len(one.text) for one in examples)
    assert lengths[MANY // 10] < 60 and lengths[-MANY // 20] > 350
    assert 0.2 < sum("\n" in one.text for one in examples) / MANY < 0.8


@pytest.mark.parametrize("way", sorted(WAYS))
def test_roughening_moves_the_spans_with_their_values(way):
    pieces = [("Hello, ", None), ("Zoë Müller", "PERSON"), (": order ", None), ("AB-123", "ID"), (".", None)]
    written = joined([(text, tag) for text, tag in WAYS[way](pieces, Random(2)) if text], "en")
    name, order = (written.text[start:end] for start, end, _ in written.spans)
    assert name[0].lower() == "z" and order[0].lower() == "a"
    assert [tag for _, _, tag in written.spans] == ["PERSON", "ID"]


def test_a_value_that_ends_in_a_space_is_refused():
    with pytest.raises(ValueError, match="begins or ends with a space"):
        joined([("Hello ", None), ("Anna ", "PERSON")], "en")


def test_a_bracket_left_open_is_refused():
    with pytest.raises(ValueError, match="left open"):
        parsed("Hello [there")


def test_parentheses_without_a_bar_are_text():
    assert "".join(parsed("no. 5 (five)")) == "no. 5 (five)"
    assert parsed("(a|b)") == (("one", (("a",), ("b",))),)


def test_a_language_without_a_grammar_is_refused():
    with pytest.raises(ValueError, match="no training grammar"):
        next(generate(1, 1, ("nl",)))


@each_language
def test_common_words_are_ordinary_and_name_nobody(language):
    words = common_words(language)
    assert len(words) > 1_500 and all(word == word.lower() for word in words)
    assert {"en": "the", "fr": "les", "it": "della", "es": "los", "de": "und"}[language] in words
    assert not words & {"mouret", "nguyen", "yılmaz", "kowalski", "papadopoulos"}


def test_names_are_of_many_cultures_and_in_latin_letters():
    assert len(cultures()) >= 20
    assert latin("Παπαδόπουλος") == "Papadopoulos" and latin("Иванов") == "Ivanov" and latin("Élodie") == "Élodie"
    assert all(name[:1] < "\u0370" for male, female, family in cultures().values() for name in (*male, *female, *family))
