"""Recognisers of persons by what only persons do or are: 'X was born', 'X, who', 'X said', 'X's widow', 'his wife X', 'Colonel X'.

Belongs here: verbs, kin and ranks of five languages, and the name beside them. Not here: titles and greetings (`persons`), what a speaker says of
somebody (`contexts`).
Each `find` gets the joined text and one cue, and yields (start, end, score) of the name alone. A single word counts only where no list knows it as
a place, a firm or a word of everyday language.
"""

import re
from collections.abc import Iterator

from assets.privacy.detect.people.givennames import AMBIGUOUS, PLACES, may_be_given
from assets.privacy.detect.people.institutions import is_nobody
from assets.privacy.detect.people.kinds import CALENDAR, NAMED, ORGANISATION, PLACE, SPOKEN, THING, TITLE, WORDY, any_of
from assets.privacy.detect.people.persons import NAME, SPACE, THINGS, TITLE_WORDS, UPPER, is_stop, names
from assets.privacy.folding import fold
from assets.privacy.tagger import bits_of
from assets.privacy.tagger.gazetteer import EVERYDAY, GIVEN, REGION, TOWN


def _listed(words: str) -> tuple[str, ...]:
    """Cues as they are listed below: commas between them, over several lines."""
    return tuple(" ".join(word.split()) for word in words.split(","))


# Said of persons and of hardly anything else: the name stands before.
BORN = ("was born on", "died on", "was christened on", "was baptised on")
LIVING = _listed("""
    was born, were born, was married, was arrested, was convicted, was sentenced, was questioned, was interrogated, was detained, was remanded, was diagnosed,
    was hospitalised, was hospitalized, was murdered, was widowed, was knighted, gave birth, testified, confessed, pleaded guilty, pleaded not guilty, who,
    a été arrêté, a été arrêtée, a été condamné, a été condamnée, a épousé, a accouché, s'est marié, s'est mariée, est décédé, est décédée,
    è stato arrestato, è stata arrestata, è stato condannato, è stata condannata, si è sposato, si è sposata, ha sposato,
    fue detenido, fue detenida, fue condenado, fue condenada, se casó, falleció, wurde verhaftet, wurde verurteilt, heiratete, verstarb""")
# Said of persons more often than of firms: the name stands before, or behind 'said'.
SAYING = _listed("""
    said, says, told, wrote, writes, recalled, recalls, joked, tweeted, laughed, smiled, sighed, nodded, shrugged, whispered, insisted, argued, testifies,
    alleged, complained, submitted, maintained, a dit, a déclaré, a expliqué, a raconté, a écrit, a répondu, ha detto, ha dichiarato, ha spiegato,
    ha raccontato, ha scritto, ha risposto, dijo, declaró, explicó, contó, escribió, respondió, sagte, sagt, erklärte, erzählte, schrieb, antwortete,
    meinte""")
_TURNED = frozenset("said says recalled joked dijo declaro explico sagte sagt erklarte erzahlte meinte".split())      # '..., said X.'
# What only somebody does to somebody: the name stands before, and may be an everyday word or a thing's.
DOING = _listed("""
    told me, told us, tells me, asked me, asked us, asked him, asked her, called me, called us, emailed me, texted me, wrote me, helped me, helped us,
    showed me, showed us, gave me, sent me, owes me, owes us, thanked, promised me, wants to, wants me, wants you, thinks, forbade, apologised,
    apologized, sends her, sends his, lost his, lost her, married, hugged, wept, m'a dit, m'a appelé, m'a appelée, m'a écrit, m'a envoyé, m'a donné,
    m'a demandé, m'a conseillé, m'a conseillée, m'a aidé, m'a aidée, m'a répondu, nous a, veut, pense que, mi ha detto, mi ha chiamato, mi ha chiamata,
    mi ha scritto, mi ha mandato, mi ha dato, mi ha chiesto, mi ha aiutato, vuole, pensa che, ci ha, me dijo, me ha dicho, me llamó, me ha llamado,
    me escribió, me dio, me pidió, me ayudó, me atendió, nos atendió, nos ayudó, quiere, piensa que, hat mir, hat mich, hat uns, hat gesagt,
    hat angerufen, will wissen, möchte""")
# The name stands before, with an apostrophe: 'X's widow'.
OWNED = _listed("s wife, s husband, s widow, s widower, s mother, s father, s parents, s son, s sons, s daughter, s daughters, s brother, s sister, s sisters, "
                "s brothers, s uncle, s aunt, s cousin, s girlfriend, s boyfriend, s fiancé, s fiancée, s lawyer, s widowed mother")
# The name stands behind. A word that is another in a sister language stands with its possessive: French 'son' is 'his'.
KIN = _listed("""
    a son, a daughter, one son, one daughter, two sons, two daughters, three sons, three daughters, un fils, une fille, deux fils, deux filles, un figlio,
    una figlia, un hijo, una hija, einen sohn, eine tochter, wife, husband, daughter, brother, sister, nephew, niece, cousin, uncle, aunt, grandfather,
    grandmother, grandson, granddaughter, stepfather, stepmother, girlfriend, boyfriend, fiancé, fiancée, widow, his son, her son, my son, our son,
    their son, his mother, her mother, my mother, his father, her father, my father, my friend, his friend, her friend, my partner, his partner,
    her partner, my colleague, our colleague, mari, mon épouse, son épouse, ma femme, sa femme, mon fils, son fils, ma fille, sa fille, mon frère,
    son frère, ma soeur, sa soeur, ma sœur, sa sœur, mon ami, mon amie, mon compagnon, ma compagne, ma mère, sa mère, mon père, son père, ma collègue,
    mon collègue, mio marito, suo marito, mia moglie, sua moglie, mio figlio, suo figlio, mia figlia, sua figlia, mio fratello, suo fratello, mia sorella,
    sua sorella, mia madre, mio padre, mia amica, mio amico, la mia collega, il mio collega, mi marido, su marido, mi mujer, su mujer, mi esposa,
    su esposa, mi esposo, su esposo, mi hijo, su hijo, mi hija, su hija, mi hermano, su hermano, mi hermana, su hermana, mi madre, mi padre, mi amiga,
    mi amigo, mein mann, ihr mann, meine frau, seine frau, mein sohn, sein sohn, ihr sohn, meine tochter, seine tochter, ihre tochter, mein bruder,
    sein bruder, ihr bruder, meine schwester, seine schwester, ihre schwester, meine mutter, mein vater, meine freundin, mein freund, meine kollegin,
    mein kollege""")
RANKS = _listed("""
    president, senator, governor, mayor, chancellor, congressman, congresswoman, ambassador, judge, justice, prosecutor, sheriff, constable, officer,
    officers, general, major, inspector, detective, sergeant, corporal, lieutenant, captain, colonel, commander, admiral, brigadier, pastor, reverend,
    rabbi, imam, sheikh, ayatollah, bishop, archbishop, cardinal, nurse, aunt, uncle, auntie, witness, witnesses, co-defendant, applicant, appellant,
    claimant, complainant, plaintiff, defendant, accused, victim, neighbour, neighbor, président, juge, procureur, capitaine, colonel, commandant,
    brigadier, gendarme, maire, témoin, presidente, giudice, capitano, colonnello, maresciallo, testimone, zio, zia, juez, fiscal, capitán, coronel,
    testigo, tío, tía, richter, richterin, staatsanwalt, kommissar, hauptmann, oberst, zeuge, zeugin, onkel, tante, präsident, kanzler, kanzlerin, abbé,
    tonton, tata, mamie, papy, soeur, sœur, frère, suor, fray, sor, abuela, abuelo, nonna, nonno, oma, opa, grandma, grandpa, granny, schwester, bruder,
    hermana, hermano, dottoressa, investigator, solicitor, barrister""")
_ALSO_WORDS = frozenset(("general", "major", "cardinal", "fiscal"))        # in small letters
# One of two: the name stands behind the first, before the second.
WITH_SOMEBODY = _listed("""
    him and, he and, she and, me and, her and, my wife and, my husband and, lui et, moi et, lui e, lei e, io e, él y, ella y, yo y, er und, ihm und, ich und""")
SOMEBODY_WITH = _listed("""
    and i, and me, and myself, and my wife, and my husband, and her husband, and his wife, et moi, et sa femme, et son mari, e io, e sua moglie, e suo marito,
    y yo, y su mujer, y su marido, y su esposa, y su esposo, und ich, und seine frau, und ihr mann""")
PARTIES = ("v", "vs", "versus", "c.")
SIGNS = tuple(f"{sign}{number}" for sign in ("pw", "dw", "cw", "rw", "a", "d-", "a-", "p-") for number in range(1, 21))
_BEFORE = re.compile(rf"(?<![\w'’.-])({NAME})(,?){SPACE}\Z")
_OWNER = re.compile(rf"(?<![\w'’.-])({NAME})['’]\Z")
_LETTER_OWNER = re.compile(r"(?<![\w&'’.-])([B-HJ-Z])['’]\Z")
_NAMED = re.compile(rf",?{SPACE}(?:named{SPACE}|called{SPACE})?")
# Particles that are no other word in the languages of the cues.
_FOREIGN = re.compile(rf"(?:van(?: de[rn]?)?|von(?: der)?|bin|ibn|ten|ter) (?=[{UPPER}])")
_ARTICLES = frozenset("""
the a an this that these those two three four five six seven eight nine ten many most some all no every each other several few young old new
le la les un une des il lo gli i uno una el los las un unos unas der die das den dem des ein eine einen einem einer d' l'""".split())
_GROUPS = re.compile(r"(?:ians?|ans|ese|ists?|ites?|men|women|people|ing|[^aeiou]ers|tors)\Z")     # 'Romanians', 'Journalists', 'Firefighters'
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,3}[^\W\d_]\.?\Z")
# Initials of nobody.
ABBREVIATIONS = frozenset("u.s e.u u.n u.k d.c a.d b.c b.c.e c.e n.y l.a p.m a.m u.s.a u.s.s.r n.b p.s r.i.p d.i.y v.i.p q.c k.c".split())
_OBJECT = re.compile(r"(?<!\w)(?:of|from|with|on|in|at|to|for|via)\s\Z")      # 'an account with Solenza and I ...'
_DAY = re.compile(r"\s(?:the\s)?(?:\d{1,2}\D|[A-Z][a-z]{2,8}\.?\s\d)")
_OTHER_PARTY = re.compile(rf"\.? (?=[{UPPER}])")
_CITED = re.compile(r",? (?:\(?\[?(?:19|20)\d\d\b|\d{1,4} (?:U\.S\.|F\.[23]d|S\. ?Ct\.))")
_JOINED_PARTY = re.compile(rf"(?<![\w'’.-])([{UPPER}][^\W\d_]{{2,20}}(?:[-'’][{UPPER}][^\W\d_]+)?),? (?:and|et|und|e|y|&) \Z")
_SMALL = re.compile(r" ([^\W\d_]{3,14})(?![\w'’-])")
_LETTERED = re.compile(rf",? ([{UPPER}][a-z]?\.)(?=[,;)]| (?:and|et|und|e|y|who|qui|chi|que)\b)")
_POSSESSIVE = re.compile(r"(?<!\w)(?:my|his|her|our|your) \Z")
_BODY = "Trust|Council|Authority|Board|Commission|Committee|Union|Association|Group|Service|Services|Society|Ltd|plc|Inc"
_A_BODY = re.compile(rf"(?: (?:[A-Z][\w&'’]*|of|for|and|&)){{0,4}} (?:{_BODY})\b")
_NO_WITNESS = ORGANISATION | TITLE | CALENDAR | THING
_SIGN_LINK = re.compile(r"[.):]? (?:[-–] ?)?")
_CAPITALS = re.compile(rf"[{UPPER}]{{3,}}(?:[ '-][{UPPER}]{{2,}}){{1,3}}(?![\w'’])")
_SENTENCE = re.compile(r"(?:\A|[\n\x00.!?:;“”\"»«(—–-])[ \u00a0\u202f]*\Z")
_CLOSED = re.compile(r"[.,;:!?\n\x00”\"']|\Z|\sin\s|\sof\s|\sto\s")


def born(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name before 'was born on 31 October': things have no day of birth, so it may be an everyday word too."""
    if _DAY.match(text, end):
        yield from _in_front(text, start, 0.65, explained=PLACE | TITLE | CALENDAR | ORGANISATION)


def lived(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name before 'was born', 'was arrested' and ', who'."""
    who = text[start:end].lower() == "who"
    yield from _in_front(text, start, 0.65, comma=who, excused=SPOKEN)


def done(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name before 'told me' and its kin."""
    yield from _in_front(text, start, 0.55, excused=SPOKEN | THING)


def litigated(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The names on both sides of 'v.' and 'c.': the parties of a case."""
    last = start - 1
    if last < 1 or text[last] != " " or not text[last - 1].isalpha():
        return
    behind = _OTHER_PARTY.match(text, end)
    front = _BEFORE.search(text, max(0, start - 48), start) if behind else None
    if not front:
        return
    other = names(text, behind.end(), True)
    cited = other is not None and _CITED.match(text, other[1]) is not None      # then parties have any name: 'Pecore v. Pecore, 2007 SCC 17'
    explained = REGION | ORGANISATION | TITLE if cited else WORDY
    for found in _in_front(text, start, 0.6, explained=explained):
        if not is_nobody(text, found[0], found[1]):
            yield found
            joined = _JOINED_PARTY.search(text, max(0, found[0] - 40), found[0]) if found[0] == front.start(1) else None
            if joined:      # 'Minasyan and Semerjyan v. Armenia'
                yield from _person(text, *joined.span(1), 0.6)
    if other and not _A_BODY.match(text, other[1]) and not is_nobody(text, other[0], other[1]):
        yield from _person(text, other[0], other[1], 0.6, explained)


def numbered(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name behind the sign that a court gave a witness or an accused: 'PW1 Achieng', 'A2. OCHIENG PAUL', 'D-1 DWAYNE COLE'."""
    linked = _SIGN_LINK.match(text, end)
    if not linked or not text[start].isupper():
        return
    at = linked.end()
    caps = _CAPITALS.match(text, at, min(len(text), at + 60))
    if caps:
        words = fold(caps[0]).split()
        if not any(map(is_stop, words)) and not any_of(words, _NO_WITNESS, NAMED):
            yield caps.start(), caps.end(), 0.6
    elif text[start + 1:start + 2].isalpha():
        found = names(text, at)
        words = fold(text[found[0]:found[1]]).split() if found else ()
        if words and not any_of(words, _NO_WITNESS, NAMED):
            yield found[0], found[1], 0.6


def told(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name before 'said' and its kin, or right behind it at the end of a clause."""
    yield from _in_front(text, start, 0.55)
    if text[end:end + 1] in (" ", "\u00a0") and text[end + 1:end + 2].isupper() and fold(text[start:end]) in _TURNED:
        found = names(text, end + 1)
        if found and _CLOSED.match(text, found[1]):
            yield from _person(text, found[0], found[1], 0.55)


def owned(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name before ''s widow' and its kin."""
    if text[start - 1:start] in ("'", "’") and text[max(0, start - 2):start - 1].isalpha():
        front = _OWNER.search(text, max(0, start - 48), start)
        if front:
            yield from _person(text, front.start(1), front.end(1), 0.6)
        elif letter := _LETTER_OWNER.search(text, max(0, start - 4), start):
            yield letter.start(1), letter.end(1), 0.6     # 'K's father': somebody whom a judgment hides


def related(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name behind 'his wife' and its kin."""
    if text[start].islower() or " " in text[start:end]:     # 'Sister' alone with a capital is a nun's, or a firm's
        yield from _behind(text, end, 0.65, WORDY)
        letter = _LETTERED.match(text, end)
        if letter:          # 'a son, E., was born'
            yield letter.start(1), letter.end(1), 0.6
        own = text[end + 1:end + 2].islower() and (" " in text[start:end] or _POSSESSIVE.search(text, max(0, start - 6), start))
        small = _SMALL.match(text, end) if own else None
        if small and _small_name(text, start, small):
            yield small.start(1), small.end(1), 0.55


def _small_name(text: str, start: int, small: re.Match) -> bool:
    """Whether the word behind kin is a name in talk without capitals: 'my brother tobi'. An unknown word only at the end of its clause."""
    bits = bits_of(fold(small[1]))
    if is_stop(small[1]):
        return False
    if bits:
        return bool(bits & GIVEN) and not bits & EVERYDAY
    return text[small.end():small.end() + 1] in ".,!?\n\x00" and not any(map(str.isupper, text[max(0, start - 60):small.start()]))


def ranked(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name behind 'Colonel', 'Officer', 'witness' and their kin."""
    if text[start].isupper() or text[start:end] not in _ALSO_WORDS:
        yield from _behind(text, end, 0.65, SPOKEN)


def accompanying(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name behind 'him and'."""
    yield from _behind(text, end, 0.6, PLACE)


def accompanied(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name before 'and I'."""
    yield from (found for found in _in_front(text, start, 0.6) if not _OBJECT.search(text, max(0, found[0] - 8), found[0]))


def _in_front(text: str, end: int, score: float, comma: bool = False, explained: int = WORDY, excused: int = 0) -> Iterator[tuple[int, int, float]]:
    """The name that ends before a place, across a space, or across a comma and a space."""
    last = end - 2 - comma
    if last < 1 or text[end - 1] not in " \u00a0\u202f" or not (text[last].isalpha() or text[last] == ".") or comma and text[end - 2] != ",":
        return
    word = _last_word(text, last + 1)
    if word[0].isupper() or "'" in word or "’" in word:
        front = _BEFORE.search(text, max(0, end - 56), end)
        if front and bool(front[2]) == comma:
            yield from _person(text, front.start(1), front.end(1), score, explained, excused)


def _last_word(text: str, end: int) -> str:
    """The word that ends at a place, where no space stands."""
    words = text[max(0, end - 30):end].replace("\x00", " ").split()
    return words[-1] if words else ""


def _behind(text: str, end: int, score: float, excused: int) -> Iterator[tuple[int, int, float]]:
    """The name that begins behind a place, with the particle before it."""
    linked = _NAMED.match(text, end)
    if not linked:
        return
    at = linked.end()
    particle = _FOREIGN.match(text, at)
    start = particle.end() if particle else at
    found = names(text, start) if text[start:start + 1].isupper() else None
    if found and particle:
        yield at, found[1], score
    elif found:
        yield from _person(text, found[0], found[1], score, WORDY, excused)


def _person(text: str, start: int, end: int, score: float, explained: int = WORDY, excused: int = 0) -> Iterator[tuple[int, int, float]]:
    """The words that are a name: without the sentence's first word before them; alone, a word that nothing else explains, or initials."""
    if text[end - 1] == "s" and text[end - 2] in "'’":
        end -= 2
    words = list(re.finditer(r"\S+", text[start:end]))
    while len(words) > 1 and _no_part(words[0][0].strip(".,")):
        if fold(words.pop(0)[0]) in _ARTICLES:
            return
    plain = [fold(word[0].strip(".,")) for word in words]
    start += words[0].start()
    if len(words) == 1:
        if text[start:end].isupper() and text[end:end + 1] == ".":
            end += 1
        if _INITIALS.match(text, start, end):
            if plain[0] not in ABBREVIATIONS:
                yield start, end, score
        elif text[end - 1] != "." and is_lone_name(text, start, end, explained, excused):
            yield start, end, score
    elif PLACES.isdisjoint((plain[0], plain[-1])) and plain[-1] not in THINGS and not any_of(plain, ORGANISATION):
        if may_be_given(plain[0]) or len(plain[0]) == 1 or not any_of((word for word in plain if len(word) > 1), WORDY):
            yield start, end, score


def _no_part(word: str) -> bool:
    """Whether a word with a capital before a name is the sentence's, not the name's: 'Entonces', 'Yesterday', 'Mrs'."""
    plain = fold(word)
    return is_stop(word) or plain in TITLE_WORDS or bool(bits_of(plain) & SPOKEN) and not bits_of(plain) & NAMED


def is_lone_name(text: str, start: int, end: int, explained: int = WORDY, excused: int = 0) -> bool:
    """Whether a single word with a capital may be somebody's name: no list knows it as something else, and it is no group of people.

    `explained` are the kinds of words of `gazetteer` that count as something else; those `excused` do not where the word is a known name as well.
    """
    word = text[start:end]
    plain = fold(word)
    bits = bits_of(plain)
    if bits & NAMED:
        explained &= ~excused
    if len(plain) < 3 or word.isupper() or is_stop(word) or plain in TITLE_WORDS or bits & explained:
        return False
    if explained & TOWN and plain in PLACES or explained & THING and (plain in THINGS or plain in AMBIGUOUS):
        return False
    before = _last_word(text, start - 1) if start > 1 and text[start - 1] in " \u00a0\u202f" and not text[start - 2].isspace() else ""
    if before and (fold(before.lstrip("(\"'“‘")) in _ARTICLES or before[-1].isdigit()):
        return False
    if bits & NAMED:
        return True
    return not _GROUPS.search(plain) and not (plain.endswith("s") and _SENTENCE.search(text, max(0, start - 4), start))
