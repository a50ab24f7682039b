"""Clients, advisors and artisans: who is who, and how a text may mention them.

Belongs here: names and the personal values of invented people. Not here: public persons (`maison`), or what happens to them.
Surnames are built from stems and endings, so that a house of any size has enough of them; none is a word of the texts.
"""

from dataclasses import dataclass

from assets.synthesis import identifiers as ids
from assets.synthesis.dice import Dice

GIVEN = {
    ("fr", "f"): "Camille Solène Apolline Maëlle Capucine Ségolène Bérengère Isaure Ombeline Hermine Clotilde Domitille Aliénor Philippine "
                 "Mathilde Élodie Noémie Sidonie Victoire Joséphine Bertille Ludivine Gwenaëlle Coralie Anaïs Thaïs Inès Manon Salomé Faustine "
                 "Honorine Perrine Delphine Raphaëlle Estelle Amandine Fabienne Nadège Solange Yasmina".split(),
    ("fr", "m"): "Étienne Thibault Gaspard Alexandre Corentin Maxence Amaury Baptiste Édouard Lancelot Gauthier Quentin Arnaud Sylvain "
                 "Barnabé Tancrède Benoît Mathieu Hippolyte Ambroise Guillaume Enguerrand Rodolphe Cyprien Aurélien Jérôme Fabrice Thierry "
                 "Loïc Yann Samir Bastien Valentin Anselme Côme Donatien".split(),
    ("it", "f"): "Ginevra Beatrice Ludovica Amalia Costanza Fiammetta Benedetta Eleonora Chiara Giulia Francesca Martina Arianna Elisabetta "
                 "Raffaella Marcella Antonella Donatella Serafina Tecla Ilaria Valentina Caterina Lavinia Ortensia Micaela Domitilla Simona "
                 "Loredana Federica Giada Noemi".split(),
    ("it", "m"): "Leonardo Edoardo Lorenzo Tommaso Niccolò Filippo Alessandro Matteo Ruggero Emanuele Gianluca Cesare Umberto Raimondo "
                 "Manfredi Ludovico Bartolomeo Ettore Corrado Massimo Stefano Davide Gabriele Riccardo Giacomo Pietro Saverio Amedeo Fabrizio "
                 "Michele".split(),
    ("en", "f"): "Imogen Philippa Harriet Cordelia Rosalind Beatrix Arabella Henrietta Matilda Georgina Charlotte Eleanor Verity Ottilie "
                 "Marianne Josephine Winifred Tabitha Lucinda Abigail Samantha Priya Naomi Rebecca Caroline Stephanie Meredith Danielle "
                 "Kathleen Jacqueline".split(),
    ("en", "m"): "Rupert Alistair Barnaby Crispin Edmund Frederick Gregory Horatio Jonathan Lachlan Montgomery Nathaniel Oliver Percival "
                 "Quentin Rafferty Sebastian Theodore Tristan Benedict Malcolm Desmond Winston Arjun Desmond Cameron Malachy Terence Clifford "
                 "Roderick".split(),
}
STEMS = {
    "fr": "Beau Clair Mont Val Gran Roch Font Haut Mar Cast Vill Auber Chant Lan Ker Mal Bois Cour Dup Ferr Gal Jol Lam Mer Nan Pel Rav Sal Tour Vign "
          "Dar Bel Char Dor Es Fou Gar Her".split(),
    "fr+": "court mont ville lieu fontaine rousset ardier andelle vallon bresson uzac ignac oncourt eville aubert ellier audin erand etière "
           "illac ourdain ebois evaux endal ancourt audière".split(),
    "it": "Bell Mont Cast Per Vend Gal Mar Fer Ross Tor Lamb Sant Bar Cant Dell Font Gherard Ors Pass Quar Rin Sal Tass Ubald Val Zan Cors Albr "
          "Bev Dor Fab Gri Lor Mal".split(),
    "it+": "erini amonti aldesi ozzani ellucci andrini erosi ettani inelli arducci ighieri otteschi uzzoni ameri igiani occhetti onardi umbelli "
           "avalli enghi orandi assini".split(),
    "en": "Ash Hather Pem Wether Black Thorn Kings Marsh Elling Brad Hart Stan Lind Cal Whit Farn Hol Raven Al Stock Tils Win Oak Bram Ever Had "
          "Ains Lang Nor Red".split(),
    "en+": "worth leigh berton combe field stead bridge hurst croft wick thorpe minster cote sby ingham ington erley ammond ersham ecott "
           "borough denham".split(),
}
TITLES = {("fr", "f"): "Madame", ("fr", "m"): "Monsieur", ("it", "f"): "signora", ("it", "m"): "signor", ("en", "f"): "Mrs", ("en", "m"): "Mr"}
SHORT_TITLES = {"Madame": "Mme", "Monsieur": "M.", "signora": "sig.ra", "signor": "sig.", "Mrs": "Ms", "Mr": "Mr"}
COUNTRIES = {"fr": {"FR": 8, "CH": 2}, "it": {"IT": 9, "CH": 1}, "en": {"GB": 5, "US": 4}}
MONTHS = {"fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
          "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
          "en": "January February March April May June July August September October November December".split()}


@dataclass(frozen=True, slots=True)
class Person:
    key: str                # the house's number for a client; the code of an employee
    known: bool             # in the client register
    language: str
    gender: str
    given: str
    family: str
    country: str = "FR"
    email: str = ""
    phone: str = ""
    iban: str = ""
    card: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    birth: str = ""         # ISO date

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def title(self) -> str:
        return TITLES[self.language, self.gender]

    def written(self, code: str, text) -> tuple[str | None, str, str, str]:
        """Type, the value as written here, its form, and whose it is."""
        dice, language = text.dice, text.rules.language
        match code:
            case "" | "full": kind, value, form = "PERSON", self.full, "full"
            case "first": kind, value, form = "PERSON", self.given, "first"
            case "last": kind, value, form = "PERSON", self.family, "surname"
            case "titled": kind, value, form = "PERSON", f"{TITLES[language, self.gender]} {self.family}", "titled"
            case "short": kind, value, form = "PERSON", f"{SHORT_TITLES[TITLES[language, self.gender]]} {self.family}", "titled"
            case "reversed": kind, value, form = "PERSON", f"{self.family.upper()} {self.given}", "reversed"
            case "initial": kind, value, form = "PERSON", f"{self.given[0]}. {self.family}", "hard"
            case "email": kind, value, form = "EMAIL", self.email, "normal"
            case "phone": kind, value, form = "PHONE", ids.phone_written(dice, self.phone), "normal"
            case "iban": kind, value, form = "IBAN", ids.grouped(self.iban) if dice.chance(0.7) else self.iban, "normal"
            case "card":
                value = ids.grouped(self.card) if dice.chance(0.7) else self.card
                kind, form = "CARD", "normal"
                if dice.chance(0.2):
                    value = value.replace(" ", "-")
            case "address": kind, value, form = "ADDRESS", ids.address_written(self.street, self.postcode, self.town, self.country), "normal"
            case "street": kind, value, form = "ADDRESS", self.street, "street"
            case "birth": kind, value, form = "BIRTH_DATE", dated(self.birth, language, dice), "normal"
            case "client_no": kind, value, form = "CLIENT_NO", self.key, "normal"
            case "phone_spoken":
                value = ids.phone_written(dice, self.phone)
                kind, value, form = "PHONE", ids.spoken(value, language), "hard"
            case "email_spoken": kind, value, form = "EMAIL", ids.spoken_email(self.email, language), "hard"
            case "s": return None, "", "", self.key
            case _: raise KeyError(f"a person has no form {code!r}")
        return kind, value, form, self.key


def dated(iso: str, language: str, dice) -> str:
    year, month, day = iso.split("-")
    name = MONTHS[language][int(month) - 1]
    if language == "en":
        return dice.pick([f"{int(day)} {name} {year}", f"{name} {int(day)}, {year}", f"{day}/{month}/{year}"])
    first = "1er" if day == "01" and language == "fr" else str(int(day))
    return dice.pick([f"{first} {name} {year}", f"{day}/{month}/{year}", f"{day}.{month}.{year}"])


def surname(dice, language: str) -> str:
    return dice.pick(STEMS[language]) + dice.pick(STEMS[language + "+"])


def person(seed: int, role: str, number: int, key: str, known: bool) -> Person:
    dice = Dice(seed, role, number)
    language = dice.weighted({"fr": 45, "it": 25, "en": 30})
    gender = dice.weighted({"f": 62, "m": 38})
    country = dice.weighted(COUNTRIES[language])
    given, family = dice.pick(GIVEN[language, gender]), surname(dice, language)
    street, code, town = ids.address(dice, country)
    mark = dice.weighted({"": 3, dice.digits(2): 4, dice.digits(3): 3})
    birth = f"{dice.between(1939, 2004)}-{dice.between(1, 12):02d}-{dice.between(1, 28):02d}"
    return Person(key, known, language, gender, given, family, country, ids.email(dice, given, family, country, mark),
                  ids.phone(dice, country), ids.iban(dice, country), ids.card(dice), street, code, town, birth)


def client(seed: int, number: int) -> Person:
    return person(seed, "client", number, f"VD-{200000 + number * 7 % 700000 + number // 100000 * 700000:06d}", True)
