"""Sentiment has the sign a reader would give it, the same on every machine, and is silent where nobody measured or wrote a method."""

import hashlib

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from assets.curation.sentiment import sentiment
from assets.curation.sentiment.annotation import sentiment_of
from assets.curation.sentiment.lexicon import LANGUAGES, lexicon, sentiment_by
from assets.curation.sentiment.model import EMOTIONS, feeling, marks, shipped
from assets.curation.sentiment.passages import LONGEST, ONE, mean, passages
from tests.curation.annotated import dialogues, documents, parts_of

FELT = {"joy": "Thank you so much, I love this wonderful dress!", "sadness": "I am so sad, she died and I miss her, I cried all night.",
        "anger": "I hate this stupid company, they are liars and it makes me furious.", "fear": "I am terrified and scared, this is so dangerous.",
        "disgust": "That is disgusting, so gross, it makes me sick.", "surprise": "Wow, really? I am surprised, why did that happen?",
        "neutral": "The warp threads are passed through the reed and wound on the beam."}
HOLDS = {"fr": ("Une robe magnifique, je suis ravie.", "Très déçue, la couture est déchirée.", "La robe n'est pas belle."),
         "it": ("Una borsa bellissima, sono molto felice.", "Pessimo servizio, sono delusa.", "Non mi piace."),
         "de": ("Ein wunderschönes Kleid, ich bin begeistert.", "Sehr enttäuscht, die Naht ist kaputt.", "Das ist nicht schön."),
         "es": ("Un bolso precioso, estoy encantada.", "Pésimo servicio, muy decepcionada.", "No me gusta.")}

ODD = [*FELT.values(), *HOLDS["fr"], "\x00", "e\u0301\u0301", "杀好 💀", "שלום", "?!" * 500]


def felt(*texts, language="en"):
    batch = documents(list(texts))
    return sentiment_of(batch.append_column("language", pa.array([language] * len(texts), pa.string()))).to_pylist()


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_a_plain_sentence_has_its_emotion(emotion):
    row, = felt(FELT[emotion])
    assert row["emotion"] == emotion and 1 / 7 < row["emotion_score"] <= 1 and row["cues"] > 0 and row["method"] == "model en-1"


def test_english_sentiment_has_a_sign():
    good, bad, plain = felt(FELT["joy"], FELT["anger"], FELT["neutral"])
    assert good["sentiment"] > 0.25 and bad["sentiment"] < -0.25 and abs(plain["sentiment"]) < 0.25


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lexicon_knows_praise_complaint_and_negation(language):
    praise, complaint, negated = felt(*HOLDS[language], language=language)
    assert praise["sentiment"] > 0.4 and complaint["sentiment"] < -0.4 and negated["sentiment"] < 0
    assert praise["method"] == f"lexicon {language}-1" and praise["emotion"] is None and praise["emotion_score"] is None


def test_a_word_that_strengthens_or_weakens_does():
    plain, more, less = (row["sentiment"] for row in felt("la soie est belle", "la soie est très belle", "la soie est assez belle", language="fr"))
    assert less < plain < more


def test_a_negation_reaches_three_words_and_not_into_the_next_text():
    values, _ = sentiment_by(lexicon("fr"), pa.array(["pas la plus belle", "pas du tout de la belle", "pas", "belle"]))
    assert (values[0] < 0, values[1] > 0, values[2] == 0, values[3] > 0) == (True, True, True, True)


def test_a_text_without_a_known_word_is_level_and_says_on_how_little_it_rests():
    row, = felt("trame et chaîne", language="fr")
    assert (row["sentiment"], row["cues"]) == (0, 0)


def test_nothing_is_said_without_a_method_or_without_words():
    for row in [*felt("Jeg er glad", language="da"), *felt("I am glad", language=None), *felt("", None, "?!", language="en"), *felt("", None, language="de")]:
        assert {name: value for name, value in row.items() if name != "record_id"} == dict.fromkeys(sentiment.schema.names[1:])


def test_where_the_table_has_no_language_the_identifier_is_asked():
    assert sentiment_of(documents(["The house thanks you for your wonderful and generous letter."])).to_pylist()[0]["method"] == "model en-1"


def test_a_dialogue_is_read_over_its_turns():
    batch = dialogues([["Hello", None, FELT["anger"]]]).append_column("language", pa.array(["en"]))
    assert sentiment_of(batch).to_pylist()[0]["sentiment"] < 0


def test_a_long_text_is_the_mean_of_its_passages():
    (good,), (bad,) = felt(FELT["joy"]), felt(FELT["anger"])
    happy, angry = (" ".join(text.split()[:8] * 8) for text in (FELT["joy"], FELT["anger"]))
    alone = [row["sentiment"] for row in felt(happy, angry)]
    both, = felt(f"{happy} {angry}")
    assert both["sentiment"] == approx(np.mean(alone), abs=1e-4) and bad["sentiment"] < both["sentiment"] < good["sentiment"]


@given(st.lists(st.integers(0, 300), max_size=8))
def test_passages_are_even_and_lose_no_word(lengths):
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    cut = passages(starts)
    for text, length in enumerate(lengths):
        sizes = np.diff(cut.starts[cut.numbers[text]: cut.numbers[text + 1] + 1])
        assert sizes.sum() == length and (not length or sizes.max() <= LONGEST and sizes.max() - sizes.min() <= 1)


def test_the_mean_over_no_passage_is_not_a_number():
    assert np.isnan(mean(np.array([ONE, 0]), np.array([0, 2, 2]))).tolist() == [False, True]


def test_marks_are_spread_over_the_passages_and_capped():
    assert marks(pa.array(["what?!!!!", "?" * 3, None]), np.array([0, 1, 4, 4])).tolist() == [[1, 2], [1, 0], [1, 0], [1, 0]]


def test_the_shipped_model_gives_the_same_bits_everywhere():
    found = feeling(pa.array([*FELT.values(), "", "naïve 💎 soie"]), shipped())
    digest = hashlib.sha256(found.emotions.tobytes() + found.sentiment.tobytes() + found.cues.tobytes()).hexdigest()
    assert digest[:16] == "c9699e677ccb6a90"


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.none() | st.text(max_size=20) | st.sampled_from(ODD), st.sampled_from(["en", "fr", "de", "zz", None])), max_size=8),
       st.lists(st.integers(0, 8)))
def test_any_split_into_batches_gives_the_same_answers(rows, cuts):
    batch = documents([text for text, _ in rows]).append_column("language", pa.array([language for _, language in rows], pa.string()))
    assert sentiment_of(batch).schema == sentiment.schema
    assert sentiment_of(batch).to_pylist() == [row for part in parts_of(batch, cuts) for row in sentiment_of(part).to_pylist()]
