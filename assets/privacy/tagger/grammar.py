"""Sentences that teach the tagger where personal data stands, and above all where it does not.

Belongs here: how a grammar file is read and how its templates become labelled texts. Not here: the sentences (`grammars/`), whose
names they carry (`names`), how they are roughened (`noise`). No template of synthesis or of the canaries is among them.

A grammar file, `grammars/common.txt` and one per language, is read line by line; `#` opens a comment.

    == court : prose          opens a genre; what follows is one template a line, up to the next heading; `prose * 3` is met thrice as often
    @ colour: red | dark blue a word list; drawn from it, `{colour}` is plain text; a list named again grows
    @PERSON name: {given} {family} | {given_f} {family}
                              a list of personal values: whatever is drawn becomes one span of that tag

In a template or an entry:

    {colour}   one entry of a list          {COLOUR}   the same, in capitals          {.city}   the same, in lower case
    {Colour}   the list of that very name, else the same with a capital
    {n4}       four digits                  {l2}       two capital letters            {1-31}    a number; {01-31} keeps its zeros
    (a|b|)     one of; the last is nothing  [text]     half the time                  \\n        a new line; \\[ a bracket
    3* text    in front of a template or an entry: thrice as likely
    ^ text     a template that stands first in its text, $ text one that stands last

Parentheses without a bar are just parentheses. The engine itself knows `{given_m}`, `{given_f}`, `{given}`, `{family}` (of one culture
and, within one value, one person), `{coined}` (a product name nobody bears), `{word}` and `{Word}` (any ordinary word of the language).
How a genre's templates are put together: `prose` (sentences in paragraphs), `turns` (a line each: chat, transcripts), `lines`
(fields, lists), `whole` (each template is a text).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.resources import files
from random import Random
from typing import NamedTuple

from assets.privacy.tagger.names import cultures, mixture
from assets.privacy.tagger.noise import roughened

LANGUAGES = ("en", "fr", "it", "es", "de")
TAGS = ("PERSON", "LOCATION", "ORG", "ADDRESS", "EMAIL", "PHONE", "DATE", "ID", "BIRTH_DATE")
QUIET = 0.35        # share of texts written from impersonal templates alone
PERSONAL = 0.55     # in the others, share of sentences drawn from the personal templates of the genre
STRAY = 0.12        # share of sentences taken from another genre of the language
LONGEST = 12        # sentences of a text
PLACES = {"^ ": -1, "$ ": 1}
LOREM = {"en": "en_US", "fr": "fr_FR", "it": "it_IT", "es": "es_ES", "de": "de_DE"}

TOKEN = re.compile(r"\{[^{}]+\}|\\.|[\[\]()|]|[^\[\](){}|\\]+|.")
WEIGHT = re.compile(r"(\d+)\* ")
HEADING = re.compile(r"== (\w+) : (\w+)(?: \* (\d+))?$")
LISTING = re.compile(r"@([A-Z_]*) (\w+): *(.*)$")
NUMBER = re.compile(r"(\d+)-(\d+)$")
COUNTED = re.compile(r"([nl])(\d+)$")
BARS = re.compile(r"\|(?![^(]*\))")      # not within parentheses
WORD = re.compile(r"[^\W\d_]+")
CAPITALS = "ABCDEFGHJKLMNPRSTUVWXYZ"
SYLLABLES = tuple("al ar be bri ca cel da dor el en fa fi ga is ka la li lo lu ma me mi mo na ne no o pa ra re ri ro sa se si ta ti to va ve vi xa zo".split())
NAMED = ("given_m", "given_f", "given", "family")

Pieces = list[tuple[str, str | None]]


class Example(NamedTuple):
    text: str
    language: str
    spans: list[tuple[int, int, str]]


def parsed(line: str) -> tuple:
    """A line as a sequence of literals (str), slots ("slot", name), choices ("one", sequences) and options ("maybe", sequence)."""
    stack: list[tuple[str, list[list]]] = [("all", [[]])]
    for token in TOKEN.findall(line):
        opened, ways = stack[-1]
        if token in "[(":
            stack.append((token, [[]]))
        elif (token == "]" and opened == "[") or (token == ")" and opened == "("):
            stack.pop()
            into = stack[-1][1][-1]
            if opened == "[":
                into.append(("maybe", tuple(ways[0])))
            elif len(ways) > 1:
                into.append(("one", tuple(map(tuple, ways))))
            else:
                into += ["(", *ways[0], ")"]
        elif token == "|" and opened == "(":
            ways.append([])
        elif token[0] == "{":
            ways[-1].append(("slot", token[1:-1]))
        else:
            ways[-1].append("\n" if token == "\\n" else token.lstrip("\\"))
    if len(stack) != 1:
        raise ValueError(f"a bracket is left open in the template {line!r}")
    return tuple(stack[0][1][0])


def _weighed(line: str) -> list[tuple]:
    weight = WEIGHT.match(line)
    return [parsed(line[weight.end():] if weight else line)] * (int(weight[1]) if weight else 1)


class Way(NamedTuple):
    """One template: where in a text it may stand (-1 first, 0 anywhere, 1 last), and its parts."""

    place: int
    parts: tuple


@dataclass
class Genre:
    kind: str
    weight: int = 1
    plain: list[Way] = field(default_factory=list)
    personal: list[Way] = field(default_factory=list)


class Grammar:
    """The genres and word lists of one language."""

    def __init__(self, language: str):
        self.language = language
        self.lists: dict[str, tuple[str | None, list[tuple]]] = {}      # name -> (tag, entries)
        self.genres: dict[str, Genre] = {}
        self.words: tuple[str, ...] = tuple(sorted(set(import_module(f"faker.providers.lorem.{LOREM[language]}").Provider.word_list)))
        self._tagged: dict[str, bool] = {}
        templates: list[tuple[Genre, list[Way]]] = []
        for name in ("common", language):
            genre = None
            for line in (files("assets.privacy.tagger") / "grammars" / f"{name}.txt").read_text("utf-8").splitlines():
                if not line.strip() or line.startswith("#"):
                    continue
                if heading := HEADING.match(line):
                    genre = self.genres.setdefault(heading[1], Genre(heading[2], int(heading[3] or 1)))
                elif listing := LISTING.match(line):
                    _, entries = self.lists.setdefault(listing[2], (listing[1] or None, []))
                    entries += [way for entry in BARS.split(listing[3]) for way in _weighed(entry.strip())]
                else:
                    place = PLACES.get(line[:2], 0)
                    templates.append((genre, [Way(place, parts) for parts in _weighed(line[2:] if place else line)]))
        for genre, ways in templates:
            (genre.personal if any(map(self._is_tagged, ways[0].parts)) else genre.plain).extend(ways)
        self.choices = [name for name, genre in self.genres.items()
                        for _ in range(genre.weight * round((len(genre.plain) + len(genre.personal)) ** 0.5))]
        self.quiet = [name for name in self.choices if self.genres[name].plain]

    def found(self, slot: str) -> str | None:
        """The list that a slot draws from: its own, or the one it spells with other capitals."""
        name = slot.lstrip(".")
        return name if name in self.lists else name.lower() if name.lower() in self.lists else None

    def _is_tagged(self, part) -> bool:
        if isinstance(part, str):
            return False
        if part[0] != "slot":
            return any(self._is_tagged(one) for way in (part[1] if part[0] == "one" else (part[1],)) for one in way)
        name = self.found(part[1])
        if name is None:
            return False
        if name not in self._tagged:
            tag, entries = self.lists[name]
            self._tagged[name] = tag is not None or any(self._is_tagged(one) for entry in entries for one in entry)
        return self._tagged[name]


@cache
def grammar(language: str) -> Grammar:
    if language not in LANGUAGES:
        raise ValueError(f"there is no training grammar for {language!r}; there is one for each of {', '.join(LANGUAGES)}.")
    return Grammar(language)


class Writer:
    """One text being written: its language, its chance, and the person whose name is being spelled."""

    def __init__(self, rules: Grammar, chance: Random):
        self.rules, self.chance = rules, chance
        self.person: tuple | None = None

    def write(self, parts: tuple, out: Pieces) -> Pieces:
        chance = self.chance
        for part in parts:
            if isinstance(part, str):
                out.append((part, None))
            elif part[0] == "slot":
                self._slot(part[1], out)
            elif part[0] == "one":
                self.write(part[1][int(chance.random() * len(part[1]))], out)
            elif chance.random() < 0.5:
                self.write(part[1], out)
        return out

    def _slot(self, slot: str, out: Pieces) -> None:
        name = self.rules.found(slot)
        if name is None:
            out.append((_cased(self._value(slot, slot.lstrip(".").lower()), slot, "coined"), None))
            return
        tag, entries = self.rules.lists[name]
        outer = self.person
        if tag == "PERSON" or self.person is None:
            self.person = cultures()[self.chance.choice(mixture(self.rules.language))]
        written = self.write(entries[int(self.chance.random() * len(entries))], [])
        if tag == "PERSON":
            self.person = outer
        if name != slot:
            written = [(_cased(text, slot, name), inner) for text, inner in written]
        if tag:
            out.append(("".join(text for text, _ in written), tag))
        else:
            out += written

    def _value(self, slot: str, name: str) -> str:
        chance = self.chance
        if name in NAMED:
            male, female, family = self.person or cultures()[chance.choice(mixture(self.rules.language))]
            return chance.choice(family if name == "family" else male if name == "given_m" or (name == "given" and chance.random() < 0.5) else female)
        if name == "word":
            return chance.choice(self.rules.words)
        if name == "coined":
            return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 2, 3)))).capitalize()
        if name == "mail":
            return "".join(letter for letter in self._value("given", "given").lower() if letter.isascii() and letter.isalnum()) or "info"
        if counted := COUNTED.match(name):
            return "".join(chance.choice("0123456789" if counted[1] == "n" else CAPITALS) for _ in range(int(counted[2])))
        if number := NUMBER.match(name):
            value = str(chance.randint(int(number[1]), int(number[2])))
            return value.zfill(len(number[2])) if number[1][0] == "0" and len(number[1]) > 1 else value
        raise ValueError(f"the slot {{{slot}}} of the {self.rules.language} grammar is neither a list nor a value the engine knows.")


def _cased(text: str, slot: str, name: str) -> str:
    """Text in the letters that its slot asks for; `name` is how the slot would be spelled if it asked for nothing."""
    if slot[0] == ".":
        return text.lower()
    if slot.isupper() and len(slot) > 2:
        return text.upper()
    return text[:1].upper() + text[1:] if slot[0].isupper() and not name[0].isupper() else text


def _chosen(rules: Grammar, genre: Genre, quiet: bool, chance: Random) -> list[tuple]:
    """Templates of one text, none twice, at most one of those that stand first and one that stand last."""
    if genre.kind == "whole":
        return [chance.choice(genre.plain if quiet else genre.plain + genre.personal).parts]
    chosen: dict[Way, None] = {}
    for _ in range(min(LONGEST, 1 + int(chance.expovariate(0.2)))):
        source = rules.genres[chance.choice(rules.quiet)] if chance.random() < STRAY else genre
        personal = source.personal and not quiet and chance.random() < PERSONAL
        chosen[chance.choice(source.personal if personal else source.plain or genre.plain or genre.personal)] = None
    first, last = ([way for way in chosen if way.place == place][:1] for place in (-1, 1))
    return [way.parts for way in (*first, *(way for way in chosen if not way.place), *last)]


def _joint(kind: str, chance: Random) -> str:
    return "\n" if kind in ("turns", "lines") or chance.random() < 0.12 else " "


def generate(count: int, seed: int, languages: tuple[str, ...] = LANGUAGES) -> Iterator[Example]:
    """`count` labelled texts, the languages in turn; the same seed gives the same texts."""
    chance = Random(seed)
    for index in range(count):
        rules = grammar(languages[index % len(languages)])
        quiet = chance.random() < QUIET
        genre = rules.genres[chance.choice(rules.quiet if quiet else rules.choices)]
        writer, pieces = Writer(rules, chance), []
        for parts in _chosen(rules, genre, quiet, chance):
            if pieces:
                pieces.append((_joint(genre.kind, chance), None))
            writer.write(parts, pieces)
        yield joined(roughened(pieces, chance), rules.language)


def joined(pieces: Pieces, language: str) -> Example:
    """Pieces as one text with its spans; no space is doubled or stands at an end of the text, of a line, or of a span."""
    out, spans, at = [""], [], 0
    for text, tag in pieces:
        if tag and text != text.strip():
            raise ValueError(f"a value of the {language} grammar is empty or begins or ends with a space; mend its entry.")
        if not at:
            text = text.lstrip()
        elif out[-1][-1] in " \n":
            text = text.lstrip(" ")
            if text[:1] == "\n":
                at -= len(out[-1]) - len(out[-1].rstrip(" "))
                out[-1] = out[-1].rstrip(" ")
        if not text:
            continue
        if tag:
            spans.append((at, at + len(text), tag))
        out.append(text)
        at += len(text)
    return Example("".join(out).rstrip(), language, spans)


@cache
def common_words(language: str) -> frozenset[str]:
    """Ordinary words of a language in lower case: those of its sentences and their plain lists, and Faker's filler words. No list of names."""
    rules = grammar(language)
    found, seen = set(map(str.lower, rules.words)), set()

    def gather(parts: tuple) -> None:
        for part, following in zip(parts, (*parts[1:], "")):
            if isinstance(part, str):
                found.update(WORD.findall(part.lower()))
            elif part[0] == "slot":
                name = rules.found(part[1])
                tag, entries = rules.lists.get(name, (None, ()))
                ending = WORD.match(following) if isinstance(following, str) else None
                if tag is None and (name, ending and ending[0]) not in seen:
                    seen.add((name, ending and ending[0]))
                    for entry in entries:
                        gather((*entry[:-1], entry[-1] + ending[0]) if ending and isinstance(entry[-1], str) else entry)
            else:
                for way in part[1] if part[0] == "one" else (part[1],):
                    gather(way)

    for genre in rules.genres.values():
        for way in genre.plain + genre.personal:
            gather(way.parts)
    return frozenset(found)
