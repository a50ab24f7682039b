"""An erasure as far as releases go, for tests: withdraw, cut again, purge."""

import numpy as np

from assets.governance.erasure.recut import recut
from assets.governance.erasure.withdrawal import affected, planned, purge, withdraw
from assets.governance.ledger import keys
from assets.governance.releases import folder_of
from assets.governance.verification.verify import Check
from tests.corpora.small_house import record_id
from tests.governance.conftest import documents

REQUEST = "R-0001"


def gone(*numbers: int) -> np.ndarray:
    return np.array([record_id(number) for number in numbers], "S16")


def search(drawn: dict[str, bytes]) -> dict:
    """A second search that finds nothing."""
    return {"passed": True, "documents": len(drawn)}


def cut_again(lake, release: str, *numbers: int, requests=(REQUEST,), **more) -> str:
    return recut(lake, release, gone(*numbers), list(requests), **{"search": search, "documents": documents, **more})


def erase(lake, *numbers: int, requests=(REQUEST,), officer: str = "officer") -> list[tuple[str, str | None]]:
    """Every release that holds one of the records goes; returns (old, new or None), oldest first."""
    done = []
    for entry in affected(lake, gone(*numbers)):
        release, by = entry["release"], None
        if entry["recut"]:
            by = planned(lake, release)
            withdraw(lake, release, by, list(requests), officer)
            cut_again(lake, release, *numbers, requests=requests, officer=officer)
        purge(lake, release, by, list(requests), officer)
        done.append((release, by and f"{release.split('/')[0]}/{by}"))
    return done


def verified(lake, release: str) -> dict:
    return Check(folder_of(lake, release), keys.registry(lake)).run()
