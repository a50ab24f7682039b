"""Retrain: the tagger goes on learning from a house's own labels, and takes over when it got better.

Belongs here: bringing labels of files and of the vault to the training, and its weights into the vault. Not here: training
(`privacy.tagger.retraining`), the table it lands in (`privacy.tagger.own`).
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from assets.lake import InputError, Lake, SetupError
from assets.privacy.tagger import own
from orchestration.verbs.sampling import LABELS


def retrain(lake: Lake, given: Sequence[Path], say: Callable[[str], None]) -> dict:
    """Learn from labelled files, or without any from what the marks of acceptance samples taught. Adopts the weights only when they are better.

    Raises InputError for too few or unreadable labels, SetupError without the extra `train`.
    """
    if find_spec("torch") is None:
        raise SetupError("Retraining needs the extra 'train': install hallmark-corpora[train] and run it again.")
    from assets.privacy.tagger.retraining import ENOUGH, retrained

    labels = _labels(lake, given)
    if len(labels) < ENOUGH:
        raise InputError(f"{len(labels)} labelled texts teach too little: label {ENOUGH} or more, or mark an acceptance sample and run `hallmark sample labels R`.")
    weights, judged = retrained(labels, own.to_go_on_from(lake), say=say)
    if judged.better:
        own.adopt(lake, weights, judged.texts)
    return {"adopted": judged.better, **{name: round(value, 4) for name, value in asdict(judged).items()}}


def give_up(lake: Lake) -> None:
    """Back to the weights that ship."""
    own.give_up(lake)


def _labels(lake: Lake, given: Sequence[Path]) -> list:
    from assets.privacy.tagger.training import labelled

    found = []
    for path in given:
        if not path.is_file():
            raise InputError(f"{path} is no file; name files of labelled texts, one JSON object a line.")
        found += _read(labelled, path, str(path))
    if not given:
        vault = lake.store("vault")
        with tempfile.TemporaryDirectory(dir=lake.scratch()) as folder:
            for number, entry in enumerate(vault.list(LABELS)):
                copy = Path(folder) / f"{number}.jsonl"
                copy.write_bytes(vault.read(entry.path))
                found += _read(labelled, copy, entry.path)
    return found


def _read(labelled, path: Path, name: str) -> list:
    try:
        return list(labelled(path))
    except (ValueError, KeyError, TypeError, IndexError):
        raise InputError(f"{name} holds a line that is no labelled text; each needs text and spans with start, end and type.") from None
