"""What the wary, the hurried and scanners write: other marks, letters for digits, digits in words."""

import pytest

from assets.privacy.detect.recognisers import analyze_batch
from tests.privacy.detect.reading import overdone, spans, uncovered

DISGUISES = """
CARD|card: «4242‑4242–4242−4242» exp 09/29
CARD|carta: «4242_4242_4242_4242», cvv
PHONE|call her missus on «(04) 12_ 331_ 091»
PHONE|appelle-le au «+ 33 (0) 7 – 61 – 04 – 11 – 29» merci
PHONE|Festnetz: «0049·(0)5262·71 51»
PHONE|Telf. Colombia «0057 – 310 .331. 40 27», hoy
PHONE|tlf:«6\\n4\\n4\\n3\\n3\\n0\\n5\\n2\\n3» (fax)
PHONE|Hdy: «O172 / 6l8 3O 91» ja
PHONE|Credit («x3-5419») knows
PHONE|my number is «o seven nine five six triple three one eight six» ok
PHONE|Karte «vierundfünfzig zwölf, achtundfünfzig zweiundsechzig, achtundvierzig sechsundzwanzig» ja
PHONE|her social is «five one two, dash, oh seven, dash, four four one nine», she said
PHONE|Numéro allocataire : «sept cent douze, quarante-quatre, zéro neuf», merci
IBAN|IBAN «E S 9 1 2 1 0 0 0 4 1 8 4 5 0 2 0 0 0 5 1 3 3 2», titular
IBAN|RIB reçu : «f r 76/3000/6000/0112/3456/7890/189» titulaire
IBAN|bitte auf «DE89/3704/0044/0532/0130/00» überweisen
EMAIL|«yann[chez]kerlo-voile[point]bzh» merci
EMAIL|E-mail: «fabio «at» vetri-lario «dot» ch» / tel
EMAIL|debajo «JPONS[AT]UNIV-MAR[DOT]CAT»
EMAIL|Rechnung an «k.\\nbrandt-lohse\\n@kanzlei-lohse.de»\\nbitte
EMAIL|my mail is «vinothgmailcon», sorry
HANDLE|{'user': 'x', 'login' : '«jdoe_77k»', 'size': 1}
EMAIL|mail=«r%2Equill%40fernbank%2Ecom»&t=2
EMAIL|{"mail":"«zora.k+shop\\u0040fernbank.net»"}
PHONE|<tel>«%2B44%207700%20900%20718»</tel>
CLIENT_NO|{"order":"«PK::000::7x1»","size":"M"}
EMAIL|scrivi a «santa_\\ncroce@cortile\\n.example», grazie
EMAIL|ging an «annelie.\\n   hohe@brief-\\n   kasten.example», bitte
EMAIL|minuscolo: «pina trattino neri, chiocciola, lettere punto it». E poi
PHONE|her social as "«nine hundred, then fifty-five, then oh-one-two-eight»". Rate
PASSWORD|{"nick":"bob","password":"«hunter2!x»"}
HANDLE|{"nick":"«ticking_bob77»","size":"M"}
NATIONAL_ID|codice fiscale con spazi: «BRG LVR 87D54 F205 K». Rifare
CLIENT_NO|sur la carte de fidélité n° «IRIS*0047*2291*F», merci
PASSWORD|The password she left on a note («Molar!88») is wrong
PHONE|text me 0 «0️⃣7️⃣7️⃣0️⃣0️⃣ 9️⃣0️⃣0️⃣4️⃣6️⃣2️⃣» please
PHONE|rappelez au «⁦06 12 34⁩ 56 78» merci
PASSPORT|Passport (renewed) «5 3 3 - 8 O 1 - 7 7 4», issued
PASSPORT|Passeport «31 – FV – 077.81» périmé
PLATE|la voiture immatriculée «g k – 3 8 1 – t z», merci
PLATE|targa: «g b . 7 7 1 . k x», è
PLATE|Michigan plate «DXR 3381», eastbound
PLATE|registration plate «K 331 OT 12», near
PLATE|motorcycle Reg. No. «UEB 331K» Bajaj
PLATE|Kennz. «h s k – x y 3 1 8 e», gehört
""".strip().splitlines()


@pytest.mark.parametrize("row", DISGUISES)
def test_a_disguised_value_is_found(row):
    _, _, marked = row.replace("\\n", "\n").partition("|")
    if "«at»" in marked:
        marked = marked.replace("«at»", "(at)").replace("«dot»", "(dot)")
    assert uncovered(marked) == []


@pytest.mark.parametrize("line", ["sizes 36–38 and 40–42, 1924–1931", "chainring 50/34, wheels 700x25c, 85-95 psi", "call from 12/05/2024 – 10:00 on", "x100 and x3-speed", "HL-L2350DW, toner TN-2410, DR-2400",
                                  "tel quel, 12 pièces", "belt 85/90/95", "conto di 1.250,00 EUR", "account of 2019 12 31", "plate of 24 cm, 12 plates"])
def test_sizes_dates_and_models_are_no_disguises(line):
    assert [line[one.start:one.end] for one in spans(line)] == []


# -- forms that others wrote ------------------------------------------------------------------------------------------------------------

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
