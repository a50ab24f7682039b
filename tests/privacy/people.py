"""Planted people and helpers for the privacy tests."""

from assets.privacy.known import Known, person_values
from assets.privacy.policy import Policy
from assets.privacy.scrub import Text, scrub
from assets.privacy.surrogates.pseudonyms import Pseudonyms

KEY = b"k" * 32
SUBJECT = b"s" * 16
HELENE = {
    "kind": "subject", "subject_ids": [SUBJECT], "given_name": "Hélène", "family_name": "Lefèvre", "name": None,
    "email": "helene.lefevre@courriel.example.org", "phone": "+33 6 12 34 56 78", "address": "12 bis, rue de la Paix, 75002 Paris",
    "birth_date": "1984-03-03", "subject_key": "VD-200049", "gender": "F", "country": "FR", "language": "fr"}
KNOWN = tuple(person_values(HELENE))
POLICY = Policy(patterns={"LOYALTY": r"\bVD-\d{6}\b"})


def makes(taken=()):
    return Pseudonyms(KEY, frozenset(taken))


def keeps(*words, type_="KEEP"):
    return tuple(Known(word, type_, "catalogue", None, None, None) for word in words)


def scrubbed(*texts, known=(), policy=POLICY, locale="fr", record=b"r" * 16):
    """The clean texts of one record, and the account of each."""
    out, accounts, refused = scrub([Text(0, text) for text in texts], [record], [known], policy, makes(), [locale])
    assert not refused
    return (out[0] if len(texts) == 1 else out), (accounts[0] if len(texts) == 1 else accounts)
