"""The sentiment and the leading emotion of each record, in the languages there is a method for.

Belongs here: which method a record gets, and the step. Not here: the methods (`model`, `lexicon`).
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.curation.languages import languages_of
from assets.curation.sentiment import model
from assets.curation.sentiment.lexicon import LANGUAGES, lexicon, sentiment_by
from assets.curation.texts import texts_of
from assets.lake import Step

SCHEMA = pa.schema([
    pa.field("record_id", pa.binary(16), nullable=False),
    pa.field("sentiment", pa.float32()),       # -1 (all against) .. 1 (all for); null without words or without a method for the language
    pa.field("emotion", pa.string()),          # anger, disgust, fear, joy, sadness, surprise or neutral; null where the method knows no emotions
    pa.field("emotion_score", pa.float32()),   # 0..1, the leading emotion's share; null where the emotion is
    pa.field("cues", pa.int32()),              # words and phrases that the method knows: how much the answer rests on; null where the sentiment is
    pa.field("method", pa.string()),           # "model en-1", "lexicon fr-1" and so on; null where the sentiment is
])


def sentiment_of(records: pa.RecordBatch) -> pa.RecordBatch:
    """One row per record, in the order given. English is read by the model, French, Italian, German and Spanish by a lexicon."""
    texts, languages = texts_of(records), languages_of(records)
    size = len(texts)
    sentiment, share, cues = np.full(size, np.nan), np.full(size, np.nan), np.zeros(size, np.int64)
    emotion, method = np.full(size, None, object), np.full(size, None, object)
    for language in ("en", *LANGUAGES):
        rows = np.flatnonzero(pc.fill_null(pc.equal(languages, language), False).to_numpy(zero_copy_only=False))
        if not len(rows):
            continue
        some = texts.take(pa.array(rows))
        if language == "en":
            felt = model.feeling(some, model.shipped())
            sentiment[rows], cues[rows], method[rows] = felt.sentiment, felt.cues, model.NAME
            leading = np.nan_to_num(felt.emotions).argmax(axis=1)
            emotion[rows], share[rows] = np.array(model.EMOTIONS, object)[leading], felt.emotions[np.arange(len(rows)), leading]
        else:
            words = lexicon(language)
            sentiment[rows], cues[rows] = sentiment_by(words, some)
            method[rows] = words.name
    nobody = np.isnan(sentiment)
    return pa.record_batch([
        records.column("record_id"), pa.array(sentiment.astype(np.float32), mask=nobody),
        pa.array(np.where(np.isnan(share), None, emotion), pa.string()), pa.array(share.astype(np.float32), mask=np.isnan(share)),
        pa.array(cues.astype(np.int32), mask=nobody), pa.array(np.where(nobody, None, method), pa.string())], schema=SCHEMA)


sentiment = Step.map("sentiment", version="1", run=sentiment_of, schema=SCHEMA)
