"""Which raw columns a mart's column is made of, read from the SQL that ran.

Belongs here: tracing. Not here: the way on to the release (`orchestration/verbs/lineage`), showing it (asset metadata).
"""

from functools import cache

Column = tuple[str, str]            # (table, column)
Relation = tuple[str, str]          # (schema, name) inside the scratch database


def column_lineage(manifest: dict, marts: tuple[str, ...]) -> dict[str, dict[str, list[Column]]]:
    """mart -> column -> the landing columns it is made of, through every model between.

    `manifest` is dbt's, with compiled SQL. Seeds are constants of the project and not followed.
    """
    nodes = {_relation(node): node for node in manifest["nodes"].values() if node["resource_type"] == "model"}
    landing = {_relation(node): f"landing/{node['name']}" for node in manifest["sources"].values()}

    @cache
    def origins(relation: tuple[str, str], column: str) -> tuple[Column, ...]:
        if relation in landing:
            return ((landing[relation], column),)
        if relation not in nodes:
            return ()
        found: set[Column] = set()
        for parent, name in direct(relation)[column]:
            found.update(origins(parent, name))
        return tuple(sorted(found))

    @cache
    def direct(relation: tuple[str, str]) -> dict[str, list]:
        return _direct(nodes[relation]["compiled_code"])

    return {mart: {column: list(origins(("marts", mart), column)) for column in direct(("marts", mart))} for mart in marts}


def _relation(node: dict) -> tuple[str, str]:
    return (node["schema"], node.get("alias") or node.get("identifier") or node["name"])


def _direct(sql: str) -> dict[str, list[tuple[Relation, str]]]:
    """Output column -> the (relation, column) pairs its value is made of, in this one query.

    Values only: what merely decides whether a row appears (joins, filters) is not followed.
    """
    import sqlglot
    from sqlglot import exp
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import Scope, traverse_scope

    tree = qualify(sqlglot.parse_one(sql, dialect="duckdb"), dialect="duckdb", validate_qualify_columns=False, identify=False)
    outputs: dict[int, list[tuple[str, set]]] = {}

    def places(column: exp.Column, scope: Scope) -> list:
        """The sources a column may come from: the one it names, else the queries that have it, else the tables."""
        if column.table:
            return [scope.sources.get(column.table)]
        inner = [s for s in scope.sources.values() if isinstance(s, Scope) and column.name in dict(outputs[id(s.expression)])]
        return inner or [s for s in scope.sources.values() if isinstance(s, exp.Table)]

    def made_of(expression: exp.Expression, scope: Scope) -> set:
        found = set()
        for column in expression.find_all(exp.Column):
            for source in places(column, scope):
                if isinstance(source, exp.Table):
                    found.add(((source.db, source.name), column.name))
                elif isinstance(source, Scope):
                    found |= dict(outputs[id(source.expression)]).get(column.name, set())
        return found

    for scope in traverse_scope(tree):
        query = scope.expression
        if isinstance(query, exp.SetOperation):
            branches = [outputs[id(branch.unnest())] for branch in (query.left, query.right)]
            merged = [(columns[0][0], set().union(*(origins for _, origins in columns))) for columns in zip(*branches, strict=True)]
        else:
            merged = [(select.alias_or_name, made_of(select, scope)) for select in query.selects]
        outputs[id(query)] = merged
    return {name: sorted(origins) for name, origins in outputs[id(tree)]}
