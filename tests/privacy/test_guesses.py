"""Which guesses of the tagger count, and what is left of one when its edges are looked at."""

import numpy as np
import pytest

from assets.privacy.detect.recognisers import DEFINITIONS
from assets.privacy.guesses import (
    DOUBTED,
    FAINT,
    LIKELIER,
    SURELY,
    _attribute,
    _greeted,
    _join_addresses,
    _join_mails,
    _name_in_front,
    _no_number,
    _parts_of_addresses,
    _Records,
    _role,
    _said_before,
    _trade,
    _whole_word,
    bare_name,
    doubt,
)
from assets.privacy.policy import Policy
from assets.privacy.scrub import located
from assets.privacy.spans import Found, Record, Text
from assets.privacy.surrogates.pseudonyms import Pseudonyms
from assets.privacy.tagger.network import TAGS


@pytest.mark.parametrize("found, name", [
    ("Mrs Zwxq", "Zwxq"), ("Hello Anna", "Anna"), ("Anna Please", "Anna"), ("Anna And", "Anna"), ("Thank You", ""),
    ("Mehmet Can", "Mehmet Can"), ("Anna\nCan", "Anna"), ("anna can", "anna"), ("Anna Zwxq Can", "Anna Zwxq")])
def test_titles_greetings_and_everyday_words_are_no_part_of_a_name_but_a_surname_that_is_one_stays(found, name):
    start, end = bare_name(found, begins=False, ends=False)
    assert found[start:end] == name


@pytest.mark.parametrize("found, begins, ends, name", [
    ("May", True, True, "May"), ("will", True, True, "will"), ("May", False, False, ""), ("Than Shwe", True, True, "Than Shwe"), ("Young Will", False, True, "Young Will"),
    ("And Anna Then", False, True, "Anna Then"), ("And Anna Then", False, False, "Anna"), ("Mrs May", True, True, "May")])
def test_an_everyday_word_is_a_name_where_the_tagger_is_sure_of_that_word(found, begins, ends, name):
    start, end = bare_name(found, begins, ends)
    assert found[start:end] == name


def test_may_who_acts_is_found_and_may_the_month_is_not():
    texts = ["I doubt it. May has the patience but Osborne has the numbers.", "I doubt it. It will arrive in May, or early in June."]
    policy = Policy(mode="tag", entities=("PERSON",), threshold=0.5, dial=0.03)
    found = located([Text(number, text) for number, text in enumerate(texts)], [Record(bytes([number]) * 16, (), "en") for number in (0, 1)], policy, Pseudonyms(b"k" * 32))
    assert [[text[span.start:span.end] for span in spans] for text, spans in zip(texts, found, strict=True)] == [["May", "Osborne"], []]


@pytest.mark.parametrize("text, parts, joined", [
    ("dana_k at yahoo n thx", ("dana_k", "yahoo"), ["dana_k at yahoo"]), ("dana (at) web punkt de", ("dana", "web", "de"), ["dana (at) web punkt de"]),
    ("kilo dash bravo, at sign, fastpost, dot net", ("kilo dash", "at sign", "fastpost"), ["kilo dash bravo, at sign, fastpost"]),
    ("dana keller, dana dot keller at yahoo dot com", ("dana keller", "dana dot keller at yahoo dot com"), ["dana keller", "dana dot keller at yahoo dot com"]),
    ("dana_k AT yahoo", ("dana_k", "yahoo"), ["dana_k AT yahoo"]),
    ("ana@a.example or bo@b.example", ("ana@a.example", "bo@b.example"), ["ana@a.example", "bo@b.example"])])
def test_parts_of_a_mail_address_with_a_word_for_a_sign_between_them_are_one(text, parts, joined):
    first = np.array([text.index(part) for part in parts])
    last = first + [len(part) for part in parts]
    _join_mails(text, first, last, np.array([TAGS.index("EMAIL")] * len(parts)))
    whole, reach = [], 0
    for start, end in zip(first.tolist(), last.tolist(), strict=True):
        if start >= reach:
            whole.append(text[start:end])
            reach = end
    assert whole == joined


def test_one_letter_between_two_parts_of_an_address_belongs_to_it_and_a_word_does_not():
    text = "12 k orvane, 7 or tellin"
    first = np.array([text.index(part) for part in ("12", "orvane", "7", "tellin")])
    last = first + [2, 6, 1, 6]
    _join_addresses(text, first, last, {0, 1, 2, 3})
    assert [text[start:end] for start, end in zip(first.tolist(), last.tolist(), strict=True)] == ["12 k orvane", "orvane", "7", "tellin"]


def pieces(texts, dial=0.05):
    found = located([Text(number, text) for number, text in enumerate(texts)], [Record(bytes([number]) * 16, (), "en") for number in range(len(texts))],
                    Policy(mode="tag", entities=("PERSON",), threshold=0.5, dial=dial), Pseudonyms(b"k" * 32))
    return [[text[span.start:span.end] for span in spans] for text, spans in zip(texts, found, strict=True)]


@pytest.mark.parametrize("text, greeted", [("hi [jesse] i need", True), ("ok\nthank you so much [casey]", True), ("have a nice day [jesse]", True), ("\x00hey [jesse]", True), ("ok\n[sam] please tell me", True),
                                           ("hi [anna kern]", False), ("the name is [jesse]", False), ("ok\n[sam]\n5541", False), ("tell [sam] please", False)])
def test_who_is_greeted_in_small_letters_is_a_lone_word_behind_a_greeting_or_before_a_request(text, greeted):
    start, end = text.index("["), text.index("]") - 1
    assert _greeted(text.replace("[", "").replace("]", ""), start, end) is greeted


def test_a_role_at_the_head_of_a_line_is_nobody_and_a_surname_is_somebody():
    assert _role("Player: I was banned", 0, 6) and _role("hi\nPlayer: me", 3, 9)
    assert not _role("the Player: me", 4, 10) and not _role("Baker: I was banned", 0, 5) and not _role("Player won", 0, 6)


@pytest.mark.parametrize("text, tagged, whole", [("user=mossy_kestrel88 mail", "mossy_kestrel", "mossy_kestrel88"), ("no 12b.", "12", "12b"), ("(A-77)", "77", "77"), ("a" * 500 + "7", "7", "a" * 64 + "7")])
def test_a_number_is_taken_with_what_it_is_written_together_with(text, tagged, whole):
    at = text.index(tagged)
    start, end = _whole_word(text, at, at + len(tagged))
    assert text[start:end] == whole


def test_the_next_value_of_a_web_address_is_no_part_of_a_name():
    (found,) = pieces(["https://shop.example/ok?name=Ludovica%20Del%20Grosso&tot=349.00"])
    assert found == ["Ludovica%20Del%20Grosso"]


def test_a_turn_that_is_nothing_but_my_name_is_somebody_needs_no_consent():
    assert pieces(["hi\nmy name is quib fenno\ni need proof of insurance"]) == [["quib fenno"]]


def test_a_weak_guess_counts_only_where_the_text_offers_nothing_or_names_somebody_for_sure_and_a_faint_one_only_beside_a_sure_name():
    texts = [Text(4, "Zwxq mule, heel 85 mm"), Text(1, "Zwxq mule, heel 85 mm"), Text(1, "Ask Anna."), Text(2, "Zwxq was late again"), Text(3, "Zwxq, heel 85 mm, Mrs Fox")]
    weak, sure = Found(0, 4, "PERSON", "tagger", 0.1), Found(22, 25, "PERSON", "title", 0.85)
    records = _Records(texts, [[weak], [], [], [], [sure]], np.array([2]))
    assert [records.nameless(record, FAINT) for record in (4, 1, 2, 3)] == [True, False, False, False]
    assert [records.nameless(record, FAINT - 1) for record in (4, 1, 2, 3)] == [True, False, True, False]


@pytest.mark.parametrize("detector", sorted(DOUBTED))
def test_what_is_guessed_by_its_form_alone_counts_where_the_tagger_thinks_a_person_possible(detector):
    def pair():
        return [Found(0, 10, "PERSON", detector, 0.6), Found(20, 30, "PERSON", "title", 0.8)]

    doubted, vouched, unread = pair(), pair(), pair()
    doubt([doubted, vouched], [[(40, 44)], [(5, 10)]])
    doubt([unread], [])        # without a tagger nobody doubts
    assert [[span.start for span in spans] for spans in (doubted, vouched, unread)] == [[20], [0, 20], [0, 20]]
    assert any(one.name == detector for one in DEFINITIONS)


@pytest.mark.parametrize("text, value, certain, number", [
    ("Le bracelet Filigrane (réf. LEFI4292), 3 200 €", "LEFI4292", True, False), ("The Marquenterre (ref. JEMA2380) starts at £8,800.", "JEMA2380", True, False),
    ("We booked it, ref. REV8821, thank you.", "REV8821", True, True), ("The plan of 1921 was kept", "1921", True, False),
    ("He set it to Sunflower today", "Sunflower", False, False), ("He set it to Sunflower today", "Sunflower", True, True), ("Badge 7719-24 was lost", "7719-24", False, True)])
def test_a_guess_at_a_number_is_none_where_it_is_a_year_a_word_or_a_pieces_reference(text, value, certain, number):
    start = text.index(value)
    assert _no_number(text, start, start + len(value), LIKELIER if certain else 0) is not number


@pytest.mark.parametrize("column, type_, value, sure, attribute", [
    ("rose", "PERSON", "rose", False, True), (" Rose ", "PERSON", "Rose", False, True), ("Rose", "PERSON", "Rose", True, False), ("zwxq", "PERSON", "zwxq", False, False),
    ("rose called", "PERSON", "rose", False, False), ("06 12 34", "PHONE", "06 12 34", True, True), ("06 12 34 56", "PHONE", "06 12 34 56", False, False),
    ("oh six twelve", "PHONE", "oh six twelve", False, False)])
def test_a_word_for_things_or_a_few_figures_that_fill_a_column_are_nobody_s(column, type_, value, sure, attribute):
    assert _attribute(column, type_, value, SURELY if sure else LIKELIER) == attribute


@pytest.mark.parametrize("text, parts, together", [
    ("to 5501 E Camelback now", [("5501", "ID", -90), ("E Camelback", "ADDRESS", 300)], {0, 1}), ("7 Elm\nChurch Lane", [("7 Elm", "ADDRESS", 300), ("Church Lane", "ADDRESS", 90)], {0, 1}),
    ("to 5501 E Camelback now", [("5501", "ID", -90), ("E Camelback", "ADDRESS", -90)], set()), ("Lyon, quai Zwxq", [("Lyon", "ADDRESS", 300), ("quai Zwxq", "ADDRESS", 300)], set()),
    ("5501 or so, in E Camelback", [("5501", "ID", -90), ("E Camelback", "ADDRESS", 300)], set()), ("5501 Camelback", [("5501", "ID", -90), ("Camelback", "PERSON", 300)], set())])
def test_a_number_beside_a_likely_address_is_part_of_it(text, parts, together):
    first = np.array([text.index(value) for value, _, _ in parts])
    last = np.array([text.index(value) + len(value) for value, _, _ in parts])
    tags, margins = np.array([TAGS.index(tag) for _, tag, _ in parts]), np.array([margin for _, _, margin in parts])
    assert _parts_of_addresses(text, first, last, tags, margins, np.zeros(len(parts), int)) == together
    assert _parts_of_addresses(text, first, last, tags, margins, np.arange(len(parts))) == set()       # of two texts


@pytest.mark.parametrize("value, trade", [("Genève, quai des Aubépines", True), ("Lyon, quai Zwxq", True), ("Lyon, 3 quai Zwxq", False), ("quai Zwxq, Lyon", False)])
def test_a_town_with_a_street_and_no_number_is_a_shops_address(value, trade):
    assert _trade("ADDRESS", value, LIKELIER) == trade


@pytest.mark.parametrize("text, value, whole", [("orders/2024-000771-WK?tab", "2024-000771", "2024-000771-WK"), ("the FONT-CLA-bag", "FONT", "FONT"), ("size 38-XL", "38", "38-XL"), ("a-1" + "-A1" * 200, "1", "1")])
def test_a_code_goes_on_behind_its_hyphen(text, value, whole):
    start = text.index(value)
    first, last = _whole_word(text, start, start + len(value))
    assert text[first:last] == whole


@pytest.mark.parametrize("text, value, whole", [
    ("photo at hello at gown and again dot co dot nz", "dot co dot nz", "hello at gown and again dot co dot nz"), ("a jo dot mara at web dot it", "dot it", "jo dot mara at web dot it"),
    ("we met at noon dot", "noon dot", "noon dot")])
def test_an_address_of_which_only_the_end_was_guessed_begins_before_its_at(text, value, whole):
    start = text.index(value)
    assert text[_said_before(text, start):start + len(value)] == whole


@pytest.mark.parametrize("value, name", [("gouri bk7741", "gouri"), ("Zwxquin Blint 4471", "Zwxquin Blint"), ("hfi 018329835", ""), ("order 4471", ""), ("QWER 5512", ""), ("bk7741", ""), ("march 4471", "")])
def test_a_name_before_a_number_is_somebody(value, name):
    assert value[:_name_in_front(value)] == name


def test_a_name_before_a_number_counts_where_the_dial_says_so():
    text = "hi\nname and booking\ngouri bk7741\nthank you gouri"
    people = [[text[span.start:span.end] for span in located([Text(0, text)], [Record(b"0" * 16, (), "en")], Policy(dial=dial), Pseudonyms(b"k" * 32))[0] if span.type == "PERSON"]
              for dial in (0.05, 1.0)]
    assert people == [["gouri", "gouri"], []]
