import pytest

from assets.privacy.detect.recognisers import analyze_batch

OURS = {"alias", "maiden name", "passenger"}


def found(text):
    (spans,) = analyze_batch([text])
    return {text[one.start:one.end] for one in spans if one.detector in OURS}


@pytest.mark.parametrize(("text", "name"), [
    ("Zwxq Dvorin, alias Krumbach, fled.", "Krumbach"),
    ("ZWXQ DVORIN ALIAS KRUMBACH", "KRUMBACH"),
    ('a/k/a "Lefty Krum," of Reno', "Lefty Krum"),
    ('Dvorin, alias "KB", was seen.', "KB"),
    ("Zwxq Dvorin (aka Krumbach) left.", "Krumbach"),
    ("M. Zwxq DVORIN dit Krumbach", "Krumbach"),
    ("don Zwxq Dvorin, detto Krumbo, abita qui", "Krumbo"),
    ("Zwxq Dvorin, apodado «Krumbo»", "Krumbo"),
    ("Zwxq Dvorin, genannt Krumbach", "Krumbach"),
    ("Hortense Dvorin, née DE LA KRUMBACHE", "DE LA KRUMBACHE"),
    ("Leokadia Dvorin, geborene von der Krum-Bachen, kam", "von der Krum-Bachen"),
    ("Anna Dvorin, geb. Krumbach", "Krumbach"), ("un muchacho al que le dicen «el Krumbo», quien", "el Krumbo"), ("Madame Anna DVORIN veuve LACOSTE, représentée", "LACOSTE"),
    ("PASSENGER VAN KRUMBACH/ANNALIESE MRS SEAT 3A", "VAN KRUMBACH/ANNALIESE")])
def test_a_second_name_is_found_behind_the_words_that_announce_it(text, name):
    assert name in found(text)


@pytest.mark.parametrize("text", [
    "il dit Bonjour", "elle a dit Paul", "née à Lyon", "née le 3 mars", "geb. Januar 1980", "the 2/3 MS", "SIZE M/L MR PORTER", "alias ls='ls -l'", "The alias of the column",
    "an alias", "née", "aka", 'alias "', "geb.", "/ MRS", "dit\x00Krumbach", "nee, dank je", "Unsere Kunden, die alle Produkte kaufen", "I clienti chiamano Servizio Clienti"])
def test_speech_birthdays_sizes_and_commands_are_no_second_name(text):
    assert found(text) == set()
