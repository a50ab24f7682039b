"""What the English model learns from a few texts, and how its answers are counted."""

import numpy as np
import pyarrow as pa
import pytest

from assets.curation.sentiment.model import EMOTIONS, POLARITIES, feeling
from assets.curation.sentiment.training import COMMENT, Examples, comments, reviews, scores, together, trained

SAID = [("joy", "positive", "velvet made the visitor sing"), ("sadness", "negative", "linen made the visitor weep"), ("neutral", "neither", "the loom stands there")]


@pytest.fixture(scope="module")
def model():
    return trained(examples())


def examples() -> Examples:
    chosen = [SAID[number % 3] for number in range(60)]
    return Examples([f"{text} {number}" for number, (_, _, text) in enumerate(chosen)], np.array([[one == name for name in EMOTIONS] for one, _, _ in chosen], float),
                    np.array([[one == name for name in POLARITIES] for _, one, _ in chosen], float), np.full(60, COMMENT))


def test_what_was_taught_is_known(model):
    felt = feeling(pa.array(["velvet sing", "linen weep", "loom stands"]), model)
    assert [EMOTIONS[place] for place in felt.emotions.argmax(axis=1)] == ["joy", "sadness", "neutral"]
    assert felt.sentiment[0] > 0.2 > -0.2 > felt.sentiment[1]


def test_a_word_never_met_shares_the_weight_of_its_list(model):
    stranger, listed = feeling(pa.array(["xylograph", "mourning"]), model).emotions[:, EMOTIONS.index("sadness")]
    assert listed > stranger      # 'weep' was taught, and both stand in the list of sadness


def test_training_twice_gives_the_same_weights(model):
    assert all(np.array_equal(one, other) for one, other in zip(model, trained(examples()), strict=True))


def test_published_labels_are_grouped(tmp_path):
    (tmp_path / "labels.txt").write_text("anger\ncuriosity\nneutral\ngratitude\n")
    (tmp_path / "test.tsv").write_text("Why, thanks!\t1,3\tid1\nGrr\t0\tid2\n")
    read = comments(tmp_path)
    assert [[name for name, said in zip(EMOTIONS, row, strict=True) if said] for row in read.emotions] == [["joy", "surprise"], ["anger"]]
    assert read.polarity.tolist() == [[1, 0, 1], [0, 1, 0]]


def test_stars_are_sides_and_a_title_belongs_to_its_review(tmp_path):
    (tmp_path / "r.csv").write_text('Title,Review Text,Rating\n,"Soft, warm",5\nSad,Torn,1\nSo so,,3\n')
    read = reviews(tmp_path / "r.csv")
    assert read.texts == ["Soft, warm", "Sad. Torn", "So so"] and read.polarity.argmax(axis=1).tolist() == [0, 1, 2]
    assert len(together(read, read).texts) == 6


def test_scores_count_any_of_the_labels_as_right():
    labels, answers = np.array([[1, 1], [1, 0], [0, 1], [0, 1]]), np.array([[0.9, 0.1], [0.2, 0.8], [0.1, 0.9], [np.nan, np.nan]])
    found = scores(labels, answers, ("a", "b"))
    assert found["accuracy"] == 0.5 and found["f1"] == {"a": 0.5, "b": 0.4} and found["majority"]["accuracy"] == 0.75
