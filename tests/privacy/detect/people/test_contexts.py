import re

import pytest

from assets.privacy.detect.people.givennames import gender_of, is_given, is_plain_given
from assets.privacy.detect.recognisers import analyze_batch
from assets.privacy.policy import Policy
from tests.privacy.people import keeps, scrubbed


def found(text, threshold=0.5):
    (spans,) = analyze_batch([text])
    return {text[s.start:s.end] for s in spans if s.type == "PERSON" and s.score >= threshold}


@pytest.mark.parametrize(("text", "name"), [
    ("Good evening, Ophelia Zwxq speaking.", "Ophelia Zwxq"),
    ("Bonjour, Zoé Zwxq à l'appareil.", "Zoé Zwxq"),
    ("Service clientèle, Zoé, je vous écoute.", "Zoé"),
    ("Grazie della chiamata. Qui Oriana Zwxqi, come posso aiutarla?", "Oriana Zwxqi"),
    ("Merci de votre appel. Ici Zoé Zwxq.", "Zoé Zwxq"),
    ("And give my regards to Xanthos Zwxq.", "Xanthos Zwxq"),
    ("Et mes amitiés à Zoé Zwxq.", "Zoé Zwxq"),
    ("E mi saluti Oriana Zwxqi.", "Oriana Zwxqi"),
    ("Press contact: Xanthos Zwxq, 020 7946 0958", "Xanthos Zwxq"),
    ("Ufficio stampa: presse@mail.example.org (Oriana Zwxqi).", "Oriana Zwxqi"),
    ("Xanthos Zwxq, zwxq@mail.example.org", "Xanthos Zwxq"),
    ("The letter is signed Xanthos Zwxq.", "Xanthos Zwxq"),
    ("Interview by George A. Zwxq in 1998", "George A. Zwxq")])
def test_who_is_named_by_what_stands_around(text, name):
    assert name in found(text)


@pytest.mark.parametrize("text", [
    "Generally speaking, silk is dear.", "He is at your service in Milano.", "Ici Londres.", "Contact Paris, Florence or Milan.", "Ask Monday.",
    "Thank you London!", "the time of Edward III. and Louis XIV", "Henrietta Cloth is a twilled cashmere", "at 150° F. Remove, squeeze, rinse",
    "D. C. Heath & Co., Publishers", "Part I. Sensation and perception", "qui est venu à Lyon", "on the line Solenza"])
def test_places_kings_cloths_and_firms_are_nobody(text):
    assert found(text) == set()


def test_a_lone_name_counts_only_where_the_policy_says_so():
    assert found("You are speaking with Zwxq.") == set() and found("You are speaking with Zwxq.", 0.4) == {"Zwxq"}
    assert found("Ophelia remembers everything.") == set() and found("Ophelia remembers everything.", 0.4) == {"Ophelia"}
    assert found("Lyon remembers, Rose too, and Senta la seta.", 0.4) == set()
    assert len(Policy(threshold=0.4).recognisers()) > len(Policy().recognisers())


def test_lists_know_names_and_leave_words_and_places_alone():
    assert is_given("maelle") and is_plain_given("maelle") and not is_given("florence") and is_given("xavier") and not is_given("rose") and not is_given("else")
    assert (gender_of("Maëlle"), gender_of("María Carmen"), gender_of("Maxence Zwxq"), gender_of("Zwxq"), gender_of(None)) == ("f", "f", "m", None, None)


@pytest.mark.parametrize(("text", "kept"), [("Good morning, Solenza Milano", "Solenza Milano"), ("Merci à Ophélie de Solenza Lyon", "de Solenza Lyon")])
def test_the_houses_own_words_end_a_guess(text, kept):
    clean, _ = scrubbed(text, known=keeps("solenza"))
    assert clean.endswith(kept) and "Ophélie" not in clean


def test_elision_follows_the_surrogate():
    from assets.privacy.surrogates.agreement import agreeing

    assert agreeing("dense qu'", "Ottavio", "Margaux") == "dense que " and agreeing("de la part de ", "Marc", "Adrien") == "de la part d'"
    assert agreeing("l'atelier d’", "Hélène", "Line") == "l'atelier de " and agreeing("que ", "Marc", "Line") == "que "


def test_a_given_name_stays_one_through_the_conversation():
    policy = Policy(threshold=0.4)
    turns, _ = scrubbed("Bonjour, je m'appelle Zwxqine.", "Allô Zwxqine ? C'est moi.", "Merci Zwxqine, au revoir.", policy=policy)
    names = {turn.rstrip(".").split()[place].strip(",") for turn, place in zip(turns, (-1, 1, 1), strict=True)}
    assert len(names) == 1 and "Zwxqine" not in names


def test_a_mail_and_its_person_have_one_surrogate():
    clean, _ = scrubbed("Contact presse : Zoé Zwxqère, zzwxqere12@mail.example.org.")
    name, mail = clean.removeprefix("Contact presse : ").split(", ")
    from assets.privacy.surrogates.makers import ascii_name

    assert mail.startswith(ascii_name(name.replace(" ", ".")))


def test_a_given_name_seen_alone_takes_its_unknown_surname_along():
    clean, _ = scrubbed("Merci Maëlle, à demain.", "Maëlle Zwxqère viendra.")
    assert "Zwxq" not in str(clean)


@pytest.mark.parametrize("text", ["Se non risponde nessuno, il vicino Neri Rantoparo ha la chiave.", "Sorrel Langdesley wrote to her sister that the saddle was finished.",
                                  "Étaient présents : Garance Pelmisson, Radegonde Foubemard et le maire."])
def test_a_surname_takes_along_a_given_name_that_is_also_a_word(text):
    clean, _ = scrubbed(text)
    assert not {"Neri", "Rantoparo", "Sorrel", "Langdesley", "Garance", "Pelmisson", "Radegonde", "Foubemard"} & set(re.findall(r"\w+", clean))


def test_a_word_at_the_head_of_a_sentence_is_no_given_name():
    clean, _ = scrubbed("Yesterday Langdesley wrote to her sister.")
    assert clean.startswith("Yesterday ") and "Langdesley" not in clean


@pytest.mark.parametrize("line, name", [("zion nash", True), ("deja mcconnell", False), ("carla house", True), ("carla please", False), ("kavisri raman", True), ("new york", False),
                                        ("black coat", False), ("carla grimes", True), ("grace kowalczyk", False)])
def test_two_small_words_that_fill_a_line_are_a_name_when_a_list_has_one_and_neither_is_a_word(line, name):
    (spans,) = analyze_batch([f"hi\n{line}\nthank you"])
    assert (line in {f"hi\n{line}\nthank you"[s.start:s.end] for s in spans if s.detector == "name on a line"}) == name


def test_two_small_words_are_a_name_in_the_first_line_too():
    (spans,) = analyze_batch(["zion nash\nhello"])
    assert ("name on a line", 0, 9) in {(one.detector, one.start, one.end) for one in spans}



def test_who_is_greeted_in_small_letters_counts_only_where_the_policy_lowers_its_threshold():
    assert found("hey jesse\ni would like a coat") == set() and found("hey jesse\ni would like a coat", threshold=0.4) == {"jesse"}
    assert found("hello there\ni would like a coat", threshold=0.4) == set()


@pytest.mark.parametrize("text, name", [("hi\nms dhoni\n8876", "dhoni"), ("my name is dool pool\ni need a coat", "dool pool"), ("my name is raja confirmation number 5", "raja")])
def test_names_of_talk_without_capitals(text, name):
    assert name in found(text)


def test_a_small_title_before_an_everyday_word_is_none():
    assert found("hi\ndr coat\nthanks") == set()


@pytest.mark.parametrize("text, gone", [("They replaced Rastislav Kowalczyk III with his nephew.", "III"), ("The letter was sent to Warren Oyelaran Jr. in May.", "Jr"),
                                        ("Later Von Karlsson sighted the coast again.", "Von")])
def test_a_name_takes_its_number_and_its_particle_along(text, gone):
    clean, _ = scrubbed(text)
    assert gone not in re.findall(r"\w+", clean)


@pytest.mark.parametrize("line, name", [
    ("zwxquin v and 7774", "zwxquin v"), ("hoj and 5941", "hoj"), ("its quist and my ssn is 8890", "quist"), ("marla quist ssn no 7624", "marla quist"),
    ("yes and 4555", None), ("my ssn 4455", None), ("size and 4500", None), ("hoj and 2015", None), ("netflix and 1500 shows", None), ("Hoj and 5941", None), ("i paid hoj and 5941", None)])
def test_a_name_and_the_last_digits_of_a_number_are_said_in_one_breath(line, name):
    text = f"hi\n{line}\nok"
    (spans,) = analyze_batch([text])
    assert [text[one.start:one.end] for one in spans if one.detector == "name before a number"] == ([name] if name else [])


@pytest.mark.parametrize("text, names", [("silver bank zwxquin speaking how may i help you", {"zwxquin"}), ("the manager speaking how may i help", set()), ("who am i speaking with", set()), ("generally speaking how can that be", set()),
                                         ("the bank speaking how may i help", set())])
def test_who_answers_the_telephone_in_small_letters_says_so(text, names):
    (spans,) = analyze_batch([text])
    assert {text[one.start:one.end] for one in spans if one.detector == "announcement"} == names
