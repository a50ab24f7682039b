"""How much of each source a recipe's rules and duplicates take, against what the recipe expects.

Belongs here: counting over a selection's account. Not here: rights (they take what they take), and telling people (a check, the release page).
"""

from collections import Counter

import numpy as np

from assets.corpora.judging import RIGHTS
from assets.corpora.recipes import Recipe
from assets.lake import Lake, Version
from assets.lake.segments import ids


def losses(lake: Lake, selection: Version, recipe: Recipe) -> list[dict]:
    """[{"source", "admitted", "lost", "share", "expected", "reasons": {why: n}}] per source with admitted records, in name order.

    Admitted are the records whose rights cover the corpus; `share` (0..1) of them is lost and `expected` is what the recipe allows.
    """
    account = selection.left_out()
    account = account.filter(account["record_id"].is_valid())
    gone, codes = ids(account["record_id"]), account["reason"].combine_chunks().dictionary_encode()
    order = np.argsort(gone, kind="stable")
    gone, reason, words = gone[order], np.asarray(codes.indices)[order], codes.dictionary.to_pylist()
    admitted, reasons = Counter(), {}
    for table in recipe.tables:
        for batch in lake.read(table).batches(["record_id", "source"]):
            sought, sources = ids(batch["record_id"]), batch["source"].dictionary_encode()
            place = np.minimum(np.searchsorted(gone, sought), max(len(gone) - 1, 0))
            why = np.where(gone[place] == sought, reason[place], -1) if len(gone) else np.full(len(sought), -1)
            pairs, counts = np.unique(np.stack([np.asarray(sources.indices), why]), axis=1, return_counts=True)
            for source, number, count in zip(*pairs.tolist(), counts.tolist(), strict=True):
                name, word = sources.dictionary[source].as_py(), words[number] if number >= 0 else None
                if word not in RIGHTS:
                    admitted[name] += count
                    if word is not None:
                        reasons.setdefault(name, Counter())[word] += count
    return [_loss(source, admitted[source], reasons.get(source, Counter()), recipe.expected(source)) for source in sorted(admitted)]


def exceeded(found: list[dict]) -> list[dict]:
    """The sources that lost more than expected, the largest share first."""
    return sorted((loss for loss in found if loss["share"] > loss["expected"]), key=lambda loss: (-loss["share"], loss["source"]))


def told_of(found: list[dict]) -> str:
    """The losses as a Markdown table, those above what is expected first and marked."""
    over = exceeded(found)
    rows = [f"| {loss['source']} | {loss['admitted']:,} | {loss['lost']:,} | {loss['share']:.0%} | {loss['expected']:.0%} | "
            f"{'more than expected: ' + _most(loss) if loss in over else ''} |" for loss in [*over, *(one for one in found if one not in over)]]
    return "\n".join(["| source | admitted | lost | share | expected | |", "|---|---:|---:|---:|---:|---|", *rows])


def _loss(source: str, admitted: int, reasons: Counter, expected: float) -> dict:
    lost = reasons.total()
    return {"source": source, "admitted": admitted, "lost": lost, "share": round(lost / admitted, 4), "expected": expected,
            "reasons": dict(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])))}


def _most(loss: dict) -> str:
    reason, number = next(iter(loss["reasons"].items()))
    return f"{number:,} times '{reason}'".replace("|", "/")
