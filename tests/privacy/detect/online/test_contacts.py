import pytest

from assets.privacy.detect.recognisers import analyze_batch
from tests.privacy.detect.reading import overdone, spans, uncovered

HANDLES = """
publié par «mina_du_31» hier
Je suis d'accord avec «papi_bricole», c'est vrai.
«leo_le_vrai» : j'ai commandé deux fois
[14:21:30] «Visiteur_77120» : bonjour
Réponse de «Tit_Crayon» : bravo
LOL @ «rajeshk_1969». bookmark this
ask arachno or «Dr_Sixlegs»: how warm?
«birdmom7»: typical of them
me pasó este alias «toni.relojes.ok» y cel
par un internaute utilisant le pseudonyme « «Vahine Iti 64» »
exchanged messages under the name «riverfall.x» that night
mon pseudo Vinted c'est «titi.du.31» et voilà
user del forum «Zia.Carla_1961», in realtà Carla
kleinanzeigen-profil «Bastlerlilli_OWL», angeblich
""".strip().splitlines()


@pytest.mark.parametrize("line", HANDLES)
def test_a_handle_is_found_where_people_name_it_in_prose(line):
    assert uncovered(line, "HANDLE") == []


@pytest.mark.parametrize("line", ["customer_id and first_name are fields", "MAX_SIZE, DSC_0041.jpg, IMG_2201, final_v3.docx", "utm_source=news&utm_medium=mail", "see data/raw_file.csv or a_b",
                                  "dimensions : 12 cm", "col1: blue", "Nickname: none yet", "__init__ and snake_case_test()"])
def test_fields_files_and_constants_are_nobodys(line):
    assert spans(line, "HANDLE") == []


@pytest.mark.parametrize(("text", "mail"), [("Regards\n--\njohn@x.com", "john@x.com"), ("-----\njohn@x.com", "john@x.com"), ("10 pcs@15.\nThanks", None),
                                          ("12@30.\n00", None), ("bob@work.\nThen", None), ("Instagram\n@maison.paris", None), ("Follow\n@chanel.beauty", None)])
def test_what_stands_on_the_line_before_is_mostly_no_part_of_an_address(text, mail):
    assert [text[one.start:one.end] for one in spans(text, "EMAIL")] == ([mail] if mail else [])


def test_the_turns_of_a_chat_bot_announce_no_account():
    assert spans("Chat\nUtente: salve il codice non va\nUtente: ahah no, si", "HANDLE") == []
    assert spans("[09:01] usuario: HUMANO\n[09:02] bot: Te paso con un compañero", "HANDLE") == []


@pytest.mark.parametrize("line", [
    "la contraseña del excel de turnos es «Croqueta_81», no la des", "mot de passe provisoire : «Tulipe#3317»", "usuario kim pass «arepa2021» (ya se)", "Gate code «1834#». call Buddy",
    "The box opens to «0613» now", "password del gestionale (non ridere): «Zia_Pina1929!», utente", "clave \"«rubencito.2011»\" / bloqueado", "Digicode de chez moi : «B 31 07 A», puis"])
def test_a_password_is_found_behind_what_it_opens(line):
    assert uncovered(line, "PASSWORD") == []


@pytest.mark.parametrize("marked", [
    "mail «e . zwxq-diarra @ boitelette . example» / version", "«203.0.113.47» - «zwxquin» [10/Oct/2024:13:55:36 +0000] GET", '"steps": 8412, "usr": "«runnergran»"', "Kakao me «minseo.zip» or text",
    "le code du porche sera «A3916» demain", "la password l'ho cambiata in «Vetrina.Blu7», attenzione", "call «1.646.555.0187,,#22»",
    "parking: Seat gris «4817 - kzt» contra", "Agent: account number please, last 4.\n\nWing Lam 13:26\n«0415» i think", "invoice number\n«i n v twenty twenty four oh oh seven seven»\nright",
    "mi DNI: «cuarenta y ocho, doscientos diez, novecientos treinta y siete, letra Q de queso». Para", "es «cuarenta y ocho, doscientos trece, novecientos setenta, jota».",
    "desde «88 . 12 . 147 . 30», usuaria", "«linkedin dot com slash in slash caspian-orrell». Rate", "su NIE: «i griega, cuatro siete uno, nueve tres cinco, ocho, uve doble». El",
    "lorraine\n«8 pelican court»\ncard", "la contraseña de su móvil: «fernandoreydelmundo». Y", "votre carte ici, celle qui finit en «3155».", "the safe password is “«hunter2»”, ok?", "Passwort: „«Fuchs77bau»“", "Passwort „«Fox9!x»“", "MAIL FROM:<«zoe.blint=40x.com»>", "ann: «j=2Efox=40web.de» ok",
    "call «+41 44 555 01 38,,123456#» now", "my «221 Baker Street\nLondon», Tel: 020", "at «12 Mill Lane\nHexham», opens 10:30", "au «12 rue du Bac\nVillejuif» ! merci", "«12 Oak Street», Client: x",
    "Intérimaire : n° sécu : «2-84-05-75-118-326 clé 61». Taille", 'the duress word is "«marzipan»", remember', "Cust: «5500 N. Figueroa, Ste. 210»", "Applicant: «731 E Cholla Lane»\nApplicant: «Unit #9»\nAgent: ok"])
def test_values_in_forms_that_others_wrote(marked):
    assert uncovered(marked) == [] and overdone(marked) == []


def test_a_word_in_guillemets_behind_password_is_one():
    assert [one.type for one in spans("sa voisine passe, mot de passe « mandoline ».")] == ["PASSWORD"]


def test_the_key_of_a_network_stays_in_its_text_and_takes_no_time():
    text = 'WIFI:T:WPA;S:My\\;Net;P:sco\\;nes3;;'
    assert [text[one.start:one.end] for one in spans(text)] == ["sco\\;nes3"]
    assert analyze_batch(["see WIFI:S:foo", "bar;P:secretword; end"])[1] == [] and spans("WIFI:P:" + "\\" * 3000) == []


@pytest.mark.parametrize("text, kind, value", [
    ("I live at 12 Oak Street, New York! Come over", "ADDRESS", "12 Oak Street, New York"), ("Am Ring 12, 80331 München", "ADDRESS", "Am Ring 12, 80331 München"),
    ("Ann Fox, RN, (415) 555-0132", "PHONE", "(415) 555-0132"), ("Ann,0612345678,,75001,Paris", "PHONE", "0612345678"), ("wait: zero one three two five seven nine one I can be there", "PHONE", "zero one three two five seven nine one")])
def test_a_value_ends_where_it_ends(text, kind, value):
    assert value in [text[one.start:one.end] for one in spans(text, kind)]


@pytest.mark.parametrize("text", ["Unit 3", "Suite 1007\nfor cello", "On May 12 Alpha Team Unit 9", 'The password "field" is empty', "Contraseña « incorrecta »", "price @ ten . each",
                                  "mil novecientos treinta y seis, mil novecientos treinta y nueve", "mot de passe oublié : malheureusement, je"])
def test_chapters_fields_prices_and_years_are_nothing(text):
    assert spans(text, "ADDRESS", "PASSWORD", "EMAIL", "PHONE") == []


@pytest.mark.parametrize("text", ["cliquez sur « mot de passe oublié »", "Henrietta Vane, Spring 26. Look 14", "x,+1 212 555 0148,42", "10.0.0.1 - - [10/Oct/2024:13:55:36]"])
def test_and_what_only_looks_like_them(text):
    assert not [text[one.start:one.end] for one in spans(text) if one.type in ("PASSWORD", "ADDRESS", "HANDLE") or one.type == "PHONE" and text[one.start:one.end].endswith("42")]


@pytest.mark.parametrize("text, next_", [("Deliver to 221 Baker Street\nLondon", "Hello: there"), ("my ssn is 4455 no", "next"), ("12 rue du Bac\nVillejuif", "Bonjour ! oui")])
def test_what_is_found_in_a_text_does_not_hang_on_the_next(text, next_):
    assert analyze_batch([text, next_])[0] == analyze_batch([text])[0]
