"""The view of a text: without disguises, and with an exact way back to the characters as given."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.privacy.detect.recognisers import analyze_batch
from assets.privacy.folding import BORDER, INVISIBLE, Joined, fold, view, worded

PLAIN = st.text(st.sampled_from("abcxyzABZ0189@.-_ "), min_size=1, max_size=24)


def wide(c):
    return chr(ord(c) + 0xFEE0) if 0x21 <= ord(c) < 0x7F else "\u3000"


def bold(c):
    if c.isdigit():
        return chr(0x1D7CE + int(c))
    return chr((0x1D400 if c.isupper() else 0x1D41A) + ord(c) - ord("A" if c.isupper() else "a")) if c.isalpha() else c


DISGUISES = (str, wide, bold, lambda c: f"&#{ord(c)};", lambda c: f"&#x{ord(c):X};", lambda c: f"&amp;#{ord(c)};", lambda c: {"@": "&commat;", ".": "&period;"}.get(c, c))
disguised = st.tuples(st.sampled_from(DISGUISES), st.sampled_from(["", "\u200b", "\u00ad", "\u2060\ufeff"]))


def hide(plain, ways):
    """A text in disguise, and where each of its characters stands in it."""
    out, places = "", []
    for c, (disguise, unseen) in zip(plain, ways, strict=True):
        shown = disguise(c)
        places.append((len(out), len(out) + len(shown)))
        out += shown + unseen
    return out, places


@settings(max_examples=200, deadline=None)
@given(st.data(), PLAIN, st.sampled_from(["", "vu ", "été ", "& "]), st.sampled_from(["", " fin", " 终", " &co"]))
def test_every_span_of_the_view_covers_exactly_what_was_disguised(data, plain, before, after):
    hidden, places = hide(plain, data.draw(st.lists(disguised, min_size=len(plain), max_size=len(plain))))
    seen = view(before + hidden + after)
    assert seen.text == before + plain + after
    start = data.draw(st.integers(0, len(plain) - 1))
    end = data.draw(st.integers(start + 1, len(plain)))
    shift = len(before)
    assert seen.span(shift + start, shift + end) == (shift + places[start][0], shift + places[end - 1][1])


@settings(max_examples=60, deadline=None)
@given(st.lists(disguised, min_size=22, max_size=22), st.sampled_from(["", "é", "\x00", "&lt;"]))
def test_a_value_in_any_disguise_is_found_at_its_place(ways, before):
    hidden, places = hide("jean@mail.example.org.", ways)
    text = f"{before} {hidden} "
    mails = [text[s.start:s.end] for s in analyze_batch([text])[0] if s.type == "EMAIL"]
    assert hidden[:places[-2][1]] in mails


def test_plain_ascii_is_its_own_view_and_costs_no_map():
    for text in ("call 06 12 34 56 78", "fish & chips", "AT&T; R&D", "no. 5 &c"):
        assert view(text).text is text and view(text).begins is None


def test_letters_that_only_look_latin_are_read_as_latin_inside_latin_words_alone():
    assert view("раypal and privet привет").text == "paypal and privet привет"


def test_accents_written_apart_belong_to_their_letter():
    apart = unicodedata.normalize("NFD", "née le 3 février 1984")
    assert [apart[s.start:s.end] for s in analyze_batch([apart])[0] if s.type == "BIRTH_DATE"] == [unicodedata.normalize("NFD", "3 février 1984")]


def test_digits_of_other_scripts_are_digits():
    assert view("٠٥٠ ١٢٣ ४५६७").text == "050 123 4567"


@given(st.text(max_size=40))
def test_folding_keeps_every_offset_and_agrees_with_itself_however_long_the_text(text):
    assert len(fold(text)) == len(worded(text)) == len(text)
    assert fold(text * 500)[:len(text)] == fold(text)


@given(st.lists(st.text(st.sampled_from("aé&#6;4\u200b\x00@ｘ "), max_size=12), min_size=1, max_size=4))
def test_the_view_of_many_texts_keeps_their_borders(texts):
    parts = view(BORDER.join(texts)).text.split(BORDER)
    assert parts == [part for text in texts for part in view(text).text.split(BORDER)]
    assert not any(INVISIBLE.search(part) for part in parts)
    assert Joined.of(texts).view.text.count(BORDER) == len(texts) - 1      # a text's own NULs are no borders


@pytest.mark.parametrize("written, seen", [
    ("Zo=C3=AB", "Zoë"), ("ann=2Efox=40web=2Eie", "ann.fox@web.ie"), ("81[.]174[.]22[.]109", "81.174.22.109"), ("order=2024 size=40 qty=20 x", "order=2024 size=40 qty=20 x"), ("[..]", "[..]"), ("password=2Fast2Furious", "password=2Fast2Furious"), ("pin=5F32 id=2E91", "pin=5F32 id=2E91")])
def test_the_writing_of_mails_is_read_and_numbers_behind_an_equals_sign_stay(written, seen):
    assert view(written).text == seen
