"""Written around: the same value as people write it who do not want it found, or as files break it.

Belongs here: the forms. Not here: values, texts. A reader still sees the value; a pattern may not.
"""

from assets.privacy.evidence.draws import Draws

PLAIN = "plain"
SPLIT = "split over turns"
_AT = {"en": ("at", "dot"), "fr": ("arobase", "point"), "it": ("chiocciola", "punto"), "es": ("arroba", "punto"), "de": ("at", "punkt")}
_SPOKEN = {"en": "zero one two three four five six seven eight nine", "fr": "zéro un deux trois quatre cinq six sept huit neuf",
           "it": "zero uno due tre quattro cinque sei sette otto nove", "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
           "de": "null eins zwei drei vier fünf sechs sieben acht neun"}
FORMS: dict[str, tuple[str, ...]] = {
    "PERSON": ("full width", "zero width", "entities", "capitals", "two lines"), "EMAIL": ("full width", "zero width", "entities", "in words"),
    "PHONE": ("full width", "zero width", "spaced", "spoken", "two lines", SPLIT), "CARD": ("full width", "zero width", "spaced", "two lines", SPLIT),
    "IBAN": ("full width", "zero width", "two lines", SPLIT), "NATIONAL_ID": ("full width", "zero width"), "ADDRESS": ("zero width", "two lines"),
    "HANDLE": ("full width", "entities"), "URL": ("zero width", "entities"), "BIRTH_DATE": ("full width", "zero width"), "IP": ("entities",)}


def forms(type_: str, value: str, in_turns: bool) -> tuple[str, ...]:
    """The ways in which this value can be written around."""
    able = {"two lines": " " in value, SPLIT: in_turns and len(value.split()) > 2, "spaced": value.replace(" ", "").isdecimal(),
            "spoken": value.replace(" ", "").isdecimal()}
    return tuple(form for form in FORMS.get(type_, ()) if able.get(form, True))


def written(value: str, form: str, language: str, draws: Draws) -> list[str]:
    """The value in a form; more than one part when it is split over turns."""
    match form:
        case "full width": return ["".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)]
        case "zero width": return ["\u200b".join(value[at:at + 3] for at in range(0, len(value), 3))]
        case "entities": return ["".join(_entity(c, draws) for c in value)]
        case "in words": return [value.replace("@", f" {_AT[language][0]} ").replace(".", f" {_AT[language][1]} ")]
        case "spaced": return [" ".join(value.replace(" ", ""))]
        case "spoken": return [" ".join(_SPOKEN[language].split()[int(c)] for c in value if c.isdecimal())]
        case "capitals": return [value.upper()]
        case "two lines": return ["\n".join(_halves(value))]
        case "split over turns": return list(_halves(value))
        case _: return [value]


def _entity(character: str, draws: Draws) -> str:
    named = {"@": "&commat;", ".": "&period;", "/": "&#x2F;", " ": "&nbsp;"}
    if character in named:
        return named[character]
    return f"&#{ord(character)};" if draws.below(3) == 0 else character


def _halves(value: str) -> tuple[str, str]:
    words = value.split()
    middle = len(words) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])
