"""The scan that runs every recogniser over a batch of texts in few passes, and what a recogniser is.

Belongs here: what calls a recogniser (a cue, a run of digits, a shape), and the loop that calls it. Not here: the list of them
(`recognisers`), where digits stand (`shapes`), grammars. One automaton finds the words of all recognisers; a cue that can only lead to
a figure is asked no further where the array of digits has none at hand.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from assets.privacy.detect.nearby import Run
from assets.privacy.detect.shapes import FAR, ahead, shapes
from assets.privacy.detect.validators import digits
from assets.privacy.folding import View, fold, worded


@dataclass(frozen=True)
class Recogniser:
    """One definition. `find(text, start, end)` looks around a cue (`cues`) or at a candidate of `shapes` (`shape`), `find(run)` at a run
    of so many digits (`digits`); without any of them `find(text)` looks at everything.
    """

    name: str
    type: str
    find: Callable[..., Iterable[tuple[int, int, float]]] = field(repr=False)
    cues: tuple[str, ...] = ()
    digits: range | None = None
    shape: str = ""
    whole_words: bool = True        # a cue counts only as a whole word
    figure: tuple[int, int] | None = None    # a digit stands so many characters before or behind the cue at most, or nothing is found
    languages: tuple[str, ...] = ()  # empty: every language
    best: float = 1.0               # no finding is surer: a policy with a higher threshold need not search


Finding = tuple[int, int, str, str, float]      # start, end, type, name, score


def scan(view: View, recognisers: tuple[Recogniser, ...]) -> list[Finding]:
    """The findings of all definitions in a view, in no order."""
    text, plan = view.text, _plan(recognisers)
    found: list[Finding] = []
    if plan.cued:
        _at_cues(view, plan, found)
    if plan.by_size or plan.by_shape:
        places = shapes(view.codes)
        for start, end, count in places.runs if plan.by_size else ():
            _in_run(text, start, end, count, plan, found)
        for shape, definitions in plan.by_shape.items():
            for start, end in getattr(places, shape):
                for definition in definitions:
                    for first, last, score in definition.find(text, start, end):
                        found.append((first, last, definition.type, definition.name, score))
    for definition in plan.everywhere:
        found += [(start, end, definition.type, definition.name, score) for start, end, score in definition.find(text)]
    return found


# -- what calls a definition ------------------------------------------------------------------------------------------------------

class _Cue(NamedTuple):
    """A cue as it is found: `shift` characters off the place reported, `size` long, standing there exactly as `exact`."""

    shift: int
    size: int
    exact: str | None           # None: one plain word, nothing to ask; "": words, which must be of one text
    calls: list[tuple[int, int, int]]       # the definition's number; within how many characters, from how far before, a digit must stand


class _Plan(NamedTuple):
    """Definitions by what calls them. The arrays say per cue how it is found and which calls are its own, per call whom it asks."""

    engine: object              # one Aho-Corasick automaton over every cue with a letter in it
    signs: list[tuple[str, int]]        # the other cues, with their numbers
    exact: list[str | None]
    cues: object                # per cue: shift, size, its first call, how many calls, whether `exact` must be asked
    calls: object               # per call: definition, before, reach
    cued: list[Recogniser]
    by_size: dict[int, list[Recogniser]]
    by_shape: dict[str, list[Recogniser]]
    everywhere: list[Recogniser]


@lru_cache(maxsize=64)
def _plan(recognisers: tuple[Recogniser, ...]) -> _Plan:
    import ahocorasick_rs
    import numpy as np

    cued = [one for one in recognisers if one.cues]
    words: dict[tuple[str, str], _Cue] = {}
    signs: dict[str, _Cue] = {}
    for number, definition in enumerate(cued):
        for cue in dict.fromkeys(map(fold, definition.cues)):
            plain, size, pad = worded(cue), len(cue), " " if definition.whole_words else ""
            if plain.strip():
                pattern = f"{pad}{plain.rstrip()}{pad}" if pad else plain
                found = words.setdefault((pattern, cue), _Cue(len(pad) - 1, size, cue if plain != cue else "" if " " in cue else None, []))
            else:
                found = signs.setdefault(cue, _Cue(0, size, None, []))
            found.calls.append((number, *_reach(definition.figure, size)))
    patterns = [pattern for pattern, _ in words]
    cues = [*words.values(), *signs.values()]
    rows, calls = [], []
    for cue in cues:
        rows.append((cue.shift, cue.size, len(calls), len(cue.calls), cue.exact is not None))
        calls += cue.calls
    by_size: dict[int, list[Recogniser]] = {}
    by_shape: dict[str, list[Recogniser]] = {}
    for definition in recognisers:
        for size in definition.digits or ():
            by_size.setdefault(size, []).append(definition)
        if definition.shape:
            by_shape.setdefault(definition.shape, []).append(definition)
    return _Plan(ahocorasick_rs.AhoCorasick(patterns, implementation=ahocorasick_rs.Implementation.DFA) if patterns else None,
                 [(sign, len(words) + at) for at, sign in enumerate(signs)], [cue.exact for cue in cues],
                 np.array(rows, np.int64).reshape(-1, 5).T, np.array(calls, np.int64).reshape(-1, 3).T, cued,
                 by_size, by_shape, [one for one in recognisers if not one.cues and not one.digits and not one.shape])


def _reach(figure: tuple[int, int] | None, size: int) -> tuple[int, int]:
    """From how far before a cue, and over how many characters, a digit must stand."""
    return (0, FAR + 1) if figure is None else (figure[0], min(figure[0] + size + figure[1], FAR))


# -- cues -------------------------------------------------------------------------------------------------------------------------

def _at_cues(view: View, plan: _Plan, found: list[Finding]) -> None:
    """Ask every definition where its cues stand, one definition after the other: its grammar stays at hand."""
    text = view.text
    for definition, places in _cued(view, plan):
        for start, end in places:
            for first, last, score in definition.find(text, start, end):
                found.append((first, last, definition.type, definition.name, score))


def _cued(view: View, plan: _Plan) -> Iterator[tuple[Recogniser, Iterable[tuple[int, int]]]]:
    """Where the cues of each definition stand, with a digit at hand where it needs one."""
    import numpy as np

    hits = _hits(view, plan)
    if not hits:
        return
    cue, start, _ = np.fromiter(chain.from_iterable(hits), np.int64, 3 * len(hits)).reshape(-1, 3).T
    shift, size, first, count, asked = plan.cues[:, cue]
    start = start + shift
    asked = np.flatnonzero(asked)
    gone = [not _stands(view.folded, plan.exact[number], at, at + length)
            for number, at, length in zip(cue[asked].tolist(), start[asked].tolist(), size[asked].tolist(), strict=True)]
    count[asked[gone]] = 0
    hit = np.repeat(np.arange(len(cue)), count)         # each hit once for every definition that it calls
    number, before, reach = plan.calls[:, np.arange(len(hit)) + np.repeat(first - np.cumsum(count) + count, count)]
    start, size = start[hit], size[hit]
    near = np.flatnonzero(ahead(view.codes)[np.maximum(start - before, 0)] < reach)
    near = near[np.argsort(number[near], kind="stable")]
    number, start, end = number[near], start[near], (start + size)[near]
    edges = [*np.flatnonzero(np.diff(number, prepend=-1)).tolist(), len(number)]
    starts, ends = start.tolist(), end.tolist()
    for low, high in pairwise(edges):
        yield plan.cued[number[low]], zip(starts[low:high], ends[low:high], strict=True)


def _hits(view: View, plan: _Plan) -> list[tuple[int, int, int]]:
    """Cues by their number and place: words by the automaton over the worded twin, signs one by one."""
    hits = plan.engine.find_matches_as_indexes(f" {view.words} ", overlapping=True) if plan.engine else []
    folded = view.folded
    for sign, number in plan.signs:
        at = folded.find(sign) if all(mark in folded for mark in sign) else -1
        while at >= 0:
            hits.append((number, at, at))
            at = folded.find(sign, at + len(sign))
    return hits


def _stands(folded: str, exact: str, start: int, end: int) -> bool:
    """Whether a cue stands there with its signs, in one text."""
    return folded.startswith(exact, start) and folded.find("\x00", start, end) < 0


# -- runs of digits ---------------------------------------------------------------------------------------------------------------

_LINE = re.compile(r"[+(]*\d[^\n]*\d\)?|\d")
_GROUP = re.compile(r"[+(]*\d+\)?")


def _in_run(text: str, start: int, end: int, count: int, plan: _Plan, found: list[Finding]) -> None:
    """The run as one number, or its lines; where nothing takes it whole, the surest numbers that its groups make up."""
    if _whole(text, start, end, count, plan, found):
        return
    if text[start] == "(" and text.find(")", start, end) < 0:      # of a remark in brackets: '(4242 4242 4242 4242)'
        start += 1
        if _whole(text, start, end, count, plan, found):
            return
    if end - start == count:
        return
    taken, lines = False, [(start, end)]
    if text.find("\n", start, end) >= 0:
        lines = [line.span() for line in _LINE.finditer(text, start, end)]
        for first, last in lines:
            taken |= _whole(text, first, last, len(digits(text[first:last])), plan, found)
    if not taken and count > 8:
        for first, last in lines:
            _inside(text, first, last, plan, found)


def _whole(text: str, start: int, end: int, count: int, plan: _Plan, found: list[Finding]) -> bool:
    """Whether some definition takes text[start:end], of so many digits, as a number."""
    taken = _taken(text, start, end, count, plan)
    found += taken
    return bool(taken)


def _taken(text: str, start: int, end: int, count: int, plan: _Plan) -> list[Finding]:
    """What the definitions make of text[start:end], of so many digits, as one number."""
    definitions = plan.by_size.get(count)
    if not definitions:
        return []
    run = Run(text, start, end)
    return [(first, last, definition.type, definition.name, score) for definition in definitions for first, last, score in definition.find(run)]


def _inside(text: str, start: int, end: int, plan: _Plan, found: list[Finding]) -> None:
    """Numbers that stand side by side: from each group on the surest, of equal ones that before another number's beginning, then the longest."""
    groups = [group.span() for group in _GROUP.finditer(text, start, end)]
    sizes = [sum(map(str.isdigit, text[first:last])) for first, last in groups]
    reach = 11 if len(groups) < 40 else 5      # a column of figures: look at short numbers only
    at = 0
    while at < len(groups):
        first, best, step = groups[at][0], (), 1
        if first == start or text[first - 1].isspace():
            for last in range(min(len(groups) - 1, at + reach), at - 1, -1):
                size, stop = sum(sizes[at:last + 1]), groups[last][1]
                if last - at + 1 == len(groups) or not 9 <= size <= 19 or stop < end and not text[stop].isspace():
                    continue
                taken = _taken(text, first, stop, size, plan)
                rank = (max(one[4] for one in taken), last + 1 == len(groups) or text[groups[last + 1][0]] in "+0(") if taken else ()
                if rank and (not best or rank > best[0]):
                    best, step = (rank, taken), last - at + 1
        found += best[1] if best else ()
        at += step
