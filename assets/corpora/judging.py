"""What speaks against each record: rights first, then the rules of a recipe, over the short columns of tables and annotations.

Belongs here: loading them into a scratch database, and the first reason against each record. Not here: duplicates (`merging`), texts (`cut`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from assets.corpora.recipes import Recipe
from assets.lake.errors import ContractError, IntegrityError

NEEDED = ("record_id", "source", "licence", "legal_basis", "purposes", "group_id")
DEFAULTS = {"language": "varchar", "exclusivity": "varchar", "created_on": "date"}
NO_PURPOSE = "its purposes do not cover this corpus"
NO_RIGHTS = "its licence or legal basis is not known"
NOT_ADMITTED = "its source is not part of this recipe"
ALL_TEMPLATE = "nothing of it is its own: its source repeats every line"
RIGHTS = (NOT_ADMITTED, NO_RIGHTS, NO_PURPOSE)
NESTED = {"near_duplicates": ("evidence", ["record_id", "shingles", "evidence"])}


@contextmanager
def judged(inputs: dict, recipe: Recipe) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the table `judged`: the short columns of every record, and `reason`, the first that speaks against it, or null.

    `inputs["records"]` are the clean tables; every other entry is an annotation, a table under its own name. Structures of annotations
    that later steps ask for stand beside them: `evidence` of near duplicates. Rules cannot read files.
    Raises ContractError for a rule that cannot be asked, IntegrityError for tables that do not fit together.
    """
    annotations = {name: version for name, version in inputs.items() if name != "records"}
    with duckdb.connect() as con:
        con.execute("set threads to 2; set preserve_insertion_order = false")
        _load(con, inputs["records"], annotations, recipe)
        con.execute("set enable_external_access = false; set python_enable_replacements = false; set lock_configuration = true")
        _judge(con, recipe, joins(annotations))
        yield con


def joins(annotations) -> str:
    """The FROM clause that rules are asked over."""
    return "records " + " ".join(f'left join "{name}" on "{name}".record_id = records.record_id' for name in annotations)


def asked(con, expression: str, kind: str, over: str, recipe: Recipe, field: str) -> None:
    """Refuse an expression that cannot be asked. Raises ContractError naming recipe, field and reason."""
    try:
        con.execute(f"select ({expression}\n)::{kind} from {over} limit 0")
    except duckdb.Error as error:
        known = isinstance(error, duckdb.BinderException | duckdb.ParserException | duckdb.CatalogException)
        why = str(error).splitlines()[0] if known else "it cannot be answered"
        raise ContractError(f"Recipe '{recipe.corpus}': field '{field}': {why}") from None


def short(schema: pa.Schema) -> list[str]:
    """Columns of bounded size: no long text, no structures, no free-form JSON."""
    def fits(field: pa.Field) -> bool:
        if pa.types.is_list(field.type):
            return pa.types.is_string(field.type.value_type)
        return not (pa.types.is_large_string(field.type) or pa.types.is_nested(field.type) or field.name == "extra")

    return [field.name for field in schema if fits(field)]


def _load(con, records: list, annotations: dict, recipe: Recipe) -> None:
    parts = []
    for number, version in enumerate(records):
        names = short(version.schema)
        missing = [name for name in NEEDED if version.rows and name not in names]
        if missing:
            raise IntegrityError(f"Table '{version.table}' has no column '{missing[0]}'; a corpus needs it, run its step again.")
        if version.rows:
            copied(con, f"part{number}", version, names)
            parts.append(f"select *, '{version.table}' as \"table\" from part{number}")
    empty = ("select null::blob record_id, null::varchar source, null::varchar licence, null::varchar legal_basis, "
             "null::varchar[] purposes, null::blob group_id, null::varchar \"table\" where false")
    con.execute(f"create temp table records as {' union all by name '.join([*parts, empty])}")
    present = {row[0] for row in con.execute("describe records").fetchall()}
    for name, kind in DEFAULTS.items():
        if name not in present:
            con.execute(f'alter table records add column "{name}" {kind}')
    if twice := con.execute("select lower(hex(record_id)) from records group by record_id having count(*) > 1 limit 1").fetchone():
        raise IntegrityError(f"Record {twice[0]} stands in two of the tables of recipe '{recipe.corpus}'; name tables that do not overlap.")
    for name, version in annotations.items():
        if not version.rows:
            raise IntegrityError(f"Table '{version.table}' is empty although there are records to measure; look at its left-out rows.")
        copied(con, name, version, short(version.schema))
        if name in NESTED:
            copied(con, NESTED[name][0], version, NESTED[name][1])


def copied(con, name: str, version, columns: list[str]) -> None:
    """Some columns of a table's version as a scratch table of the database."""
    def batches() -> Iterator[pa.RecordBatch]:
        yield from version.batches(columns)

    whole = version.schema
    schema = pa.schema([whole.field(column) for column in columns])
    con.register("arriving", pa.RecordBatchReader.from_batches(schema, batches()))
    con.execute(f'create temp table "{name}" as select * from arriving')
    con.unregister("arriving")


def _judge(con, recipe: Recipe, over: str) -> None:
    admitted = [row[0] for row in con.execute("select distinct source from records order by 1").fetchall() if recipe.sources.admit(row[0])]
    tests = ["when not list_contains($admitted, records.source) then $not_admitted",
             "when coalesce(records.licence, '') = '' or coalesce(records.legal_basis, '') = '' then $no_rights",
             "when not coalesce(list_has_all(records.purposes, $purposes), false) then $no_purpose"]
    values = {"admitted": admitted, "purposes": list(recipe.purposes), "not_admitted": NOT_ADMITTED, "no_rights": NO_RIGHTS,
              "no_purpose": NO_PURPOSE}
    if recipe.strip:
        tests.append("when templates.template_share >= 1 then $all_template")
        values["all_template"] = ALL_TEMPLATE
    for number, rule in enumerate(recipe.where):
        asked(con, rule.rule, "boolean", over, recipe, f"where.{number}.rule")
        tests += [f"when ({rule.rule}\n)::boolean is null then $unknown{number}", f"when not ({rule.rule}\n)::boolean then $reason{number}"]
        values |= {f"unknown{number}": f"{rule.reason} (not measured)", f"reason{number}": rule.reason}
    con.execute(f"create temp table judged as select records.*, case {' '.join(tests)} end as reason from {over}", values)
