"""Who says in talk without capitals how they are called."""

import pytest

from assets.privacy.detect.recognisers import analyze_batch


def found(text):
    return {text[one.start:one.end] for one in analyze_batch([text])[0] if one.detector in ("introduction", "label")}


@pytest.mark.parametrize("text, name", [
    ("hi sir\nmyself sisily jacson\nmy card", "sisily jacson"), ("my names kia\nya", "kia"), ("ok\nname vijay\n9989", "vijay"), ("name zwxq account 6549", "zwxq"),
    ("Kontoinhaber: zu Guttstein, Karl", "zu Guttstein"), ("It is in the name of Claire Okoro.", "Claire Okoro")])
def test_a_name_stands_behind_what_introduces_it(text, name):
    assert name in found(text)


@pytest.mark.parametrize("text", ["i did it by myself yesterday", "myself trying to login", "name of the item", "name change request", "the name vijayish was", "In the name of science", "Titular: Moda Primavera", "hört auf den Namen Chanel", "In the name of Love collection"])
def test_other_words_introduce_nobody(text):
    assert found(text) == set()
