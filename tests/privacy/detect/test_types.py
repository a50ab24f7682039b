"""Every type we promise is found, in every language in which people write it; and hostile text is searched in bounded time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.privacy.detect.recognisers import DEFINITIONS, TYPES, analyze_batch

STRUCTURED = tuple(one for one in DEFINITIONS if one.type != "PERSON")

# type | language | text, the value between « and »
TABLE = """
EMAIL|en|write to «jean-paul.d'arc+vip@mail.example.co.uk», please
EMAIL|en|it is «john dot smith at gmail dot com» thanks
EMAIL|en|my mail is «kavigmailcom» ok
EMAIL|en|yes «john dot smith gmail com»
EMAIL|en|«jean [at] mail [dot] example [dot] org»
EMAIL|en|«j o h n @ m a i l . c o m»
EMAIL|fr|c'est «jean point dupont arobase courriel point fr» merci
EMAIL|en|my mail id is «nikhil dot rao at the rate gmail dot com» thanks
EMAIL|it|scriva a «giulia.bassi chiocciola posta punto it» grazie
EMAIL|es|mi correo es «juan arroba correo punto es»
EMAIL|de|unter «klaus klammeraffe post punkt de» oder «hans at-zeichen post punkt de»
EMAIL|de|an «jürgen@müller-bücher.example»
PHONE|en|call (212) 555-0187 no, «+1 (212) 555-0187, ext. 12»
PHONE|en|it is «zero seven seven double oh nine double oh one two three»
PHONE|en|ring me on «020 7946 0958» or «+44 (0)20 7946 0958»
PHONE|fr|mon numéro «zéro six douze trente-quatre cinquante-six soixante-dix-huit»
PHONE|fr|au «0 6 1 2 3 4 5 6 7 8» ou au «06/12.34.56.78» ou «(+33) 6 12 34 56 78»
PHONE|fr|appelez le «zéro six 12 trente-quatre 56 soixante dix huit»
PHONE|it|chiami il «tre quattro sette uno due tre quattro cinque sei sette»
PHONE|it|al «347/1234567» oppure «02 1234 5678»
PHONE|es|llama al «seis uno dos tres cuatro cinco seis siete ocho» o al «612 34 56 78» o al «91 123 45 67»
PHONE|de|unter «null eins sieben sechs eins zwei drei vier fünf sechs» oder «0151 23456789» oder «030/1234567»
PHONE|en|Gulf and Asia: «+971 50 123 4567», «+966 50 123 4567», «+974 3312 3456», «+852 9123 4567», «+81 3-1234-5678», «+82 10-1234-5678», «+65 9123 4567»
PHONE|en|at home «0412 345 678», «010-1234-5678», «138 0013 8000», «050 123 4567»
IBAN|en|account GB82 no, «GB82WEST12345698765432»
IBAN|fr|compte «fr76 3000 6000 0112 3456 7890 189» merci
IBAN|de|Konto «DE89 3704 0044 0532 0130 00»
IBAN|it|conto «IT60 X054 2811 1010 0000 0123 456»
IBAN|es|cuenta «ES91 2100 0418 4502 0005 1332»
CARD|en|paid with «4242 4242 4242 4242», visa ending in «4421», also «**** **** **** 1881»
CARD|fr|carte se terminant par «4421» et «3782-822463-10005»
CARD|it|la carta che termina con «4421»
CARD|es|tarjeta «4 2 4 2 - 4 2 4 2 - 4 2 4 2 - 4 2 4 2» terminada en 4242
CARD|de|Karte endet auf «4421»
NATIONAL_ID|en|ssn «123-45-6789», NI number «AB 12 34 56 C», NHS no. «943 476 5919»
NATIONAL_ID|en|the last four of my social is «6271»
NATIONAL_ID|fr|NIR «2 55 08 14 168 025 38».
NATIONAL_ID|it|codice fiscale «RSSMRA85T10A562S»
NATIONAL_ID|es|DNI «12345678Z», NIE «X-1234567-L», «12.345.678-Z»
NATIONAL_ID|de|Steuer-ID «86 095 742 719», Rentenversicherung «15 070649 C 103», Personalausweis «L01X00T471»
PASSPORT|en|passport number «533401372»
PASSPORT|fr|passeport n° «12AB34567»
PASSPORT|it|passaporto n. «YA1234567»
PASSPORT|es|pasaporte «PAB123456»
PASSPORT|de|Reisepass Nr. «C01X00T47»
PASSPORT|en|«P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<»
PLATE|en|my car is «AB12 CDE», license plate «7ABC123»
PLATE|fr|véhicule immatriculé «AA-123-BB»
PLATE|it|targa «AB123CD»
PLATE|es|matrícula «1234 BBB»
PLATE|de|Kennzeichen «M-AB 1234»
URL|en|see «https://www.instagram.com/claire.d/» and «https://shop.example.org/reset?token=abc123def»
HANDLE|en|love this «@claire_d», username: «kavi», user name «john»
HANDLE|fr|nom d'utilisateur : «claire.d»
HANDLE|it|nome utente: «claire.d»
HANDLE|es|usuario: «claire.d»
HANDLE|de|Benutzername: «claire.d»
IP|en|from «82.64.12.7» and «2001:db8:85a3::8a2e:370:7334» today
DEVICE_ID|en|MAC «00:1A:2B:3C:4D:5E», IMEI «490154203237518», idfa «123e4567-e89b-12d3-a456-426614174000»
BIRTH_DATE|en|born on the «3rd of March 1984», DOB: «1984-03-03»
BIRTH_DATE|fr|née à Lyon le «3 mars 1984»
BIRTH_DATE|it|nata a Firenze il «03/03/1984»
BIRTH_DATE|es|nacida el «3 de marzo de 1984», fecha de nacimiento: «03-03-1984»
BIRTH_DATE|de|geboren am «3. März 1984», geb. «03.03.1984»
ADDRESS|en|at «24 Larkspur Road, London SW3 4RP», PO no, «PO Box 1234», zip code is «17495»
ADDRESS|en|my address is «7384 forest street bronx ny 10472»
ADDRESS|en|lives at «1 Old Mill Road, Apt 4B, Beverly Hills, CA 90210»
ADDRESS|fr|habite «12 bis, rue de la Paix, appt 4, 75002 Paris», ou «B.P. 123, 75001 Paris»
ADDRESS|it|abita in «via dei Setaioli 14, 50123 Firenze (FI)»
ADDRESS|es|vive en «calle Mayor 5, 3º B, 28013 Madrid», antes «C/ Gran Vía, 12, 28013 Madrid»
ADDRESS|de|wohnt «Hauptstr. 5, 10115 Berlin», vorher «Am Markt 3, 20095 Hamburg»
CLIENT_NO|en|my account number is «445566», claim id «fl90210x», booking confirmation «abc123», policy number is «hfi 018329835»
CLIENT_NO|en|«884213» is my customer number; application no. «18403/91», nos. «16064/90» and «16073/90»
CLIENT_NO|fr|numéro de client : «884213», commande n° «CM-2024-00812», requête n° «1234/05»
CLIENT_NO|it|numero cliente: «884213», ricorso n. «18403/91»
CLIENT_NO|es|número de pedido «12345-67», demanda núm. «18403/91»
CLIENT_NO|de|Kundennummer «884213», Bestellnr. «B-12345»
PASSWORD|en|my password is «john 321», pin is «4582», Password: «Tr0ub4dor»
PASSWORD|en|Code word for the pick-up is «apricot harbour».
PASSWORD|en|and a passphrase: "«apricot harbour at noon»"
PASSWORD|fr|mot de passe : «soleil»
PASSWORD|fr|Mot convenu si on vous appelle : «marjolaine».
PASSWORD|it|la parola convenuta è «lanterna», grazie
PASSWORD|es|la palabra secreta es «farolillo»
PASSWORD|de|Codewort: «Laterne»
PASSWORD|it|la password è «sole2024»
PASSWORD|es|contraseña: «luna2024»
PASSWORD|de|das Passwort lautet «Sommer1»
SECRET|en|key «sk-abc123DEF456ghi789JKL012mno», «AKIAIOSFODNN7EXAMPLE», api_key = «a8f5f167f44f4964e6c998dee827110c»
SECRET|it|il token «AKIASPPKYTYSSQXRYYJC» è stato tolto
SECRET|en|use «postgres://bob:s3cret@db.example.org:5432/x»
SECRET|en|bearer «eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N»
SECRET|en|«-----BEGIN RSA PRIVATE KEY----- MIIEpAIBAAKCAQEA75 -----END RSA PRIVATE KEY-----»
""".strip().splitlines()


def planted(row):
    type_, _, marked = row.split("|", 2)
    text, wanted = "", []
    for piece in marked.replace("»", "«").split("«"):
        if len(wanted) % 2:
            wanted[-1] = (len(text), len(text) + len(piece))
        wanted.append(None)
        text += piece
    return type_, text, [one for one in wanted if one]


@pytest.mark.parametrize("row", TABLE)
def test_every_type_is_found_as_people_write_it(row):
    type_, text, wanted = planted(row)
    (spans,) = analyze_batch([text], STRUCTURED)
    mine = {(s.start, s.end) for s in spans if s.type == type_ and s.score >= 0.5}
    assert [text[slice(*one)] for one in wanted if one not in mine] == []


def test_no_type_is_promised_that_nothing_shows_to_be_found():
    assert {row.split("|")[0] for row in TABLE} | {"PERSON"} == set(TYPES) == {one.type for one in DEFINITIONS}
    for type_ in ("EMAIL", "PHONE", "IBAN", "CARD", "NATIONAL_ID", "PASSPORT", "PLATE", "HANDLE", "BIRTH_DATE", "ADDRESS", "CLIENT_NO", "PASSWORD"):
        assert {row.split("|")[1] for row in TABLE if row.startswith(type_ + "|")} == {"en", "fr", "it", "es", "de"}, type_


def test_values_split_over_lines_are_one_value():
    for text, value in (("call 06 12\n34 56 78 please", "06 12\n34 56 78"), ("card 4242 4242\n4242 4242.", "4242 4242\n4242 4242"),
                        ("IBAN FR76 3000 6000 0112\n3456 7890 189", "FR76 3000 6000 0112\n3456 7890 189")):
        assert value in {text[s.start:s.end] for s in analyze_batch([text])[0]}


def test_a_column_of_numbers_is_not_one_number_but_each_of_them_is_found():
    text = "\n".join(f"06 12 34 56 {n}" for n in range(10, 60))
    assert {text[s.start:s.end] for s in analyze_batch([text], STRUCTURED)[0]} == set(text.split("\n"))


HOSTILE = ("1", "@", "a@", "a@a.", "1 ", "06 12 ", "1234\n", "0612345678\n", "x at ", "(1", "1.", "&#64;", "&", "card 4444 ", "five six ", "*", "eyJa1.", "12 rue ",
           "1 a street ", "born 1 ", "password: ", "account a 1 b ", "http://", "https://a:b", "a:", "aa:", "aaaa-", "<", "-----BEGIN PRIVATE KEY----- ", "gmail com ",
           "a dot gmail com ", "1\u200b", "\u0301", "+1", "FR76 ", "123/", "ssn number is ", "address: 1 a ", "calle de la ", '"', "j ",
           "no. 1/", "case no. A-", "case no. 1 ", "nos. 11/11, ", "(A1/", "n° de a b ", "a_", "_1", "[1999] A ", "A 11/11 ", "born one of march ", "ul. A 1, ", "gatan 1, A ", "iban a a 1 1 ",
           "tel 1 _", "nr. 1-", "1 of 2010 ", "Flat A, 1 B Road, ", "pseudo « a ", "mot de passe a a ", "ssn 1·", "zwei und undzwanzig ", "A. A. 11/2010 ", "1-cr-")


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_searched_in_time_that_grows_with_its_length_alone(piece):
    def seconds(size):
        text = piece * (size // len(piece))
        start = time.process_time()
        analyze_batch([text], STRUCTURED)
        return time.process_time() - start

    seconds(100)
    assert seconds(40_000) < 1.0 + 20 * seconds(4_000)


def test_a_row_of_a_million_digits_or_signs_is_searched_at_once():
    for text in ("7" * 1_000_000, "@" * 300_000, "w" * 2_000_000 + " call 06 12 34 56 78"):
        start = time.process_time()
        (spans,) = analyze_batch([text], STRUCTURED)
        assert time.process_time() - start < 15
        assert [text[s.start:s.end] for s in spans] == (["06 12 34 56 78"] if "call" in text else [])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TABLE), st.sampled_from(TABLE), st.integers(0, 80), st.sampled_from(["", "é", "\x00", "&#64;"]))
def test_a_value_cut_in_two_texts_is_not_put_together_and_its_neighbours_do_not_matter(one, other, cut, extra):
    text = planted(one)[1] + extra
    texts = [text[:cut], text[cut:], planted(other)[1]]
    assert analyze_batch(texts, STRUCTURED) == [analyze_batch([text], STRUCTURED)[0] for text in texts]


@pytest.mark.parametrize("text, value, type_", [
    ("please call me on o7700 9oo 461", "o7700 9oo 461", "PHONE"), ("mon numero est le O6 12 34 5b", None, "PHONE"), ("the phone is in the hall, look", None, "PHONE"),
    ("my surname is spelled K E L L E R", "K E L L E R", "PERSON"), ("Dupont s'écrit D-U-P-O-N-T", "D-U-P-O-N-T", "PERSON"), ("how do you spell a word", None, "PERSON"),
])
def test_letters_for_digits_and_names_letter_by_letter(text, value, type_):
    found = [text[span.start:span.end] for span in analyze_batch([text])[0] if span.detector in ("phone mistyped", "spelled name")]
    assert found == ([value] if value else [])


def test_an_address_of_a_chat_takes_its_floor_along():
    (spans,) = analyze_batch(["im at 213 luxury drive in the penthouse\nphone me"])
    assert [span for span in spans if span.type == "ADDRESS"][0][:2] == (6, 39)
