"""Sources that are a database query: its rows become one immutable file of JSON lines, landed like any other.

Belongs here: the address, the watermark, rows as text. Not here: what is new among records (resolve).
Without watermark every landing takes a snapshot that replaces the one before; lines are sorted, so that a database that
answers in another order gives the same bytes. With one, only rows above the last value are asked for and added.
"""

import datetime as dt
import decimal
import heapq
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assets.lake.errors import ContractError, SetupError
from assets.lake.lake import Lake
from assets.landing.arrivals import Arrival
from assets.landing.contracts import Contract
from assets.landing.readers.columnar import plain

RUN = 100_000       # lines sorted in memory at a time


def query_arrivals(lake: Lake, contract: Contract, seen: dict[str, Any], folder: Path) -> tuple[list[Arrival], dict[str, Any]]:
    """The delivery of a query, if it has one, and the watermark to remember once it has landed."""
    sql, out = contract.from_.sql, folder / "query.jsonl"
    address = _address(lake, contract)
    last = _bound(seen.get("value"), seen.get("type")) if sql.watermark and seen else None
    highest, rows = None, 0

    def lines() -> Iterator[str]:
        nonlocal highest, rows
        for row in _rows(contract, address, last):
            rows += 1
            if sql.watermark:
                if sql.watermark not in row:
                    raise ContractError(f"contracts/{contract.name}.yaml: field 'from.sql.watermark' names no column of the query: correct it.")
                value = row[sql.watermark]
                highest = value if highest is None or (value is not None and value > highest) else highest
            yield json.dumps({name: plain(value) for name, value in row.items()}, sort_keys=True, ensure_ascii=False) + "\n"

    _write_sorted(lines(), out, folder)
    if sql.watermark and not rows:
        return [], seen
    number = int(seen.get("deliveries", 0)) + 1
    path = f"query-{number:08d}.jsonl" if sql.watermark else "query.jsonl"
    if not rows:
        out.write_text("\n")        # an empty snapshot is a snapshot
    arrival = Arrival(path, out.stat().st_size, "", lambda: open(out, "rb"))
    return [arrival], {"deliveries": number, **_remembered(highest)} if sql.watermark else {}


def fingerprint_of(lake: Lake, contract: Contract) -> str:
    """The watermark's highest value as text, or, for a snapshot, a count of its rows: cheap to ask, enough to start a run."""
    sql = contract.from_.sql
    what = f"max({sql.watermark})" if sql.watermark else "count(*)"
    row = next(iter(_ask(contract, _address(lake, contract), f"select {what} as value from ({sql.query}) as landed", {})), {})
    return str(plain(next(iter(row.values()), None)))


def _address(lake: Lake, contract: Contract) -> str:
    sql = contract.from_.sql
    address = os.environ.get(sql.url_env or "", "") or (sql.url or "").replace("{inbox}", str(lake.home.inbox))
    if not address:
        raise SetupError(f"Source '{contract.name}' needs the database address in the environment variable {sql.url_env}; set it.")
    return address


def _rows(contract: Contract, address: str, last: Any) -> Iterator[dict[str, Any]]:
    sql = contract.from_.sql
    query, values = sql.query, {}
    if last is not None:
        query, values = f"select * from ({sql.query}) as landed where {sql.watermark} > :last", {"last": last}
    yield from _ask(contract, address, query, values)


def _ask(contract: Contract, address: str, query: str, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    import sqlalchemy as sa
    try:
        url = sa.make_url(address)
        if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith("file:") \
                and not Path(url.database).is_file():
            raise SetupError(f"The database file of source '{contract.name}' does not exist; deliver it or correct the contract's url.")
        engine = sa.create_engine(url, hide_parameters=True)
        try:
            with engine.connect() as connection:
                result = connection.execution_options(stream_results=True, max_row_buffer=1000).execute(sa.text(query), values)
                for row in result.mappings():
                    yield dict(row)
        finally:
            engine.dispose()
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        raise SetupError(f"The database of source '{contract.name}' cannot be asked ({type(error).__name__}); check its address, "
                         f"driver, permissions and the contract's query.") from None


def _write_sorted(lines: Iterator[str], out: Path, folder: Path) -> None:
    """Lines in sorted order, by runs on scratch when they are many."""
    runs: list[Path] = []
    waiting: list[str] = []

    def flush() -> None:
        run = folder / f"run-{len(runs)}.jsonl"
        run.write_text("".join(sorted(waiting)), encoding="utf-8", errors="surrogatepass", newline="\n")
        runs.append(run)
        waiting.clear()

    for line in lines:
        waiting.append(line)
        if len(waiting) >= RUN:
            flush()
    if not runs:
        out.write_text("".join(sorted(waiting)), encoding="utf-8", errors="surrogatepass", newline="\n")
        return
    flush()
    files = [open(run, encoding="utf-8", errors="surrogatepass", newline="\n") for run in runs]
    try:
        with open(out, "w", encoding="utf-8", errors="surrogatepass", newline="\n") as target:
            target.writelines(heapq.merge(*files))
    finally:
        for file in files:
            file.close()
        for run in runs:
            run.unlink(missing_ok=True)


def _remembered(value: Any) -> dict[str, Any]:
    if isinstance(value, dt.datetime):
        return {"type": "datetime", "value": value.isoformat()}
    if isinstance(value, dt.date):
        return {"type": "date", "value": value.isoformat()}
    if isinstance(value, decimal.Decimal):
        return {"type": "decimal", "value": str(value)}
    return {"type": "plain", "value": value}


def _bound(value: Any, kind: str | None) -> Any:
    if kind == "datetime":
        return dt.datetime.fromisoformat(value)
    if kind == "date":
        return dt.date.fromisoformat(value)
    return decimal.Decimal(value) if kind == "decimal" else value
