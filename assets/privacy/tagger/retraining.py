"""Learning from a house's own labels: from the weights it has, without forgetting what they knew. Needs the extra `train`.

Belongs here: going on from weights with labelled texts of a house, and saying whether that made them better. Not here: where labels come from
(marks of acceptance samples, files), where the weights go (`own`).
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from assets.privacy.tagger.network import apart, arrays_of, together
from assets.privacy.tagger.tagging import TYPES, Tagger, tag_batch
from assets.privacy.tagger.training import SAMPLE, Encoder, Labelled, generated, packed, restored, rounded, size_of, train
from assets.privacy.tagger.variation import varied

ENOUGH = 50             # labelled texts; fewer teach noise
HELD_OUT = 5            # every fifth text is kept for judging
EPOCHS, RATE = 6, 5e-4
DIAL = 0.25
FORGOTTEN = 0.01        # of the recall on generated texts, how much may be lost


@dataclass(frozen=True)
class Judged:
    """Recall and precision by characters on texts that were not learned from, before and after."""

    texts: int
    held_out: int
    recall_before: float
    recall_after: float
    precision_before: float
    precision_after: float
    general_before: float       # recall on generated texts of five languages
    general_after: float

    @property
    def better(self) -> bool:
        """Whether the new weights find more of what the house labelled, or as much with fewer words too many, and have not forgotten the rest."""
        gained = (self.recall_after, self.precision_after) > (self.recall_before, self.precision_before)
        return gained and self.general_after >= self.general_before - FORGOTTEN


def retrained(labels: Sequence[Labelled], arrays: dict[str, np.ndarray], *, epochs: int = EPOCHS,
              say: Callable[[str], None] = lambda line: None) -> tuple[bytes, Judged]:
    """A weights file that went on learning from `labels`, and how it does beside the weights it began with."""
    held = [one for one in labels if _held_out(one)]
    learned = [one for one in labels if not _held_out(one)]
    encode = Encoder(arrays["words"], arrays["word_bits"])

    def drawn(epoch: int, chance: Random) -> Iterator[Labelled]:
        for _ in range(max(1, SAMPLE // 4 // max(1, len(learned)))):       # few labels are met often, each time with other names
            yield from (varied(one, chance) for one in learned)
        yield from generated(SAMPLE, 2000 + epoch)

    networks = []
    for network in apart(arrays):       # the second opinion learns too, or it would speak for what the house has just untaught
        floating = train(drawn, encode, epochs=epochs, rate=RATE, size=size_of(network), start=restored(network), say=say)
        networks.append(rounded(floating, encode, map(encode, (*learned, *generated(SAMPLE // 2, -2)))))
    weights = packed(together(networks))
    general = list(generated(SAMPLE // 4, -3))
    before, after = Tagger(arrays), Tagger(arrays_of(weights))
    mine = [_judged(held or learned, tagger) for tagger in (before, after)]
    other = [_judged(general, tagger) for tagger in (before, after)]
    return weights, Judged(len(learned), len(held), mine[0][0], mine[1][0], mine[0][1], mine[1][1], other[0][0], other[1][0])


def _held_out(one: Labelled) -> bool:
    """A fifth of the texts, the same ones whatever else is labelled."""
    return hashlib.sha256(one.text.encode("utf-8", "surrogatepass")).digest()[0] % HELD_OUT == 0


def _judged(texts: Sequence[Labelled], tagger: Tagger) -> tuple[float, float]:
    """Recall and precision by characters; of nothing, 1."""
    gold = found = both = 0
    for one, spans in zip(texts, tag_batch([one.text for one in texts], DIAL, TYPES, tagger), strict=True):
        labelled = {at for start, end, _ in one.spans for at in range(start, end)}
        covered = {at for span in spans for at in range(span.start, span.end)}
        gold, found, both = gold + len(labelled), found + len(covered), both + len(labelled & covered)
    return both / gold if gold else 1.0, both / found if found else 1.0
