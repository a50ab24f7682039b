"""Traces of scanning, decoding, speaking and layout, each in a text a person can judge."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.text.arrow import buffers
from assets.text.classes import classes
from assets.text.traces import COUNTS, count, languages_of
from tests.text.hard_texts import texts


def counted(*several, language=None):
    counts = np.full((len(several), len(COUNTS)), -1)
    count(*buffers(pa.array(several, pa.large_string())), languages_of([language] * len(several)), classes(), counts)
    return [dict(zip(COUNTS, row.tolist(), strict=True)) for row in counts]


@pytest.mark.parametrize(("text", "broken"), [
    ("the w0rd and the th|ng", 2), ("Mоscow", 1), ("worD", 1), ("weeeeell", 1), ("T h e house", 3), ("an exam-\nple here", 1),
    ("the H2O of iPhones in 1984, C++ and e-mails", 0), ("a I b", 3), ("snake_case https://x.org/a=b=c", 0), ("WORD Ünïcode été", 0), ("a deadb0ef12 id", 0), ("well-\nKnown", 0)])
def test_words_only_a_scanner_writes(text, broken):
    assert counted(text)[0]["broken_words"] == broken


@pytest.mark.parametrize(("text", "garbled"), [
    ("été", 0), ("été".encode().decode("latin-1"), 4), ("l’été".encode().decode("cp1252"), 6), ("caf\ufffd", 1), ("SÃO PAULO, Âge, â", 0), ("\x93so\x94", 2)])
def test_characters_that_wrong_decoding_leaves(text, garbled):
    assert counted(text)[0]["garbled"] == garbled


@pytest.mark.parametrize(("text", "language", "found"), [
    ("Um, I mean, uh, yes", "en", (2, 0, 0)), ("Er geht um acht", "de", (0, 0, 0)), ("er, um, yes", None, (0, 0, 0)), ("euh ben oui", "fr", (2, 0, 0)),
    ("ÄHM ja", "de", (1, 0, 0)), ("un dé et deux dés", "fr", (0, 0, 0)), ("we we went", "en", (0, 1, 0)), ("very, very good", "en", (0, 0, 0)), ("nous nous levons", "fr", (0, 0, 0)),
    ("the hou- the house", "en", (0, 0, 1)), ("Haupt- und Nebensatz", "de", (0, 0, 0)), ("a hou-\nse", "en", (0, 0, 0)), ("yes\nyes", "en", (0, 0, 0))])
def test_hesitations_repetitions_and_words_cut_off(text, language, found):
    row, = counted(text, language=language)
    assert (row["hesitations"], row["repeated_words"], row["cut_words"]) == found


@pytest.mark.parametrize(("line", "kind"), [
    ("# Heading", "heading_lines"), ("CHAPTER ONE", "heading_lines"), ("- a point", "list_lines"), ("1. a point", "list_lines"), ("b) a point", "list_lines"),
    ("a\tb\tc", "table_lines"), ("| a | b |", "table_lines"), ("total    12    13", "table_lines"), ("return x;", "code_lines"), ("<div class='x'>", "code_lines"),
    ("An ordinary sentence, in a line.", None), ("- ", None)])
def test_a_line_has_one_kind_or_none(line, kind):
    row, = counted(line)
    assert {name for name in ("heading_lines", "list_lines", "table_lines", "code_lines") if row[name]} == ({kind} if kind else set())


def test_links_count_their_characters_and_are_no_noise():
    row, = counted("see https://a.bc/d and www.e.fg now")
    assert row["link_characters"] == len("https://a.bc/d") + len("www.e.fg")


def test_long_words_and_sentences():
    row, = counted("Les ateliers parisiens ouvrent. Voilà !")
    assert (row["words"], row["long_words"], row["sentences"]) == (6, 3, 2)


@settings(deadline=None)
@given(st.lists(texts(), max_size=5))
def test_a_text_is_counted_alike_whatever_stands_beside_it_and_words_are_those_of_split(several):
    found = counted(*several)
    assert found == [counted(text)[0] for text in several]
    assert [row["words"] for row in found] == [len(text.split()) for text in several]


@settings(deadline=None)
@given(st.lists(st.one_of(texts(), st.sampled_from((
    "don't", "\"The", "end.)", "weeeell", "worD", "l0l", "www.a.bc", "a://b", "|", "we-", "hm,", "internationally internationally", "x" * 70, "  ", "\n", "É.")))))
def test_words_in_the_midst_of_much_text_are_counted_as_at_its_end(several):
    text = " ".join(several)
    assert counted(text, "behind " * 40)[0] == counted(text)[0]
