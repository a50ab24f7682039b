"""Whether a text is a shelf's: it names things, their sizes, colours and prices, and speaks of nobody.

Belongs here: this one judgement, for names that are also names of things ('Le sac Marguerite', 'the Oliver coat'). Not here: what follows
from it (`guesses`, `companions`).
"""

import re

from assets.privacy.folding import worded
from assets.privacy.tagger import bits_of
from assets.privacy.tagger.gazetteer import THING

SIGNALS, SHARE = 2, 12      # at least so many signs of trade, and one in so many words
_MEASURED = re.compile(r"[€$£¥]\s?\d|\d\s?(?:[€$£¥%°]|(?:eur|usd|gbp|chf|mm|cm|ml|cl|kg|gr?|ct|k|carats?|fl)\b)|\d\s?[x×]\s?\d", re.I)
_TRADE = frozenset("""
ref reference art article artikel articolo articulo sku ean gtin style model modele modello modelo size sizes taille tailles taglia taglie talla tallas grosse
grossen pointure pointures colour colours color coloris couleur colore colori colores farbe farben price prix prezzo precio preis composition composizione
composicion material lined lining doublure fodera forro futter sole semelle suola suela heel talon tacco tacon absatz strap zip buttons collection collezione
coleccion kollektion line ligne linea linie look made stock available shades set pcs pieces pezzi piezas
""".split())
_PEOPLE = frozenset("""
i im ive me my mine je moi yo ich mir mein meine thanks thx sorry hi hello hey regards bonjour merci bisous hola gracias saludos besos ciao grazie saluti baci
hallo danke gruss grusse
mr mrs ms miss mister sir madam mme mlle madame monsieur mademoiselle signora signor signore sig sra senora senor frau herr client clients customer clienta
cliente kundin kunde he she him his her hers they dear born married wrote called met told asked thanked visited bought collected lives son daughter wife
husband mother father monsieur elle lui nee habite epouse fille fils femme mari nato nata moglie marito figlia figlio nacido nacida esposa marido hija hijo
geboren wohnt tochter sohn
""".split())


def offers(text: str) -> bool:
    """Whether the text holds a sign of trade and mentions no person by any other word: less than a shelf does."""
    words = worded(text).split()
    return _PEOPLE.isdisjoint(words) and (not _TRADE.isdisjoint(words) or _MEASURED.search(text) is not None)


def shelf(text: str) -> bool:
    """Whether the text lists or describes things for sale and mentions no person by any other word."""
    words = worded(text).split()
    if not _PEOPLE.isdisjoint(words):
        return False
    signals = len(_MEASURED.findall(text)) + sum(word in _TRADE or bool(bits_of(word) & THING) for word in words)
    return signals >= SIGNALS and signals * SHARE >= len(words)
