"""Recursive template grammars: the house's phrasing.

Belongs here: how a rule becomes text. Not here: the rules themselves (`words/`), or what a text is about.

A grammar file holds rules: `= name` opens one, every further line is one way to say it. In a line
`{name}` is another rule, a word list or a bound value; `{name.code}` asks for a form (`morphology`), `{name.a+adj}` adds an
agreeing adjective; `{x=name}` binds without writing; `{x.?seul|seule}` agrees with what is bound, a noun or a person;
`[..]` may be left out; `<a|b>` is one of. `3* ` in front weighs a line. A rule whose name begins with a capital is a
sentence and is written with one; `opener_Name` and `tail_Name` are words that may stand before and behind it.
Within one text no way of saying is repeated before all have been used, and a sentence that another text of the same memory
has said is drawn again. What is planted in a text is never altered by capitals, elision or fusion.
"""

import re
import zlib
from functools import cache
from importlib.resources import files

from assets.synthesis.morphology import PHRASE, Adjective, Noun, joined

TOKEN = re.compile(r"\{[^{}]*\}|[\[\]<>|]|[^\[\]<>|{}]+")
SPACES = re.compile(r"[ \t]{2,}")
LOOSE = re.compile(r" +([?!;:])")              # French puts a space there
QUOTES = "«“\""
STARTS = re.compile(r"[.?!] \w")
TRIES = 5                   # how often a sentence that was said before is drawn again
MEMORY = 200_000            # sentences remembered
SHORTEST = 25               # characters: shorter ones may be said by anybody twice


def parsed(line: str):
    """A line as nested parts: text, ("slot", bind, name, code, adjective), ("maybe", parts), ("one", [parts...])."""
    root: list = []
    stack = [("all", [root])]
    for token in TOKEN.findall(line):
        kind, ways = stack[-1]
        if token[0] == "{":
            bind, _, rest = token[1:-1].rpartition("=")
            name, _, code = rest.partition(".")
            code, _, adjective = code.partition("+")
            ways[-1].append(("slot", bind or None, name, code, adjective or None))
        elif token in "[<":
            stack.append(("maybe" if token == "[" else "one", [[]]))
        elif token in "]>":
            stack.pop()
            stack[-1][1][-1].append((kind, ways[0] if kind == "maybe" else ways))
        elif token == "|" and kind == "one":
            ways.append([])
        else:
            ways[-1].append(token)
    if len(stack) != 1:
        raise ValueError(f"a bracket is left open in the rule line {line!r}")
    return root


class Grammar:
    """The word lists and rules of one language; several files are read as one."""

    def __init__(self, language: str, sources: list[str]):
        self.language, self.phrase = language, PHRASE[language]
        self.rules: dict[str, list] = {}
        self.lists: dict[str, list] = {}
        for source in sources:
            self._read(source)

    def _read(self, source: str) -> None:
        name = None
        for line in source.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith("= "):
                name = line[2:].strip()
            elif name.startswith(("n.", "j.")):
                self.lists.setdefault(name[2:], []).append(self._word(name[0], line))
            else:
                times, line = (int(line[0]), line[3:]) if line[1:3] == "* " else (1, line)
                self.rules.setdefault(name, []).extend([parsed(line)] * times)

    @staticmethod
    def _word(kind: str, line: str):
        parts = [part.strip() for part in line.split("|")]
        if kind == "j":
            return Adjective(parts[0], parts[-1])
        return Noun(parts[0], parts[1] if len(parts) > 1 else parts[0] + "s", parts[2] if len(parts) > 2 else "n")


@cache
def grammar(language: str, *genres: str) -> Grammar:
    folder = files("assets.synthesis") / "words" / language
    return Grammar(language, [(folder / f"{name}.txt").read_text("utf-8") for name in ("lexicon", *genres)])


class Text:
    """One text being written: its grammar, its chance, what is bound, what was planted, which ways were used; texts that
    share a memory avoid each other's sentences."""

    def __init__(self, rules: Grammar, dice, memory: set[int] | None = None, **bound):
        self.rules, self.dice, self.bound, self.memory = rules, dice, bound, memory
        self.planted: list[tuple[str, str, str, str | None]] = []      # type, value, form, subject
        self.used: dict[str, set] = {}

    def say(self, name: str) -> str:
        """One way of saying `name`, tidied, with capitals where sentences begin."""
        if self.memory is None or not name[0].isupper():
            return self._said(name)
        planted, bound = len(self.planted), dict(self.bound)
        for _ in range(TRIES):
            del self.planted[planted:]
            self.bound = dict(bound)
            text = self._said(name)
            mark = zlib.crc32(text.encode())
            if len(text) < SHORTEST or mark not in self.memory:
                break
        if len(self.memory) > MEMORY:
            self.memory.clear()
        self.memory.add(mark)
        return text

    def _said(self, name: str) -> str:
        first = len(self.planted)
        text = SPACES.sub(" ", self._rule(name)).replace(" ,", ",").replace(" .", ".").strip()
        if self.rules.language != "fr":
            text = LOOSE.sub(r"\1", text)
        text = joined(self.rules.language, text, [planted[1] for planted in self.planted[first:]])
        if name[0].isupper():
            text = self._capitals(STARTS.sub(lambda found: self._opened(found, text), text))
        return text.replace("\\n", "\n")

    def _capitals(self, text: str) -> str:
        at = 1 + (text[1:2] in " \u00a0") if text[:1] in QUOTES else 0
        return text if self._planted_at(text, at) else text[:at] + text[at:at + 1].upper() + text[at + 1:]

    def _opened(self, found: re.Match, text: str) -> str:
        return found[0] if self._planted_at(text, found.end() - 1) or found.start() and text[found.start() - 1] == "." else \
            found[0][:-1] + found[0][-1].upper()

    def _planted_at(self, text: str, at: int) -> bool:
        """Whether a planted value begins there, or holds that place, and is written as it is."""
        return any(text.startswith(value, begin) for _, value, _, _ in self.planted
                   for begin in range(max(0, at - len(value) + 1), at + 1))

    def _rule(self, name: str) -> str:
        ways = self.rules.rules[name]
        used = self.used.setdefault(name, set())
        if len(used) >= len(ways):
            used.clear()
        free = [i for i in range(len(ways)) if i not in used] if used else range(len(ways))
        chosen = self.dice.pick(free)
        used.add(chosen)
        way = ways[chosen]
        return self._dressed(name, self._parts(way), isinstance(way[0], str))

    def _dressed(self, name: str, text: str, written: bool) -> str:
        """A telling sentence with, now and then, words before and behind; `written`: the rule begins with a word of its own."""
        if f"opener_{name}" in self.rules.rules and self.dice.random() < 0.3:
            if written and not text.startswith(("I ", "I'")):
                text = text[:1].lower() + text[1:]
            text = f"{self._rule(f'opener_{name}')} {text}"
        if f"tail_{name}" in self.rules.rules and text.endswith(".") and self.dice.random() < 0.25:
            text = f"{text[:-1]}{self._rule(f'tail_{name}')}."
        return text

    def _parts(self, parts: list) -> str:
        out = []
        for part in parts:
            if isinstance(part, str):
                out.append(part)
            elif part[0] == "slot":
                out.append(self._slot(*part[1:]))
            elif part[0] == "maybe":
                if self.dice.random() < 0.5:
                    out.append(self._parts(part[1]))
            else:
                out.append(self._parts(self.dice.pick(part[1])))
        return "".join(out)

    def _value(self, name: str):
        if name in self.bound:
            return self.bound[name]
        if name in self.rules.lists:
            return self.dice.pick(self.rules.lists[name])
        if name in self.rules.rules:
            return self._rule(name)
        raise KeyError(f"the {self.rules.language} grammar knows no rule, list or value {name!r}")

    def _slot(self, bind, name: str, code: str, adjective) -> str:
        value = self._value(name)
        if bind:
            for _ in range(TRIES):                    # one sentence does not name the same thing twice
                if not isinstance(value, Noun) or value not in [self.bound.get(other) for other in "xyztu"]:
                    break
                value = self._value(name)
            self.bound[bind] = value
            return ""
        if code[:1] == "?":                           # agreement: masculine | feminine
            return code[1:].split("|")[getattr(value, "gender", "m") == "f"]
        if isinstance(value, Noun):
            return self.rules.phrase(code, value, self._value(adjective) if adjective else None)
        if isinstance(value, Adjective):
            return value.feminine if code == "f" else value.masculine
        if hasattr(value, "written"):                 # a person or a secret: says what it planted
            type_, text, form, subject = value.written(code, self)
            if type_:
                self.planted.append((type_, text, form, subject))
            return text
        return str(value)


def paragraphs(text: Text, sections: list[str], words: int, sentences=(3, 6)) -> list[str]:
    """Paragraphs over the sections in turn, until about so many words stand there."""
    out, count, at = [], 0, 0
    while count < words:
        section = sections[at % len(sections)]
        at += 1
        lines = [text.say(section) for _ in range(text.dice.between(*sentences))]
        out.append(" ".join(lines))
        count += out[-1].count(" ") + 1
    return out
