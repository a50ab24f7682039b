"""Whether a text is a shelf's: it names things, their sizes, colours and prices, and speaks of nobody.

Belongs here: this one judgement, for names that are also names of things ('Le sac Marguerite', 'the Oliver coat'). Not here: what follows
from it (`guesses`, `companions`).
"""

import re
from collections.abc import Sequence

from assets.privacy.detect.people.goods import GOODS, HOUSES
from assets.privacy.folding import fold, worded
from assets.privacy.tagger import bits_of
from assets.privacy.tagger.gazetteer import THING

SIGNALS, SHARE = 2, 12      # at least so many signs of trade, and one in so many words
_MEASURED = re.compile(r"[€$£¥]\s?\d|\d\s?(?:[€$£¥%°]|(?:eur|usd|gbp|chf|mm|cm|ml|cl|kg|gr?|ct|k|carats?|fl)\b)|\d\s?[x×]\s?\d", re.I)
_PARTS = re.compile(r"[,:;.\n()]| (?:and|und|et|e|y|&) ")
_TRADE = frozenset("""
ref reference art article artikel articolo articulo sku ean gtin style model modele modello modelo size sizes taille tailles taglia taglie talla tallas grosse
grossen pointure pointures colour colours color coloris couleur colore colori colores farbe farben price prix prezzo precio preis composition composizione
composicion material lined lining doublure fodera forro futter sole semelle suola suela heel talon tacco tacon absatz strap zip buttons collection collezione
coleccion kollektion line ligne linea linie look made stock available shades set pcs pieces pezzi piezas
""".split())
# Words of somebody who speaks, or of private persons; and words that product copy has now and then: 'a gift for her', 'Clara and her sister Marta'.
_PEOPLE = frozenset("""
me my mine je moi yo ich mir mein meine thanks thx sorry hi hello hey regards bonjour merci bisous hola gracias saludos besos ciao grazie saluti baci
hallo danke gruss grusse mr mrs ms miss mister sir mme monsieur signora signor signore sig sra senora senor frau herr customer clienta
cliente kundin kunde they dear married wrote met told asked thanked visited bought collected lives wife husband habite epouse femme mari nato nata moglie
marito nacido nacida esposa marido geboren wohnt
""".split())
_RARELY = frozenset("""
i im ive he she him his her hers client clients born called mother father son daughter madam madame mademoiselle elle lui nee fille fils figlia figlio hija hijo
tochter sohn
""".split())
LISTED = 3          # houses in a text that speaks of nobody and so lists them
ENOUGH = 3          # signs of trade for each such word


def offers(text: str) -> bool:
    """Whether the text holds a sign of trade and mentions no person by any other word: less than a shelf does."""
    words = worded(text).split()
    return _PEOPLE.isdisjoint(words) and _RARELY.isdisjoint(words) and (not _TRADE.isdisjoint(words) or _MEASURED.search(text) is not None)


def houses(text: str, names: Sequence[str]) -> list[bool]:
    """Which of the names found in a text are houses' whose things it offers, or who made or inspired them: 'Salvatore Ferragamo' on a shelf, or in a list of brands."""
    found = [_plain(name) in HOUSES for name in names]
    if not any(found) or not _PEOPLE.isdisjoint(worded(text).split()):
        return [False] * len(names)
    listed = sum(_plain(part) in HOUSES for part in _PARTS.split(text)) >= LISTED
    return found if listed or shelf(text) or offers(text) else [False] * len(names)


def _plain(name: str) -> str:
    return fold(name).strip(" .'").removesuffix("'s")


def shelf(text: str) -> bool:
    """Whether the text lists or describes things for sale, and mentions persons by no other word, or by few beside so many things."""
    words = worded(text).split()
    if not _PEOPLE.isdisjoint(words):
        return False
    signals = _signals(text, words)
    return signals >= SIGNALS + ENOUGH * sum(word in _RARELY for word in words) and signals * SHARE >= len(words)


def sold(word: str) -> bool:
    """Whether a folded word is one of trade or of goods."""
    return word in _TRADE or word in GOODS or bool(bits_of(word) & THING)


def _signals(text: str, words: Sequence[str]) -> int:
    """How many signs of trade a text has: prices and measures, and words of goods; of goods alone a few are none."""
    goods = sum(word in GOODS and word not in _TRADE and not bits_of(word) & THING for word in words)
    signs = len(_MEASURED.findall(text)) + sum(map(sold, words)) - goods
    return signs + goods if signs or goods > SIGNALS else 0
