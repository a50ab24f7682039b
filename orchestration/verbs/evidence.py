"""What may remain in a cut: the ledgers of its records, the canaries of their policies, the house's limits.

Belongs here: bringing them together and recording the verdict. Not here: the arithmetic (`privacy.evidence.residual`), what a
verdict allows (`governance.waiting`).
"""

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.governance.waiting import RESIDUAL, SHARDS, Waiting, scanned, waiting
from assets.lake import IntegrityError, Lake
from assets.privacy import policy
from assets.privacy.evidence import canaries, catalogue, fates, limits, residual

ITEMS = "clean/items"
_COLUMNS = ["record_id", "source", "language", "ledger"]


def weigh(lake: Lake, corpus: str) -> dict:
    """Estimate what may remain in the waiting cut and record the verdict. Counts, rates and sentences; no value.

    A cut that a release already holds keeps what is sealed in that release.
    """
    cut = waiting(lake, corpus)
    if cut.settled:
        return {"passed": True, "settled": cut.settled}
    told = lake.read(canaries.FATES).read()
    planted = told if told.num_rows else fates.SCHEMA.empty_table()
    policies, records = policy.load(lake.house), _records(cut)
    shadow = {source: canaries.shadow_of(policies.of(source)) for source in records}
    parts = residual.parts(residual.found_in(_ledgers(lake, cut)), residual.rates(planted), shadow.__getitem__)
    bounds = residual.bounds(parts, records, limits.load(lake.house))
    above = [bound for bound in bounds if bound.complaint]
    kept, items = residual.kept_words(planted), _items(lake)
    verdict = {
        "passed": not above, "problems": [bound.complaint for bound in above],
        "residual": residual.table(parts, [(bound.source, bound.type) for bound in above]),
        "bounds": [{"source": bound.source, "type": bound.type, "per_1000_records": residual.rounded(bound.value), "limit": bound.limit} for bound in bounds],
        "canaries": residual.planted(planted, shadow.values()), "labelled": residual.labelled(planted),
        "over_redaction": {"words_planted": kept["planted"], "words_replaced": kept["replaced"], "item_words": items["words"],
                           "item_replaced": items["replaced"], "per_1000_words": items["per_1000_words"]}}
    scanned(lake, corpus, RESIDUAL, verdict)
    return verdict


def _items(lake: Lake) -> dict:
    version = lake.find(ITEMS)
    return catalogue.replaced(version.batches() if version is not None else ())


def _records(cut: Waiting) -> dict[str, int]:
    """Records of the cut by source."""
    counts: Counter = Counter()
    for table in _shards(cut, ["source"]):
        counts.update(table["source"].to_pylist())
    return dict(sorted(counts.items()))


def _ledgers(lake: Lake, cut: Waiting) -> Iterator[pa.RecordBatch]:
    """Source, language and ledger of the clean rows that the cut holds. Raises IntegrityError when one is not there."""
    inside = pa.chunked_array([chunk for table in _shards(cut, ["record_id"]) for chunk in table["record_id"].chunks], pa.binary(16))
    seen = 0
    for name in cut.account["recipe"]["tables"]:
        version = lake.read(name)
        for batch in version.batches(_COLUMNS) if version.rows else ():
            mine = batch.filter(pc.is_in(batch["record_id"], inside))
            seen += mine.num_rows
            yield mine
    if seen != len(inside):
        raise IntegrityError(f"The clean tables hold {seen} of the {len(inside)} records of '{cut.corpus}'; run `hallmark run` to cut it again.")


def _shards(cut: Waiting, columns: list[str]) -> Iterator[pa.Table]:
    for name in cut.files(SHARDS):
        if name.startswith("data/"):
            with cut.open(name) as file:
                yield pq.ParquetFile(file).read(columns)
