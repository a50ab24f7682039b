"""Lines as a house writes them about its pieces: nothing in them is anybody's."""

import pytest

from assets.privacy.detect.recognisers import DEFINITIONS, analyze_batch

STRUCTURED = tuple(one for one in DEFINITIONS if one.type != "PERSON")
LINES = """The price is 3999.99 today.
€ 1.250,00 or CHF 1'350.00, was € 1.450,00.
Prix : 12 500,00 € TTC, soit 10 416,67 € HT.
Réf. 2024-000458, édition limitée à 150 pièces.
EAN 04006381333931, GTIN 4006381333931.
ISBN 978-3-16-148410-0 and ISBN 0-306-40615-2.
SKU A123456, style FW2023, model VD-12345.
Collection FW24, Resort 2023, SS2025 look 12.
Sizes 34 36 38 40 42 44 46 48, also 7.5 8 8.5 9.
Taille 85 B, 90 C, 95 D.
RGB 255.128.64.12 and rgb(12, 34, 56).
Version 10.4.11.2 of the firmware.
Open 09.30-18.30, Saturday 10.00-19.00.
Aperto 10:00-13:00 15:30-19:30 tutti i giorni.
Founded in 1887, renewed 1924-1931 and 1999/2000.
Dimensions 30 x 25 x 12 cm, strap 110-120 cm.
H 25 L 30 P 12,5 cm ; poids 1 250 g.
Visit gucci.com or check.Then come back.
Please check.Th new bag at prada.It is lovely.
Pantone 18-1750 TCX, RAL 3005, #FF8800.
100% silk, 140 x 140 cm, 65 g/m².
Diamonds 0.25 ct, 18K gold 750/1000, Au 750.
Calibre 3135, 28800 alternances par heure, 42 heures.
Water resistant to 100 m (10 bar / 330 ft).
Limited edition 023/150, numbered 1234/2000.
Article 6 § 1 of the Convention; section 12(3).
On 12/03/2024 and 2024-03-12 at 14:30:00.
12.03.2024 10:30 - 12.03.2024 11:45
Batch 20240315 lot 456789123, style no 123-456-789.
The top 5 of 2024: 1 2 3 4 5 6 7 8 9 10.
Serial numbers start with A and end with Z.
Ajouter au panier 2 pièces 1 290 €
Ø 38 mm, 12.5 mm thick, 22 mm lugs
order 2500 pieces in 2024, order of 1250 metres
In the last four years sales rose 2023 vs 2019 by 1500 points
Password required. Your password is not correct.
My card is on the table; the account is closed.
It was born of a sketch; the house opened on 3 May 1921.
The bag is in size 38 at 20% off for 48 hours.
La rue est calme et la place grande.
A 5 minute walk, a 10 minute drive, a one way street.
Machine wash at 30 degrees, do not bleach. Code 12.
Population 2 345 678 in 2020, 1 234 567 in 2010.
GDP 1.234.567.890 USD; 12,345,678.90 total.
Coordinates 48.8566, 2.3522; 48°51'24"N.
HS code 4202.21.00, CAS 7732-18-5, DOI 10.1000/182.
The seven sisters and nine muses; one two three four.
Model AA-123-BB bag in black calf.
Score 21-19 19-21 21-17, 6-4 6-3 7-5.
Steuersatz 19.6 20 5.5 10, Verhältnis 16:9 4:3.
Bolso de piel, ref. 0123456789, 1.250,00 €, talla única.
Der Ring 2023 in Spring 2007, das Modell 1998/99.""".splitlines()


@pytest.mark.parametrize("line", LINES)
def test_product_copy_is_left_alone(line):
    (spans,) = analyze_batch([line], STRUCTURED)
    assert [line[s.start:s.end] for s in spans if s.score >= 0.5] == []
