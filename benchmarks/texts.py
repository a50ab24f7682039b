"""Every text of a folder, whatever it is written in, as records.

Belongs here: reading JSON lines, Parquet and text files, and saying what could not be read. Not here: which of them are alike (`truth`).
"""

import bz2
import gzip
import io
import json
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from assets.landing.readers.encoding import detect
from assets.landing.readers.markup import page
from assets.landing.readers.refusal import Refuse

TRUTH = "truth.jsonl"
TEXT_COLUMNS = ("text", "content", "body", "raw_content", "document", "article", "review", "review text", "utterance", "description", "markdown", "abstract")
TURN_COLUMNS = ("turns", "messages", "conversation", "conversations", "dialogue", "dialog")
ID_COLUMNS = ("record_id", "id", "doc_id", "document_id", "docid", "_id", "uid", "uuid", "key", "file", "filename", "file_name", "path", "url", "title", "name")
LIMIT_MB = 200          # of text held at once: what lies beyond is counted, not read

_ROWS = {".jsonl": "lines", ".ndjson": "lines", ".json": "json", ".parquet": "parquet", ".pq": "parquet"}
_PAGES = (".htm", ".html", ".xhtml")
_OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_PACKED = 2 * LIMIT_MB * 10**6       # bytes of a packed file that are unpacked at most
_BATCH = 1024


@dataclass
class Texts:
    """The records of a folder in the order read; `unread` gives the reason per file, `counts` what was read by kind."""

    ids: list[str] = field(default_factory=list)            # the path of a text file; path#row of a row, counted from 0
    names: list[tuple[str, ...]] = field(default_factory=list)      # what else a record is called: its id columns
    texts: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)        # the top folder that holds it, or its file
    unread: dict[str, str] = field(default_factory=dict)
    counts: Counter = field(default_factory=Counter)
    bytes: int = 0                                          # UTF-8

    def add(self, id_: str, text: str, names: tuple[str, ...] = ()) -> None:
        self.ids.append(id_)
        self.names.append(names)
        self.texts.append(text)
        self.sources.append(Path(id_.partition("#")[0]).parts[0])
        self.bytes += len(text.encode())


def read_folder(folder: Path, *, first: Iterable[str] = (), limit_mb: float = LIMIT_MB) -> Texts:
    """Every record of the folder and its sub-folders, files in name order, those whose name ends in one of `first` before the others.

    A text file is one record, a page all its visible text, a row of JSON lines or Parquet its text column (by its usual names, else
    the longest one) or its turns. Raises nothing on what it cannot read.
    """
    made, wanted = Texts(), {Path(name).name for name in first}
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != TRUTH and not path.name.startswith(".")]
    for path in sorted(files, key=lambda path: not ({path.name, path.stem} & wanted)):
        name = path.relative_to(folder).as_posix()
        if made.bytes >= limit_mb * 1e6:
            made.unread[name] = f"beyond the first {limit_mb:g} MB of text"
            continue
        before = len(made.ids)
        try:
            kind = _read(path, name, made, limit_mb)
        except Refuse as refused:
            made.unread[name] = str(refused)
        except (OSError, EOFError, ValueError, lzma.LZMAError, pa.ArrowException, RecursionError, MemoryError) as error:
            made.unread[name] = f"cannot be read ({type(error).__name__})"
        else:
            made.counts[f"{kind} files"] += 1
            if len(made.ids) == before:
                made.unread[name] = "holds no text"
        made.counts["records"] = len(made.ids)
    return made


def _read(path: Path, name: str, made: Texts, limit_mb: float) -> str:
    packed, inner = _OPENERS.get(path.suffix.lower()), path.with_suffix("") if path.suffix.lower() in _OPENERS else path
    kind = _ROWS.get(inner.suffix.lower(), "text")
    if kind == "parquet":
        _add_rows(name, _parquet(path if not packed else io.BytesIO(_bytes(path))), made, limit_mb)
    elif kind == "text":
        text = _decoded(_bytes(path))
        if inner.suffix.lower() in _PAGES:
            text = page(text, "plain").get("text") or ""
        if text.strip():
            made.add(name, text)
    else:
        text = _decoded(_bytes(path))
        _add_rows(name, _lines(text, made) if kind == "lines" else _entries(json.loads(text)), made, limit_mb)
    return kind


def _bytes(path: Path) -> bytes:
    opener = _OPENERS.get(path.suffix.lower(), open)
    with opener(path, "rb") as stream:
        return stream.read(_PACKED)


@dataclass(frozen=True)
class _Held:
    """Bytes as the detection of encodings wants them."""

    content: bytes

    def head(self, size: int) -> bytes:
        return self.content[:size]

    def open(self) -> io.BytesIO:
        return io.BytesIO(self.content)


def _decoded(content: bytes) -> str:
    encoding, errors = detect(_Held(content))
    return content.decode(encoding, "replace" if errors == "surrogateescape" else errors)


def _lines(text: str, made: Texts) -> Iterator[Any]:
    for line in text.split("\n"):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                made.counts["lines that are no JSON"] += 1
                yield None


def _entries(value: Any) -> Iterator[Any]:
    """The records of one JSON document: the entries of a list, of the only list of objects it holds, or itself."""
    if isinstance(value, list):
        yield from value
        return
    lists = [inner for inner in value.values() if isinstance(inner, list) and inner and isinstance(inner[0], dict)] if isinstance(value, dict) else []
    if len(lists) == 1 and not any(isinstance(value.get(name), str) for name in TEXT_COLUMNS):
        yield from lists[0]
    else:
        yield value


def _parquet(file: Any) -> Iterator[Any]:
    for batch in pq.ParquetFile(file).iter_batches(_BATCH):
        yield from batch.to_pylist()


def _add_rows(name: str, rows: Iterable[Any], made: Texts, limit_mb: float) -> None:
    column = None
    for number, row in enumerate(rows):
        if made.bytes >= limit_mb * 1e6:
            made.unread[name] = f"rows from {number} on lie beyond the first {limit_mb:g} MB of text"
            return
        if isinstance(row, str):
            row = {"text": row}
        if not isinstance(row, dict):
            made.counts["rows without text"] += 1
            continue
        lowered = {str(key).lower(): value for key, value in row.items()}
        if column is None or not isinstance(lowered.get(column), str | list):
            column = _column(lowered) or column
        text = _text(lowered.get(column))
        if not text.strip():
            made.counts["rows without text"] += 1
            continue
        names = tuple(_named(lowered[key]) for key in ID_COLUMNS if key != column and isinstance(lowered.get(key), str | int | bytes))
        made.add(f"{name}#{number}", text, names)


def _column(row: dict[str, Any]) -> str | None:
    usual = next((name for name in (*TEXT_COLUMNS, *TURN_COLUMNS) if isinstance(row.get(name), str | list) and row[name]), None)
    if usual:
        return usual
    sizes = {name: len(value) for name, value in row.items() if isinstance(value, str) and name not in ID_COLUMNS}
    return max(sizes, key=sizes.get) if sizes else None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()        # a lone surrogate from a JSON escape is no text
    if isinstance(value, list):
        said = (_column({str(key).lower(): inner for key, inner in turn.items()}) if isinstance(turn, dict) else None for turn in value)
        return "\n".join(_text(turn if isinstance(turn, str) else {str(k).lower(): v for k, v in turn.items()}[key] if key else "")
                         for turn, key in zip(value, said, strict=True))
    return ""


def _named(value: str | int | bytes) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
