"""Tables that carry their own columns: Parquet and workbooks.

Belongs here: rows of a typed table. Not here: what the columns mean.
Options for workbooks: sheet (name or 1-based number; all by default), skip_rows, header, names.
"""

import datetime as dt
import decimal
from collections.abc import Iterator
from typing import Any

from assets.landing.readers.base import Bad, Row, Source
from assets.landing.readers.refusal import Refuse
from assets.landing.readers.tables import _unique

_BATCH = 1024


def read(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    yield from _parquet(source) if format == "parquet" else _workbook(source, parse)


def _parquet(source: Source) -> Iterator[Row | Bad]:
    import pyarrow as pa
    import pyarrow.parquet as pq
    if not source.head(4) == b"PAR1":
        raise Refuse("the content is no Parquet file, or an encrypted one; deliver it again")
    number = 0
    with pq.ParquetFile(source.seekable()) as file:
        for batch in file.iter_batches(_BATCH):
            try:
                rows = batch.to_pylist()
            except (ValueError, OverflowError, pa.ArrowInvalid):
                rows = None
            if rows is None:
                yield Bad(f"rows {number + 1} to {number + batch.num_rows}", "a value has no plain form, such as a date out of range")
                number += batch.num_rows
                continue
            for row in rows:
                number += 1
                yield Row(f"row {number}", {name: plain(value) for name, value in row.items()})


def _workbook(source: Source, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    from python_calamine import CalamineWorkbook
    _within_limits(source)
    workbook = CalamineWorkbook.from_filelike(source.seekable())
    wanted = parse.get("sheet")
    names = list(workbook.sheet_names)
    if isinstance(wanted, int):
        if not 0 < wanted <= len(names):
            raise Refuse("the workbook has no sheet of the number in the contract's parse.sheet")
        chosen = [names[wanted - 1]]
    elif wanted is not None:
        if wanted not in names:
            raise Refuse("the workbook has no sheet of the name in the contract's parse.sheet")
        chosen = [wanted]
    else:
        chosen = names
    for name in chosen:
        yield from _sheet(workbook.get_sheet_by_name(name), names.index(name) + 1, name, parse)


def _sheet(sheet: Any, ordinal: int, name: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    rows = iter(sheet.to_python(skip_empty_area=False))
    number = 0
    for _ in range(int(parse.get("skip_rows", 0))):
        next(rows, None)
        number += 1
    names = parse.get("names")
    for row in rows:
        number += 1
        if not any(cell not in ("", None) for cell in row):
            continue
        if names is None:
            if parse.get("header", True):
                names = _unique([str(plain(cell) if cell is not None else "").strip() for cell in row])
                continue
            names = [f"column_{position}" for position in range(1, len(row) + 1)]
        elif parse.get("names") is names and parse.get("header"):
            names = list(names)
            continue
        cells = list(row) + [None] * (len(names) - len(row))
        yield Row(f"sheet {ordinal} row {number}", {**dict(zip(names, map(plain, cells))), "_sheet": name})


def _within_limits(source: Source) -> None:
    import zipfile

    from assets.landing.readers.archives import LARGEST_RATIO, LARGEST_UNPACKED, SMALL
    head = source.head(8)
    if not head.startswith(b"PK"):
        if head.startswith(b"\xd0\xcf\x11\xe0"):
            return
        raise Refuse("the content is no workbook; deliver it again or correct the contract's format")
    with zipfile.ZipFile(source.seekable()) as archive:
        total = sum(entry.file_size for entry in archive.infolist())
        packed = max(sum(entry.compress_size for entry in archive.infolist()), 1)
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise Refuse("the document is encrypted; deliver it without a password")
    if total > LARGEST_UNPACKED or (total > SMALL and total > LARGEST_RATIO * packed):
        raise Refuse("the document unpacks to far more than its size, as only a bomb does")


def plain(value: Any) -> Any:
    """A value as JSON could hold it: dates in ISO form, decimals as written, bytes refused by name."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    return str(value)
