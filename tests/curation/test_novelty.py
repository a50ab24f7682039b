"""What is new and fits is told from what is merely new, from noise, and from what everybody has."""

import random

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.curation.novelty import LENGTHS, MODELS, SCHEMA, novelty, novelty_of, reference_models, reference_models_of
from assets.lake.errors import ContractError
from tests.curation.annotated import dialogues, documents, parts_of, put, record_id

PUBLIC = "love dress pretty size fit soft store wear jacket perfect return colour bought jeans cute summer order shoes price weekend happy small".split()
CRAFT = "warp weft loom bobbin shuttle mordant selvedge heddle skein tannin awl burnish madder indigo fleece carding twill satin selvage retting".split()
BOTH = "the of and to a in is that with for it on as be this".split()
MEASURES = [name for name in SCHEMA.names if name != "record_id"]
SETS = {"reference": ("reviews*",), "seed": ("manual",)}


def prose(own, seed, size=1500):
    """Sentences of one trade's words, the same for the same seed."""
    dice, text = random.Random(seed), ""
    while len(text) < size:
        text += " ".join(dice.choice(BOTH if dice.random() < 0.5 else own) for _ in range(dice.randint(5, 12))).capitalize() + ". "
    return text


def noise(seed, size=1500):
    dice = random.Random(seed)
    return "".join(dice.choice("qxzjkvwy|~^#0123456789!?<>{}@") for _ in range(size))


def with_source(batch, sources):
    return batch.append_column("source", pa.array([sources] * batch.num_rows if isinstance(sources, str) else sources, pa.string()))


REVIEWS = with_source(documents([prose(PUBLIC, seed) for seed in range(150)]), ["reviews_a", "reviews_b"] * 75)
MANUAL = with_source(documents([prose(CRAFT, 1_000 + seed) for seed in range(20)], first=500), "manual")
LETTERS = with_source(documents([prose(CRAFT + PUBLIC, 2_000 + seed) for seed in range(5)], first=800), "letters")


def joined(*batches):
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]


def learned(lake, *batches, before=None, **params):
    """The table of models of these records, each batch a table of its own."""
    versions = [put(lake, f"clean/texts_{number}", batch) for number, batch in enumerate(batches)]
    return reference_models_of({"records": versions}, **{**SETS, **params}, before=before).rows


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    from tests.conftest import make_lake
    return learned(make_lake(tmp_path_factory.mktemp("learned")), REVIEWS, MANUAL)


def measured(models, *texts):
    return novelty_of(documents(list(texts)), models).to_pylist()


def test_an_unseen_page_of_the_craft_is_distinctive(models):
    craft, = measured(models, prose(CRAFT, 9_001))
    assert (craft["novel"], craft["fits"], craft["noise"], craft["distinctive"]) == (True, True, False, True)
    assert craft["moore_lewis"] > 0 and craft["dsir"] > 0


def test_one_more_review_and_a_copy_of_one_are_not(models):
    unseen, copy = measured(models, prose(PUBLIC, 9_002), REVIEWS["text"][0].as_py())
    assert copy["reference_bits_per_byte"] <= unseen["reference_bits_per_byte"] < 3
    assert not any(row["fits"] or row["noise"] or row["distinctive"] for row in (unseen, copy))
    assert not copy["novel"]


@pytest.mark.parametrize(("cut_off", "at", "measure"), [("familiar", 99, "novel"), ("moore_lewis", 99, "fits"), ("dsir", 99, "fits"), ("noise", 0, "noise")])
def test_each_cut_off_alone_can_say_no(models, cut_off, at, measure):
    place = models.schema.get_field_index(cut_off)
    moved = models.set_column(place, models.schema.field(place), pa.array([at] * models.num_rows, pa.float64()))
    usual, = measured(models, prose(CRAFT, 9_006))
    row, = measured(moved, prose(CRAFT, 9_006))
    assert {name for name in MEASURES if row[name] != usual[name]} == {measure, "distinctive"} and usual["distinctive"]


def test_noise_is_the_most_novel_of_all_and_still_not_distinctive(models):
    craft, garbage = measured(models, prose(CRAFT, 9_003), noise(1))
    assert garbage["reference_bits_per_byte"] > craft["reference_bits_per_byte"]
    assert (garbage["novel"], garbage["noise"], garbage["distinctive"]) == (True, True, False)


def test_noise_among_the_words_of_the_craft_is_noise(models):
    dice = random.Random(3)
    torn, = measured(models, "".join(letter if dice.random() < 0.6 else noise(dice.random(), 1) for letter in prose(CRAFT, 9_004)))
    assert torn["noise"] and not torn["distinctive"]


def test_a_text_that_says_too_little_is_not_judged(models):
    rows = measured(models, None, "", "silk", prose(CRAFT, 1, 250)[:255])
    assert all(row[name] is None for row in rows for name in MEASURES)
    assert measured(models, prose(CRAFT, 1, 260)[:256])[0]["fits"] is True


def test_a_long_text_of_signs_has_bits_but_no_words_and_does_not_fit(models):
    signs, zeros, marks = measured(models, "?!… —" * 100, "\0" * 600, "\u0301" * 300)
    assert all(row["dsir"] is None and row["noise"] and not row["distinctive"] for row in (signs, zeros, marks))


def test_dialogues_are_judged_over_their_turns(models):
    turns = [sentence + "." for sentence in prose(CRAFT, 9_005).split(".")]
    row, = novelty_of(dialogues([turns]), models).to_pylist()
    assert row["distinctive"]


def test_without_models_nothing_is_known():
    assert all(row[name] is None for row in measured(MODELS.empty_table(), "silk " * 200, None) for name in MEASURES)


TEXTS = st.lists(st.none() | st.sampled_from(["", "warp", prose(CRAFT, 5, 300), prose(PUBLIC, 6, 2_500), noise(7, 400), "漢字 💎 " * 60, "العربية " * 40]), max_size=8)


@given(TEXTS, st.lists(st.integers(0, 8)))
def test_any_split_into_batches_gives_the_same_answers(models, texts, cuts):
    batch = documents(texts)
    assert novelty_of(batch, models).to_pylist() == [row for part in parts_of(batch, cuts) for row in novelty_of(part, models).to_pylist()]


# -- learning --------------------------------------------------------------------------------------------------------------

def test_every_length_with_enough_passages_has_cut_offs_of_its_own(models):
    rows = {row["name"]: row for row in models.to_pylist()}
    assert sorted(rows) == sorted(["reference", "seed", "log ratio", *(f"cut-offs {length}" for length in LENGTHS if length < 2048)])
    cuts = [rows[f"cut-offs {length}"] for length in LENGTHS if length < 2048]
    assert all(cut["familiar"] < cut["noise"] and cut["moore_lewis"] < 0 and cut["dsir"] < 0 for cut in cuts)
    assert cuts[0]["dsir"] > cuts[-1]["dsir"], "short texts vary more"
    assert rows["seed"]["bytes"] == sum(len(text.encode()) for text in MANUAL["text"].to_pylist())


def test_held_out_passages_are_not_learned_from(models):
    learned_from = next(row["bytes"] for row in models.to_pylist() if row["name"] == "reference")
    assert 0.85 < learned_from / sum(len(text) for text in REVIEWS["text"].to_pylist()) < 0.91


def test_neither_order_nor_batches_nor_tables_nor_other_sources_change_a_model(lake, models):
    everything = joined(REVIEWS, MANUAL, LETTERS)
    shuffled = everything.take(pa.array(random.Random(1).sample(range(everything.num_rows), everything.num_rows)))
    again = learned(lake, shuffled.slice(0, 60), shuffled.slice(60))
    assert again.equals(models)


def test_a_sample_holds_at_most_so_many_bytes(lake):
    sizes = {row["name"]: row["bytes"] for row in learned(lake, REVIEWS, MANUAL, at_most=20_000).to_pylist()}
    assert 16_000 < sizes["reference"] < 19_000 and 18_000 < sizes["seed"] <= 20_000


def test_without_a_reference_or_a_seed_there_are_no_models(lake):
    assert learned(lake, REVIEWS, MANUAL, reference=()).num_rows == 0
    assert learned(lake, REVIEWS, MANUAL, seed=("nobody",)).num_rows == 0
    assert learned(lake, REVIEWS.slice(0, 0), MANUAL.slice(0, 0)).num_rows == 0


def test_a_source_cannot_be_both(lake):
    with pytest.raises(ContractError, match="'manual' is named as reference and as seed"):
        learned(lake, REVIEWS, MANUAL, reference=("*",))


def test_an_unchanged_reference_is_not_learned_again_and_a_changed_one_is(lake, monkeypatch):
    before = put(lake, "annotations/reference_models", learned(lake, REVIEWS, MANUAL).combine_chunks().to_batches()[0])
    with monkeypatch.context() as patch:
        patch.setattr("assets.curation.novelty._fitted", None)
        assert learned(lake, REVIEWS, MANUAL, LETTERS, before=before).num_rows == 0, "what stands stays"
    changed = learned(lake, REVIEWS.slice(1), MANUAL, before=before)
    assert changed["fitted_from"][0] != before.read(["fitted_from"])["fitted_from"][0]


def test_on_a_lake_models_stay_while_their_sources_do_and_only_new_texts_are_measured(lake, monkeypatch):
    reads = {"records": ["clean/documents", "clean/dialogues"]}

    def annotate(*batches):
        put(lake, "clean/documents", joined(*batches))
        put(lake, "clean/dialogues", with_source(dialogues([["silk"]]), "chats"))
        learned_ = lake.derive(reference_models, reads=reads, writes="annotations/reference_models", params=SETS)
        made = lake.derive(novelty, reads=reads, broadcast={"models": "annotations/reference_models"}, writes="annotations/novelty")
        return learned_.data_version, {row["record_id"]: row["distinctive"] for row in made.read().to_pylist()}

    first, few = annotate(REVIEWS, MANUAL)
    with monkeypatch.context() as patch:
        patch.setattr("assets.curation.novelty._fitted", None)
        again, more = annotate(REVIEWS, MANUAL, LETTERS)
    assert again == first and few.items() <= more.items() and len(more) == len(few) + LETTERS.num_rows
    assert more[record_id(500)] is True and more[record_id(0)] is False and more[record_id(1_000)] is None
    assert annotate(REVIEWS.slice(1), MANUAL)[0] != first, "a review is gone, and what the models knew of it"
