"""Recognisers of persons by what stands after a name or around a mail: 'X speaking', 'press contact: X', 'give my regards to X'.

Belongs here: such contexts, and names that only a list knows. Not here: titles, greetings, signatures (`persons`).
Each `find` gets the joined text and one cue, and yields (start, end, score) of the name alone.
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.people.givennames import PLACES, is_family, is_given, is_plain_given, may_be_given
from assets.privacy.detect.people.kinds import NAMED, WORDY
from assets.privacy.detect.people.persons import NAME, SPACE, STOP, UPPER, is_stop, names
from assets.privacy.folding import fold
from assets.privacy.tagger import bits_of, everyday
from assets.privacy.tagger.gazetteer import FAMILY, GIVEN_OFTEN, PLACE

_PLAIN_STOP = frozenset(fold(word) for word in STOP)
# The name stands before these: on the telephone, or where somebody is at somebody's service.
ANNOUNCEMENTS = (
    "speaking", "here", "que puis-je pour vous", "che cosa posso fare", "cosa posso fare", "what can i do", "a l'appareil", "au telephone",
    "au bout du fil", "je vous ecoute", "mi dica", "dica pure", "pour vous servir", "a votre service", "a votre ecoute", "all'apparecchio", "al telefono",
    "in linea", "a sua disposizione", "a vostra disposizione", "l'ascolto", "la ascolto", "at your disposal", "at your service", "on the line",
    "on the phone", "how can i help", "how may i help", "come posso aiutarla", "come posso aiutarvi", "come posso aiutare", "en quoi puis-je",
    "comment puis-je")
# The name stands after these, in full or as a given name.
MENTIONS = (
    "regards to", "my best to", "my love to", "hello to", "greetings to", "remember me to", "thanks to", "thank you to", "thank you", "ask for",
    "asked for", "speaking with", "speaking to", "speak to", "speak with", "spoke to", "spoke with", "talk to", "met with", "amities a", "salutations a",
    "bonjour a", "merci a", "demandez", "demander", "parler a", "parle avec", "parler avec", "vu avec", "de la part de", "saluti", "saluti a", "grazie a",
    "chieda di", "chiedete di", "parlato con", "parlo con", "parla con", "parla", "da parte di", "a nome", "under the name of", "au nom de",
    "in the name of", "ici", "qui", "here is", "pronto", "allo", "care of", "ask", "sono", "je suis", "c'est", "i'm", "this is", "it's", "bonne journee a",
    "bonne soiree a", "bonsoir a", "buona giornata a", "buona serata a", "buonasera a", "good evening to", "good day to", "signed", "signee", "signe",
    "firmata", "firmato")
_TO_SOMEBODY = frozenset((
    "regards to", "speaking with", "speaking to", "speak to", "spoke to", "spoke with", "ask for", "thanks to", "thank you to", "thank you", "merci a",
    "grazie a", "demandez", "chieda di", "parla", "parla con", "parlato con", "amities a", "allo", "bonne journee a", "bonne soiree a", "buona giornata a",
    "buona serata a"))
_I_AM = frozenset(("sono", "je suis", "c'est", "i'm", "this is", "it's", "ici", "qui"))      # then only where the sentence ends with the name
LONE = 0.42             # a single unknown word after such a cue
CONTACTS = ("press contact", "press office", "press officer", "press enquiries", "media contact", "contact", "contacts", "contact presse", "service de presse",
            "relations presse", "attachee de presse", "attache de presse", "ufficio stampa", "contatto", "contatti", "contatti stampa", "referente",
            "responsable", "responsabile", "interlocuteur", "interlocutrice", "account manager", "prepared by", "written by", "edited by", "compiled by",
            "photographed by", "redige par", "ecrit par", "propos recueillis par", "recueilli par", "a cura di", "scritto da", "redatto da", "testo di",
            "texte de", "text by", "words by", "author", "auteur", "autore", "autrice", "lettre signee",
            "lent by", "prete par", "prestato da", "donated by", "donne par", "donato da")
_FRONT = re.compile(rf"(?<![\w'’.-])({NAME}){SPACE}?[,;]?{SPACE}?\Z")
_BEHIND_MAIL = re.compile(rf"{SPACE}?[(,;–—-]{{1,2}}{SPACE}?(?={NAME})")
_BEFORE_MAIL = re.compile(rf"(?<![\w'’.-])({NAME}){SPACE}?[,;:(<–—-]{{1,2}}{SPACE}?\Z")
_LOCAL = re.compile(r"[\w.%+'\-]{1,64}\Z")
_HOST = re.compile(r"(?:[\w\-]{1,63}\.){1,5}[^\W\d_]{2,24}")
_ALONE = re.compile(rf"([{UPPER}](?<![\w'’.-].)[^\W\d_]{{2,}}(?:-[{UPPER}][^\W\d_]+)?)(?![\w-])")      # the capital first: it is what the search looks for
_OF_A_HOUSE = re.compile(rf"{SPACE}(?:de|di|da|del|della|du){SPACE}(?=[{UPPER}])")
_ENDS = (".", ",", "!", "?", "\n", "\x00", "")
_ADVERBS = ("ly", "ment", "mente")
_WORD_BEFORE = re.compile(rf"(?<![^\W\d_])([^\W\d_]\w*){SPACE}\Z")
_NEXT_CAPITAL = re.compile(rf"{SPACE}[{UPPER}]")


def on_a_line(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Two small words that fill a line, as people answer in a chat: a common given name and whatever follows, or a name of a list and no everyday word."""
    first, _, second = text[start:end].partition(" ")
    if 3 <= len(first) <= 20 and 3 <= len(second) <= 20 and first.isalpha() and second.isalpha() and first.islower() and second.islower() \
            and _full_name(fold(first), fold(second)):
        yield start, end, 0.6


def _full_name(given: str, family: str) -> bool:
    """Whether two folded words are a name in full, though no capital says so."""
    known = bits_of(given)
    if known & WORDY or family in _PLAIN_STOP and not (len(family) > 3 and bits_of(family) & FAMILY):       # 'carla house'
        return False
    return bool(known & GIVEN_OFTEN) or not bits_of(family) & WORDY and (may_be_given(given) or is_family(family))


BESIDE_NUMBER = ("and", "ssn", "social")
_NUMBER_BEHIND = re.compile(r"(?: (?:my|the|last|ssn|social|security|number|no|is|four|digits|4|of)){0,6} (\d{4})(?!\d)"
                            r"(?= ?(?:[\n\x00,.;!?]|\Z)| (?:and|ssn|card|my|thanks?|thank|sir|maam)\b| [a-z]{1,2}(?:[\n\x00]|\Z))")
_NAME_BEFORE = re.compile(r"(?:\A|[\n\x00])(?:(?:its|it is|this is|im|i am) )?([^\W\d_]{2,20}(?: [^\W\d_]{1,20}){0,2}) (?:and )?(?:my |the )?(?:last )?\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


def before_number(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Who says the name and the last four digits of a number in one breath, as an agent asks for them: 'marla quist and 7774', 'quist ssn no 7774'."""
    if not text[start].islower():
        return
    number = _NUMBER_BEHIND.match(text, end, min(len(text), end + 60))
    front = _NAME_BEFORE.search(text, max(0, start - 60), start) if number else None
    if not front or not front[1].islower() or _YEAR.match(number[1]) and number.end() - end == 5:      # 'picanto and 2015' is a car
        return
    words = [fold(word) for word in front[1].split()]
    if len(words) == 1 and bits_of(words[0]) & PLACE and not bits_of(words[0]) & GIVEN_OFTEN:       # 'goa and 4604'
        return
    if not any(word in _PLAIN_STOP or word in PLACES or bits_of(word) & WORDY and not bits_of(word) & NAMED for word in words if len(word) > 1):
        yield front.start(1), front.end(1), 0.65


_HELPING = re.compile(r" (?:how (?:can|may)|what can)\b")
_SPEAKER = re.compile(r"(?<![\w'’])([^\W\d_]{2,16}) \Z")


def announced(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name before 'speaking', 'à l'appareil', 'how can I help': a known given name, or two capitalised words; 'cash speaking how may I help'."""
    if text[start].islower() and text[start:end] == "speaking" and _HELPING.match(text, end):
        said = _SPEAKER.search(text, max(0, start - 18), start)
        if said and said[1].islower() and not is_stop(said[1]) and not said[1].endswith(_ADVERBS) and (not everyday(fold(said[1])) or bits_of(fold(said[1])) & NAMED):
            yield *said.span(1), 0.6
            return
    if fold(text[start:end]) == "here" and text[end:end + 1] not in _ENDS:
        return
    base = max(0, start - 60)
    front = _FRONT.search(text, base, start)
    if front:
        yield from _person(text, front.start(1), front.end(1), 0.75, True)


def mentioned(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name after 'give my regards to' and its kin: a known given name, or two words of which none is a place."""
    if text[end:end + 1] not in (" ", "\u00a0", "\u202f") or not text[end + 1:end + 2].isupper():
        return
    found = names(text, end + 1)
    if found:
        cue = fold(text[start:end])
        if cue not in _I_AM:
            yield from _person(text, found[0], found[1], 0.65, cue in _TO_SOMEBODY)
        elif found[2] > 1 or text[found[1]:found[1] + 1] in _ENDS:
            yield from _person(text, found[0], found[1], 0.6, True)


def contacted(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The full name after 'press contact:', 'written by', 'signed'."""
    at = end
    while at < len(text) and at < end + 4 and text[at] in " \u00a0\u202f:\n":
        at += 1
    found = names(text, at) if at > end and text[at:at + 1].isupper() else None
    if found and found[2] > 1:
        yield from _person(text, found[0], found[1], 0.65 if text[end:at].strip() else 0.55)


def beside_mail(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A name right before or behind a mail address, when the address is made of it or the name is written like one."""
    local, host = _LOCAL.search(text, max(0, start - 64), start), _HOST.match(text, end, min(len(text), end + 120))
    if not local or not host:
        return
    address = fold(local[0])
    before = _BEFORE_MAIL.search(text, max(0, local.start() - 64), local.start())
    behind = _BEHIND_MAIL.match(text, host.end(), min(len(text), host.end() + 6))
    after = names(text, behind.end()) if behind else None
    for found in ((before.start(1), before.end(1)) if before else None, after[:2] if after else None):
        if found is None:
            continue
        words = [fold(word) for word in re.findall(r"[^\W\d_]{3,}", text[found[0]:found[1]])]
        if any(word in address for word in words):
            yield found[0], found[1], 0.85
        else:
            yield from _person(text, found[0], found[1], 0.6)


def alone(text: str) -> Iterator[tuple[int, int, float]]:
    """A capitalised given name with no other capitalised word beside it: only for sources whose policy lowers the threshold."""
    for found in _ALONE.finditer(text):
        word = fold(found[1])
        if is_plain_given(word) and word not in _PLAIN_STOP and not _NEXT_CAPITAL.match(text, found.end()) and not _capital_before(text, found.start()):
            yield found.start(1), found.end(1), 0.4


def _capital_before(text: str, start: int) -> bool:
    """Whether the word before begins with a capital in the same sentence: a full name, a title, a brand's second word."""
    front = _WORD_BEFORE.search(text, max(0, start - 30), start) if text[start - 1:start] in (" ", "\u00a0", "\u202f") else None
    return bool(front and front[1][0].isupper() and len(front[1]) > 1 and fold(front[1]) not in _PLAIN_STOP)


def _person(text: str, start: int, end: int, score: float, lone: bool = False) -> Iterator[tuple[int, int, float]]:
    """The span if its words make a person: a known given name first, or two words and none of them a place or a stop word.

    Where `lone`, a single capitalised word that no list knows is found too, with a score that only lowered thresholds reach.
    """
    found = names(text, start)
    if not found:
        return
    start, end, proper = found[0], min(end, found[1]), found[2]
    of = _OF_A_HOUSE.search(text, start, end)
    if of and lone:     # 'thanks to Perrine de ...': whose house is not her name, unless more speaks for it
        end, proper = of.start(), 1
    words = [fold(word) for word in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", text[start:end])]
    if not words:
        return
    if is_given(words[0]):
        yield start, end, score
        return
    unknown = words[1:] if proper > 1 and may_be_given(words[0]) else words
    if not any(word in PLACES or word in _PLAIN_STOP for word in unknown) and not words[0].endswith(_ADVERBS):
        if proper > 1:
            yield start, end, score - 0.1
        elif lone:
            yield start, end, LONE
