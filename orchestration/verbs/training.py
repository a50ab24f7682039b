"""Training: what a trainer reports of a model that read a release.

Belongs here: reading what is handed in. Not here: the register (`governance.ledger.checkpoints`).
"""

import hashlib
from pathlib import Path

from assets.governance.ledger.checkpoints import register
from assets.lake import InputError, Lake


def register_training(lake: Lake, release: str, checkpoint: str, name: str, order: Path | None = None) -> dict:
    """Register a checkpoint, by SHA-256, as trained on a release; returns the entry of the register.

    Of the order log only SHA-256 and size are kept: the trainer keeps the file. See `governance.ledger.checkpoints.register` for what is refused.
    """
    return register(lake, release, checkpoint, name, _digest(order) if order is not None else None)


def _digest(path: Path) -> dict:
    if not path.is_file():
        raise InputError(f"{path} is no file; name the log of the order in which batches were read.")
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}
