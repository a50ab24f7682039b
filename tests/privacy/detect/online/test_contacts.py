import pytest

from tests.privacy.detect.reading import spans, uncovered

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
