"""Foreign parsers quote what they stumble over, in logs, warnings and on the terminal; here they are hushed (law 6).

Belongs here: keeping what a parser says of a file's content inside. Not here: what we say of it (a Bad).
"""

import contextlib
import io
import logging
from collections.abc import Iterator
from typing import Any

_TALKATIVE = ("pypdf", "trafilatura", "htmldate", "courlan", "justext", "charset_normalizer", "PIL", "docx", "warcio", "striprtf")
_END = object()


class _Nowhere(io.TextIOBase):
    def write(self, text: str) -> int:
        return len(text)


def hushed(entries: Iterator[Any]) -> Iterator[Any]:
    """The same entries; while the parser works, its words go nowhere. What is done between two entries is not hushed."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        if logger.propagate:
            logger.propagate = False
            logger.addHandler(logging.NullHandler())
    while True:
        with contextlib.redirect_stderr(_Nowhere()), contextlib.redirect_stdout(_Nowhere()):
            entry = next(entries, _END)
        if entry is _END:
            return
        yield entry


