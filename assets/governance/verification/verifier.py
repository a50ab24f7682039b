"""The verifier as the one file that travels in a release.

Belongs here: joining the modules it is written in. Not here: what it checks (`verify`).
"""

import re
from pathlib import Path

from assets.governance.verification import envelopes, leaves, verify

_OURS = re.compile(r"^from assets\.governance\.verification\.\w+ import .*\n", re.MULTILINE)


def standalone() -> bytes:
    """The bytes of verify.py: its own head, then the modules it rests on, then the check; it imports nothing of Hallmark."""
    head, quotes, check = _source(verify).partition('Exit status: 0 everything holds, 1 something does not, 2 wrong use.\n"""\n')
    return "\n\n".join([head + quotes.rstrip(), *(_source(module).strip() for module in (leaves, envelopes)), check.strip()]).encode() + b"\n"


def _source(module) -> str:
    return _OURS.sub("", Path(module.__file__).read_text(encoding="utf-8"))
