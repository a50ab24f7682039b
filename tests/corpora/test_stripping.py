"""Lines that a source repeats leave the text when the recipe says so, and nothing else does."""

import pyarrow.parquet as pq
import pytest

from assets.corpora import judging
from assets.corpora.cut import cut
from assets.corpora.stripping import without
from tests.corpora.small_house import TEMPLATES, choose, dialogue, document, fill, number_of, put, reasons, recipe, record_id

HEAD, FOOT = "Maison Bell, press office", "For release: Æ ✂ 見本"


def spans(text: str, *lines: str) -> list[dict]:
    return [{"start": text.index(line), "end": text.index(line) + len(line)} for line in lines]


@pytest.mark.parametrize("text, gone, left", [
    ("a\nb\nc", "b", "a\nc"), ("a\nb\nc", "a", "b\nc"), ("a\nb\nc", "c", "a\nb"), ("b", "b", ""), ("a\nb\n", "b", "a"), ("b\n\na", "b", "a"), ("a\n\nb\n\nc", "b", "a\n\n\nc"),
    ("a\nb and c\nd", "b and", "a\n c\nd"), ("été\n見本\n🧵", "見本", "été\n🧵"), ("a\nb\nc", "b\n", "a\nc"), ("a\nb\n\nc", "b\n", "a\n\nc")])
def test_a_line_goes_with_its_break_and_the_others_stay(text, gone, left):
    assert without(text, spans(text, gone)) == left


def test_no_spans_or_spans_in_any_order_are_the_same_text():
    text = "x\ny\nz\n"
    assert without(text, None) == without(text, []) == text
    assert without(text, spans(text, "z", "x")) == without(text, spans(text, "x", "z")) == "y"


def texts_of(lake, made) -> dict[int, str]:
    found = {}
    for name in made.files:
        if name.startswith("data/"):
            with lake.store("vault").open(f"{made.prefix}/{name}") as file:
                found |= {number_of(row["record_id"]): row["text"] for row in pq.ParquetFile(file).read().to_pylist()}
    return found


def test_a_recipe_strips_texts_from_its_share_on_and_says_so_in_their_chain(lake):
    import json

    texts = {1: f"{HEAD}\nThe news of silk.\n{FOOT}", 2: f"{HEAD}\nMuch more about leather than about anything else.", 3: "Nothing repeated here.",
             4: f"{HEAD}\n{FOOT}"}
    fill(lake, [document(number, text=text) for number, text in texts.items()], [dialogue(9)])
    shares = {1: 0.6, 2: 0.3, 3: 0.0, 4: 1.0}
    put(lake, "annotations/templates", [
        {"record_id": record_id(number), "template_share": shares.get(number), "spans": spans(texts.get(number, ""), *(
            line for line in (HEAD, FOOT) if line in texts.get(number, "")))} for number in (1, 2, 3, 4, 9)], TEMPLATES, step="templates",
        inputs={"clean/documents": lake.read("clean/documents").data_version})
    stripped = recipe(strip={"templates": 0.5})
    assert reasons(choose(lake, stripped))[4][1] == judging.ALL_TEMPLATE
    made = cut(lake, stripped)
    assert texts_of(lake, made) | {9: ""} == {1: "The news of silk.", 2: texts[2], 3: texts[3], 9: ""}
    chains = json.loads(lake.store("vault").read(f"{made.prefix}/cut.json"))["chains"]
    assert sorted("strip" in [step["step"] for step in steps] for steps in chains.values()) == [False, True]
    plain = recipe()
    choose(lake, plain)
    assert texts_of(lake, cut(lake, plain))[1] == texts[1]
