"""Small homes for the tests of orchestration, and the real command in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import make_lake

CODE = Path(__file__).parents[2]
NOTES = """\
name: notes
title: Notes of the atelier
kind: document
from: {files: {include: ["notes/**"]}}
columns: {title: title, text: text}
licence: LicenseRef-House-Owned
legal_basis: not-personal
purposes: [retrieval]
"""
SHOP = """\
name: shop
title: The shop's items
kind: item
from: {sql: {url: "sqlite:///{inbox}/shop.db", query: "select code, name from items"}}
columns: {code: code, name: name}
primary_key: [code]
licence: LicenseRef-House-Owned
legal_basis: not-personal
purposes: [retrieval]
"""
PEOPLE = SHOP.replace("name: shop", "name: people").replace("kind: item", "kind: subject").replace("columns: {code: code, name: name}", "columns: {name: name}\nsubject: code")


def small(folder: Path, **contracts: str):
    """The lake of a house with these contracts; one note has arrived."""
    lake = make_lake(folder, **{f"contracts__{name}": text for name, text in contracts.items()})
    arrives(lake, "notes/a.txt", "A note about silk.")
    return lake


def arrives(lake, name: str, text: str) -> None:
    path = Path(lake.home.inbox) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def hallmark(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """The command, without a terminal."""
    environment = {**os.environ, "PYTHONPATH": str(CODE), "HALLMARK_HOME": str(home), **variables}
    return subprocess.run([sys.executable, "-c", "from orchestration.cli.main import run; run()", *arguments], env=environment,
                          capture_output=True, text=True, timeout=120)


def answer(done: subprocess.CompletedProcess):
    """What a program reads."""
    return json.loads(done.stdout)
