import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.text.language import WEAK, identify, identify_text, latin

SENTENCES = {
    "fr": "Bonjour madame, je cherche un sac en cuir noir pour ma fille.",
    "it": "Buongiorno, vorrei sapere se la borsa è disponibile a Firenze.",
    "en": "Good morning, I would like to know whether the bag is available in London.",
    "es": "Buenos días, quisiera saber si el bolso está disponible en Madrid.",
    "zh": "你好，我想知道这个包在巴黎是否有货。",
}


def of(*texts):
    languages, scores = identify(pa.array(texts, pa.string()))
    assert languages.type == pa.string() and scores.type == pa.float32()
    return languages.to_pylist(), scores.to_pylist()


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_recognised(language):
    assert of(SENTENCES[language])[0] == [language]


def test_what_has_no_language_is_null():
    assert of("", None, "  \n", "4711-22 / 38", "12 345,00 €")[0] == [None] * 5


def test_a_short_text_is_a_weak_guess_or_none():
    (language,), (score,) = of("sac noir")
    assert language == "fr" and score < WEAK
    assert of("hi")[0] == [None]


def test_control_characters_and_addresses_do_not_disturb():
    assert of(SENTENCES["fr"].replace(" je", "\x00 je\x07"))[0] == ["fr"]
    assert of(SENTENCES["it"] + " https://www.example.com/the/english/words/of/this/page")[0] == ["it"]


def test_invalid_unicode_is_null_and_the_rest_goes_on():
    broken = pa.array([b"\xed\xa0\x80 bonjour", SENTENCES["en"].encode()], pa.binary())
    texts = pa.StringArray.from_buffers(2, broken.buffers()[1], broken.buffers()[2])
    assert identify(texts)[0].to_pylist() == [None, "en"]
    assert identify_text("lone \ud800 surrogate") == (None, None)


def test_a_code_goes_whole_and_its_neighbours_stay():
    assert of("REF-A12B l'échantillon XY99Z de soie noire pour ma fille 3XL")[0] == ["fr"]


def test_a_long_text_is_sampled_evenly_and_its_frame_has_no_say():
    assert of(SENTENCES["fr"] * 5000)[0] == ["fr"]
    notice = SENTENCES["en"] * 4
    assert of(notice + SENTENCES["it"] * 60 + notice)[0] == ["it"]


def test_latin_letters_are_told_from_others():
    assert [latin(text) for text in ("été 12", "你好", "ок ok", "4711", "soie 丝绸 шёлк")] == [True, False, True, True, False]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=60), st.sampled_from(list(SENTENCES.values()))), max_size=8), st.integers(0, 8))
def test_any_split_into_batches_gives_the_same_answers(texts, cut):
    texts = [t if t is None else t.encode("utf-8", "ignore").decode() for t in texts]
    whole, _ = of(*texts)
    assert whole == of(*texts[:cut])[0] + of(*texts[cut:])[0]
