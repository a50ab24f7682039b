import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.lake import PolicyError
from assets.privacy.detect.recognisers import DEFINITIONS, analyze_batch, pattern_recogniser


def found(text, type_=None):
    (spans,) = analyze_batch([text])
    return {text[s.start:s.end] for s in spans if type_ in (None, s.type) and s.score >= 0.5}


@pytest.mark.parametrize("written", [
    "+33 6 12 34 56 78", "+33 (0)6 12 34 56 78", "0033 6 12 34 56 78", "06 12 34 56 78", "06.12.34.56.78", "0612345678", "+39 347 123 4567",
    "347 1234567", "347/1234567", "02 1234 5678", "+44 7700 900123", "07700 900123", "07700900123", "+44 (0)20 7946 0958", "020 7946 0958",
    "(212) 555-0187", "212-555-0187", "212.555.0187", "+1 212 555 0187", "+81 3-1234-5678", "090-1234-5678", "+86 138 0013 8000",
    "+971 50 123 4567", "+41 79 555 12 34", "079 555 12 34"])
def test_phones_as_people_write_them(written):
    assert found(f"Merci de rappeler, {written}, avant midi.", "PHONE") == {written}


@pytest.mark.parametrize("trade", [
    "3 999,99 €", "1.234.567,00 EUR", "$12,500.00", "EAN 4006381333931", "réf. 2024-000458", "SKU LE-SO-1003-33", "120 x 200 x 30 mm", "1887",
    "size 38", "rgb(255.128.64)", "ISBN 0306406152", "2024-01-31", "12/03/2024", "75 cl", "Pantone 18-1750", "size M. The bag", "n° 5",
    "1 250 000 €", "100% silk, 140 x 140 cm", "ref 4242424242424242", "order 2500 pieces", "commande de 12000 €",
    "order of 1250 metres", "collar 15-17.5", "fabric roll 00417", "in order 1987 to", "carte de 2024"])
def test_prices_codes_years_and_sizes_survive(trade):
    assert found(f"The piece, {trade}, is here.") == set()


@pytest.mark.parametrize(("type_", "text", "value"), [
    ("EMAIL", "write to jean-paul.d'arc+vip@mail.example.co.uk.", "jean-paul.d'arc+vip@mail.example.co.uk"),
    ("EMAIL", "jean dot dupont at gmail dot com", "jean dot dupont at gmail dot com"),
    ("EMAIL", "cindy\ntomroe at orange net\nrow 20", "tomroe at orange net"),
    ("IBAN", "compte FR76 3000 6000 0112 3456 7890 189 MERCI", "FR76 3000 6000 0112 3456 7890 189"),
    ("IBAN", "GB82WEST12345698765432", "GB82WEST12345698765432"),
    ("PHONE", "c'est le zéro six un deux trois quatre cinq six sept huit merci", "zéro six un deux trois quatre cinq six sept huit"),
    ("PHONE", "three three six one two three four five, yes", "three three six one two three four five"),
    ("PERSON", "contrôle par H. Zwxqère hier", "H. Zwxqère"),
    ("CARD", "carte 4242 4242 4242 4242 12/27", "4242 4242 4242 4242"),
    ("CARD", "paid, 3782-822463-10005, thanks", "3782-822463-10005"),
    ("NATIONAL_ID", "NIR 2 55 08 14 168 025 38.", "2 55 08 14 168 025 38"),
    ("NATIONAL_ID", "cf RSSMRA85T10A562S", "RSSMRA85T10A562S"),
    ("NATIONAL_ID", "SSN 123-45-6789", "123-45-6789"),
    ("NATIONAL_ID", "NI number AB 12 34 56 C", "AB 12 34 56 C"),
    ("NATIONAL_ID", "DNI 12345678Z", "12345678Z"),
    ("CLIENT_NO", "my account number is 1000089562", "1000089562"),
    ("CLIENT_NO", "numéro de commande : CM-2024-00812.", "CM-2024-00812"),
    ("CLIENT_NO", "numero cliente: 884213", "884213"),
    ("URL", "see https://www.instagram.com/claire.d/", "https://www.instagram.com/claire.d/"),
    ("HANDLE", "love this @claire_d!", "@claire_d"),
    ("HANDLE", "my instagram: claire.d", "claire.d"),
    ("IP", "from 82.64.12.7 today", "82.64.12.7"),
    ("BIRTH_DATE", "née le 3 mars 1984 à Lyon", "3 mars 1984"),
    ("BIRTH_DATE", "Zélie, venue au monde trois ans plus tard, le 20 mars 2015.", "20 mars 2015"),
    ("BIRTH_DATE", "venido al mundo en Asunción el 31 de julio de 2019", "31 de julio de 2019"),
    ("BIRTH_DATE", "nata a Firenze il 03/03/1984", "03/03/1984"),
    ("BIRTH_DATE", "DOB: 1984-03-03", "1984-03-03"),
    ("ADDRESS", "J'habite 12 bis, rue de la Paix, 75002 Paris.", "12 bis, rue de la Paix, 75002 Paris"),
    ("ADDRESS", "abita in via dei Setaioli 14, 50123 Firenze (FI)", "via dei Setaioli 14, 50123 Firenze (FI)"),
    ("ADDRESS", "vive en Bv. Oronal 1140, con su madre", "Bv. Oronal 1140"),
    ("ADDRESS", "at 24 Larkspur Road, London SW3 4RP.", "24 Larkspur Road, London SW3 4RP"),
    ("ADDRESS", "to 1 Old Mill Road, Beverly Hills, CA 90210", "1 Old Mill Road, Beverly Hills, CA 90210"),
    ("ADDRESS", "wohnt Bahnhofstraße 12, 8001 Zürich", "Bahnhofstraße 12, 8001 Zürich"),
    ("ADDRESS", "the flat in SW3 4RP now", "SW3 4RP"),
    ("IP", "host 2001:db8:85a3:0:0:8a2e:370:7334 was", "2001:db8:85a3:0:0:8a2e:370:7334"),
    ("PERSON", "Dear Mrs. O'Connor-Smith, thank you", "O'Connor-Smith"),
    ("PERSON", "ho parlato con la signora Bianchi oggi", "Bianchi"),
    ("PERSON", "M. de La Tour est venu", "de La Tour"),
    ("PERSON", "my name is claire dupont and i want", "claire dupont"),
    ("PERSON", "je m'appelle Éloïse Zwxq", "Éloïse Zwxq"),
    ("PERSON", "Kind regards,\nTobias Zwxq", "Tobias Zwxq"),
    ("PERSON", "Chère Zoé,\nmerci", "Zoé"),
    ("PERSON", "From: Camille Zwxq <c.z@mail.example.org>", "Camille Zwxq")])
def test_planted_values_are_found(type_, text, value):
    assert value in found(text, type_)


@pytest.mark.parametrize("text", ["Dear Customer,", "Bonjour Madame,", "Gentile Cliente,", "Hello there!", "Merci Beaucoup", "I am Happy", "M. The",
                                  "Best regards,\nThe Team", "rose gold ring", "La Maison de Paris"])
def test_polite_words_are_no_names(text):
    assert found(text, "PERSON") == set()


@pytest.mark.parametrize("text", ["look at the net", "meet tom at orange net on friday", "they are at this mail\nok", "at orange net"])
def test_a_line_is_a_mail_address_only_where_it_is_nothing_else(text):
    assert found(text, "EMAIL") == set()


def test_a_name_pair_with_an_unknown_family_name_is_left_to_the_policys_threshold():
    (spans,) = analyze_batch(["Ce sac plaît à Véronique Zwxqère."])
    assert [(s.type, s.score) for s in spans] == [("PERSON", 0.45)]


def test_a_house_number_is_found_by_its_pattern():
    (spans,) = analyze_batch(["Cliente VD-200049, ordine O-1"], (*DEFINITIONS, pattern_recogniser("loyalty", "LOYALTY", r"VD-\d{6}")))
    assert [(s.type, s.start, s.end) for s in spans if s.type == "LOYALTY"] == [("LOYALTY", 8, 17)]


def test_a_pattern_that_takes_too_long_is_a_mistake_of_the_policy_and_never_hangs(monkeypatch):
    monkeypatch.setattr("assets.privacy.detect.recognisers.SECONDS", 0.2)
    slow = pattern_recogniser("ref", "REF", r"(?:a|aa)+b(?<=c)")
    with pytest.raises(PolicyError, match="'ref' takes more than 0.2 seconds"):
        analyze_batch(["a" * 60], (slow,))


@pytest.mark.parametrize(("text", "values"), [
    ("06 12 34 56 78 06 98 76 54 32", {"06 12 34 56 78", "06 98 76 54 32"}), ("0612345678 4111111111111111", {"0612345678", "4111111111111111"}),
    ("Cards: 4111111111111111 4242424242424242", {"4111111111111111", "4242424242424242"}), ("4111111111111111\t12/27", {"4111111111111111"}),
    ("payé avec 4111111111111111 1200.00 EUR", {"4111111111111111"}), ("paid (4111 1111 1111 1111)", {"4111 1111 1111 1111"}), ("(185057800608491)", {"185057800608491"})])
def test_numbers_side_by_side_or_in_brackets_are_each_found(text, values):
    assert found(text) == values


def test_a_bare_row_of_ten_digits_is_left_to_the_policys_threshold():
    (spans,) = analyze_batch(["nummer 9854785874 ok"])
    assert [(s.type, s.score) for s in spans] == [("PHONE", 0.4)]


PARTS = st.lists(st.sampled_from(["Mme ", "Dupont", " 06 12 34 56 78", "claire@mail.example.org", "\n", ", ", "12 rue de la Paix", " 75002 Paris",
                                  "born ", "3 mars 1984", "Dear ", "Zoé", "\x00", "é", "4242424242424242", "@", "FR76", ":", "<", " is "]), max_size=9)


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS.map("".join), max_size=5), st.integers(0, 5))
def test_texts_do_not_influence_each_other(texts, cut):
    whole = analyze_batch(texts)
    assert whole == analyze_batch(texts[:cut]) + analyze_batch(texts[cut:])
    for text, spans in zip(texts, whole, strict=True):
        assert all(0 <= s.start < s.end <= len(text) and 0 < s.score <= 1 for s in spans)


@pytest.mark.parametrize("halves", [("Mme", "Dupont"), ("je m'appelle", "Zoé Zwxq"), ("06 12 34", "56 78 90"), ("née le", "3 mars 1984"), ("12", "rue de la Paix"),
                                    ("claire", "@mail.example.org"), ("IBAN FR76 3000 6000 0112", "3456 7890 189"), ("Jules", "Cousin")])
def test_nothing_is_found_across_the_border_of_two_texts(halves):
    assert analyze_batch(list(halves)) == [analyze_batch([half])[0] for half in halves]
