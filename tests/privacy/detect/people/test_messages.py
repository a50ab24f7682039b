import pytest

from assets.privacy.detect.recognisers import analyze_batch

OURS = {"mail head", "message"}


def found(text):
    (spans,) = analyze_batch([text])
    return {text[one.start:one.end] for one in spans if one.detector in OURS}


@pytest.mark.parametrize(("text", "names"), [
    ("From: Krumba\nTo: zwxqo; Dvorin, Anna; Paul Krumbach\nSubject: lunch", {"Krumba", "zwxqo", "Dvorin, Anna", "Paul Krumbach"}),
    ("De : Krumba\nÀ : Anna Dvorin, Paul Krumbach\nObjet : devis", {"Krumba", "Anna Dvorin", "Paul Krumbach"}),
    ("Von: \"Dvorin, Anna\" <a@mail.example.org>\nBetreff: Termin", {"Dvorin, Anna"})])
def test_the_head_of_a_message_names_people_in_any_case(text, names):
    assert found(text) == names


@pytest.mark.parametrize(("text", "name"), [
    ("I will bring the maps tomorrow.\n\nzwxqo", "zwxqo"),
    ("Je vous remercie de votre aide.\n\nZwxqine", "Zwxqine"),
    ("te espero en la tienda, no tardes.\nzwxqo", "zwxqo"),
    ("can you send me the file? thx ZK", "ZK"),
    ("I cannot come. Thanks, Zwxqo", "Zwxqo"),
    ("see you there, I hope.\n\nlove Zwxqa", "Zwxqa"),
    ("Zwxqo,\nI have asked them twice.", "Zwxqo"),
    ("Zwxqo, you were right about my bag.", "Zwxqo"),
    ("zwxqo - is this the bag you want?", "zwxqo")])
def test_who_is_addressed_first_and_who_stands_on_the_last_line_is_somebody(text, name):
    assert name in found(text)


@pytest.mark.parametrize("text", [
    "A coat of wool.\n\nMilano", "Size 38, lined in silk.\n\nSolenza", "I like it.\n\nThanks", "I like the colour.\nBlue", "We ship it to you.\n\nParis", "Sorry, I forgot.",
    "Yesterday, I went there.", "Subject: To: all staff", "To: everyone\nSubject: sales team", "I know you\n", "Zwxqo", "I\n\n.", "\n\nI am here", "you\x00zwxqo"])
def test_places_thanks_and_things_close_no_message(text):
    assert found(text) == set()
