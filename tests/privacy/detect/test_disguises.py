"""What the wary, the hurried and scanners write: other marks, letters for digits, digits in words."""

import pytest

from tests.privacy.detect.reading import spans, uncovered

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
