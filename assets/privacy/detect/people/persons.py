"""Recognisers of persons by what stands beside a name: a title, a greeting, an introduction, a signature.

Belongs here: name grammar, cue words, words that only look like names. Not here: known persons (`known`).
Each `find` gets the joined text and one cue, and yields (start, end, score) of the name alone.
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.nearby import EDGES
from assets.privacy.detect.people.givennames import AMBIGUOUS, PLACES, is_family, is_given, may_be_given
from assets.privacy.folding import fold
from assets.privacy.tagger import everyday

UPPER = "".join(chr(code) for code in range(0x41, 0x250) if chr(code).isupper())
SPACE = "[ \u00a0\u202f]"
_TOKEN = rf"(?:[dDlLOMN]['’´])?[{UPPER}][^\W\d_]+(?:[-'’][^\W\d_]+)*"
_INITIAL = rf"[{UPPER}]\.(?:[ -]?[{UPPER}]\.)?"
_PARTICLE = (r"(?:de\sla|de\sl['’]|de|du|des|d['’]|della|delle|dei|del|degli|dell['’]|di|da|dal|dalla|van\sder|van\sden|van\sde|van|von\sder|von|zu|"
             r"la|le|al|el|bin|ben|ten|ter|dos|das|do)")
NAME = rf"(?:{_TOKEN}|{_INITIAL})(?:{SPACE}(?:{_PARTICLE}{SPACE}?)?(?:{_TOKEN}|{_INITIAL})){{0,3}}"
_NAME = re.compile(rf"(?:{_PARTICLE}{SPACE}?)?{NAME}")
_LETTERS = re.compile(rf"(?:[{UPPER}]{SPACE}){{1,4}}(?=[{UPPER}][^\W\d_])")     # 'Ms I Wróbel'
_DOTTED = re.compile(rf"[{UPPER}](?:\.{{3}}|…)(?:{SPACE}[{UPPER}](?:\.{{3}}|…))?")       # 'M. D... E...', as published judgments hide names
LEADING = frozenset("""
de del della dello dei di da dal du des la le les lo li los las van von der den zu zum ter ten al el abu umm bin bint ben ibn mac mc""".split())
_ANY_CASE = re.compile(rf"[^\W\d_]+(?:[-'’][^\W\d_]+)*(?:{SPACE}[^\W\d_]+(?:[-'’][^\W\d_]+)*)?")


# Capitalised after a title, a greeting or in a signature, and yet no name.
STOP = frozenset("""
a an the this that these those it its he she we you they i my your our his her their there here is are was were be been has have had do does
did will would can could may might should must not no yes and or but if so as at by for from in into of off on onto out over to up with
when where which who whose why how what then than thank thanks please sorry well just also very all any some each every many much more most
one two three first second last next new old good great best kind dear sir madam sirs ladies gentlemen customer customers client clients
team everyone everybody friend friends guest guests colleague colleagues valued again once about after before because during while let me
today tomorrow yesterday morning afternoon evening night monday tuesday wednesday thursday friday saturday sunday january february march
april june july august september october november december regards sincerely yours faithfully warm welcome hello hi hey
le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs il elle on nous vous ils
elles je tu et ou mais donc or ni car si que qui quoi dont où ne pas plus moins très bien merci bonjour bonsoir salut cher chère chers
chères client cliente clients clientes madame monsieur mademoiselle mesdames messieurs equipe équipe tous toutes tout toute est sont était
avec sans pour par dans sur sous entre vers chez après avant depuis pendant comme quand voici voilà oui non beaucoup encore bienvenue
frankly honestly benvenuto benvenuta benvenuti bon bref alors riassumo riassumendo avrà avremo
lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre
cordialement bien amicalement
il lo la i gli le un uno una del dello della dei degli delle al allo alla ai agli alle dal dalla nel nella sul sulla e ed o ma se che chi
cui non più molto bene grazie buongiorno buonasera salve ciao caro cara cari care gentile gentili spettabile egregio cliente clienti signora
signore signori signorina tutti tutte questo questa quello quella mio mia suo sua nostro nostra vostro vostra sono è era siamo abbiamo con
per tra fra di da in su come quando dove ecco sì no ancora oggi domani ieri mattina sera lunedì martedì mercoledì giovedì venerdì sabato
domenica gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre cordiali saluti distinti mille
italian french english american british german spanish chinese japanese looking interested afraid glad happy sure going calling writing
house maison atelier boutique service department dept office store shop company inc ltd sarl spa srl group press archive archives museum
advisor adviser conseiller conseillère consulente commesso vendeur vendeuse artisan artigiano artigiana assistant agent support speaker
interviewer journalist curator customer-service host
""".split())
_STOP = frozenset(fold(word) for word in STOP)

TITLES = ("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "mister", "dr", "dr.", "prof", "prof.", "professor", "sir", "lady", "lord",
          "madam", "m.", "mm.", "mme", "mme.", "mlle", "mlle.", "mmes", "monsieur", "madame", "mademoiselle", "maitre", "sig.", "sig", "sig.ra",
          "sig.na", "signor", "signora", "signorina", "signore", "sig.a", "dott.", "dott.ssa", "dottor", "dottoressa", "avv.", "ing.",
          "avvocato", "herr", "frau", "senor", "senora", "sra.", "sr.", "mr. and mrs.", "mr and mrs", "m. et mme", "monsieur et madame")
# Titles that are also names or words: they announce a name and yet may be part of one.
OTHER_TITLES = ("me", "mes", "docteur", "abbe", "don", "donna", "dona", "srta.", "fr.", "hr.", "ldo.", "lda.", "lcdo.", "lcda.", "lic.", "rag.",
                "geom.", "card.", "mons.", "atty.", "pte.", "smt.", "shri", "sri", "mzee", "khun")
WHOLE = 0.75        # score of a name that is all that follows 'my name is'
# Titles of things too: the scent 'Miss Flora', the wine 'Donna Elena', the rose 'Lady Ashe'.
COURTESIES = ("sir", "lady", "lord", "miss", "mister", "madam", "mademoiselle", "signorina", "don", "donna", "dona")
TITLE_WORDS = frozenset(word for title in TITLES for word in title.split())
_INSIDE = frozenset("la le les de del della di da du van von".split())
_SECOND = re.compile(rf"(?:D\.?ª?|Dña\.?|Don|Doña|don|doña){SPACE}(?=[{UPPER}])")      # 'Sra. D.ª Ana'
_MAITRE = frozenset(("me", "mes"))
_SMALL_TITLES = frozenset("mr mrs ms dr".split())
# Words of everyday language unless written with a capital.
_CAPITAL = frozenset("""
m. mm. mr ms miss lady sir lord dr prof sig ing. dott. avv. madam maitre sr. me mes fr. hr. card. lic. rag. mons. pte. khun sri donna""".split())
# What stands behind a title instead of a name: 'Mr President', 'Madame la Directrice', 'Sr. Fiscal'.
OFFICES = frozenset("""
president presidente presidenta presidency director directora directeur directrice direttore direttrice direktor direktorin chair chairman chairwoman
chairperson speaker secretary secretaire segretario segretaria secretario secretaria minister ministre ministro ministra justice judge juge giudice juez jueza
richter richterin fiscal procureur procureure procuratore procurador mayor maire sindaco alcalde alcaldesa advocate avocat avvocato abogado abogada notaire
notaio notario ordinary chancellor chief prefet prefetto gobernador governor ambassador ambassadeur doctor docteur dottore professor professeur professore
general commissaire commissario comisario inspector inspecteur ispettore rapporteur conseiller consejero presidente-director magistrado magistrada greffier
administrator administrateur administratrice recteur rettore rector burgermeister burgermeisterin registrar mgr pp
""".split())
# Second words of things: 'Henrietta Cloth', 'Bradley Co', 'Victoria Street'.
THINGS = frozenset("""
cloth wool silk cotton linen velvet satin lace leather fabric fabrics textile textiles yarn thread mill mills co company corp bros brothers sons fils street
road avenue park square hotel museum gallery college university school library church cathedral palace castle club society institute foundation prize award
chair table lamp bag bags dress coat coats ring watch shoe shoes boot boots scarf hat hats jacket shirt trousers jeans collection collections spring summer
autumn winter season edition series shop stores market works factory city town county river island islands bay beach hills mountain valley lake bridge station
airport terrace garden gardens hall court lane festival week show day rose blue red green black white pink grey gray gold silver pearl diamond sapphire ruby
emerald noir noire blanc blanche bleu bleue rouge vert verte rue soie laine coton cuir toile dentelle velours robe sac bijou bijoux nero bianco rosso verde
blu seta lana cotone pelle borsa abito via piazza
""".split())
INTRODUCTIONS = ("my name is", "my name's", "my names", "the names", "the name's", "myself", "name is", "this is", "i am", "i'm",
                 "je m'appelle", "je suis", "moi c'est", "mon nom est",
                 "c'est", "mi chiamo", "il mio nome e", "sono", "qui parla", "on behalf of", "au nom de", "a nome di", "nom :", "name:", "nome:",
                 "nom:", "nome :", "name :", "signed by", "signe par", "firmato da", "client:", "cliente:", "client :", "customer:", "intestato a",
                 "attn:", "attn.", "a l'attention de", "all'attenzione di", "c/o", "account holder:", "cardholder:", "card holder:", "policyholder:",
                 "titulaire :", "titulaire du compte :", "intestatario:", "titular:", "kontoinhaber:", "kontoinhaberin:", "karteninhaber:", "name on card:",
                 "a nombre de", "auf den namen", "in the name of")
MYSELF = "myself"           # 'hi sir myself anil kumar', and not 'by myself'
_OPENS = re.compile(r"(?:\A|[\n\x00,.]|\b(?:sir|madam|maam|mam|hi|hello|hey|hai|yes|sure|ok))\s?\Z", re.I)
_SURE = frozenset(("my name is", "my name's", "my names", "the names", "the name's", "myself", "je m'appelle", "mi chiamo", "mon nom est", "il mio nome e"))
# A capital after these is a brand's or a saint's as often as a person's: a second word, or nothing.
_WEAK = frozenset(("titular:", "auf den namen", "in the name of", "this is", "i am", "i'm", "je suis", "moi c'est", "c'est", "sono"))
GREETINGS = ("dear", "hello", "hi", "hey", "cher", "chere", "bonjour", "bonsoir", "gentile", "caro", "cara", "buongiorno", "buonasera",
             "salve", "ciao", "allo", "egregio", "gent.ma", "gent.mo", "gent.le", "thank you", "thanks", "merci", "grazie", "welcome", "bienvenue",
             "good morning", "good afternoon", "good evening")
SIGNATURES = ("kind regards", "best regards", "warm regards", "with regards", "regards", "sincerely", "yours sincerely", "yours faithfully",
              "cordialement", "bien cordialement", "bien a vous", "sinceres salutations", "salutations distinguees", "amicalement",
              "cordiali saluti", "distinti saluti", "cordialmente", "un caro saluto", "best wishes", "with thanks", "many thanks",
              "all the best", "warmly", "yours", "best")
ROLES = ("client", "cliente", "customer", "the buyer", "advisor", "adviser", "conseiller", "conseillere", "consulente", "sales associate",
         "artisan", "artigiano", "artigiana", "sold to", "bought by", "purchased by", "owned by", "vendu a", "achete par", "venduto a",
         "acquistato da", "interview with", "interviewed by", "entretien avec", "intervista a", "intervista con", "inspected by",
         "controle par", "controllato da", "served by", "assisted by", "conseille par", "recu par", "servito da", "seguita da", "seguito da",
         "commande de", "order of", "ordine di", "named", "nommee", "nomme", "appelee")


def is_stop(word: str) -> bool:
    """Whether a word is none of a name's; accents count where they are written: 'come' is a word, Côme is not."""
    return fold(word) in _STOP if word.isascii() else word.lower().replace("’", "'") in STOP


def names(text: str, at: int, particle: bool = False) -> tuple[int, int, int] | None:
    """The name that begins at a place: start, end and number of its words; None when the words there are no name.

    With `particle` a word such as 'Le' or 'DEL' may begin it: what stands before says that a name follows.
    """
    found = _NAME.match(text, at, min(len(text), at + 80))
    if not found:
        return None
    words = list(re.finditer(r"\S+", found[0].replace("\u00a0", " ").replace("\u202f", " ")))
    while words and fold(words[0][0]) in TITLE_WORDS:     # 'Dear Mrs Rossi': the title is not the name
        words.pop(0)
    if not words:
        return None
    first, kept, proper = at + words[0].start(), 0, 0
    for place, word in enumerate(words):
        plain = fold(word[0]).strip(".,")
        inside = place < len(words) - 1 and (plain in _INSIDE if place else particle and word[0][0].isupper() and (plain in LEADING or plain in AMBIGUOUS))
        if word[0][0].isupper() and len(plain) > 1 and not inside and is_stop(word[0].strip(".,")):
            break
        kept = word.end()       # a word that is none may stand inside a name: 'de La Tour', 'Le Goff', 'Will Ames'
        proper += word[0][0].isupper() or "'" in plain
        if word[0].endswith(".") and len(plain) > 2:
            break
    end = at + kept
    while end > at and text[end - 1] in ".,-'’":
        if text[end - 1] == "." and len(text[at:end].rsplit(" ", 1)[-1]) == 2:  # an initial keeps its point
            break
        end -= 1
    return (first, end, proper) if kept and proper and end - first > 1 else None


def _skip(text: str, at: int, marks: str = " \u00a0\u202f,:") -> int:
    """Where a name may begin behind a cue and the marks after it."""
    limit = min(len(text), at + 4)
    while at < limit and text[at] in marks:
        at += 1
    return at


_CARD_FIELDS = frozenset("TEL FN ORG ADR EMAIL BDAY TITLE NOTE URL END".split())      # of a visiting card in a file: 'N:Fox;Ann;;Dr.', then 'TEL;TYPE=CELL'


def titled(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name after a title."""
    cue = fold(text[start:end])
    if cue in _MAITRE and text[start + 1] != "e":
        return      # 'FOR ME'
    if cue in _CAPITAL and not text[start].isupper() and (cue[-1] != "." or len(cue) < 4 or cue == "card."):
        if cue in _SMALL_TITLES and text[start - 1:start] in EDGES:
            yield from _titled_line(text, end)
        return
    at = _skip(text, end, " \u00a0\u202f.\n" if len(cue) < 5 else " \u00a0\u202f\n")     # 'madame. Puis' ends a sentence
    if at > end or text[end - 1] == ".":
        second = _SECOND.match(text, at, min(len(text), at + 8)) if cue[0] == "s" else None
        at = second.end() if second else at
        if hidden := _DOTTED.match(text, at, min(len(text), at + 12)):
            yield hidden.start(), hidden.end(), 0.7
            return
        letters = _LETTERS.match(text, at, min(len(text), at + 10))
        found = names(text, letters.end() if letters else at, True) or names(text, at)
        if found and not _office(text, found[0], found[1]) and text[found[0]:found[1]] not in _CARD_FIELDS:
            yield letters.start() if letters and found[0] == letters.end() else found[0], found[1], 0.85


def _titled_line(text: str, end: int) -> Iterator[tuple[int, int, float]]:
    """The name behind a small title that fills the rest of its line: 'ms dhoni'."""
    said = _ANY_CASE.match(text, end + 1, min(len(text), end + 40))
    if said and text[said.end():said.end() + 1] in EDGES and not any(everyday(fold(word)) for word in said[0].split()):
        yield said.start(), said.end(), 0.6


def _office(text: str, start: int, end: int) -> bool:
    """Whether the words behind a title are an office: 'Mr President', 'Madame la Directrice'."""
    words = [word.strip(".,") for word in fold(text[start:end]).split()]
    return next((word in OFFICES for word in words if word not in LEADING), False)


def introduced(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name after 'my name is' and its kin, in any case; after weaker words only a full, known kind of name."""
    cue = fold(text[start:end])
    at = _skip(text, end)
    if at == end or cue == MYSELF and not _OPENS.search(text, max(0, start - 12), start):
        return
    found = names(text, at)
    if found and cue in _WEAK:
        first = fold(text[found[0]:found[1]]).split()[0]
        if not (is_given(first) and (found[2] > 1 or text[found[1]:found[1] + 1] in ",.!?")):
            return
    if found:
        yield found[0], found[1], 0.85 if cue not in _WEAK else 0.6
    elif cue in _SURE and not (cue == MYSELF and _is_word(text, at)):
        yield from _spoken(text, at)


_WORD_AND_LABEL = re.compile(r" [^\W\d_]{3,20} (?:and )?(?:my )?(?:pass ?word|pin|account|ac|ssn)\b")      # 'name mesh password ...'


def labelled(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name behind the lone word 'name' that opens a line in small letters: 'name vijay account 6549'."""
    if text[max(0, start - 1):start] in EDGES and text[end:end + 1] == " " and text[start].islower() and text[end + 1:end + 2].islower() \
            and (not _is_word(text, end + 1) or _WORD_AND_LABEL.match(text, end, min(len(text), end + 48))):
        yield from _spoken(text, end + 1)


def _is_word(text: str, at: int) -> bool:
    """Whether the word that begins there is one of everyday language and no given name."""
    said = _ANY_CASE.match(text, at, min(len(text), at + 30))
    word = fold(said[0].split()[0]) if said else ""
    return everyday(word) and not is_given(word)


def _spoken(text: str, at: int) -> Iterator[tuple[int, int, float]]:
    """The name that somebody introduces without capitals: 'my name is raja', and not the words of 'my name is raja confirmation number ...'."""
    said = _ANY_CASE.match(text, at, min(len(text), at + 60))
    if not said:
        return
    ends, kept = text[said.end():said.end() + 1] in EDGES, []
    for word in said[0].split():
        plain = fold(word)
        if plain in _STOP or kept and not ends and everyday(plain) and not may_be_given(plain):
            break
        kept.append(word)
    if kept and len(kept[0]) > 1:
        yield at, at + len(" ".join(kept)), WHOLE if ends and len(kept) == len(said[0].split()) else 0.7


def greeted(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name after 'Dear' and its kin: a known given name, or two words before a comma."""
    at = _skip(text, end, " \u00a0\u202f,")
    if at == end:
        return
    if text[start].islower() and text[at:at + 1].islower():     # talk without capitals: 'hey jesse'
        said = _ANY_CASE.match(text, at, min(len(text), at + 30))
        word = said[0].split()[0] if said and (start == 0 or text[start - 1] in "\n\x00") else ""
        if len(word) > 3 and is_given(fold(word)) and not everyday(fold(word)):
            yield at, at + len(word), 0.4     # who is greeted in a chat is mostly its agent: a policy that lowers its threshold takes them too
        return
    found = names(text, at) if text[start].isupper() else None
    if found:
        words = fold(text[found[0]:found[1]]).split()
        if is_given(words[0]) or (text[found[1]:found[1] + 1] in (",", "!", "\n") and found[2] <= 3 and not any(w in PLACES for w in words)):
            yield found[0], found[1], 0.75


_CLOSING = re.compile(r"[,.]?[ \u00a0]*\r?\n\s{0,6}")


def signed(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name on the line below a closing formula."""
    closing = _CLOSING.match(text, end)
    if not closing or not (start == 0 or text[start - 1] in "\n\x00 ,."):
        return
    found = names(text, closing.end())
    if found and re.match(r"[ \t]*(?:[,|]|\r?\n|\x00|\Z)", text[found[1]:found[1] + 3]):
        yield found[0], found[1], 0.75


def in_role(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The full name after a role: two words at least, the first a known given name."""
    at = _skip(text, end)
    found = names(text, at) if at > end else None
    if found and found[2] > 1 and is_given(fold(text[found[0]:found[1]]).split()[0]):
        yield found[0], found[1], 0.7


_DISPLAYED = re.compile(rf"({NAME})[\"']?\s?\Z")


def mailbox(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The display name before an address: Name <name@host>."""
    if "@" not in text[end:end + 70].split(">")[0]:
        return
    line = text[max(0, start - 60):start]
    found = _DISPLAYED.search(line)
    if found:
        base = start - len(line)
        inside = names(text, base + found.start(1))
        if inside and inside[2] > 1:
            yield inside[0], inside[1], 0.8


_TIMED = re.compile(r"[\[(]?\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?[\])]?[ \u00a0–-]{1,3}")


def speaker(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A given name and surname, or a given name alone, at the head of a line before a colon, as transcripts write it."""
    head = max(text.rfind("\n", max(0, start - 50), start), text.rfind("\x00", max(0, start - 50), start)) + 1
    if start - head > 44 or (head == 0 and start > 44):
        return
    timed = _TIMED.match(text, head, start)
    found = names(text, timed.end() if timed else head)
    if found and found[1] >= start - 1 and (may_be_given if timed and text[found[1] - 1] == "." else is_given)(fold(text[found[0]:found[1]]).split()[0]):
        yield found[0], found[1], 0.7


# The capital comes first, so that the search runs from capital to capital; what must not stand before it is asked then.
_PAIR = re.compile(rf"([{UPPER}](?<![\w'’.-].)(?:['’´][{UPPER}])?[^\W\d_]+(?:[-'’][^\W\d_]+)*){SPACE}((?:{_PARTICLE}{SPACE}?)?{_TOKEN})(?![\w])")
REGNAL = re.compile(r"[ivx]{1,5}\Z")      # Edward III, Louis XIV: history, not clients
_SHORT = re.compile(rf"\.{SPACE}?({_TOKEN})")


def paired(text: str) -> Iterator[tuple[int, int, float]]:
    """A known given name and a known family name; with an unknown one only for sources whose policy lowers the threshold."""
    at = 0
    while found := _PAIR.search(text, at):
        at = found.end(1)
        given, family = fold(found[1]), fold(found[2]).split()[-1]
        if is_given(given) and not {given, family} & _STOP and family not in PLACES and family not in THINGS and not REGNAL.match(family):
            at = found.end()
            yield found.start(), found.end(), 0.6 if is_family(family) else 0.45


_LIST = re.compile(r"(?:^|[\n\x00=_*|])[\s=_*\"'(]*\Z|[°º\d]\s?\Z"
                   r"|\b(?:part|vol|chapter|section|class|type|appendix|fig|partie|tome|parte|tomo)\.?\s\Z", re.I)
_FURTHER = re.compile(rf"(?:(?<![\w'’.-])({_TOKEN}){SPACE})?(?:(?<![\w'’])[{UPPER}]\.{SPACE}?)*\Z")
_FIRM = re.compile(r"[,.]?\s?(?:&|and\b|et\b|e\b)\s?(?:co\b|cie\b|company|bros?\b|sons?\b|fils\b|frères|figli|c\.)"
                   r"|\s(?:co|inc|ltd|llc|spa|srl|corp)\b|\s(?:company|cie)\b", re.I)


def initialled(text: str) -> Iterator[tuple[int, int, float]]:
    """An initial and a name: 'H. Lefèvre', 'George A. Clark'. Not what follows 'U.S.', a list's 'A.', '150° F.'; not 'D. C. Heath & Co.'."""
    for found in _SHORT.finditer(text):
        start = found.start() - 1
        if start < 0 or not text[start].isupper() or text[max(0, start - 1):start].isalnum() or text[max(0, start - 1):start] in (".", "'", "’"):
            continue
        word = fold(found[1])
        if text[start] == "I" and start > 1 and text[start - 2].islower():    # '... and I. Ask her'
            continue
        if text[start] == "M" or word in _STOP or word in THINGS or len(word) < 3 or _LIST.search(text, max(0, start - 12), start):
            continue
        if _FIRM.match(text, found.end(), found.end() + 12):
            continue
        before = _FURTHER.search(text, max(0, start - 40), start)
        if before and before[1] is None:
            start = before.start()
        elif before and is_given(fold(before[1])):
            start = before.start()
        if not _LIST.search(text, max(0, start - 12), start) or before and before[1]:
            yield start, found.end(), 0.5
