"""How far an address reaches in its line: the house's name before what was found, the place behind it.

Belongs here: what of an address's own line is more of it. Not here: finding addresses (`detect.addresses`, `tagger`), how far a name reaches (`extents`).
"""

import re
from collections.abc import Sequence

from assets.privacy.findings import settle
from assets.privacy.folding import fold
from assets.privacy.spans import Found, Record, Text

LONGEST = 60        # characters that an address takes along before it, or behind it
# Who speaks, or what a line's value is called: 'Client:', '[10:41] Ann Fox:', '> '.
_LABEL = re.compile(r"[>•*–-]? ?(?:\[[^\]\n]{3,24}\] ?)?(?:[^\n:]{1,28}: |)")
_PART = re.compile(r"[^\s,]+")
_JOINING = frozenset("of the and in de la le les du des del di da della el los las van der am an im zur zum &".split())
_SAYING = frozenset("""
    i we my our it its he she you they your no yes ok okay thanks thank please hi hello is was here so and but or to at je nous oui non merci bonjour c'est mon ma notre io noi si grazie yo
    nosotros gracias ich wir ja nein danke bitte es""".split())
_TAIL = re.compile(r",? ((?:[^\W\d_]|\d)[^\n,;.!?]{0,28}(?:, [^\n,;.!?]{2,28})?)\.?(?=[\n]|\Z)")


def lengthen_addresses(record: Record, texts: Sequence[Text], settled: list[list[Found]]) -> None:
    """An address takes the rest of its own line along where that holds nothing but names of places and numbers. Changes the spans."""
    for number in record.texts:
        spans, longer = settled[number], False
        for place, span in enumerate(spans):
            if span.type == "ADDRESS" and span.known is None and span.size > 7:
                longer |= _lengthen(texts[number].text, spans, place)
        if longer:
            settled[number] = settle(spans)


def _lengthen(text: str, spans: list[Found], place: int) -> bool:
    """Whether an address was made longer."""
    span, start, end = spans[place], spans[place].start, spans[place].end
    if text[start - 1:start] == " ":
        line = text.rfind("\n", max(0, start - 100), start) + 1
        head = _LABEL.match(text, line, start).end() if line or start < 100 else start
        before = spans[place - 1] if place else None
        if before is not None and before.end > head:
            head = before.end + 2 if text.startswith(", ", before.end) else start
        if head < start <= head + LONGEST and _named(text[head:start]):
            span.start = head
    if text[end:end + 1] in (",", " "):
        found = _TAIL.match(text, end, min(len(text), end + LONGEST))
        reach = spans[place + 1].start if place + 1 < len(spans) else len(text)
        if found and found.end(1) <= reach and _named(found[1]):
            span.end = found.end(1)
    return (span.start, span.end) != (start, end)


def _named(words: str) -> bool:
    """Whether words with capitals, figures and what joins them could name a place, and say nothing."""
    parts = [part.strip("\"'“”«»().#") for part in _PART.findall(words)]
    if not parts or not any(part[:1].isupper() or part[:1].isdigit() for part in parts):
        return False
    return all(not part or part[0].isupper() and fold(part) not in _SAYING or part[0].isdigit() or part in _JOINING for part in parts)
