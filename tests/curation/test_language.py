"""The language of documents and dialogues alike."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

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


def turns_of(*turns):
    row, = language_of(dialogues([list(turns)])).to_pylist()
    return row["turns"], row


def test_a_turn_has_its_own_language_where_it_is_long_enough_to_tell():
    turns, row = turns_of(ENGLISH, FRENCH, ENGLISH)
    assert [turn["language"] for turn in turns] == ["en", "fr", "en"] and all(turn["score"] >= 0.5 for turn in turns) and row["language"] == "en"


def test_a_short_turn_takes_the_dialogues_language_and_says_so_by_its_score():
    turns, row = turns_of(ENGLISH, "ok thankyou", "merci")
    assert [turn["language"] for turn in turns] == ["en"] * 3
    assert turns[1]["score"] == approx(row["score"] * 0.5 * 0.99) and turns[2]["score"] < 0.5


def test_a_turn_in_another_script_or_without_letters_takes_nothing():
    turns, _ = turns_of(ENGLISH, "ок", "你好", "4711 22", "", None, "💎")
    assert [turn["language"] == "en" for turn in turns] == [True] + [False] * 6
    assert [turn["language"] for turn in turns[3:]] == [None] * 4


def test_a_dialogue_nobody_can_tell_lends_its_turns_nothing():
    turns, row = turns_of("hi", "4711")
    assert row["language"] is None and [turn["language"] for turn in turns] == [None, None]


def test_documents_and_dialogues_without_turns_recorded_have_no_turns():
    assert language_of(documents([FRENCH])).to_pylist()[0]["turns"] is None
    assert [row["turns"] for row in language_of(dialogues([None, []])).to_pylist()] == [None, []]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.none() | st.lists(st.sampled_from([FRENCH, ENGLISH, "ok", "oui", "", None, "\x00", "שלום", "e\u0301"]), max_size=4), max_size=5),
       st.lists(st.integers(0, 5)))
def test_any_split_of_dialogues_gives_the_same_answers(conversations, cuts):
    batch = dialogues(conversations)
    assert language_of(batch).to_pylist() == [row for part in parts_of(batch, cuts) for row in language_of(part).to_pylist()]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from([FRENCH, ITALIAN, ENGLISH, "", None, "ok"]), max_size=6), st.lists(st.integers(0, 6)))
def test_any_split_into_batches_gives_the_same_answers(texts, cuts):
    batch = documents(texts)
    assert language_of(batch).to_pylist() == [row for part in parts_of(batch, cuts) for row in language_of(part).to_pylist()]
