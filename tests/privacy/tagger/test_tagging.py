"""What the tagger finds, and that it stays calm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.privacy.tagger import shipped, tag_batch
from assets.privacy.tagger.tagging import SURE, Tagger, scored

TEXT = st.text(alphabet=st.sampled_from("abc XYZ éüñ 0189 .,-'@/\n\x00\u200f\ud800אبA"), max_size=80)


def found(text: str, dial: float = 0.25) -> dict[str, str]:
    return {text[one.start:one.end]: one.type for one in tag_batch([text], dial)[0]}


@pytest.mark.parametrize("text, name", [
    ("Yesterday Margaret Oyelaran came in to collect her coat.", "Margaret Oyelaran"),
    ("hi my name is priya raman and i want to change my order", "priya raman"),
    ("Hier, Thibault Courvoisier a déposé sa montre à réparer.", "Thibault Courvoisier"),
    ("Ayer vino Rodrigo Santillana a recoger su abrigo.", "Rodrigo Santillana"),
    ("Ieri Ludovica Bernasconi ha ritirato il suo cappotto.", "Ludovica Bernasconi"),
    ("Gestern hat Friederike Oberhauser ihren Mantel abgeholt.", "Friederike Oberhauser"),
])
def test_an_unknown_name_is_found_by_what_stands_around_it(text, name):
    covered = "".join(value for value, type_ in found(text).items() if type_ == "PERSON")
    assert all(word in covered for word in name.split())


@pytest.mark.parametrize("text", [
    "The jacket is cut from double-faced wool and lined in silk twill.",
    "La veste est taillée dans une laine double face et doublée de soie.",
    "La giacca è in lana doppia e foderata in twill di seta.",
    "La chaqueta es de lana doble y lleva forro de seta.",
    "Die Jacke ist aus doppelt gewebter Wolle und mit Seide gefüttert.",
    "Available in rose, olive and amber; sizes 36 to 44; 1,250.00 EUR.",
])
def test_a_product_text_is_left_alone(text):
    assert found(text) == {}


NAMES = "Naomi, Linda, Christy, Cindy, Kate, Helena."


@pytest.mark.parametrize("of_people, of_things", [
    ("My nieces came to lunch again, all of them and loud as ever: ", "Lip colour, 5 ml, matte, cruelty free, in these shades: "),
    ("At dinner on Saturday my sister will sit them at the long table: ", "Seed potatoes, certified, 2 kg nets, plant 30 cm apart: ")])
def test_the_same_names_far_from_any_telling_word_are_read_by_the_kind_of_text_they_stand_in(of_people, of_things):
    def last(text):
        return sum(one.score for one in tag_batch([text + NAMES], 0.002)[0] if one.start >= len(text) + NAMES.index("Cindy"))

    assert last(of_people) > 2 * last(of_things)


@settings(max_examples=80, deadline=None)
@given(st.lists(TEXT, max_size=5))
def test_texts_do_not_influence_each_other(texts):
    assert tag_batch(texts) == [tag_batch([text])[0] for text in texts]


@pytest.mark.parametrize("text", ["Later Karlsgren", "They met Rantoparo", "LATER Karlsgren wrote", "Pierre Rantoparo", "the Rantoparo"])
def test_a_text_is_read_alike_first_last_and_in_the_middle(text):
    alone, *others = tag_batch([text], 0.03) + tag_batch([text, text, text], 0.03)
    assert all(one == alone for one in others)


@settings(max_examples=50, deadline=None)
@given(TEXT)
def test_findings_are_in_order_apart_and_inside(text):
    at = 0
    for one in tag_batch([text], 0.02)[0]:
        assert at <= one.start < one.end <= len(text) and 0 <= one.score <= 1
        at = one.end


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="abcdeimnrst JKM0123.,", max_size=120))
def test_a_lower_dial_never_covers_less(text):
    strict, careful = ({at for one in tag_batch([text], dial)[0] for at in range(one.start, one.end)} for dial in (0.5, 0.05))
    assert strict <= careful


def test_scores_follow_the_margin():
    assert scored(0) == 0.5 and scored(-SURE * 9) == 0.0 and scored(SURE * 9) == 1.0
    assert [scored(step) for step in range(-SURE, SURE)] == sorted(scored(step) for step in range(-SURE, SURE))


@pytest.mark.parametrize("text", ["", "\x00\x00", "\ud800\udfff", "a" * 300_000, "@" * 50_000, "A. " * 50_000, "\u200f\u202eשלום عليكم", "9" * 100_000])
def test_hostile_texts_are_read_in_one_go(text):
    assert tag_batch([text, "Dear Anna Kowalska,"])[1]


def test_only_plain_arrays_are_read(tmp_path):
    import numpy as np

    np.savez(tmp_path / "weights.npz", first=np.array([{"code": 1}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        Tagger.read(tmp_path / "weights.npz")


def test_the_shipped_weights_are_a_few_megabytes():
    from assets.privacy.tagger.tagging import WEIGHTS, files

    assert (files("assets.privacy.tagger") / WEIGHTS).stat().st_size < 8_000_000       # two networks
    assert shipped() is shipped()


def test_every_word_can_be_asked_whether_it_is_an_everyday_one():
    from assets.privacy.tagger import everyday

    assert everyday("confirmation") and everyday("velours") and everyday("strasse")
    assert not any(map(everyday, ("karlsson", "oyelaran", "", "日本")))
