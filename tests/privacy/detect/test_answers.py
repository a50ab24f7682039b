"""What answers a question is somebody's, though no word stands beside it."""

import pytest

from assets.privacy.detect.answers import over_turns
from assets.privacy.detect.recognisers import analyze_batch
from tests.privacy.detect.reading import planted


def answered(text):
    return {text[one.start:one.end]: one.type for one in analyze_batch([text])[0] if one.detector.startswith("answer")}


@pytest.mark.parametrize("question", ["Can I have your name please?", "ok name?", "ur name", "And who am I speaking with?", "Votre nom, s'il vous plaît ?", "A che nome?",
                                      "¿Su nombre?", "Agent: May I have your full name, sir?"])
@pytest.mark.parametrize("answer", ["«summer»", "Its «Lakshmi»", "«bartholomew quick»", "Customer: «Tia»", "sure, «ravi iyer» here", "mr. «lim»", "«Jean-Luc d'Orsi», 44"])
def test_a_name_answers_who_asks_for_it(question, answer):
    text, [(start, end)] = planted(f"hello\n{question}\n{answer}\nthank you")
    assert text[start:end] in answered(text)


@pytest.mark.parametrize("text", ["What is the company name?\nacme tools", "your name?\nsorry what", "your name?\nwhich one", "Name\nPrice\nSize", "name of the bag?\nmargot",
                                  "Product name?\nJuliette", "ok name?\nyes", "What is your name? I forgot\nhello there", "name please? 4 letters\nlola"])
def test_other_lines_answer_nothing(text):
    assert answered(text) == {}


@pytest.mark.parametrize("question, answer, kind", [
    ("Account number?", "«4471 88201»", "CLIENT_NO"), ("and your confirmation please", "«W 2 2 P L 9»", "CLIENT_NO"), ("do you have the order number?", "yes its «AR 5519 2»", "CLIENT_NO"),
    ("Name and account?", "Ada Fox, «22-8109-4»", "CLIENT_NO"), ("name and acct pls", "ada fox\n«30 44 9812»", "CLIENT_NO"), ("Votre numéro de commande ?", "«CM-2024-00812»", "CLIENT_NO"),
    ("last four of your social?", "«5540»", "NATIONAL_ID"), ("Last four digits of the card?", "«4471»", "CARD"), ("And three digit code on the back?", "«418»", "CARD"),
    ("PIN to buy?", "«1357»", "PASSWORD"), ("security word?", "«bluejay44»", "PASSWORD"), ("your zip code?", "«90042»", "ADDRESS"), ("and the house number", "«17»", "ADDRESS"), ("PLZ?", "«10405», Berlin", "ADDRESS")])
def test_a_number_answers_what_asks_for_it(question, answer, kind):
    text, [(start, end)] = planted(f"hi\n{question}\n{answer}\nok")
    assert kind in {one.type for one in analyze_batch([text])[0] if one.start <= start and end <= one.end and one.score >= 0.5}


@pytest.mark.parametrize("text", ["to order?\n2 pizzas", "i also need to order\n1 box", "your card?\nlast 4 of it you mean", "Any promotion on your card?\n20 % this week",
                                  "When is the reservation?\n17:30 would be good", "For your booking?\n12/05/2024 please",
                                  "What is the code on the back\nof the 1930 edition"])
def test_amounts_answer_nothing(text):
    assert answered(text) == {}


def test_a_question_is_answered_in_the_next_turn_of_its_conversation():
    turns = ["Hello.\nMay I have your name?", "summer", "And the order number please?", "it's STL 44 00917", "Thanks. Anything else?", "no"]
    found = over_turns(turns)
    assert [[(turns[at][start:end], type_) for start, end, type_, *_ in one] for at, one in enumerate(found)] == [
        [], [("summer", "PERSON")], [], [("STL 44 00917", "CLIENT_NO")], [], []]


def test_an_answer_in_disguise_is_one_and_keeps_its_place():
    turns = ["And the order number please?", "it's \u200bＳＴＬ ４４\u200b ００９１７", "Thanks."]
    _, ((start, end, type_, *_),), _ = over_turns(turns)
    assert (turns[1][start:end], type_) == ("ＳＴＬ ４４\u200b ００９１７", "CLIENT_NO")
