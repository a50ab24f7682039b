"""What stands around a number: the words before it, what is glued to it, what makes it a product's or a price's.

Belongs here: evidence for and against that any grammar may ask for. Not here: the grammars (the rooms beside).
"""

import re

from assets.privacy.detect.validators import digits
from assets.privacy.folding import worded

EDGES = frozenset(("", "\n", "\x00"))      # what stands where a line begins or ends
REACH = 40      # characters before a number in which a word may speak about it
CALL = frozenset((
    "tel tele telephone telefono telefon telefonnummer telefonisch phone phonenumber ph mobile mob cell cellphone "
    "cellulare cel portable portatile movil handy handynummer whatsapp wa fax gsm joindre joignable rappeler rappelez "
    "rappelle appeler appelez appelle chiamare chiamarmi chiamami chiami contattare contattarmi contact call calling "
    "ring text sms reach dial anrufen anruf ruf rufnummer erreichbar erreichen durchwahl llamar llamarme llama "
    "llamame numero number numeros recapito").split())
OTHER_NUMBER = frozenset((
    "account acct order booking claim policy invoice tracking ticket reference confirmation reservation card case "
    "customer client member membership loyalty ssn security nhs insurance dni steuer passport commande compte dossier "
    "facture carte fidelite suivi ordine conto pratica tessera fattura cliente pedido cuenta factura tarjeta reserva "
    "bestellung konto rechnung kunden karte serial model item article").split())
CARD = frozenset((
    "card cards carte carta cartao tarjeta karte kreditkarte kartennummer visa mastercard amex express maestro cb").split())
NATIONAL = frozenset((
    "ssn social securite nir insee nino insurance ni dni nie nif nhs steuer steuerid identifikationsnummer idnr "
    "sozialversicherung sozialversicherungsnummer versicherungsnummer ausweis personalausweis personalausweisnummer "
    "codice fiscale cf").split())
DEVICE = frozenset("imei imeisv device serial appareil telephone gerat dispositivo".split())
CASE = frozenset((
    "application applications no nos nr nrs n numero numeros num requete requetes affaire affaires case cases ricorso "
    "ricorsi demanda demandas zr str bvr azr recurso beschwerde beschwerden az aktenzeichen dossier rg pourvoi docket sentencia "
    "asunto and et e y und").split())
VEHICLE = frozenset((
    "plate plates plaque immatriculation immatricule immatriculee immatriculees targa targata targato registration "
    "registered reg kennzeichen nummernschild matricula matriculado voiture vehicule vehicle car van auto fahrzeug "
    "wagen coche vehiculo macchina veicolo automobile licence license voiturier parking valet").split())
_PRODUCT = frozenset((
    "isbn ean gtin upc sku sk ref reference references rif riferimento referencia referenz art article articolo "
    "articulo artikel item style modele model modello modelo modell lot batch lotto lote charge inv inventory "
    "inventaire inventario doi issn barcode barres pantone serial serie code codes codice codigo isin asin hs rgb "
    "version").split())
_MONEY = frozenset("eur usd gbp chf jpy aed cny euro euros dollars rs inr".split())
_COUNTERS = frozenset("no nr n num numero number nummer is".split())
_UNIT = re.compile(r"\s?(?:[€$£¥%×°]|(?:eur|usd|gbp|chf|jpy|aed|cny|euros?|dollars?|pounds?|mm|cm|km|kg|ct|carats?|ml|cl|gr?|m[²2]?|"
                   r"pieces?|pièces?|pezzi|stück|piezas|units?|x\s?\d)\b)", re.I)
_UNIT_STARTS = frozenset("€$£¥%×°eugcjadpmkxsEUGCJADPMKXS")


class Run:
    """A run of digits in a text, and what every grammar asks about it: worked out once."""

    __slots__ = ("_before", "end", "number", "plain", "start", "text", "written")

    def __init__(self, text: str, start: int, end: int):
        self.text, self.start, self.end = text, start, end
        self.written = text[start:end]
        self.number = digits(self.written)
        self.plain = len(self.number) == end - start        # digits and nothing else
        self._before: list[str] | None = None

    @property
    def before(self) -> list[str]:
        """The words before it."""
        if self._before is None:
            self._before = words_before(self.text, self.start)
        return self._before


def words_before(text: str, start: int, reach: int = REACH) -> list[str]:
    """The folded words shortly before a place, of the same text; the first may be cut."""
    return worded(text[max(0, start - reach):start].rpartition("\x00")[2]).split()


def unit_follows(text: str, end: int) -> bool:
    """Whether the number counts or costs something."""
    mark = text[end:end + 1]
    if mark.isspace():
        mark = text[end + 1:end + 2]
    return mark in _UNIT_STARTS and _UNIT.match(text, end) is not None


def said_from(text: str, end: int) -> int:
    """Where what is said about a word begins: behind the quotation mark that closes it as a name of JSON, '"user": "x"'."""
    return end + 1 if text[end:end + 1] in ("\"", "'") and text[end + 1:end + 3].lstrip()[:1] == ":" else end


def traded(text: str, start: int, end: int, before: list[str]) -> bool:
    """Whether the number is a product's or a price's, to judge by its neighbours."""
    front = text[max(0, start - 2):start].rstrip()
    if front and front[-1] in "€$£¥#":
        return True
    if before:
        last = before[-1]
        if last in _PRODUCT or last in _MONEY:
            return True
        if len(before) > 1 and before[-2] in _PRODUCT and (last in _COUNTERS or text[start - 1:start] in "-/" and len(last) < 5):
            return True
    counted = text[start:end].lstrip("(")[:1] != "0"     # nothing is counted from zero: '06 12 34 56 78 %' is a telephone
    return counted and unit_follows(text, end)


def alone(text: str, start: int, end: int, before: list[str] | tuple = ()) -> bool:
    """Whether nothing is glued to text[start:end]: no letter, digit, decimal part or code. A word of telephones may be: 'tel.06 12'."""
    if start:
        mark = text[start - 1]
        if mark.isalnum() or mark in "_#$€£@":
            return False
        if mark in ".,:/-" and start > 1 and text[start - 2].isalnum() and (mark in "./-" or text[start - 2].isdigit()):
            if text[start - 2].isdigit() or not before or before[-1] not in CALL:
                return False
    after = text[end:end + 2]
    return not after or not (after[0].isalnum() or after[0] in "_@" or (after[0] in ".,:-/" and after[1:].isalnum() and after[1:].isdigit()))
