"""Compile the kernels once, at installation, so that no first run waits for it.

    python -m orchestration.verbs.warming

Belongs here: calling whatever is compiled, on a few words. Not here: the kernels; each is kept beside its source by its own stage.
"""

import time

import numpy as np
import pyarrow as pa

_SAID = {"en": "The weaver said that the silk of the sea was hers, and that she would not sell it.",
         "fr": "L'été, la brodeuse a dit : « C'est un très beau fil », euh, et elle l'a cousu.", "it": "La sarta ha detto che il filo è d'oro, e l'ha cucito a mano."}


def main() -> None:
    """Compile everything and say how long it took."""
    began = time.process_time()
    warm()
    print(f"kernels are compiled ({time.process_time() - began:.0f} s)")


def warm() -> None:
    """Every annotation of a few texts, the models behind novelty, the comparison of pairs, and the tagger."""
    from assets.corpora.stars import stars
    from assets.curation.contamination import SETS, contamination, hashed_texts
    from assets.curation.duplicates.fingerprints import fingerprints
    from assets.curation.language import language
    from assets.curation.quality import quality
    from assets.curation.safety import safety
    from assets.curation.sentiment import sentiment
    from assets.privacy.tagger.tagging import shipped
    from assets.text import dsir
    from assets.text.components import components
    from assets.text.kneser_ney import Model
    from assets.text.overlap import overlaps, shingles

    texts = pa.array([" ".join([said] * 4) for said in _SAID.values()], pa.large_string())
    records = pa.record_batch([pa.array([bytes([number]) * 16 for number in range(len(texts))], pa.binary(16)), texts, pa.array(list(_SAID))],
                              names=["record_id", "text", "language"])
    for step in (language, quality, sentiment, safety):
        step.run(records)
    fingerprints.run(records, words=5, bands=14, rows=8)
    entries = [{"record_id": bytes(16), "set": "none", **hashed} for hashed in hashed_texts(pa.concat_arrays([texts, pa.array(["to weave the silk by hand"], pa.large_string())]), 13)]
    contamination.run(records, evaluations=pa.Table.from_pylist(entries, SETS), ngram=13)
    pairs = np.array([0, 1]), np.array([1, 2])
    overlaps(*shingles(texts), *pairs)
    components(3, *pairs)
    stars(np.arange(3), np.array([0, 1, 2, 2]), np.array([1, 2]))
    Model.fit(texts).bits(texts)
    dsir.per_token(texts, dsir.log_ratio(dsir.bucket_counts(texts), dsir.bucket_counts(texts)))
    said = "\x00".join(_SAID.values())
    shipped().find(said, np.array([[0, len(said)]]), dial=0.05)


if __name__ == "__main__":
    main()
