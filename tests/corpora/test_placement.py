"""One group, one split and one shard; who comes or goes moves nobody else."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from assets.corpora.placement import place_of, shard_of, split_of
from tests.corpora.small_house import choose, document, fill

SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1}
GROUPS = [number.to_bytes(16, "big") for number in range(20_000)]


def test_the_splits_have_about_their_shares():
    found = Counter(split_of(1, group, SHARES) for group in GROUPS)
    assert all(abs(found[name] / len(GROUPS) - share) < 0.01 for name, share in SHARES.items())


def test_the_shards_of_every_split_are_about_equal():
    found = Counter((split_of(1, group, SHARES), shard_of(1, group, 4)) for group in GROUPS)
    for split, share in SHARES.items():
        for shard in range(4):
            assert abs(found[split, shard] - share * len(GROUPS) / 4) < 0.25 * share * len(GROUPS) / 4


@given(st.integers(0, 2**63 - 1), st.binary(min_size=16, max_size=16), st.integers(0, 10))
def test_halving_the_shards_merges_neighbours(seed, group, power):
    assert shard_of(seed, group, 2 ** (power + 1)) // 2 == shard_of(seed, group, 2**power)


def test_another_seed_is_another_order():
    assert [place_of(1, group) for group in GROUPS[:9]] != [place_of(2, group) for group in GROUPS[:9]]


def test_the_place_of_a_group_never_changes():
    # Written down once: a change here would move every record of every house.
    group = bytes(range(16))
    assert (split_of(7, group, SHARES), shard_of(7, group, 64), place_of(7, group)) == ("train", 18, 843773322732087256)


def placed(version) -> dict[bytes, tuple]:
    rows = version.read().to_pylist()
    return {row["record_id"]: (row["split"], row["shard"], row["place"]) for row in rows}


def test_one_group_has_one_split_and_one_shard(lake):
    fill(lake, [document(number) for number in range(300)])
    homes: dict[bytes, set] = {}
    for row in choose(lake).read().to_pylist():
        homes.setdefault(row["group_id"], set()).add((row["split"], row["shard"]))
    assert len(homes) == 100 and all(len(found) == 1 for found in homes.values())


def test_a_record_without_a_group_is_its_own(lake):
    fill(lake, [document(number, group_id=None) for number in range(20)])
    assert all(row["group_id"] == row["record_id"] for row in choose(lake).read().to_pylist())


@settings(max_examples=8, deadline=None)
@given(st.sets(st.integers(0, 80), min_size=1))
def test_adding_records_moves_nobody(tmp_path_factory, few):
    from tests.conftest import make_lake

    small, large = (make_lake(tmp_path_factory.mktemp("lake")) for _ in range(2))
    fill(small, [document(number) for number in sorted(few)])
    fill(large, [document(number) for number in range(81)])
    assert placed(choose(small)).items() <= placed(choose(large)).items()
