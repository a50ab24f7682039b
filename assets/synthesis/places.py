"""File names that a contract would read: made from its patterns and from the expression over its paths.

Belongs here: paths, and text that fits a regular expression. Not here: what the files hold (`twin`, `shapes`).
"""

import re
from re import _constants as signs
from re import _parser  # the one parser that agrees with `re` on every expression

from assets.synthesis.dice import Dice

WORDS = ["mulberry", "lantern", "archive", "plate", "folio", "winter", "salon", "bench", "quay", "ledger", "thread", "willow"]
LETTERS = "abcdefghilmnoprstuv"
SHOWN = {signs.CATEGORY_DIGIT: "0123456789", signs.CATEGORY_SPACE: " ", signs.CATEGORY_WORD: LETTERS, signs.CATEGORY_NOT_SPACE: LETTERS,
         signs.CATEGORY_NOT_DIGIT: LETTERS, signs.CATEGORY_NOT_WORD: " "}


def glob(pattern: str) -> re.Pattern:
    """`**/` passes folders, `*` and `?` stay within one name, [..] is one of."""
    out = ""
    for token in re.findall(r"\*\*/|\*\*|\*|\?|\[[^\]]+\]|[^*?\[]+|\[", pattern):
        out += {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(token) or \
            ("[" + token[1:-1].replace("\\", "\\\\").replace("!", "^", token[1] == "!") + "]" if token[0] == "[" and len(token) > 2 else re.escape(token))
    return re.compile(out, re.DOTALL)


class Claim:
    """Which paths a contract reads."""

    def __init__(self, include: list[str], exclude: list[str]):
        self._include, self._exclude = [glob(one) for one in include], [glob(one) for one in exclude]

    def reads(self, path: str) -> bool:
        return any(one.fullmatch(path) for one in self._include) and not any(one.fullmatch(path) for one in self._exclude)


def fixed(pattern: str) -> str:
    """The folder before the first wildcard, with its slash, or nothing."""
    before = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
    return before if before == pattern and "/" not in pattern else before[:before.rfind("/") + 1]


def wild(pattern: str) -> bool:
    return bool(re.search(r"[*?\[]", pattern))


def suffix(pattern: str) -> str:
    """The ending that a pattern asks for, with its dot: .jsonl.zst, or nothing."""
    found = re.search(r"((?:\.[A-Za-z][A-Za-z0-9]{0,9}){1,2})$", pattern.rsplit("/", 1)[-1])
    return found[1] if found else ""


def candidates(pattern: str, facts: str | None, ending: str, dice: Dice, number: int):
    """Paths that may fit: the pattern filled in, then the expression over paths set into the pattern's folder."""
    if not wild(pattern):
        yield pattern
        return
    name = f"{dice.pick(WORDS)}_{number:04d}"
    for _ in range(8):
        yield filled(pattern, name, ending, dice)
    if not facts:
        return
    for _ in range(8):
        sample = fitting(facts, dice)
        folder, said = fixed(pattern), sample.lstrip("/")
        for start in ("", folder):
            for rest in ("", ending, f"/{name}{ending}", f"{name}{ending}", f"_{name}{ending}"):
                yield f"{start}{said}{rest}"


def filled(pattern: str, name: str, ending: str, dice: Dice) -> str:
    out, said = "", False
    for token in re.findall(r"\*\*/|\*\*|\*|\?|\[[^\]]+\]|[^*?\[]+|\[", pattern):
        if token == "**/":
            out += f"{dice.pick(WORDS)}/"
        elif token == "**":
            out, said = f"{out}{f'{dice.pick(WORDS)}/' if dice.chance(0.5) else ''}{name}{ending}", True
        elif token == "*":
            out, said = out + (name if not said else dice.pick(WORDS)), True
        elif token == "?":
            out += dice.pick(LETTERS)
        elif token[0] == "[" and len(token) > 2:
            out += fitting(token.replace("[!", "[^"), dice)
        else:
            out += token
    return out if suffix(out) or not ending else out + ending


def fitting(expression: str, dice: Dice) -> str:
    """A text that the expression finds, whatever looks behind or ahead written out too."""
    return _sample(_parser.parse(expression), dice, {})


def _sample(parts, dice: Dice, groups: dict) -> str:
    out = ""
    for sign, value in parts:
        if sign is signs.LITERAL:
            out += chr(value)
        elif sign is signs.NOT_LITERAL:
            out += dice.pick([one for one in LETTERS if one != chr(value)])
        elif sign is signs.ANY:
            out += dice.pick(LETTERS)
        elif sign is signs.IN:
            out += _one_in(value, dice)
        elif sign in (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT):
            low, high, inner = value
            times = low if low > 1 or high == low else min(int(high), low + dice.below(5 if low else 2))
            out += "".join(_sample(inner, dice, groups) for _ in range(times))
        elif sign is signs.SUBPATTERN:
            said = _sample(value[3], dice, groups)
            groups[value[0]] = said
            out += said
        elif sign is signs.BRANCH:
            out += _sample(dice.pick(value[1]), dice, groups)
        elif sign is signs.GROUPREF:
            out += groups.get(value, "")
        elif sign is signs.ASSERT:
            out += _sample(value[1], dice, groups)
        elif sign is signs.ATOMIC_GROUP:
            out += _sample(value, dice, groups)
    return out


def _one_in(choices, dice: Dice) -> str:
    if choices[0][0] is signs.NEGATE:
        barred = re.compile("[" + "".join(_shown(sign, value) for sign, value in choices[1:]) + "]")
        return dice.pick([one for one in LETTERS + "0123456789 -" if not barred.match(one)] or ["~"])
    sign, value = dice.pick(choices)
    if sign is signs.RANGE:
        return chr(dice.between(value[0], value[1]))
    return chr(value) if sign is signs.LITERAL else dice.pick(SHOWN.get(value, LETTERS))


def _shown(sign, value) -> str:
    if sign is signs.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return re.escape(chr(value)) if sign is signs.LITERAL else re.escape(SHOWN.get(value, ""))
