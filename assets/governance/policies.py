"""Asking policies: each one SELECT over what is known of a release; rows are violations.

Belongs here: a database that can do nothing but answer, the verdict on each policy, which waivers count. Not here: reading
policies (`expectations.policies`), gathering what they are asked over (orchestration).
"""

import datetime as dt
import threading
from collections.abc import Iterable, Mapping
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from assets.lake import InputError

COLUMNS = ("record_id", "source", "what")
SIGNATURES = 2
SECONDS, MEMORY = 60.0, "4GB"       # what one policy may take: a query without end must not hold a release for ever
EXAMPLES = 20                       # violations told beside the count
SIGNING = ("approver", "officer")   # roles of keys that may sign a waiver
_NAMING = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException)     # these speak of the query, never of a value


def ask(policies: Iterable, relations: Mapping[str, pa.Table], *, waivers: Mapping, as_of: dt.date, keys: Mapping[str, dict],
        seconds: float = SECONDS) -> list[dict]:
    """The verdict on each policy (`expectations.policies.Policy`), in the order given.

    Each is {"policy", "title", "severity", "why", "regulation", "parameters", "digest" of its file, "sql", "passed", "rows": violations
    or null where it could not be asked, "said": one sentence or null, "waiver": the one that counts, or null, "blocks",
    "examples": the first violations}. A policy that cannot be asked blocks whatever its severity. `keys` is the registry.
    """
    with _answering(relations) as con:
        return [_verdict(con, policy, waivers.get(policy.id), as_of, keys, seconds) for policy in policies]


def sealed(verdicts: Iterable[dict]) -> list[dict]:
    """The verdicts as a manifest keeps them: without examples, for it can never forget a record."""
    return [{name: value for name, value in verdict.items() if name != "examples"} for verdict in verdicts]


def discount(waiver, as_of: dt.date, keys: Mapping[str, dict]) -> str | None:
    """Why a waiver counts for nothing, or None when it counts: it runs still, and two enrolled keys that are valid today signed it."""
    if waiver.until < as_of:
        return f"its waiver ended on {waiver.until.isoformat()}"
    if len(set(waiver.signed_by)) < SIGNATURES:
        return f"its waiver bears {len(set(waiver.signed_by))} of the {SIGNATURES} signatures it needs"
    for signer in sorted(set(waiver.signed_by)):
        key = keys.get(signer)
        if key is None:
            return f"its waiver is signed by {signer[:16]}, which is no enrolled key"
        if key["role"] not in SIGNING:
            return f"its waiver is signed by {signer[:16]}, the key of a {key['role']}, who may waive nothing"
        if key["compromised_on"] or not key["valid_from"] <= as_of.isoformat() <= (key["valid_until"] or "9999"):
            return f"its waiver is signed by {signer[:16]}, a key that is not valid on {as_of.isoformat()}"
    return None


@contextmanager
def _answering(relations: Mapping[str, pa.Table]):
    """A database in memory that holds the relations, opens no file, and lets nobody change a setting."""
    with duckdb.connect() as con:
        for name, table in relations.items():
            con.register(name, table)
        con.execute(f"set threads = 2; set memory_limit = '{MEMORY}'; set temp_directory = ''; set enable_external_access = false; "
                    f"set python_enable_replacements = false; set lock_configuration = true")
        yield con


def _verdict(con, policy, waiver, as_of: dt.date, keys: Mapping[str, dict], seconds: float) -> dict:
    told = {"policy": policy.id, "title": policy.title, "severity": policy.severity, "why": policy.why, "regulation": policy.regulation,
            "parameters": policy.parameters, "digest": policy.digest, "sql": policy.sql}
    try:
        rows, examples = _violations(con, policy, seconds)
    except InputError as error:
        return {**told, "passed": False, "rows": None, "said": str(error), "waiver": None, "blocks": True, "examples": []}
    discounted = discount(waiver, as_of, keys) if waiver and rows else None
    counts = {"reason": waiver.reason, "until": waiver.until.isoformat(), "signed_by": sorted(set(waiver.signed_by))} \
        if waiver and rows and not discounted else None
    return {**told, "passed": not rows, "rows": rows, "said": _said(policy, rows, examples, discounted), "waiver": counts,
            "blocks": bool(rows) and policy.severity == "block" and counts is None, "examples": examples}


def _said(policy, rows: int, examples: list[dict], discounted: str | None) -> str | None:
    if not rows:
        return None
    first = examples[0]
    where = f" in '{first['source']}'" if first["source"] else ""
    more = f" (and {rows - 1:,} more)" if rows > 1 else ""
    return f"'{policy.title}' does not hold{where}: {first['what'] or 'nothing says why'}{more}" + (f"; {discounted}, so it counts for nothing." if discounted else ".")


def _violations(con, policy, seconds: float) -> tuple[int, list[dict]]:
    """How many rows a policy answers, and the first of them in order. Raises InputError, one sentence, when it cannot be asked."""
    watch = threading.Timer(seconds, con.interrupt)
    watch.start()
    try:
        _one_select(con, policy)
        answer = con.sql(f"select * from (\n{policy.sql.rstrip().rstrip(';')}\n) order by all", params=policy.parameters)
        if tuple(answer.columns) != COLUMNS:
            raise InputError(f"Policy '{policy.id}' answers other columns than {', '.join(COLUMNS)}; name them so, in this order.")
        rows, examples = 0, []
        for batch in answer.to_arrow_reader(65_536):
            examples += [_plain(row) for row in batch.slice(0, EXAMPLES - len(examples)).to_pylist()]
            rows += batch.num_rows
        return rows, examples
    except duckdb.InterruptException:
        raise InputError(f"Policy '{policy.id}' did not answer within {seconds:g} seconds; ask it more simply.") from None
    except duckdb.OutOfMemoryException:
        raise InputError(f"Policy '{policy.id}' needs more than {MEMORY} of memory; ask it more simply.") from None
    except duckdb.Error as error:
        why = str(error).splitlines()[0] if isinstance(error, _NAMING) else "it cannot be answered from what a release says of its records."
        raise InputError(f"Policy '{policy.id}' cannot be asked: {why}") from None
    finally:
        watch.cancel()


def _one_select(con, policy) -> None:
    """Raises InputError unless the query is one SELECT that uses each of its parameters and no other."""
    statements = con.extract_statements(policy.sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise InputError(f"Policy '{policy.id}' is not one SELECT; a policy only asks.")
    if odd := statements[0].named_parameters ^ set(policy.parameters):
        raise InputError(f"Policy '{policy.id}' declares or uses the parameter '{min(odd)}', but not both.")


def _plain(row: dict) -> dict:
    return {name: value.hex() if isinstance(value, bytes) else None if value is None else str(value) for name, value in row.items()}
