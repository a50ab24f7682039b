import pytest

from tests.privacy.detect.reading import overdone, spans, uncovered

ADDRESSES = """
Nils, «Kungsgatan 14 B, lgh 1202, 824 30 Hudiksvall», called
write to «ul. Krunska br. 88/4», not the old
hear Jelena, «Brivibas iela 17-41, Daugavpils». She
residing at «Iroon Polemou 41, 734 00 Kissamos», tel.
former address at «Svobody 33, 350 02 Cheb», where
members of the board at «Kuldne tee 77a, Tallinn».
The suit property, «House No. 218, Ward No. 4, Ludhiana», belonged
«2nd Floor, 21-23 Park Row, Leeds LS1 5HN»
a duplex at «Unit 3, 44 Heron Parade, Mermaid Waters» from
in her flat at «7 Pushkinska Street, flat 12, Bila Tserkva». Her
sent to «14/2 Abovyan Street, apt. 33, Yerevan 0009», was returned
votre voisine, «11 rue des Lilas, Angers». En cas
demeurant «lieu-dit La Croix-Rouge, 24230 Vélines». Il
Copie au Dr, «rue de Lausanne 51, 1201 Genève»
domicilié «Chaussée de Louvain n°1104 bte 7 à 1160 Auderghem».
à la livraison, «Chalet Nanouk, 340 chemin du Calvaire, 74120 Megève».
C'est «77, rang Saint-Louis, Saint-Honoré»
con domicilio en «Rúa do Porto, 9, Sarria», representado
domiciliada en «pasaje Los Aromos 0455, Padre Las Casas», quien
«Av. Conquistadores 965, San Isidro»
Domicilio: «Av. Rivadavia 3271, 4° "C", CABA»
«Muelle de las Arenas, 14 - 1º, Getxo»
Notificaciones: «Carrera 71 K # 42 A - 15 sur, barrio Kennedy»;
de «calle Postas 24, 4.º D (Ciudad Real)». Plan
mándalo a «Pº de los Tilos, 7, chalet 2»?
en «Polígono Los Olivos, nave 33, Jaén», con
Büro «Kurfürstenstraße 31, 80801 München»
""".strip().splitlines()


@pytest.mark.parametrize("line", ADDRESSES)
def test_an_address_is_found_with_its_town_code_and_flat(line):
    assert uncovered(line, "ADDRESS") == []
    assert [one for one in overdone(line, "ADDRESS") if len(one) > len(line) * 0.9] == []


@pytest.mark.parametrize("line", ["Rule 77 §§ 2 and 3 of the Rules of Court, the opinion", "judgment in SC 288/2010 OF THE ADDITIONAL SESSIONS COURT", "Knot Ring, 9ct yellow gold",
                                  "oro giallo 750, tormalina rosa ct 1,32", "En la calle Sierpes abre el 3 de abril la tienda", "La rue est calme", "the court 3 of 4", "ring 9 mm, band 2 mm"])
def test_courts_rings_and_carats_are_no_address(line):
    assert spans(line, "ADDRESS") == []


def test_the_line_below_an_address_is_not_of_it():
    text = "27, avenue de Suffren\n75007 Paris\nTél. 01 44 55 66 77"
    assert {text[one.start:one.end] for one in spans(text, "ADDRESS")} == {"27, avenue de Suffren\n75007 Paris"}


@pytest.mark.parametrize("line", ["«3720 goldwin drives new limstad oregon canada 27343»", "hi\n«77 sauer ranch marcside nevada 34524» ph", "ok\n«9 old mill bay boston 02110»"])
def test_a_line_in_small_letters_from_a_number_to_a_post_code_is_an_address(line):
    assert not uncovered(line) and not overdone(line, "ADDRESS")


@pytest.mark.parametrize("line", ["12 packs of boston tea bags", "100 cotton towels white hotel size 70140", "i need 3 red bags from boston now 12345", "2 ribbon spools silk navy 44210"])
def test_a_line_of_goods_is_no_address(line):
    assert not spans(line, "ADDRESS")
