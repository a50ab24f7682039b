"""Unsafe words are counted where they stand, and the trade's own words are left in peace."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from assets.curation.safety import safety
from assets.curation.safety.annotation import safety_of
from assets.curation.safety.listing import CATEGORIES, LANGUAGES, listing
from tests.curation.annotated import dialogues, documents, parts_of

# What workshops, shops and museums say of silk, leather and shades: words of the lists stand in or beside many of them.
TRADE = {
    "en": ["A shot silk suit in nude, with blood red cuffs and seamed stockings.",
           "Strip the hide, beat the flax, kill the shine with a gun metal dye and a blunt needle.",
           "Use a glue gun or a tufting gun; work the edge in faggot stitch.", "A kill fee, killer heels and a bath bomb, all spic and span.",
           "Pin prick, cockscomb, pussy bow, breast pocket, black velvet, dyed in the wool, hooker's green, choker, dagger pleats.",
           "The paint stripper and the cutter's shears; a hooked rug; French knickers; the weed is woad.",
           "Dress of rape seed cloth, dead white, with a slash at the hem; never say die, dye."],
    "fr": ["Une soie grège, couleur chair, au point de bâtarde; un cul de lampe et un bordé de velours.",
           "Appliquez la colle en bombe; tracez au pistolet; la queue de la robe; une pièce de drap cru.",
           "Fil à coudre, poinçon, tranchet, peau de chèvre, cuir retourné, rouge sang, gorge de pigeon, un dessin de grenades."],
    "it": ["La mitra ricamata, il velluto negli ordigni del telaio, la canna da pesca, una seta color carne.",
           "Pistola per colla, taglio vivo, pelle scamosciata, punto erba, cavallo del pantalone, la guerra di Troia."],
    "de": ["Ein Kleid in Blutrot mit Schuss und Kette, geschlagenes Leder, abgestochene Kanten, von den Köpfen der Nägel.",
           "Heißklebepistole, Stecher, Schneider, Strumpf und Wickel; der Dealer für Rohseide, ein Händler."],
    "es": ["Un cono de hilo, una violeta de seda, el corte vivo y la piel de zorro.", "Pistola de silicona, bomba de agua para el tinte, negro humo, moreno."],
}
ODD = ["I kill you", "glue gun", "merde alors", "\x00fuck\x00", "ｆｕｃｋ", "fu\u0301ck", "杀 gun 💀", "קל gun", "a" * 5000, "damn " * 900]


def counted(text, language="en"):
    batch = documents([text])
    row, = safety_of(batch.append_column("language", pa.array([language], pa.string()))).to_pylist()
    return row


def flags(text, language="en"):
    return {(flag["category"], flag["strength"]): flag["count"] for flag in counted(text, language)["flags"]}


def test_words_and_phrases_are_counted_by_category_and_strength():
    assert flags("Damn, I will KILL you. They killed him; damn it.") == {("profanity", "mild"): 2, ("violence", "mild"): 1, ("violence", "strong"): 1}
    assert flags("Va te faire foutre, connard! Je veux mourir.", "fr") == {("profanity", "strong"): 2, ("self_harm", "strong"): 1}


def test_the_share_is_of_words_inside_what_was_found():
    assert counted("they want to die here")["unsafe_share"] == approx(3 / 5)


def test_flags_are_sorted():
    found = counted("murder, heroin, kill you, porn, shit, fuck, suicide, a gun, nigger")["flags"]
    assert found == sorted(found, key=lambda flag: (flag["category"], flag["strength"])) and {flag["category"] for flag in found} == set(CATEGORIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_trade_are_clean(language):
    for text in TRADE[language]:
        assert counted(text, language)["flags"] == [], text


def test_a_harmless_phrase_hides_only_what_stands_inside_it():
    assert flags("a glue gun and a gun") == {("weapons", "mild"): 1}


def test_a_part_of_a_word_is_not_found():
    assert flags("Scunthorpe, Essex, grapes, skilled, therapist, cocktail") == {}


def test_another_language_is_not_read_with_this_list():
    assert flags("die alte Dame", "de") == {} == flags("con la gonna", "it")


def test_nothing_is_said_without_a_list_and_without_words():
    for row in (counted("fuck", "da"), counted("fuck", None), counted("", "en"), counted("?! ...", "en"), counted(None, "en")):
        assert (row["unsafe_share"], row["flags"], row["method"]) == (None, None, None)
    clean = counted("la soie", "fr")
    assert (clean["unsafe_share"], clean["flags"], clean["method"]) == (0, [], "list fr-1")


def test_every_category_and_strength_has_words_in_every_language():
    for language in LANGUAGES:
        assert set(listing(language).kinds) == set(range(-1, 2 * len(CATEGORIES)))


def test_a_dialogue_is_read_over_its_turns():
    batch = dialogues([["ok", None, "what the fuck"]]).append_column("language", pa.array(["en"]))
    assert safety_of(batch).to_pylist()[0]["flags"] == [{"category": "profanity", "count": 1, "strength": "strong"}]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.none() | st.text(max_size=20) | st.sampled_from(ODD), st.sampled_from(["en", "fr", "zz", None])), max_size=8),
       st.lists(st.integers(0, 8)))
def test_any_split_into_batches_gives_the_same_answers(rows, cuts):
    batch = documents([text for text, _ in rows]).append_column("language", pa.array([language for _, language in rows], pa.string()))
    assert safety_of(batch).schema == safety.schema
    assert safety_of(batch).to_pylist() == [row for part in parts_of(batch, cuts) for row in safety_of(part).to_pylist()]


def test_disguise_by_wide_letters_and_accents_does_not_help():
    assert flags("ｆｕｃｋ fúck") == {("profanity", "strong"): 2}
