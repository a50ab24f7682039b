import pytest

from assets.privacy.detect.recognisers import analyze_batch

OURS = {"birth", "life", "saying", "kin", "kin of", "company", "company of", "rank", "doing", "case name", "witness"}


def found(text):
    (spans,) = analyze_batch([text])
    return {text[one.start:one.end] for one in spans if one.detector in OURS}


@pytest.mark.parametrize(("text", "name"), [
    ("Zwxquin was born on 4 May 1931 in a village.", "Zwxquin"),
    ("Zwxquin, who won the first set, rested.", "Zwxquin"),
    ("On that day Zwxquin was arrested.", "Zwxquin"),
    ("The witness Zwxquin testified.", "Zwxquin"),
    ("“We tried,” Zwxquin said in an interview.", "Zwxquin"),
    ("“We tried,” said Zwxquin, and left.", "Zwxquin"),
    ("« Nous avons essayé », Zwxquin a déclaré à la presse.", "Zwxquin"),
    ("Zwxquin ha detto di no.", "Zwxquin"),
    ("Entonces Zwxquin dijo que no.", "Zwxquin"),
    ("Gestern sagte Zwxquin, es sei genug.", "Zwxquin"),
    ("I went there with my husband Zwxquin.", "Zwxquin"),
    ("He came with his son, Zwxquin, in June.", "Zwxquin"),
    ("accompagnée de sa fille Zwxquine", "Zwxquine"),
    ("Mon frère Zwxquin est venu.", "Zwxquin"),
    ("con mia moglie Zwxquina", "Zwxquina"),
    ("con mi hermana Zwxquina", "Zwxquina"),
    ("mit meiner Frau und mein Bruder Zwxquin", "Zwxquin"),
    ("Zwxquin's widow appealed.", "Zwxquin"),
    ("Zwxquin and I went there twice.", "Zwxquin"),
    ("Zwxquin and his wife moved away.", "Zwxquin"),
    ("the breakdown between him and Zwxquin", "Zwxquin"),
    ("Colonel Zwxquin had the door opened.", "Zwxquin"),
    ("The public prosecutor, B.Ö., refused.", "B.Ö."),
    ("Zwxquin told me so.", "Zwxquin"), ("Zwxquin m'a dit non.", "Zwxquin"), ("Zwxquin vuole un cambio.", "Zwxquin"), ("Zwxquin me dijo que no.", "Zwxquin"),
    ("Zwxquin hat mir geholfen.", "Zwxquin"),
    ("see Zwxquin v. Iceland, no. 4", "Zwxquin"), ("in Dvorin v Zwxquin [2009]", "Zwxquin"), ("K's mother was absent", "K"),
    ("held in Zwxquin and Dvorin v. Iceland, no. 4", "Zwxquin"), ("See Read v. Florence, 2012 ONCA 155", "Florence"), ("and Pecore v. Pecore, 2007 SCC 17.", "Pecore"), ("with my brother zwxquin.", "zwxquin"),
    ("she gave birth to a son, E., there", "E."),
    ("the courtyard of PW1 Zwxquina, who", "Zwxquina"), ("VERSUS\nA1. ZWXQUIN BOSCO\n", "ZWXQUIN BOSCO"),
    ("The complainant, Zwxquin, gave evidence.", "Zwxquin")])
def test_a_name_that_no_list_knows_is_found_by_what_only_persons_do_or_are(text, name):
    assert name in found(text)


@pytest.mark.parametrize("text", [
    "The Birkin was born in 1984.", "Haute couture was born in Paris.", "The Zwxquin said so.", "Two Zwxquinians, who drank, left.",
    "Firefighters said nothing.",
    "He said Monday was fine.", "Paris, who is she?", "Silk, who would say no?", "son Kelly est beau", "il a dit Bonjour", "Officer coat, Captain jacket",
    "General Motors told London", "Bishop Sleeve in Cardinal Red", "an account with Zwxquin and I do not use it", "U.S. said", "The U.K., who left",
    "who? said who", "said", "and I", "'s wife", "Judge Street, Mayor of London", "She and we", "Norway v. Turkey, 2007", "my sister's shop", "ZWXQUIN SAID"])
def test_things_places_groups_and_firms_do_no_deeds(text):
    assert found(text) == set()


def test_a_name_that_is_also_a_word_or_a_town_counts_beside_kin():
    assert found("My daughter Rose and my sister Paris came.") == {"Rose", "Paris"} and found("Rose and Paris came.") == set()


@pytest.mark.parametrize("text", ["", " ", "\x00", "said\x00Zwxquin", "\u0301 said", "Z said", "…, who",
                                  "‏זwx said", "李 said", "said " * 2000 + "A", "'s wife" * 500, "A" * 5000 + " said"])
def test_hostile_text_yields_nothing_and_does_not_fail(text):
    assert found(text) == set()


def test_texts_of_a_batch_do_not_lend_each_other_a_deed():
    assert analyze_batch(["Zwxquin", "said so"]) == [[], []]
