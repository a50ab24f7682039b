"""The rule sets of the field, decided from counts: whether a text passes, else the first test that it fails.

Belongs here: thresholds, by the papers they come from, and decisions in double precision as Python takes them. Not here: counting,
and a house's own thresholds (recipes decide). Each test stands in the order of the reference implementation, datatrove 0.10.1.
- gopher_quality, gopher_repetition: Rae et al. 2021, Scaling Language Models, table A1 and section A.1.1.
- fineweb: Penedo et al. 2024, The FineWeb Datasets.
- c4: Raffel et al. 2020, Exploring the Limits of Transfer Learning, section 2.2.
"""

import numpy as np
import pyarrow as pa

Counts = dict[str, np.ndarray]      # int64, one per text
Shares = dict[str, np.ndarray]      # float64, one per text; nan where there is nothing to divide by

TOP_NGRAMS = {2: 0.20, 3: 0.18, 4: 0.16}
DUPLICATE_NGRAMS = {5: 0.15, 6: 0.14, 7: 0.13, 8: 0.12, 9: 0.11, 10: 0.10}

REASONS = {
    "gopher_quality": (
        "too few words", "too many words", "words too short", "words too long", "too many hashes", "too many ellipses", "too many bullets",
        "too many lines trail off", "too few words with letters", "too few stop words"),
    "gopher_repetition": (
        "empty", "repeated paragraphs", "much text in repeated paragraphs", "repeated lines", "much text in repeated lines",
        *(f"one phrase of {size} words too common" for size in TOP_NGRAMS), *(f"repeated phrases of {size} words" for size in DUPLICATE_NGRAMS)),
    "fineweb": ("empty", "too few lines end a sentence", "too many short lines", "much text in repeated lines", "too many line breaks"),
    "c4": ("lorem ipsum", "curly bracket", "too few sentences"),
}


def shares_of(counts: Counts) -> Shares:
    """What the rules compare with their thresholds."""
    def share(part: str, whole: str) -> np.ndarray:
        return divided(counts[part], counts[whole])

    return {
        "mean_solid_word_length": share("solid_characters", "solid_words"),
        "hash_word_ratio": share("hashes", "words"),
        "ellipsis_word_ratio": share("ellipses", "words"),
        "bullet_line_share": share("bullet_lines", "lines"),
        "ellipsis_line_share": share("ellipsis_lines", "lines"),
        "alphabetic_word_share": share("alphabetic_words", "words"),
        "duplicate_paragraph_share": share("repeated_paragraphs", "paragraphs"),
        "duplicate_paragraph_character_share": share("repeated_paragraph_characters", "characters"),
        "gopher_duplicate_line_share": share("repeated_pieces", "pieces"),
        "gopher_duplicate_line_character_share": share("repeated_piece_characters", "characters"),
        **{f"top_{size}gram_share": share(f"top_{size}gram", "characters") for size in TOP_NGRAMS},
        **{f"duplicate_{size}gram_share": share(f"repeated_{size}gram", "characters") for size in DUPLICATE_NGRAMS},
        "terminal_line_share": share("terminal_lines", "worded_lines"),
        "short_line_share": share("short_lines", "worded_lines"),
        "fineweb_duplicate_character_share": divided(counts["repeated_line_characters"], counts["characters"] - counts["newlines"]),
        "newline_word_ratio": share("newlines", "words"),
    }


def gopher_quality(counts: Counts, shares: Shares) -> np.ndarray:
    """Per text 0 where it passes, else the number (from 1) of its reason in `REASONS`; uint8, as of every rule set."""
    return _first(
        counts["solid_words"] < 50,
        counts["solid_words"] > 100_000,
        shares["mean_solid_word_length"] < 3,
        shares["mean_solid_word_length"] > 10,
        shares["hash_word_ratio"] > 0.1,
        shares["ellipsis_word_ratio"] > 0.1,
        shares["bullet_line_share"] > 0.9,
        shares["ellipsis_line_share"] > 0.3,
        shares["alphabetic_word_share"] < 0.8,
        counts["stop_words"] < 2)


def gopher_repetition(counts: Counts, shares: Shares) -> np.ndarray:
    return _first(
        counts["characters"] == 0,
        shares["duplicate_paragraph_share"] > 0.3,
        shares["duplicate_paragraph_character_share"] > 0.2,
        shares["gopher_duplicate_line_share"] > 0.3,
        shares["gopher_duplicate_line_character_share"] > 0.2,
        *(shares[f"top_{size}gram_share"] > most for size, most in TOP_NGRAMS.items()),
        *(shares[f"duplicate_{size}gram_share"] > most for size, most in DUPLICATE_NGRAMS.items()))


def fineweb(counts: Counts, shares: Shares) -> np.ndarray:
    return _first(
        counts["worded_lines"] == 0,
        shares["terminal_line_share"] < 0.12,
        shares["short_line_share"] > 0.67,
        shares["fineweb_duplicate_character_share"] > 0.01,
        shares["newline_word_ratio"] > 0.3)


def c4(lines: Counts) -> np.ndarray:
    """From the counts of `assets.text.c4`. Where one to four lines are kept the reference depends on its sentence splitter, and so do we on
    ours ("terminal"); everywhere else the decision is the same."""
    return np.where(lines["dropped"] > 0, lines["dropped"], np.where(lines["sentences"] < 5, 3, 0)).astype(np.uint8)


def named(rule_set: str, reasons: np.ndarray) -> pa.Array:
    """Reasons in words for their numbers; null for a text that passes."""
    words = pa.array([None, *REASONS[rule_set]], pa.string())
    return words.take(pa.array(reasons))


def _first(*failed: np.ndarray) -> np.ndarray:
    return np.select(failed, np.arange(1, len(failed) + 1, dtype=np.uint8), np.uint8(0))


def divided(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """part / whole as float64; nan where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole != 0)
