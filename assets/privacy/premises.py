"""How far an address reaches in its line: the house's name before what was found, the place behind it.

Belongs here: what of an address's own line is more of it. Not here: finding addresses (`detect.addresses`, `tagger`), how far a name reaches (`extents`).
"""

import re
from collections.abc import Sequence

from assets.privacy.detect.people.kinds import CALENDAR, any_of
from assets.privacy.detect.people.shelf import sold
from assets.privacy.findings import settle
from assets.privacy.folding import fold, worded
from assets.privacy.neighbours import setting_of
from assets.privacy.spans import Found, Record, Text

SHORT = 40          # characters of what may open a line before an address, without a word that announces it
LONGEST = 90        # characters that an address takes along before it, or behind it
# Who speaks, or what a line's value is called: 'Client:', '[10:41] Ann Fox:', '> '.
_LABEL = re.compile(r"[>•*–-]? ?(?:[\[(][^\])\n]{3,24}[\])] ?)?(?:[^\n:|]{1,28}(?:: | \| )|)")
_PART = re.compile(r"[^\s,]+")
_JOINING = frozenset("""
    of the and de in la le les du des del di da della el los las van der am an im zur zum & comuna zona colonia col barrio sector
    municipio provincia depto dpto piso quartier hameau commune lieu-dit étage bâtiment appartement frazione fraz località interno scala piano stock etage hinterhaus near county
    village floor unit flat apt suite""".split())
_HOUSES = frozenset("""
    house cottage lodge forge mill farm barn manor hall court tower rectory vicarage croft grange studio flat unit block building mooring pier wharf boat narrowboat houseboat plot lot
    residence maison chateau ferme mas moulin peniche villa palazzo cascina casa masseria finca quinta torre edificio casita hof gut hinterhaus haus""".split())
_TAIL = re.compile(r", ((?:[^\W\d_]|\d)[^\n,:;.!?]{0,28}(?:, [^\n,:;.!?]{2,28})?)(?=\.?(?:\n|\Z)|[,;)]|\. [A-ZÀ-Ž])")
_TO_ITS_CODE = re.compile(r",? ([^\n:;.!?]{2,50}?[ ,](?:(?:[A-Z]{1,2}-?)?\d{4,6} [A-ZÀ-Ž][^\n:;.!?,]{1,28}|\d{5,6}))(?=[.\n;)]|\Z)")
_JOINED = re.compile(r"(?:-[^\W\d_]+)+(?!\w)")
_FIRM = re.compile(r"&|\.|(?<!\w)(?:[A-Z]{2,5}|Inc|Ltd|Limited|GmbH|ApS|Sons|Partner|Partners|Bank|Hotel|Bar|Hospital|Galerie|Gallery|Boutique)(?!\w)")
_PARTIES = frozenset("applicant applicants appellant appellants respondent respondents plaintiff plaintiffs defendant defendants claimant claimants cod paid".split())
_SENTENCE = re.compile(r"[.!?;…]\s")
# Words of somebody who says something: what they stand in is no part of an address.
_SAYING = frozenset("""
    i we my our it its it's he she you they your his her their no yes ok okay thanks thank please hi hello is are was were be here so but or to at from with send sent come live lives
    lived moved je j'ai nous vous oui non merci bonjour c'est est mon ma notre votre pour avec habite livrer io noi si grazie abito sono per con e' yo nosotros gracias es vivo para
    ich wir ja nein danke bitte ist wohne nach mit""".split())


def lengthen_addresses(record: Record, texts: Sequence[Text], settled: list[list[Found]]) -> None:
    """An address takes the rest of its own line along where that holds nothing but names of places and numbers. Changes the spans."""
    kept = setting_of(record).kept
    for number in record.texts:
        spans, longer = settled[number], False
        for place, span in enumerate(spans):
            if span.type == "ADDRESS" and span.known is None and span.size > 7:
                longer |= _lengthen(texts[number].text, spans, place, kept)
        if longer:
            settled[number] = settle(spans)


def _lengthen(text: str, spans: list[Found], place: int, kept: frozenset[str]) -> bool:
    """Whether an address was made longer, by nothing that stays."""
    span = spans[place]
    found_at = start, end = span.start, span.end
    if text[start - 1:start] == " ":
        line = text.rfind("\n", max(0, start - 130), start) + 1
        label = _LABEL.match(text, line, start).end() if line or start < 130 else start
        head, before = label, spans[place - 1] if place else None
        if before is not None and before.end > head and before.type != "ADDRESS":
            head = before.end + 2 if text.startswith(", ", before.end) else start
        if head < start <= head + LONGEST and _free(text[head:start], kept) \
                and (_a_house(text, head, span) or head == label and _told(text, head, start)):
            span.start = head
    if text[end:end + 1] == "-" and (joined := _JOINED.match(text, end, min(len(text), end + 40))):
        span.end = end = joined.end()
    if text[end:end + 1] in (",", " "):
        reach = spans[place + 1].start if place + 1 < len(spans) else len(text)
        for form, fits in ((_TAIL, _a_place), (_TO_ITS_CODE, _silent)):
            found = form.match(text, end, min(len(text), end + LONGEST))
            if found and found.end(1) <= reach and fits(found[1]) and _free(found[1], kept):
                span.end = found.end(1)
                break
    return (span.start, span.end) != found_at


def _free(words: str, kept: frozenset[str]) -> bool:
    """Whether words hold nothing that stays, and nothing of trade: an address stands beside a price, a bag and its reference, too."""
    plain = fold(words)
    parts = [worded(part).split() for part in words.split(",")]
    return not any(word in plain for word in kept) and not any(map(sold, [word for part in parts if _HOUSES.isdisjoint(part) for word in part]))


def _a_house(text: str, head: int, span: Found) -> bool:
    """Whether what stands before an address names the house: 'Glebe' before 'Cottage', 'The Old Forge,' before '11 Haugh Lane', anything in a field of its own."""
    words = text[head:span.start]
    if not _named(words):
        return False
    if not words.rstrip().endswith(","):
        first = _PART.match(text, span.start)
        return first is not None and first[0].lower() in _HOUSES
    if not _HOUSES.isdisjoint(_folded(words)):
        return True
    field = text[max(0, head - 2):head] == ": " and not _FIRM.search(words)
    return any(map(str.isalpha, words)) and (field or any(map(str.isdecimal, words)))


def _a_place(words: str) -> bool:
    """Whether what stands behind an address may be its town or a part of the house: no date, no part in a trial, and no bare number."""
    plain = _folded(words)
    return len(words) > 3 and _named(words) and not any_of(plain, CALENDAR) and _PARTIES.isdisjoint(plain) and (not words[0].isdecimal() or any(map(str.isalpha, words)))


def _named(words: str) -> bool:
    """Whether words with capitals, figures and what joins them could name a place, and say nothing."""
    parts = [part.strip("\"'“”«»().#") for part in _PART.findall(words)]
    if not parts or not any(part[:1].isupper() or part[:1].isdigit() for part in parts):
        return False
    return all(not part or part[0].isupper() and fold(part) not in _SAYING or part[0].isdigit() or part in _JOINING for part in parts)


def _told(text: str, head: int, start: int) -> bool:
    """Whether a field or a line begins with parts of an address in whatever words, parted by commas: 'Livraison : péniche Aube, amarrage 6, 78700 ...'."""
    words = text[head:start]
    if not words.rstrip().endswith(",") or not _silent(words) or _FIRM.search(words):
        return False
    if text[max(0, head - 2):head] == ": ":
        return True
    return words[0].isupper() and len(words) <= SHORT and any(map(str.isdecimal, words)) and (head == 0 or text[head - 1] == "\n")


def _folded(words: str) -> list[str]:
    return fold(words).replace(",", " ").split()


def _silent(words: str) -> bool:
    """Whether words end no sentence, and none of them is one of somebody who says something."""
    return not _SENTENCE.search(words) and _SAYING.isdisjoint(_folded(words))
