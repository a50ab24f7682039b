"""What somebody agreed on with a house is a secret, though it is written in plain words."""

import pytest

from tests.privacy.detect.reading import overdone, spans, uncovered

SECRETS = """
Verified by phone. First school: «St. Hilda's Infants». Asked to move
Rückfrage "Mädchenname der Mutter" mit «Zwetschgenstein», Gutschein
hi this is Bilal, code word «Falafel»\\nLars: Haha
What was the name of your first pet?\\nCaller: that was «Captain Waffles»\\nAgent: thank you
Checked on the phone: memorable place «the lighthouse steps», memorable word: «marzipan».
The mother's maiden name is «Oldacre», she says.
"Ville de votre premier baiser ?" Réponse donnée : «Dinard, sous les pins». Merci.
Nom de jeune fille de votre mère : «Kerbiriou»
—¿Cuál fue su primer colegio?\\n—«las salesianas de Alcoy»\\n—Gracias.
Domanda di sicurezza: «il gatto Ugo», risposta registrata
Sicherheitsfrage: Spitzname als Kind? Antwort: «Knirps der Dritte». Danach
did she give the security word\\nshe says its «dragonfly»\\nthank you
The safe behind the mirror is «left 12, right 40, then left 7». Tell nobody.
la combinaison du coffre a changé : «22 à droite, 05 à gauche, 63». Voilà
Zahlenschloss am Tresor: «rechts 14, links 9, rechts 31»
""".strip().splitlines()


@pytest.mark.parametrize("line", SECRETS)
def test_a_secret_in_plain_words_is_found_behind_what_asks_for_it(line):
    line = line.replace("\\n", "\n")
    assert uncovered(line, "PASSWORD") == []
    assert overdone(line, "PASSWORD") == []


@pytest.mark.parametrize("line", [
    "It is safe to wash. Left 2 pieces, right 3 pieces.", "what was your first school\nhold on please", "my first car was a fiat", "the security question is what?",
    "We will never ask you for your secret question\nKind regards", "Your first car? Celebrate it with our new keyring.", "in his first car\nThe Porsche came later.",
    "Have you forgotten your security question? Click here to reset it.", "Is it your first car?\nI think so, but the leather was bad.",
    "A memorable place to stay in Paris.", "a memorable date for everyone.", "Premier baiser : rose et musc", "my first car: a fiat",
    "password reset link (24h)", "Our password policy (ISO27001)", "Did they ask your security question? I don't remember.", "A safe in 3 sizes: 12 left, in stock", "the combination of left and right", "Code word? none"])
def test_other_lines_hold_no_secret(line):
    assert spans(line, "PASSWORD") == []
