"""Values that are split over the turns of a conversation: '06 12 34' ... 'yes?' ... '56 78 90'.

Belongs here: putting the parts together and asking whether the whole is a number of somebody. Not here: what such a number looks like
(`phones`, `validators`), values inside one text (`recognisers`).
"""

import re
from collections.abc import Iterator, Sequence

from assets.privacy.detect import validators
from assets.privacy.detect.nearby import words_before
from assets.privacy.detect.numbers.phones import likely
from assets.privacy.detect.recognisers import Span
from assets.privacy.folding import View, view

_LAST = re.compile(r"(?:(?<![A-Za-z0-9])[A-Za-z]{2}\d\d[A-Za-z0-9 \-]{0,32}|[+(]{0,2}\d[\d .\-/()]{0,32})[ .,;…\-]{0,4}\Z")
_FIRST = re.compile(r"[ .,;…\-]{0,4}(?:[^\W\d_]{1,8}[ ,:]{1,3}){0,2}([\d(][\d .\-/()A-Z]{0,32})")
_REPLY = 16         # characters of an 'ok' or 'yes?' between two parts
_PARTS = 5
_EDGE = " .,;…-/("


def split_over(texts: Sequence[str]) -> list[list[Span]]:
    """Per text of one record, in their order, its parts of telephones, cards and accounts that go on in a later text."""
    found: list[list[Span]] = [[] for _ in texts]
    at = 0
    while at < len(texts) - 1:
        step = 1
        if _goes_on(texts[at]):
            parts = list(_parts(texts, at))
            for count in range(len(parts), 1, -1):
                kind = _kind(parts[:count])
                if kind:
                    for index, seen, start, end in parts[:count]:
                        found[index].append(Span(*seen.span(start, end), kind, "split over turns", 0.8))
                    step = max(1, parts[count - 1][0] - at)
                    break
        at += step
    return found


def _goes_on(text: str) -> bool:
    """Whether a text ends in a figure: the gate that ordinary turns do not pass."""
    end = text[-6:].rstrip(" .,;…-\n")
    return end[-1:].isdigit()


def _parts(texts: Sequence[str], at: int) -> Iterator[tuple[int, View, int, int]]:
    """The figures that end one text, and those that begin the next ones, as (text, its view, start, end)."""
    seen = view(texts[at])
    text = seen.text.rstrip()
    last = _LAST.search(text, max(0, len(text) - 40))
    if not last:
        return
    yield at, seen, last.start(), _trimmed(text, last.start(), last.end())
    for _ in range(1, _PARTS):
        at += 1
        if at + 1 < len(texts) and len(texts[at]) <= _REPLY and not any(map(str.isdigit, texts[at])):
            at += 1
        seen = view(texts[at]) if at < len(texts) else None
        first = _FIRST.match(seen.text) if seen else None
        if not first:
            return
        end = _trimmed(seen.text, first.start(1), first.end(1))
        if end == first.start(1):
            return      # nothing but signs
        yield at, seen, first.start(1), end
        if seen.text[end:].strip(" .,;…-\n"):
            return


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of a part without a word or sign that merely follows it."""
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    while end > start and end < len(text) and text[end - 1].isalpha() and text[end].isalpha():     # the beginning of a word is no figure
        end -= 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return end


def _kind(parts: list[tuple[int, View, int, int]]) -> str | None:
    """What the parts together are; None where they are nothing, or where the first is a number by itself."""
    written = [seen.text[start:end] for _, seen, start, end in parts]
    whole, number = " ".join(written), validators.digits("".join(written))
    if validators.iban(whole):
        return "IBAN"
    if any(c.isalpha() for c in whole):
        return None
    if 13 < len(number) < 20 and validators.card(number):
        return "CARD"
    _, seen, start, _ = parts[0]
    before = words_before(seen.text, start)
    first = validators.digits(written[0])
    if len(first) < 9 and likely(written[0], first, ()) < 0.6 and max(likely(whole, number, before), likely(number, number, before)) >= 0.6:
        return "PHONE"
    return None
