"""A source that loses more than its recipe expects is named, with what took it."""

from assets.corpora.losses import exceeded, losses, told_of
from tests.corpora.small_house import choose, dialogue, document, fill, recipe


def test_losses_are_counted_per_source_among_records_whose_rights_allow_it(lake):
    fill(lake, [*(document(n) for n in (1, 2, 3)), document(4, text="x"), document(5, purposes=["retrieval"]), document(6, source="letters", text="y"),
                document(7, source="letters", text="z"), document(8, source="letters")], [dialogue(20)], duplicates={1: 1, 2: 1})
    chosen = recipe(expected_loss={"lett*": 0.7, "press": 0.4})
    found = {loss["source"]: loss for loss in losses(lake, choose(lake, chosen), chosen)}
    assert {source: (loss["admitted"], loss["lost"], loss["expected"]) for source, loss in found.items()} == {
        "chats": (1, 0, 0.5), "letters": (3, 2, 0.7), "press": (4, 2, 0.4)}
    assert found["press"]["reasons"] == {"exact duplicate": 1, "too short": 1}
    over = exceeded(list(found.values()))
    assert [loss["source"] for loss in over] == ["press"]
    assert "| press | 4 | 2 | 50% | 40% | more than expected: 1 times 'exact duplicate' |" in told_of(list(found.values()))


def test_a_source_without_admitted_records_and_a_selection_without_losses_raise_nothing(lake):
    fill(lake, [document(1), document(2, source="letters", purposes=["retrieval"])])
    found = losses(lake, choose(lake), recipe())
    assert [(loss["source"], loss["share"]) for loss in found] == [("press", 0.0)] and not exceeded(found)
