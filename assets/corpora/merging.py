"""Which records say the same, by the thresholds of a recipe, and which one speaks for the others.

Belongs here: stars of equal, alike and contained texts among records that nothing speaks against. Not here: finding pairs and measuring them
(annotations), and what speaks against a record (`judging`).
"""

import numpy as np
import pyarrow as pa

from assets.corpora.judging import asked
from assets.corpora.recipes import Recipe

EXACT = "exact duplicate"
NEAR = "near duplicate"
CONTAINED = "contained in another record"
EXCLUSIVITY = "case exclusivity when 'exclusive' then 0 when 'shared' then 1 else 2 end"     # rights only we have come first


def merge(con, recipe: Recipe, over: str) -> None:
    """Give `judged` the column `survivor`: for a record that another one stands for, that one; `reason` then names the kind.

    Records stand in the recipe's order of survivors, the lower record id last. Equal texts are one to begin with, the first in that order.
    Of the others each in turn is taken in by the first record already kept that it has a verified pair with, at the recipe's threshold;
    so a chain of likeness never joins two texts that are not alike themselves (van Dongen calls such clusters stars).
    A contained text is asked after all that are not, larger before smaller, and goes into its container unless its rights are stronger:
    then both stay.
    """
    _candidates(con, recipe, over)
    nodes = con.sql("select first, rights from candidates order by node").fetchnumpy()
    first = nodes["first"].astype(np.int64)
    merged, kind = first.copy(), np.where(first == np.arange(len(first)), "", EXACT).astype(object)
    if recipe.duplicates.near or recipe.duplicates.contained:
        into, kinds = _taken_in(con, recipe, nodes["rights"])
        alone = into[first] < 0
        merged = np.where(alone, first, into[first])
        kind = np.where(alone, kind, kinds[first])
    gone = np.flatnonzero(merged != np.arange(len(merged)))
    con.register("arriving", pa.table({"node": gone, "survivor": merged[gone], "kind": pa.array(kind[gone], pa.string())}))
    con.execute("""
        create temp table merged as select judged.* replace (coalesce(judged.reason, arriving.kind) as reason), best.record_id as survivor
        from judged left join candidates on candidates.record_id = judged.record_id
        left join arriving on arriving.node = candidates.node left join candidates as best on best.node = arriving.survivor""")
    con.unregister("arriving")
    con.execute("drop table judged; alter table merged rename to judged")


def _candidates(con, recipe: Recipe, over: str) -> None:
    """Table `candidates`: records nothing speaks against, `node` counting them from the best, `first` the best with an equal text."""
    duplicates = recipe.duplicates
    ranked = {"rights": [EXCLUSIVITY, "len(records.purposes) desc"], "quality": [f"({duplicates.quality}\n)::double desc nulls last"],
              "date": ["records.created_on nulls last"]}
    if "quality" in duplicates.survivor:
        asked(con, duplicates.quality, "double", over, recipe, "duplicates.quality")
    order = ", ".join([part for name in duplicates.survivor for part in ranked[name]] + ["records.record_id"])
    con.execute(f"""
        create temp table ranked as select records.record_id, row_number() over (order by {order}) - 1 as node, {EXCLUSIVITY} as rights
        from {over} where records.record_id in (select record_id from judged where reason is null)""")
    cluster = "min(node) over (partition by coalesce(exact_duplicates.cluster_id, ranked.record_id))" if duplicates.exact else "node"
    beside = "left join exact_duplicates on exact_duplicates.record_id = ranked.record_id" if duplicates.exact else ""
    con.execute(f"create temp table candidates as select ranked.*, {cluster} as first from ranked {beside}")


def _taken_in(con, recipe: Recipe, rights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per node the node that takes it in, or -1, and the kind of pair they are."""
    near, contained = recipe.duplicates.near, recipe.duplicates.contained
    found = _pairs(con)
    left, right, sizes = found["left"].astype(np.int64), found["right"].astype(np.int64), (found["left_size"], found["right_size"])
    alike = found["jaccard"] >= np.float32(near.jaccard) if near else np.zeros(len(left), bool)
    inside = ~alike & (rights[right] <= rights[left]) & ((sizes[1] > sizes[0]) | ((sizes[1] == sizes[0]) & (right < left)))
    inside &= found["share"] >= np.float32(contained.share) if contained else False
    left, right, alike, inside, size = (values[alike | inside] for values in (left, right, alike, inside, sizes[0]))
    count = len(rights)
    into, kinds = np.full(count, -1, np.int64), np.full(count, "", object)
    if not len(left):
        return into, kinds
    from assets.corpora.stars import stars

    by_node = np.lexsort((right, left))
    left, right, alike, inside, size = (values[by_node] for values in (left, right, alike, inside, size))
    last, shingles = np.zeros(count, bool), np.zeros(count, np.int64)
    last[left[inside]] = True
    shingles[left[inside]] = size[inside]
    order = np.lexsort((np.arange(count), -shingles, last))
    edges = stars(order, np.searchsorted(left, np.arange(count + 1)), right)
    taken = edges >= 0
    into[taken], kinds[taken] = right[edges[taken]], np.where(alike[edges[taken]], NEAR, CONTAINED)
    return into, kinds


def _pairs(con) -> dict[str, np.ndarray]:
    """Verified pairs of candidates in both directions: Jaccard, share of the left one's shingles that the right one holds, shingles of each.

    What is verified of one record is verified of all with an equal text, whether that one is a candidate or not.
    """
    return con.sql("""
        with best as (select cluster_id, min(first) as node from exact_duplicates join candidates using (record_id) group by cluster_id),
        texts as (select record_id, node, coalesce(shingles, 0) as size from exact_duplicates join best using (cluster_id) join evidence using (record_id)),
        told as (select record_id as one, unnest(evidence) as pair from evidence),
        both_ways as (
            select one, pair.record_id as other, pair.jaccard as jaccard, pair.containment as share from told
            union all
            select pair.record_id, one, pair.jaccard, pair.contains from told)
        select a.node as left, b.node as right, max(jaccard) as jaccard, max(share) as share, max(a.size) as left_size, max(b.size) as right_size
        from both_ways join texts a on a.record_id = one join texts b on b.record_id = other
        where a.node <> b.node group by a.node, b.node order by a.node, b.node""").fetchnumpy()
