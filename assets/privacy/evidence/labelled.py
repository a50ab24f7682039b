"""A house's labelled sets: texts in which people marked what is personal, carried the way the canaries go.

Belongs here: reading `labelled/<set>.jsonl` of a house into records. Not here: what becomes of them (`fates`), rates (`residual`).
A line is {"text", "lang", "spans": [{"start", "end", "type"}]}. The sets are private to the house: their records live in the vault.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from assets.lake import ContractError, House
from assets.lake.digest import mac

FOLDER, SOURCE = "labelled", "labelled-"


def files(house: House) -> list[Path]:
    """The house's sets, in name order."""
    return house.files(FOLDER, "*.jsonl")


def records(key: bytes, house: House) -> Iterator[dict]:
    """One record per line of every set, its spans as plants. Raises ContractError for a line that is none."""
    for path in files(house):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                told = json.loads(line)
                text, language = told["text"], told.get("lang")
                plants = [{"type": str(span["type"]), "form": "labelled", "parts": [{"field": "text", "start": int(span["start"]), "end": int(span["end"])}]}
                          for span in told["spans"]]
                if not isinstance(text, str) or not all(0 <= part["start"] < part["end"] <= len(text) for plant in plants for part in plant["parts"]):
                    raise ValueError
            except (ValueError, KeyError, TypeError):
                raise ContractError(f"{path}: line {number} is no labelled text; write {{\"text\", \"lang\", \"spans\": [{{\"start\", \"end\", \"type\"}}]}} with "
                                    f"places inside the text.") from None
            yield {"record_id": mac(key, FOLDER, path.stem, str(number)), "source": SOURCE + path.stem, "kind": "document", "language": language,
                   "subject_ids": [], "text": text, "plants": plants}
