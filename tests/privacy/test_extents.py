import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.privacy.extents import _PARTICLE, _SMALL_PARTICLE, _goes_on_before, _goes_on_behind, _lengthen, _piece_behind, _plain_word_before, lengthen
from assets.privacy.neighbours import setting_of, small_before
from assets.privacy.policy import Policy
from assets.privacy.scrub import located
from assets.privacy.spans import Found, Record, Text
from assets.privacy.tagger import DETECTOR
from tests.privacy.people import keeps, makes


def found(text, locale="en", known=(), dial=1.0):
    (spans,) = located([Text(0, text)], [Record(b"r" * 16, known, locale)], Policy(dial=dial), makes())
    return {text[one.start:one.end] for one in spans if one.type == "PERSON"}


@pytest.mark.parametrize(("text", "locale", "whole"), [
    ("Then Mrs de Zwxquin came.", "en", "de Zwxquin"),
    ("General Zwxquin-Vane left; General Zwxquin-Vane was tired.", "en", "Zwxquin-Vane"),
    ("Mr Andrew Zwxquin III lives here.", "en", "Andrew Zwxquin III"),
    ("My brother Andrew the Elder left.", "en", "Andrew the Elder"),
    ("My aunt Andrea of France left.", "en", "Andrea of France"),
    ("Seine Frau, Frau Zwxquin die Ältere, kam.", "de", "Zwxquin die Ältere"),
    ("My brother Andrew bin Zwxquin came.", "en", "Andrew bin Zwxquin"),
    ("Captain van der Zwxquin left.", "en", "van der Zwxquin")])
def test_a_name_takes_along_what_belongs_to_it(text, locale, whole):
    assert whole in found(text, locale)


@pytest.mark.parametrize(("text", "locale"), [
    ("La lettre de Mme Zwxquin.", "fr"), ("Il parle de M. Zwxquin.", "fr"),
    ("La borsa di Signora Zwxquin.", "it"), ("El bolso de la Sra. Zwxquin.", "es"), ("Der Brief von Frau Zwxquin.", "de")])
def test_a_particle_that_is_a_word_of_the_language_stays(text, locale):
    assert found(text, locale) == {"Zwxquin"}


@given(st.lists(st.tuples(st.sampled_from("Van van der De la Abend-de zu d' al O' St. (Von garden Evander De12".split()), st.sampled_from(" -\n")), min_size=1,
                max_size=4), st.integers(0, 20))
def test_a_word_that_is_no_particle_hides_none(words, limit):
    text = "".join(word + mark for word, mark in words)
    start, limit = len(text), min(limit, len(text) - 1)
    if _plain_word_before(text + "Zwxquin", start, limit):
        assert not _PARTICLE.search(text, max(limit, start - 14), start) and not _SMALL_PARTICLE.search(text, max(limit, start - 10), start)


WORDS = st.lists(st.sampled_from("Ann ann the Elder junior von der de la i y Krumbach of France bin said with X. k two s d'Este, van den (Dr “Foxy” III".split()),
                 max_size=3)


@given(WORDS, st.sampled_from(("Zwxquin", "Ann Zwxquin", "zwxquin")), WORDS, st.sampled_from(("en", "es", "it", "de")))
def test_a_small_word_that_closes_a_name_hides_none_of_it(before, name, behind, locale):
    text, start = " ".join((*before, name, *behind)), len(" ".join((*before, "")))
    span = Found(start, start + len(name), "PERSON", "tagger", 0.6)
    asked = Found(span.start, span.end, span.type, span.detector, span.score)
    before_open, behind_open = _goes_on_before(text, span), _goes_on_behind(text, span)
    _lengthen(text, [asked], 0, True, True, setting_of(Record(b"r" * 16, (), locale)))
    assert before_open or asked.start == span.start
    assert behind_open or asked.end == span.end


@pytest.mark.parametrize(("text", "locale", "whole"), [
    ("joined by MR DE LA ZWXQUIN VIDAL", "en", "DE LA ZWXQUIN VIDAL"),
    ("as for Mr Le Zwxquin, he", "fr", "Le Zwxquin"),
    ("il dott. Lo Zwxquin riceve", "it", "Lo Zwxquin"),
    ("LETRADA SRA. DEL ZWXQUIN: Protesto.", "es", "DEL ZWXQUIN"),
    ("with Ms. Anna Ní Zwxquin present", "en", "Anna Ní Zwxquin"),
    ("Signed by Ms I Zwxquin today", "en", "I Zwxquin"),
    ("Employment judge, Mr D Zwxquin", "en", "D Zwxquin"),
    ("paid by MR T A P ZWXQUIN-READ", "en", "T A P ZWXQUIN-READ"),
    ("the investigator, Captain Zwxquin P., ordered", "en", "Zwxquin P."),
    ("for Mr M. O'Zwxquin today", "en", "M. O'Zwxquin"),
    ('the driver, Captain Zwxquin "Dodo" Krumbach, left', "en", 'Zwxquin "Dodo" Krumbach'),
    ("Captain Giulio «Chiqui» Zwxquin", "es", "Giulio «Chiqui» Zwxquin"),
    ("Monsieur Anthony ZWXQUIN dit TONY vint", "fr", "Anthony ZWXQUIN dit TONY"),
    ("don Plácido Zwxquin de la Vegarra, vecino", "es", "Plácido Zwxquin de la Vegarra"),
    ("don Pau Bosch i Zwxquin firma", "es", "Pau Bosch i Zwxquin"),
    ("signor Giuseppe Zwxquin junior abita", "it", "Giuseppe Zwxquin junior"),
    ("The complainant, Mr Will Zwxquin, spoke", "en", "Will Zwxquin"),
    ("President, Captain M. Zwxquin (Rapporteur)", "en", "M. Zwxquin"),
    ("le docteur D... E... a tardé", "fr", "D... E..."),
    ("To Captain Anna Zwxquin, Z, W, X, Q, U, I, N, today", "en", "Anna Zwxquin, Z, W, X, Q, U, I, N")])
def test_particles_initials_nicknames_and_spelling_belong_to_a_name(text, locale, whole):
    assert whole in found(text, locale)


@pytest.mark.parametrize(("text", "locale", "name"), [
    ('Captain Zwxquin "No" Street', "en", "Zwxquin"),
    ("Mr Juan Zwxquin y Andrea", "es", "Juan Zwxquin"),
    ("Le capitaine Zwxquin", "fr", "Zwxquin")])
def test_judges_firms_places_and_further_people_are_no_part_of_a_name(text, locale, name):
    assert name in found(text, locale)


def test_who_writes_the_family_name_in_capitals_has_a_given_name_before_it():
    text = "10. Zwxq ÇELİK, 1982, Elazığ"
    assert _lengthened(text, "ÇELİK") == "Zwxq ÇELİK"
    assert _lengthened("the Judge ÇELİK said", "ÇELİK") == "ÇELİK"


def test_an_apostrophe_inside_a_name_does_not_end_it():
    assert _lengthened("Mayya Zwxq'inichna, 1947", "Mayya Zwxq") == "Mayya Zwxq'inichna"
    assert _lengthened("Zwxq's bag", "Zwxq") == "Zwxq"
    assert _lengthened("Zwxq'll come", "Zwxq") == "Zwxq"


def _lengthened(text, name):
    """The name as far as it reaches, where the tagger found text[...] = name."""
    start = text.index(name)
    spans = [[Found(start, start + len(name), "PERSON", DETECTOR, 0.9)]]
    lengthen(Record(b"r" * 16, (), "en", [0]), [Text(0, text)], spans)
    return text[spans[0][0].start:spans[0][0].end]


def test_a_list_that_writes_the_family_name_first_keeps_its_names_whole():
    assert {"Krumbach, Anna", "Zwxquin, Wen-Li"} <= found("To: Krumbach, Anna; Zwxquin, Wen-Li\nSubject: lunch")


def test_who_else_somebody_is_called_stands_in_brackets_or_behind_called():
    assert "Foxo" in found('Captain Zwxquin ("Foxo") left.') and "Foxo" in found('Captain Zwxquin, whom the others addressed as "Foxo", left.')
    assert found('Captain Zwxquin ("Company") left.') == {"Zwxquin"}


def test_whom_a_judgment_calls_by_a_letter_is_so_called_throughout():
    assert found("K's father is absent. She told K and asked A&K about exhibit.") == {"K"}


def test_offices_behind_a_title_are_nobody():
    for text in ("MR. PRESIDENT: Thank you.", "Madame la Directrice, merci", "Sr. Fiscal General", "the Lord Ordinary"):
        assert found(text) == set()


def test_and_joins_two_single_names_but_no_thing_and_no_kept_word():
    assert found("My brother Andrew and Zwxquina came.") == {"Andrew", "Zwxquina"}
    assert found("Zwxquina and my brother Andrew came.") == {"Andrew"}
    assert found("My brother Andrew and London.") == found("My brother Andrew and Monday.") == found("My brother Andrew and Silk.") == {"Andrew"}
    assert found("My brother Andrew and Zwxquina came.", known=keeps("zwxquina")) == {"Andrew"}


def test_a_surname_seen_again_takes_the_given_name_before_it():
    assert "Nadège Zwxquin" in found("Captain Zwxquin came, and with Nadège Zwxquin he left.", "fr")


@given(st.text("Aaé .,-'’\n\x00", max_size=40), st.text("Aaé .,-'’IVX", max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_around_a_name_its_spans_are_in_order_apart_and_inside(before, after):
    text = f"{before} Captain Zwxquin{after}"
    (spans,) = located([Text(0, text)], [Record(b"r" * 16, (), "en")], Policy(dial=1.0), makes())
    places = [(one.start, one.end) for one in spans]
    assert places == sorted(places) and all(0 <= a < b <= len(text) for a, b in places)
    assert all(first[1] <= second[0] for first, second in zip(places, places[1:], strict=False))


@pytest.mark.parametrize("text, whole", [("your name?\nzuv anna kern\nok", False), ("hello there\nzuvo okonkwo\nok", True), ("bye\nthanks okonkwo\nok", False)])
def test_an_unknown_word_before_a_sure_name_that_fills_a_line_in_small_letters_is_of_it(text, whole):
    line = text.split("\n")[1]
    spans = [Found(text.index(line) + line.rindex(" ") + 1, text.index(line) + len(line), "PERSON", DETECTOR, 0.95)]
    settled = [spans]
    lengthen(Record(b"r" * 16, (), "en", [0]), [Text(0, text)], settled)
    assert (text[settled[0][0].start:settled[0][0].end] == line) is whole


@pytest.mark.parametrize("text, name", [
    ("<b>Fran&ccedil;ois-Xavier L&rsquo;H&eacute;ritier</b>", "Fran&ccedil;ois-Xavier L&rsquo;H&eacute;ritier"), ("thank you d'shawn and bye", "d'shawn"),
    ("Dear Nicol&ograve; Rovere&#8208;Katz, hello", "Nicol&ograve; Rovere&#8208;Katz")])
def test_escapes_and_elisions_inside_a_name_do_not_end_it(text, name):
    assert name in found(text, dial=0.05)


def test_a_kept_word_is_no_part_of_a_name():
    assert found("My brother Andrew de Zwxquin came.", known=keeps("zwxquin")) == {"Andrew"}
    assert found("My brother Andrew of France came.", known=keeps("france")) == {"Andrew"}


def test_a_german_noun_that_and_joins_is_nobody():
    assert found("Mein Bruder Andrew und Zwxquinung.", "de") == {"Andrew"}


def test_a_name_with_its_letters_apart_takes_the_last_one_along():
    text, setting = "tag Z W X Q U I N A in gold, size A", setting_of(Record(b"0" * 16, (), "en"))
    assert text[4:_piece_behind(text, 4, 17, len(text), setting)] == "Z W X Q U I N A"
    assert _piece_behind("Zwxquin A wrote", 0, 7, 15, setting) == 7 and text[4:_piece_behind(text, 4, 13, 15, setting)] == "Z W X Q U I"


@pytest.mark.parametrize("word, taken", [("tuo", True), ("zwxq", True), ("thanks", False), ("my", False), ("chair", False)])
def test_a_small_name_takes_the_one_word_before_it_that_its_language_does_not_know(word, taken):
    text, setting = f"hi\n{word} oli\n6633", setting_of(Record(b"0" * 16, (), "en"))
    start = text.index("oli")
    assert (text[small_before(text, start, start + 3, 0, setting):start + 3] == f"{word} oli") == taken
