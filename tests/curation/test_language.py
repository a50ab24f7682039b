"""The language of documents and dialogues alike."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assets.curation.language import language_of
from tests.curation.annotated import dialogues, documents, parts_of

FRENCH = "La maison ouvre ses ateliers aux visiteurs et montre comment on coupe la soie et le cuir depuis un siècle."
ITALIAN = "La casa apre le porte dei suoi laboratori e mostra come si tagliano la seta e il cuoio da oltre un secolo."
ENGLISH = "The house opens its workshops to visitors and shows how silk and leather have been cut for a hundred years."


def test_three_languages_are_told_apart_and_nothing_is_guessed_of_nothing():
    rows = language_of(documents([FRENCH, ITALIAN, ENGLISH, "", None, "1234 5678"])).to_pylist()
    assert [row["language"] for row in rows] == ["fr", "it", "en", None, None, None]
    assert all((row["score"] is None) == (row["language"] is None) for row in rows)


def test_a_dialogue_has_the_language_of_its_turns():
    assert language_of(dialogues([FRENCH.split(" et ")])).to_pylist()[0]["language"] == "fr"


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from([FRENCH, ITALIAN, ENGLISH, "", None, "ok"]), max_size=6), st.lists(st.integers(0, 6)))
def test_any_split_into_batches_gives_the_same_answers(texts, cuts):
    batch = documents(texts)
    assert language_of(batch).to_pylist() == [row for part in parts_of(batch, cuts) for row in language_of(part).to_pylist()]
