"""Articles, agreement and elision in French, Italian and English.

Belongs here: how a noun meets its article, its preposition and its adjective. Not here: which words exist.
A noun phrase is asked for by a short code that means the same in each language:
`the a of to in from on with` (article or preposition with article), `de` (preposition alone), `s` (plural),
`thes somes ofs` (plural with article). Italian fuses, French elides, English puts the adjective first.
"""

import re
import unicodedata
from typing import NamedTuple


class Noun(NamedTuple):
    one: str
    many: str
    gender: str      # m, f, or n in English


class Adjective(NamedTuple):
    masculine: str
    feminine: str


def bare(text: str) -> str:
    return unicodedata.normalize("NFD", text[:1].lower())[:1]


def vowel(word: str) -> bool:
    return bare(word) in "aeiou" or (bare(word) == "h" and not word.lower().startswith(("hau", "har", "has", "hé")))


def french(code: str, noun: Noun, adjective: Adjective | None) -> str:
    plural = code in ("s", "thes", "somes", "ofs", "tos")
    word = noun.many if plural else noun.one
    if adjective:
        shape = adjective.feminine if noun.gender == "f" else adjective.masculine
        word += " " + (shape if not plural or shape[-1] in "sx" else shape + "s")
    feminine, elided = noun.gender == "f", vowel(word)
    the = "l'" if elided else "la " if feminine else "le "
    match code:
        case "the": return the + word
        case "a": return ("une " if feminine else "un ") + word
        case "of": return ("de l'" if elided else "de la " if feminine else "du ") + word
        case "to": return ("à l'" if elided else "à la " if feminine else "au ") + word
        case "in": return "dans " + the + word
        case "from": return ("de l'" if elided else "de la " if feminine else "du ") + word
        case "on": return "sur " + the + word
        case "with": return "avec " + the + word
        case "de": return ("d'" if elided else "de ") + word
        case "this": return ("cette " if feminine else "cet " if elided else "ce ") + word
        case "our": return "notre " + word
        case "my": return ("ma " if feminine and not elided else "mon ") + word
        case "thes": return "les " + word
        case "somes": return "des " + word
        case "ofs": return "des " + word
        case "tos": return "aux " + word
    return word


IMPURE = re.compile(r"^(s[^aeiouàèéìòù]|z|gn|ps|x|y|pn)", re.I)
FUSED = {"of": "de", "to": "a", "from": "da", "in": "ne", "on": "su"}


def italian_article(word: str, feminine: bool, plural: bool) -> str:
    if plural:
        return "le " if feminine else "gli " if vowel(word) or IMPURE.match(word) else "i "
    if vowel(word):
        return "l'"
    return "la " if feminine else "lo " if IMPURE.match(word) else "il "


def italian(code: str, noun: Noun, adjective: Adjective | None) -> str:
    plural = code in ("s", "thes", "somes", "ofs", "tos")
    word, feminine = (noun.many if plural else noun.one), noun.gender == "f"
    if adjective:
        shape = adjective.feminine if feminine else adjective.masculine
        if plural:
            shape = shape[:-1] + ("e" if feminine and shape[-1] == "a" else "i")
            shape = re.sub(r"([cg])([ei])$", r"\1h\2", shape) if re.search(r"[cg][ao]$", adjective.feminine) else shape
        word += " " + shape
    article = italian_article(word, feminine, plural)
    fused = {"il ": "l ", "lo ": "llo ", "la ": "lla ", "l'": "ll'", "i ": "i ", "gli ": "gli ", "le ": "lle "}[article]
    match code:
        case "the" | "thes": return article + word
        case "a":
            if feminine:
                return ("un'" if vowel(word) else "una ") + word
            return ("uno " if IMPURE.match(word) else "un ") + word
        case "of" | "to" | "from" | "in" | "on": return FUSED[code] + fused + word
        case "ofs" | "somes": return "de" + fused + word
        case "tos": return "a" + fused + word
        case "with": return "con " + article + word
        case "de": return "di " + word
        case "this": return ("quest'" if vowel(word) else "questa " if feminine else "questo ") + word
        case "our": return ("la nostra " if feminine else "il nostro ") + word
        case "my": return ("la mia " if feminine else "il mio ") + word
    return word


def english(code: str, noun: Noun, adjective: Adjective | None) -> str:
    plural = code in ("s", "thes", "somes", "ofs", "tos")
    word = noun.many if plural else noun.one
    if adjective:
        word = adjective.masculine + " " + word
    an = "an " if bare(word) in "aeiou" and not word.lower().startswith(("uni", "use", "one", "eu")) else "a "
    lead = {"the": "the ", "thes": "the ", "a": an, "of": "of the ", "ofs": "of the ", "to": "to the ", "tos": "to the ",
            "in": "in the ", "from": "from the ", "on": "on the ", "with": "with the ", "de": "of ", "this": "this ",
            "our": "our ", "my": "my "}
    return lead.get(code, "") + word


PHRASE = {"fr": french, "it": italian, "en": english}


# What a preposition becomes before the word behind it, where a rule could not know which would meet. French: rules keep
# the pronouns le and les away from de and à.
_FRENCH = [(re.compile(pattern), to) for pattern, to in (
    (r"\b([Àà]) le (?=\w)", lambda found: "Au " if found[1] == "À" else "au "), (r"\b([Àà]) les (?=\w)", lambda found: "Aux " if found[1] == "À" else "aux "),
    (r"\b([Dd])e le (?=\w)", r"\1u "), (r"\b([Dd])e les (?=\w)", r"\1es "),
    (r"\b([Dd]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)e (?=[aeiouéèêàâôîûAEIOUÉÈÊÀÂÔÎ]|H(?:y|i(?!nt)|o|e)|hi|hô)", r"\1'"),
    (r"\b([Ss])i (?=ils?\b)", r"\1'"))]
_MELTED = {"a": "a", "di": "de", "da": "da", "in": "ne", "su": "su"}
_JOINED = {"il ": "l ", "lo ": "llo ", "la ": "lla ", "l'": "ll'", "i ": "i ", "gli ": "gli ", "le ": "lle "}


def _fused(found: re.Match) -> str:
    stem = _MELTED[found[1].lower()]
    return (stem.capitalize() if found[1][0].isupper() else stem) + _JOINED[found[2]]


JOINTS = {
    "fr": _FRENCH,
    "it": [(re.compile(r"\b([Aa]|[Dd]i|[Dd]a|[Ii]n|[Ss]u) (il |lo |la |l'|i |gli |le )(?=\w)"), _fused)],
    "en": [(re.compile(r"\b([Aa]) (?=[aeioAEIOÉ](?!ne\b|uro))"), r"\1n ")],
}


def joined(language: str, text: str, kept: list[str]) -> str:
    """The text with words joined as the language joins them; no joint is made inside one of the values to keep."""
    for pattern, to in JOINTS[language]:
        if not pattern.search(text):
            continue
        spans = [(at, at + len(value)) for value in set(kept) for at in _places(text, value)]

        def outside(found: re.Match, spans=spans, to=to) -> str:
            if any(start < found.end() and found.start() < end for start, end in spans):
                return found[0]
            return to(found) if callable(to) else found.expand(to)

        text = pattern.sub(outside, text)
    return text


def _places(text: str, value: str):
    at = text.find(value) if value else -1
    while at >= 0:
        yield at
        at = text.find(value, at + 1)
