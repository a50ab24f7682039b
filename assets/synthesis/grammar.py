"""Recursive template grammars: the house's phrasing.

Belongs here: how a rule becomes text. Not here: the rules themselves (`words/`), or what a text is about.

A grammar file holds rules: `= name` opens one, every further line is one way to say it. In a line
`{name}` is another rule, a word list or a bound value; `{name.code}` asks for a form (`morphology`), `{name.a+adj}` adds an
agreeing adjective; `{x=name}` binds without writing; `[..]` may be left out; `<a|b>` is one of. `3* ` in front weighs a line.
A rule whose name begins with a capital is a sentence and is written with one. Within one text no way of saying is
repeated before all have been used.
"""

import re
from functools import lru_cache
from importlib.resources import files

from assets.synthesis.morphology import PHRASE, Adjective, Noun

TOKEN = re.compile(r"\{[^{}]*\}|[\[\]<>|]|[^\[\]<>|{}]+")
SPACES = re.compile(r"[ \t]{2,}")


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


@lru_cache(maxsize=None)
def grammar(language: str, *genres: str) -> Grammar:
    folder = files("assets.synthesis") / "words" / language
    return Grammar(language, [(folder / f"{name}.txt").read_text("utf-8") for name in ("lexicon", *genres)])


class Text:
    """One text being written: its grammar, its chance, what is bound, what was planted, which ways were used."""

    def __init__(self, rules: Grammar, dice, **bound):
        self.rules, self.dice, self.bound = rules, dice, bound
        self.planted: list[tuple[str, str, str, str | None]] = []      # type, value, form, subject
        self.used: dict[str, set] = {}
        self.shape: list[str] = []                                     # which ways the last sentence took

    def say(self, name: str) -> str:
        """One way of saying `name`, tidied."""
        text = SPACES.sub(" ", self._rule(name)).replace(" ,", ",").replace(" .", ".").strip()
        return text.replace("\\n", "\n")

    def _rule(self, name: str) -> str:
        ways = self.rules.rules[name]
        used = self.used.setdefault(name, set())
        if len(used) >= len(ways):
            used.clear()
        free = [i for i in range(len(ways)) if i not in used] if used else range(len(ways))
        chosen = self.dice.pick(free)
        used.add(chosen)
        self.shape.append(f"{name}{chosen}")
        text = self._parts(ways[chosen])
        return text[:1].upper() + text[1:] if name[0].isupper() else text

    def _parts(self, parts: list) -> str:
        out = []
        for part in parts:
            if isinstance(part, str):
                out.append(part)
            elif part[0] == "slot":
                out.append(self._slot(*part[1:]))
            elif part[0] == "maybe":
                if self.dice.random() < 0.5:
                    self.shape.append("+")
                    out.append(self._parts(part[1]))
            else:
                way = self.dice.below(len(part[1]))
                self.shape.append(str(way))
                out.append(self._parts(part[1][way]))
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
            self.bound[bind] = value
            return ""
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
