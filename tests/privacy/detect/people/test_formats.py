"""Names stand where machines put them: in fields called after a name, behind the time of an exported chat, before a telephone number."""

import pytest

from assets.privacy.detect.recognisers import analyze_batch


def found(text, detector):
    (spans,) = analyze_batch([text])
    return {text[one.start:one.end] for one in spans if one.detector == detector}


@pytest.mark.parametrize("text, name", [
    ("GET /rsvp?fn=Zwxq&pl=2", "Zwxq"), ("GET /rsvp?fn=Z%C3%A9lie&pl=2", "Z%C3%A9lie"), ('{"fn": "Ngozi", "ln":"Bellweather", "n": 1}', "Bellweather"),
    ('<guest sn="MACKILLIGAN" room="2B"/>', "MACKILLIGAN"), ("<surname>Zwxquin</surname>", "Zwxquin"), ("prenom=Oriane;taille=38", "Oriane"), ("surname=Church&x=1", "Church"), ("dn: cn=Zwxquin Blint,ou=people", "Zwxquin Blint"), ("FN:Zwxquin Blint", "Zwxquin Blint"),
    ("<sn>Zwxquin</sn>", "Zwxquin")])
def test_a_field_called_after_a_name_holds_one(text, name):
    assert name in found(text, "named field")


@pytest.mark.parametrize("text", ["pax: cant check in online, says no", "fn=4471&ln=", "sn=0416 213048", "the ln of two", "surname: the", "first name > then size", "LN: Wool", "surname: Required", "attn: Accounts Payable", '{"fn": "update"}'])
def test_figures_and_sentences_behind_such_a_word_are_no_names(text):
    assert found(text, "named field") == set()


@pytest.mark.parametrize("text, name", [
    ("[14/02/2024, 19:33:40] Dexy: omg. post it?", "Dexy"), ("14/02/2024, 19:33 - Zorro Blint: hello", "Zorro Blint"), ("hi\n[2024-05-02 10:22] Anna: on my way", "Anna"), ("hi\n[02.05.2024, 10:22] Zwxquin: on my way", "Zwxquin"),
    ("2/14/24, 7:33 PM - Dexy: ok", "Dexy")])
def test_an_exported_chat_says_who_speaks(text, name):
    assert name in found(text, "exported chat")


@pytest.mark.parametrize("text", ["[2024-05-02 10:22] Order: shipped", "[2024-05-02 10:22] CUST: yes", "[2024-05-02 10:22] Agent: yes", "[2024-01-02 10:00:01] sshd: failed", "2024-01-02 10:00:01 - Scheduler: started", "Dexy: omg", "14/02/2024: Zorro came"])
def test_roles_and_events_do_not_speak(text):
    assert found(text, "exported chat") == set()


@pytest.mark.parametrize("text, names", [
    ("The frame is 54 cm. Zwxquin, 0041-(0)79 555 01 38", {"Zwxquin"}), ("Zwxquin Blint (079 555 01 38)", {"Zwxquin Blint"}), ("Tel: 079 555 01 38", set()), ("Paris, 01 42 11 22 33", set()), ("Chanel, 01 42 11 22 33", set()),
    ("He came. Zwxquin, 1922 pieces", set())])
def test_who_is_reached_at_a_number_stands_before_it(text, names):
    assert found(text, "before a phone") == names
    assert {one.detector for one in analyze_batch(["ok thanks", text])[1] if one.detector == "before a phone"} == ({"before a phone"} if names else set())
