"""Which language a text is written in, over Arrow arrays.

Belongs here: the identification, as ISO 639-1 with a score. Not here: which languages a house accepts.
The identifier is CLD2, which ships its model and adds up integer log-probabilities: the same answer everywhere.
"""

import re

import pyarrow as pa

WINDOW = 4096  # characters looked at in each of three places of a long text
WEAK = 0.5  # scores below this come from the short-text mode of the identifier
# What CLD2 calls by an older, regional or script name; everything else of two letters is already ISO 639-1.
RENAMED = {"iw": "he", "in": "id", "jw": "jv", "mo": "ro", "ji": "yi", "zh-Hant": "zh", "sr-ME": "sr", "bh": "bho"}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
LETTER = re.compile(r"[^\W\d_]")
# Adresses and codes say nothing about the language around them and lead short texts astray.
NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\b\w*\d\w*\b")


def identify(texts: pa.Array | pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """Languages (string) and scores (float32, 0..1), one each per text, in the order given.

    Null language and null score for a text that is null, empty, not valid Unicode, or not recognisable.
    A score below `WEAK` marks an answer the identifier itself calls a best effort on little text.
    """
    languages, scores = [], []
    for raw in texts.cast(pa.large_binary()):
        language, score = identify_text(raw.as_py()) if raw.is_valid else (None, None)
        languages.append(language)
        scores.append(score)
    return pa.array(languages, pa.string()), pa.array(scores, pa.float32())


def identify_text(raw: bytes | str) -> tuple[str | None, float | None]:
    """Language and score of one text (UTF-8 bytes, or a string that may hold lone surrogates)."""
    text = readable(raw)
    if text is None:
        return None, None
    if len(text) > 4 * WINDOW:
        middle = len(text) // 2
        text = text[:WINDOW] + "\n" + text[middle : middle + WINDOW] + "\n" + text[-WINDOW:]
    text = NOISE.sub(" ", CONTROL.sub(" ", text))
    if not LETTER.search(text):
        return None, None
    return _vote(text)


def readable(raw: bytes | str) -> str | None:
    """The text, or None where it is not valid Unicode (a lone surrogate, broken UTF-8)."""
    try:
        if isinstance(raw, bytes):
            return raw.decode("utf-8")
        raw.encode("utf-8")
    except UnicodeError:
        return None
    return raw


def letters(text: str) -> int:
    """How many letters a text has: below a few dozen nobody can tell its language."""
    return len(LETTER.findall(text))


def _vote(text: str) -> tuple[str | None, float | None]:
    import pycld2  # a compiled module with its model inside: loaded when first asked

    for best_effort in (False, True):
        try:
            reliable, _, guesses = pycld2.detect(text, bestEffort=best_effort)
        except pycld2.error:  # CLD2 refuses some code points that are valid Unicode
            return None, None
        code = RENAMED.get(guesses[0][1], guesses[0][1])
        if reliable and len(code) == 2 and code != "un":
            share = guesses[0][2] / 100
            return code, share * WEAK * 0.99 if best_effort else max(share, WEAK)
    return None, None
