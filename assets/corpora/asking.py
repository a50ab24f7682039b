"""One record held against the rules of a recipe, with the values they were asked of.

Belongs here: asking again, of rows as they are stored. Not here: finding the rows, and telling people.
"""

import json

import duckdb
import pyarrow as pa

from assets.corpora.judging import DEFAULTS, joins


def answers(rules: list[dict], rows: dict[str, pa.Table]) -> list[dict]:
    """[{"rule", "reason", "holds", "values": {column: value}}] in the order given.

    `rows` holds the record's row as "records" and its row of each annotation under that one's name, a table of one row each.
    `holds` is true, false, or null where a value is null; a rule about a table that is not among the rows has `holds` null and no values.
    """
    with duckdb.connect() as con:
        for name, row in rows.items():
            con.register("arriving", row)
            con.execute(f'create temp table "{name}" as select * from arriving')
            con.unregister("arriving")
        for name, kind in DEFAULTS.items():
            con.execute(f'alter table records add column if not exists "{name}" {kind}')
        con.execute("set enable_external_access = false; set python_enable_replacements = false; set lock_configuration = true")
        return [{**rule, **_answer(con, rule["rule"], joins([name for name in rows if name != "records"]))} for rule in rules]


def _answer(con, rule: str, over: str) -> dict:
    try:
        holds = con.execute(f"select ({rule}\n)::boolean from {over}").fetchone()[0]
        values = {column: con.execute(f"select {column} from {over}").fetchone()[0] for column in _columns(con, rule)}
    except duckdb.Error:
        return {"holds": None, "values": {}}
    return {"holds": holds, "values": values}


def _columns(con, rule: str) -> list[str]:
    """The columns a rule names, as it names them, each once."""
    tree = json.loads(con.execute("select json_serialize_sql(?)", [f"select ({rule}\n)"]).fetchone()[0])
    found: dict[str, None] = {}
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("class") == "COLUMN_REF":
                found[".".join(f'"{name}"' if not name.isidentifier() else name for name in node["column_names"])] = None
            waiting += reversed(list(node.values()))
        elif isinstance(node, list):
            waiting += reversed(node)
    return list(found)
