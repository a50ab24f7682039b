"""What regular expressions of several grammars are made of.

Belongs here: ways to write an expression that fails fast. Not here: any grammar.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain


def one_of(forms: str) -> str:
    """One of the forms, parted by spaces, tried only where the first letter of one stands: elsewhere it fails at a single step."""
    found = forms.split()
    return rf"(?=[{''.join(sorted({form[0] for form in found}))}])(?:{'|'.join(found)})"


def listed(words: str) -> tuple[str, ...]:
    """Words and phrases parted by commas, over as many lines as they need."""
    return tuple(" ".join(word.split()) for word in words.split(","))


def at_lines(pattern: str) -> Callable[[str], Iterator[re.Match]]:
    """What finds a pattern where lines and texts begin. The mark before them leads the search: quicker than asking every place what stands before it."""
    first, further = re.compile(pattern), re.compile(rf"[\n\x00](?:{pattern})")

    def find(text: str) -> Iterator[re.Match]:
        head = first.match(text)
        return chain((head,) if head else (), further.finditer(text))

    return find
