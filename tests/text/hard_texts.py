"""Texts that are hard to count: every kind of white space and line end, joins that read alike, scripts of all sorts."""

from hypothesis import strategies as st

_WORDS = st.sampled_from([
    "a", "ab", "b", "abc", "bc", "c", "the", "and", "that", "with", "The", "to,", "-", "--", "...", "....", "…", "•", "#", "##", "fin.", "fin!", "\u201cfin.\u201d",
    "été", "E\u0301", "\u0301", "漢字", "今日は。", "שלום", "👩\u200d🔬", "\u0000", "𝒜𝓑", "longue-vue", "x1", "42", "।", "{", "ſ", "İ", "\u200b", "\ufeff"])
_BLANKS = st.sampled_from([" ", " ", " ", " ", "  ", "\n", "\n", "\n\n", "\n\n\n", "\r\n", "\r", "\t", "\x0b", "\x0c", "\x1c", "\x1f", "\x85", "\u2028", "\u2029", "\u3000", "\xa0", ""])


@st.composite
def texts(draw) -> str:
    """A few words again and again, parted by any blank or none; sometimes a passage repeated, sometimes arbitrary characters."""
    words = draw(st.lists(_WORDS, min_size=1, max_size=6))
    chosen = draw(st.lists(st.tuples(st.sampled_from(words), _BLANKS), max_size=60))
    text = "".join(word + blank for word, blank in chosen) * draw(st.integers(1, 3))
    return draw(st.sampled_from(["", "\n", " \n\n", "\r\n"])) + text + draw(st.just("") | st.text(max_size=20))


FIXED = (
    "", " ", "\n", "\n\n", "\r\n", "\r", " \n \n\n ", "\x85", "one", "one\n", "\none\n", "a b c d e", "-- - -- - -- - --- - -", "ab c ab c ab c ab c abc abc", "a" * 50_000,
    "mot " * 50_000, "e\u0301 " * 300, "\u0301", "今日は良い天気です。" * 40, "👩‍👩‍👧 " * 80, "\0 \0 \0 \0 \0", "a\u2028b\u2029c\x85d\x1ce", "a. ..\nb...\nc… \n", "...." * 5,
    "\n\n a\n\n b\n\n a\n\n \n\n", "x\n" * 40, "• a\n- b\n – c\n", "the be to of and that have with " * 10, ("word " * 9 + "end.\n") * 30,
    "".join(chr(65 + n % 26) * (n % 23 + 1) + " " for n in range(900)))
