"""How a text is made: counts, shares, and whether the rule sets of the field would keep it.

Belongs here: what needs the text alone. Not here: the thresholds of those rule sets (`rules`), a house's own (recipes decide), and
anything that compares texts with each other.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.curation import rules
from assets.curation.rules import Counts, Shares, divided
from assets.curation.texts import texts_of
from assets.lake import Step

# Every measure is null for a text that is null. Shares are 0..1, null where there is nothing to divide by. Words are runs of anything but
# white space; measures marked * mean nothing for scripts written without spaces and are null where those are most of a text's letters.
SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("characters", pa.int32()),                                # Unicode code points
    pa.field("words", pa.int32()),
    pa.field("mean_word_length", pa.float32()),                        # code points; null without words
    pa.field("symbol_share", pa.float32()),                            # of characters: no letter, mark, number or white space
    pa.field("digit_share", pa.float32()),                             # of characters: decimal digits of any script
    pa.field("uppercase_share", pa.float32()),                         # of letters
    pa.field("duplicate_line_share", pa.float32()),                    # of lines with words: said before, white space at the ends aside
    # Gopher, quality
    pa.field("solid_words", pa.int32()),                               # words that are not punctuation alone
    pa.field("mean_solid_word_length", pa.float32()),                  # code points
    pa.field("hash_word_ratio", pa.float32()),                         # '#' per word, can exceed 1
    pa.field("ellipsis_word_ratio", pa.float32()),                     # '...' and U+2026 per word, can exceed 1
    pa.field("bullet_line_share", pa.float32()),                       # of lines: begin with '-' or a bullet
    pa.field("ellipsis_line_share", pa.float32()),                     # of lines: end in an ellipsis
    pa.field("alphabetic_word_share", pa.float32()),                   # of words: hold a letter
    pa.field("stop_words", pa.int32()),                                # how many of the eight occur: the be to of and that have with
    # Gopher, repetition
    pa.field("duplicate_paragraph_share", pa.float32()),               # of paragraphs: said before
    pa.field("duplicate_paragraph_character_share", pa.float32()),     # of characters: in such paragraphs
    pa.field("gopher_duplicate_line_share", pa.float32()),             # of lines to the letter, blank ones included: said before
    pa.field("gopher_duplicate_line_character_share", pa.float32()),   # of characters: in such lines
    pa.field("top_2gram_share", pa.float32()),                         # of characters: in the commonest two words, wherever they stand;
    pa.field("top_3gram_share", pa.float32()),                         # overlaps count again, so that it can exceed 1
    pa.field("top_4gram_share", pa.float32()),
    pa.field("duplicate_5gram_share", pa.float32()),                   # of characters: in five words said before
    pa.field("duplicate_6gram_share", pa.float32()),
    pa.field("duplicate_7gram_share", pa.float32()),
    pa.field("duplicate_8gram_share", pa.float32()),
    pa.field("duplicate_9gram_share", pa.float32()),
    pa.field("duplicate_10gram_share", pa.float32()),
    # FineWeb
    pa.field("terminal_line_share", pa.float32()),                     # of lines with words: their last character ends a sentence
    pa.field("short_line_share", pa.float32()),                        # of lines with words: at most 30 characters
    pa.field("fineweb_duplicate_character_share", pa.float32()),       # of characters but newlines: in lines with words, said before
    pa.field("newline_word_ratio", pa.float32()),                      # newlines per word, can exceed 1
    # C4
    pa.field("c4_line_share", pa.float32()),                           # of lines: C4 keeps them
    pa.field("c4_sentences", pa.int32()),                              # in the lines kept, by the splitter "terminal"
    # Decisions under the thresholds of each paper: null passes, else the first reason in words
    pa.field("gopher_quality", pa.string()),
    pa.field("gopher_repetition", pa.string()),
    pa.field("fineweb", pa.string()),
    pa.field("c4", pa.string()),
    # Traces of how a text was made
    pa.field("ocr_noise_share", pa.float32()),                         # * of words: misread letters, letters of two alphabets, words torn apart
    pa.field("mojibake_share", pa.float32()),                          # of characters: left by wrong decoding
    pa.field("disfluency_share", pa.float32()),                        # * of words: fillers, repeated, cut off
    pa.field("lix", pa.float32()),                                     # * words per sentence + long words per 100 words; 25 easy, 60 hard
    pa.field("link_share", pa.float32()),                              # of characters within words: in addresses of the web
    pa.field("heading_line_share", pa.float32()),                      # of lines with words: '#' first, or capitals alone and short
    pa.field("list_line_share", pa.float32()),                         # of lines with words: a bullet, number or letter first
    pa.field("table_line_share", pa.float32()),                        # of lines with words: two tabs, wide gaps or bars
    pa.field("code_line_share", pa.float32()),                         # of lines with words: end in ; { } or are one tag
])


def quality_of(records: pa.RecordBatch) -> pa.RecordBatch:
    """One row per record, in the order given. The language of a record, where its table tells it, decides which words are fillers."""
    texts = texts_of(records)
    languages = records.column("language") if "language" in records.schema.names else pa.nulls(len(texts), pa.string())
    counts, lines, traces = _counts(texts), _line_counts(texts), _trace_counts(texts, languages)
    shares = rules.shares_of(counts)
    measures = counts | shares | _plain_shares(counts) | _traces(counts, traces) | {
        "c4_line_share": divided(lines["kept_lines"], lines["lines"]), "c4_sentences": lines["sentences"]}
    decided = {name: rules.named(name, numbers) for name, numbers in _decided(counts, shares).items()}
    decided["c4"] = rules.named("c4", rules.c4(lines))
    missing = texts.is_null().to_numpy(zero_copy_only=False)
    columns = [records.column("record_id")]
    for field in SCHEMA:
        if field.name in decided:
            columns.append(pc.if_else(texts.is_valid(), decided[field.name], pa.scalar(None, pa.string())))
        elif field.name in measures:
            columns.append(_column(measures[field.name], field.type, missing))
    return pa.record_batch(columns, schema=SCHEMA)


def decisions(texts: pa.Array | pa.ChunkedArray) -> dict[str, np.ndarray]:
    """Whether Gopher's two rule sets and FineWeb's keep each text: 0, or the number (from 1) of the reason in `rules.REASONS`; uint8.

    The same as datatrove 0.10.1 decides with its default thresholds and words split at white space, for the same reason. Null reads as empty.
    """
    counts = _counts(texts)
    return _decided(counts, rules.shares_of(counts))


def _decided(counts: Counts, shares: Shares) -> dict[str, np.ndarray]:
    return {rule.__name__: rule(counts, shares) for rule in (rules.gopher_quality, rules.gopher_repetition, rules.fineweb)}


def _counts(texts: pa.Array) -> Counts:
    from assets.text import measures

    return _filled(measures.count, measures.COUNTS, texts)


def _line_counts(texts: pa.Array) -> Counts:
    from assets.text import c4

    return _filled(c4.count, c4.COUNTS, texts)


def _trace_counts(texts: pa.Array, languages: pa.Array) -> Counts:
    from assets.text import traces

    return _filled(traces.count, traces.COUNTS, texts, traces.languages_of(languages.to_pylist()))


def _filled(count: Callable, names: tuple[str, ...], texts: pa.Array, *more: np.ndarray) -> Counts:
    from assets.text.arrow import buffers
    from assets.text.classes import classes

    data, offsets = buffers(texts)
    counts = np.empty((len(texts), len(names)), np.int64)
    count(data, offsets, *more, classes(), counts)
    return dict(zip(names, counts.T, strict=True))


def _plain_shares(counts: Counts) -> Shares:
    return {
        "mean_word_length": divided(counts["worded_characters"], counts["words"]),
        "symbol_share": divided(counts["symbols"], counts["characters"]),
        "digit_share": divided(counts["digits"], counts["characters"]),
        "uppercase_share": divided(counts["uppercase"], counts["letters"]),
        "duplicate_line_share": divided(counts["repeated_lines"], counts["worded_lines"]),
    }


def _traces(counts: Counts, traces: Counts) -> Shares:
    words = np.where(2 * traces["unspaced_letters"] > counts["letters"], 0, traces["words"])     # no words to speak of
    lines = traces["lines"]
    return {
        "ocr_noise_share": np.minimum(divided(traces["broken_words"], words), 1),
        "mojibake_share": divided(traces["garbled"], counts["characters"]),
        "disfluency_share": np.minimum(divided(traces["hesitations"] + traces["repeated_words"] + traces["cut_words"], words), 1),
        "lix": divided(words, traces["sentences"]) + 100 * divided(traces["long_words"], words),
        "link_share": divided(traces["link_characters"], counts["worded_characters"]),
        "heading_line_share": divided(traces["heading_lines"], lines),
        "list_line_share": divided(traces["list_lines"], lines),
        "table_line_share": divided(traces["table_lines"], lines),
        "code_line_share": divided(traces["code_lines"], lines),
    }


def _column(values: np.ndarray, kind: pa.DataType, missing: np.ndarray) -> pa.Array:
    unknown = missing | np.isnan(values) if values.dtype.kind == "f" else missing
    return pa.array(np.where(unknown, 0, values).astype(kind.to_pandas_dtype()), mask=unknown)


quality = Step.map("quality", version="3", run=quality_of, schema=SCHEMA)
