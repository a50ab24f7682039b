"""Which language a text is written in, over Arrow arrays.

Belongs here: the identification, as ISO 639-1 with a score. Not here: which languages a house accepts.
The identifier is CLD2, which ships its model and adds up integer log-probabilities: the same answer everywhere.
"""

import re

import pyarrow as pa

WINDOW, PLACES = 160, 4  # a long text is read in four places of this many characters, spread evenly over it
WEAK = 0.5  # scores below this come from the short-text mode of the identifier
# What CLD2 calls by an older, regional or script name; everything else of two letters is already ISO 639-1.
RENAMED = {"iw": "he", "in": "id", "jw": "jv", "mo": "ro", "ji": "yi", "zh-Hant": "zh", "sr-ME": "sr", "bh": "bho"}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
LETTER = re.compile(r"[^\W\d_]")
# A word without a Latin letter. Letters of formulae and the full-width ones are Latin in disguise; scripts that write vowels as marks count those with the letters.
_LATIN = "a-zA-Z\u00aa\u00ba\u00c0-\u02ff\u1d00-\u1dbf\u1e00-\u1eff\u2071-\u209c\u2c60-\u2c7f\u2100-\u214f\ua720-\ua7ff\ufb00-\ufb06\uff21-\uff5a\U0001d400-\U0001d7ff"
OTHER_SCRIPT = re.compile(rf"(?<![^\W\d_])(?:(?![{_LATIN}])[^\W\d_]){{3,}}+(?![{_LATIN}])"
                          r"|[\u3041-\u30fa\u30fd-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}|[\u0900-\u109f\u1200-\u1cff]{3,}")
# One letter of such a word, told at once: most texts have none, and need not be searched for whole words.
OTHER_LETTER = re.compile("[\u0370-\u1cff\u1f00-\u1fff\u2c00-\u2c5f\u2c80-\u2dff\u3041-\ua71f\ua800-\uab2f\uab70-\ud7ff\uf900-\ufaff\ufb07-\ufefe\uff66-\uffdc"
                          "\U00010000-\U0001d3ff\U00020000-\U0003ffff]")
# Addresses and codes say nothing about the language around them and lead short texts astray.
ADDRESS = re.compile(r"https?://\S+|www\.\S+|(?<!\S)[^\s@]++@\S+")
CODE = re.compile(r"\d\w*")


def identify(texts: pa.Array | pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """Languages (string) and scores (float32, 0..1), one each per text, in the order given.

    Null language and null score for a text that is null, empty, not valid Unicode, or not recognisable.
    A score below `WEAK` marks an answer the identifier itself calls a best effort on little text.
    """
    answers = [identify_text(raw.as_py()) if raw.is_valid else (None, None) for raw in texts.cast(pa.large_binary())]
    return pa.array([language for language, _ in answers], pa.string()), pa.array([score for _, score in answers], pa.float32())


def identify_text(raw: bytes | str) -> tuple[str | None, float | None]:
    """Language and score of one text (UTF-8 bytes, or a string that may hold lone surrogates)."""
    text = readable(raw)
    if text is None:
        return None, None
    text = _without_noise(_sample(text))
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


def latin(text: str) -> bool:
    """Whether at least half of a text's letters are Latin ones: so for a text without letters."""
    found = LETTER.findall(text)
    return 2 * sum(letter <= "\u024f" for letter in found) >= len(found)


def other_script(text: str) -> bool:
    """Whether a word of the text is written in another script than Latin: three letters of it, two of Chinese, Japanese or Korean. Signs and formulae are none."""
    return OTHER_LETTER.search(text) is not None and any(any(map(str.isalpha, found[0])) for found in OTHER_SCRIPT.finditer(text))


def _sample(text: str) -> str:
    """The text, or of a long one the middles of its quarters: what frames a page (titles, notices) has no say of its own."""
    if len(text) <= WINDOW * PLACES:
        return text
    middles = ((2 * place + 1) * len(text) // (2 * PLACES) for place in range(PLACES))
    return "\n".join(text[middle - WINDOW // 2 : middle + WINDOW // 2] for middle in middles)


def _without_noise(text: str) -> str:
    text = CONTROL.sub(" ", text)
    if "@" in text or "://" in text or "www." in text:
        text = ADDRESS.sub(" ", text)
    kept, done = [], 0
    for code in CODE.finditer(text):  # a search for digits is several times as fast as one for words that hold a digit
        start = code.start()
        while start > done and text[start - 1].isalpha():
            start -= 1
        kept.append(text[done:start])
        done = code.end()
    return " ".join([*kept, text[done:]]) if kept else text


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
