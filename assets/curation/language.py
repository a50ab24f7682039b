"""Which language a text is written in, and each turn of a dialogue, and how sure that is.

Belongs here: the measure. Not here: which languages a house accepts (privacy and recipes decide).
"""

import pyarrow as pa
import pyarrow.compute as pc

from assets.curation.texts import texts_of
from assets.lake import Step

TURN = pa.struct([
    pa.field("language", pa.string()),     # ISO 639-1; null where nobody could tell
    pa.field("score", pa.float32()),       # 0..1, below 0.5 for a guess or a language taken from the dialogue; null where the language is
])
SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("language", pa.string()),     # ISO 639-1; null where nobody could tell
    pa.field("score", pa.float32()),       # 0..1; null where the language is
    pa.field("turns", pa.list_(TURN)),     # one per turn of a dialogue, in order; null for a document
])
BEGINNING = 200     # characters that tell the script of a dialogue
BRIEF = 16      # letters: three words. In so few the identifier is often sure and wrong ('ok thankyou' is no Danish)


def language_of(records: pa.RecordBatch) -> pa.RecordBatch:
    """One row per record, in the order given.

    A turn of fewer than `BRIEF` letters, and one the identifier only guesses at, is taken to be in the dialogue's language where that
    is sure and the script is the same; its score is then less than half the dialogue's. Nothing is said of a turn without letters.
    """
    from assets.text.language import identify

    texts = texts_of(records)
    languages, scores = identify(texts)
    if "turns" in records.schema.names:
        turns = _turns(records.column("turns"), texts, languages, scores)
    else:
        turns = pa.nulls(records.num_rows, SCHEMA.field("turns").type)
    return pa.record_batch([records.column("record_id"), languages, scores, turns], schema=SCHEMA)


def _turns(turns: pa.ListArray, texts: pa.Array, languages: pa.Array, scores: pa.Array) -> pa.Array:
    """Each turn's language and score; what turns say in the same words is read once."""
    from assets.text.language import WEAK, identify_text, latin

    said = pc.struct_field(pc.list_flatten(turns), "text").cast(pa.large_binary()).to_pylist()
    alone = {raw: identify_text(raw) if raw is not None else (None, None) for raw in set(said)}
    beginnings = pc.utf8_slice_codeunits(texts, 0, BEGINNING).to_pylist()
    dialogues = [(language, score, latin(beginning)) if language is not None and score >= WEAK else None
                 for language, score, beginning in zip(languages.to_pylist(), scores.to_pylist(), beginnings, strict=True)]
    answers = [_within(raw, *alone[raw], dialogues[row]) for raw, row in zip(said, pc.list_parent_indices(turns).to_pylist(), strict=True)]
    values = pa.StructArray.from_arrays(
        [pa.array([language for language, _ in answers], pa.string()), pa.array([score for _, score in answers], pa.float32())], fields=list(TURN))
    sizes = pc.fill_null(pc.list_value_length(turns), 0).cast(pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(sizes)])
    return pa.ListArray.from_arrays(offsets, values, mask=turns.is_null() if turns.null_count else None)


def _within(raw: bytes | None, language: str | None, score: float | None, dialogue: tuple | None) -> tuple[str | None, float | None]:
    """A turn's language and score once the dialogue's (language, score, whether its script is Latin) has been asked; None where that is not sure."""
    from assets.text.language import WEAK, latin, letters, readable

    if dialogue is None or language == dialogue[0] or raw is None:
        return language, score
    text = readable(raw) or ""
    number = letters(text)
    if not number or language is not None and score >= WEAK and number >= BRIEF or latin(text) != dialogue[2]:
        return language, score
    return dialogue[0], dialogue[1] * WEAK * 0.99


language = Step.map("language", version="2", run=language_of, schema=SCHEMA)
