"""Delimited tables: csv, tsv, and exports with delimiters and row ends of their own.

Belongs here: dialect, header, rows of the right width. Not here: types (mapping); every value is text as written.
Options: delimiter, quote ("none" or a character), row_end, header (true | false), names, skip_rows, encoding, comment,
keep_short (rows with fewer columns are filled with nulls), rejoin (a row goes on until it has all its columns).
"""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

from assets.landing.readers.base import LARGEST_VALUE, Bad, Row, Source
from assets.landing.readers.refusal import Refuse

csv.field_size_limit(LARGEST_VALUE + 1)
_CANDIDATES = (",", ";", "\t", "|")
_SAMPLE = 1 << 20


def read(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    stream = source.text(parse)
    for _ in range(int(parse.get("skip_rows", 0))):
        stream.readline(LARGEST_VALUE)
    sample = stream.read(_SAMPLE)
    delimiter = parse.get("delimiter") or ("\t" if format == "tsv" else _delimiter(sample))
    quote = (parse["quote"] or "none") if "quote" in parse else _quote(sample, delimiter)
    row_end = parse.get("row_end")
    lines = _lines(sample, stream, parse.get("comment"))
    if row_end or len(delimiter) > 1:
        rows = _split(sample, stream, delimiter, row_end or "\n")
    elif quote == "none":
        rows = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        rows = csv.reader(lines, delimiter=delimiter, quotechar=quote, doublequote=True, strict=False)
    names = _names(rows, parse)
    if parse.get("rejoin"):
        rows = _rejoined(rows, len(names))
    yield from _shaped(rows, names, bool(parse.get("keep_short")))


def _names(rows: Iterator[list[str]], parse: dict[str, Any]) -> list[str]:
    names = parse.get("names")
    if parse.get("header", names is None):
        header = _filled(rows)
        if header is None:
            raise Refuse("the file holds no header and no rows")
        names = names or header
    if names is None:
        first = _filled(rows)
        if first is None:
            raise Refuse("the file holds no rows")
        return _Peeked([f"column_{number}" for number in range(1, len(first) + 1)], first)
    return _unique([str(name).strip().replace("\r\n", "\n") for name in names])


def _rejoined(rows: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    """Rows whose cells hold bare line ends: a row is whole when it has all its cells."""
    pending: list[str] = []
    for row in rows:
        pending = [*pending[:-1], f"{pending[-1]}\n{row[0] if row else ''}", *row[1:]] if pending else row
        if len(pending) >= width:
            yield pending
            pending = []
    if pending:
        yield pending


def _filled(rows: Iterator[list[str]]) -> list[str] | None:
    try:
        return next((row for row in rows if any(row)), None)
    except csv.Error:
        raise Refuse("the first row cannot be read; correct the contract's parse.delimiter or parse.quote") from None


class _Peeked(list):
    """Names made from the first row of a file that has no header; that row is still to be given."""

    def __init__(self, names: list[str], first: list[str]):
        super().__init__(names)
        self.first = first


def _unique(names: list[str]) -> list[str]:
    seen: Counter = Counter()
    unique = []
    for number, name in enumerate(names, 1):
        name = name or f"column_{number}"
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return unique


def _shaped(rows: Iterator[list[str]], names: list[str], keep_short: bool) -> Iterator[Row | Bad]:
    width, number = len(names), 0
    if isinstance(names, _Peeked):
        rows = itertools.chain([names.first], rows)
    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            number += 1
            yield Bad(f"row {number}", "the row cannot be read: a quote is not closed, or a value is too large")
            continue
        if row is None:
            return
        if not any(row):
            continue                # a blank line, or one of delimiters alone, is no record
        number += 1
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            row = row[:width]
        if len(row) < width and keep_short:
            row = row + [""] * (width - len(row))
        if len(row) != width:
            yield Bad(f"row {number}", f"the row has {len(row)} columns and the table has {width}")
            continue
        yield Row(f"row {number}", dict(zip(names, row)))


def _lines(sample: str, stream: io.TextIOBase, comment: str | None) -> Iterator[str]:
    """Lines of sample and rest; a line longer than the limit is cut, which makes the row too large to keep."""
    start, carried = 0, ""
    while (end := sample.find("\n", start)) >= 0:
        line = sample[start:end + 1]
        start = end + 1
        if not (comment and line.startswith(comment)):
            yield line
    carried = sample[start:] + stream.readline(LARGEST_VALUE)
    while carried:
        if not (comment and carried.startswith(comment)):
            yield carried
        carried = stream.readline(LARGEST_VALUE)


def _split(sample: str, stream: io.TextIOBase, delimiter: str, row_end: str) -> Iterator[list[str]]:
    """Rows by literal delimiter and row end, for exports that know no quoting."""
    pending = sample
    while True:
        *rows, pending = pending.split(row_end)
        for row in rows:
            yield row.strip("\r\n").split(delimiter)
        if len(pending) > LARGEST_VALUE:
            raise Refuse("no row end was found within fifty megabytes; correct the contract's parse.row_end")
        part = stream.read(1 << 18)
        if not part:
            break
        pending += part
    if pending.strip():
        yield pending.strip("\r\n").split(delimiter)


def _delimiter(sample: str) -> str:
    """The candidate that cuts the most rows into the same number of columns, more than one."""
    if len(sample) == _SAMPLE and "\n" in sample:
        sample = sample[:sample.rindex("\n") + 1]
    best = (0.0, 0, ",")
    for candidate in _CANDIDATES:
        try:
            widths = Counter(len(row) for row in itertools.islice(csv.reader(io.StringIO(sample, newline=""), delimiter=candidate), 200) if row)
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        if width > 1:
            best = max(best, (count / widths.total(), width, candidate), key=lambda entry: entry[:2])
    return best[2]


def _quote(sample: str, delimiter: str) -> str:
    """No quoting where that gives more whole rows: quotes stand loose in tab-separated speech and inches."""
    if delimiter != "\t" or '"' not in sample:
        return '"'
    quoted, loose = _whole_rows(sample, delimiter, csv.QUOTE_MINIMAL), _whole_rows(sample, delimiter, csv.QUOTE_NONE)
    return '"' if quoted >= loose else "none"


def _whole_rows(sample: str, delimiter: str, quoting: int) -> int:
    """Rows of the commonest width, less the others."""
    try:
        widths = Counter(map(len, filter(None, csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, quoting=quoting))))
    except csv.Error:
        return 0
    return 2 * max(widths.values(), default=0) - widths.total()
