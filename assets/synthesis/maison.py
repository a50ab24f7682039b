"""The house itself: Valdorsenne, leather, silk, jewels and couture, Paris and Florence. All of it is invented.

Belongs here: the facts every source agrees on (names, places, lines, secrets, public persons) and the world of one seed.
Not here: how a source writes them down. `houses/demo/vocabulary` lists the same names; a test compares.
"""

from functools import cached_property
from typing import NamedTuple

from assets.synthesis.dice import Dice
from assets.synthesis.people import Person, client, person

HOUSE = "Valdorsenne"
FOUNDED = 1868
AS_OF = "2026-01-31"
BOUTIQUES = [("PAR1", "Paris, rue du Vieux-Mail", "FR"), ("PAR2", "Paris, quai Saint-Aubin", "FR"), ("LYO", "Lyon, place des Soyeux", "FR"),
             ("FIR", "Firenze, via dell'Arcolaio", "IT"), ("MIL", "Milano, corso Lanterna", "IT"), ("LON", "London, Tanners Row", "GB"),
             ("NYC", "New York, Larch Street", "US"), ("GEN", "Genève, quai des Aubépines", "CH")]
LINES = ["Solenza", "Brumelle", "Lunaria", "Corallina", "Vespéral", "Ondaterra", "Aubérine", "Filigrane", "Marquenterre", "Serafilo",
         "Oriflamme", "Tramontane", "Celadina", "Pavane", "Lanterna", "Rivafiore"]
COLLECTIONS = ["Jardins de sel", "Le Bruit des métiers", "Carta da vento", "Nuit de Lyon", "The Quiet Ledger", "Terre d'ombra", "Les Heures bleues",
               "Salt and Lanterns", "Il filo lento", "Minuit, quai Saint-Aubin", "Papier de soie", "The Weaver's Almanac", "Grand Herbier",
               "Acqua ferma", "Second Winter"]
PUBLIC = ["Éléonore Valdorsenne", "Auguste Valdorsenne", "Ottavio Serrapetra", "Maud Kessilian", "Livio Tarcenta", "Solveig Aurmark",
          "Hyacinthe Roqueval", "Clémence d'Aspremal", "Benedikt Orlowane", "Fosca Lumetti", "Isidore Montvalin", "Thea Brackenridge",
          "Anselmo Cardigliano", "Odette Fauchelieu", "Marius Levantin", "Iris Penhallowe"]
ROLES = {"designer": PUBLIC[2:8], "artist": PUBLIC[8:13], "author": PUBLIC[13:], "founder": PUBLIC[:2]}
FORMULAS = ["Accord Noir 17", "Teinture Sélène", "Bagno Ombra 9", "Vernis d'Hiver", "Formule Aubrac-6", "Apprêt Cendré 41", "Concia Luminosa 3",
            "Glaze Number Eleven", "Mordant Vesper", "Lega Rosata 585-V"]
UNRELEASED = ["Projet Hirondelle", "Progetto Meridiana", "Project Saltmarsh", "Capsule Onyx 2027", "Lunaria Secunda", "Projet Grand Pavois"]
SUPPLIERS = ["Tannerie Borvallon", "Conceria Altopiede", "Seterie Lugarno", "Filature du Haut-Mesnil", "Pelliccerie Sandrovia", "Gemmes Karthéa",
             "Orfèvrerie Mailletan", "Thornbeck Mills", "Ravensholt Dyeworks", "Passementerie Oudinelle", "Tessitura Valmorbia",
             "Boutonnerie Crestois", "Kaolin & Fry Ltd", "Cachemires Ordolac", "Fibbie Montescuro", "Perles de Tahoranui", "Lapidaires Vaugrenant",
             "Cotonificio Bellardo", "Moiré Saint-Fargel", "Atelier des Cuirs Lozéran", "Hinterwald Gerberei", "Brightwater Linen Co",
             "Ricamificio Pontelagno", "Dentelles Caudrival"]
SECRETS = FORMULAS + UNRELEASED + SUPPLIERS
REGISTER_WINS = PUBLIC[9]            # a public name that is also a client's: the register wins


class Said:
    """A name that is planted: a public person or a secret."""

    __slots__ = ("type", "value")

    def __init__(self, type_: str, value: str):
        self.type, self.value = type_, value

    def written(self, code: str, text):
        if self.type == "PUBLIC_PERSON" and code == "last":
            return self.type, self.value.split(" ", 1)[1], "surname", None
        if self.value == REGISTER_WINS:
            return "PERSON", self.value, "homonym", World.HOMONYM
        return self.type, self.value, "full", None


class Number:
    """A number that is another one at each mention."""

    def written(self, code: str, text):
        return None, str(text.dice.between(3, 90)), "", None


class Piece(NamedTuple):
    sku: str
    line: str
    kind: str            # one of KINDS
    price: int


KINDS = ["bag", "scarf", "shoe", "coat", "dress", "ring", "necklace", "bracelet", "belt", "glove"]
CATEGORY = {"bag": "leather", "belt": "leather", "glove": "leather", "shoe": "leather", "scarf": "silk", "coat": "couture", "dress": "couture",
            "ring": "jewellery", "necklace": "jewellery", "bracelet": "jewellery"}
KIND_NAMES = {
    "fr": dict(zip(KINDS, ["sac", "carré", "escarpin", "manteau", "robe", "bague", "collier", "bracelet", "ceinture", "gant"])),
    "it": dict(zip(KINDS, ["borsa", "foulard", "scarpa", "cappotto", "abito", "anello", "collana", "bracciale", "cintura", "guanto"])),
    "en": dict(zip(KINDS, KINDS)),
}


class World:
    """Everybody and everything of one seed at one scale."""

    HOMONYM = "VD-200049"            # the client who bears a public person's name

    def __init__(self, seed: int, scale: float):
        self.seed, self.scale = seed, scale

    def count(self, at_one: int) -> int:
        return max(1, round(at_one * self.scale))

    def dice(self, *name) -> Dice:
        return Dice(self.seed, *name)

    @cached_property
    def clients(self) -> list[Person]:
        people = [client(self.seed, i) for i in range(max(12, self.count(240)))]
        given, family = REGISTER_WINS.split(" ")
        at = next(i for i, one in enumerate(people) if one.key == self.HOMONYM)
        old = people[at]
        values = {name: getattr(old, name) for name in Person.__slots__} | {"given": given, "family": family, "gender": "f"}
        people[at] = Person(**values)
        return people

    @cached_property
    def advisors(self) -> list[Person]:
        return [person(self.seed, "advisor", i, f"ADV{i + 1:03d}", False) for i in range(max(6, self.count(14)))]

    @cached_property
    def artisans(self) -> list[Person]:
        return [person(self.seed, "artisan", i, f"ART{i + 1:03d}", False) for i in range(max(5, self.count(12)))]

    @cached_property
    def pieces(self) -> list[Piece]:
        out = []
        for i in range(max(30, self.count(120))):
            dice = self.dice("piece", i)
            kind = dice.pick(KINDS)
            line = LINES[i % len(LINES)]
            dear = 8 if CATEGORY[kind] == "jewellery" else 3 if CATEGORY[kind] == "couture" else 1
            out.append(Piece(f"{CATEGORY[kind][:2].upper()}{line[:2].upper().replace('É', 'E')}{1000 + i:04d}-{dice.between(10, 99)}", line, kind,
                             dice.between(18, 190) * 10 * dear))
        return out

    def bound(self, dice: Dice, language: str, year: int | None = None) -> dict:
        """What most texts may speak of."""
        piece = dice.pick(self.pieces)
        year = year or dice.between(2015, 2025)
        return {
            "house": HOUSE, "line": piece.line, "piece_name": f"{KIND_NAMES[language][piece.kind]} {piece.line}" if language != "en"
            else f"{piece.line} {piece.kind}", "sku": piece.sku, "price": price(piece.price, language), "year": year, "past": dice.between(FOUNDED + 4, 1990),
            "collection": dice.pick(COLLECTIONS), "boutique": dice.pick(BOUTIQUES)[1], "number": Number(),
            "designer": Said("PUBLIC_PERSON", dice.pick(ROLES["designer"])), "artist": Said("PUBLIC_PERSON", dice.pick(ROLES["artist"])),
            "author": Said("PUBLIC_PERSON", dice.pick(ROLES["author"])), "founder": Said("PUBLIC_PERSON", dice.pick(ROLES["founder"])),
            "formula": Said("SECRET", dice.pick(FORMULAS)), "unreleased": Said("SECRET", dice.pick(UNRELEASED)),
            "supplier": Said("SECRET", dice.pick(SUPPLIERS)),
        }


def price(amount: int, language: str) -> str:
    whole = f"{amount:,}"
    return {"fr": whole.replace(",", " ") + " €", "it": whole.replace(",", ".") + " €", "en": "£" + whole}[language]
