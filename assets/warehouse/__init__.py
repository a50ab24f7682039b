"""Warehouse: raw records by kind, typed, linked and judged for rights by the dbt project; one whole step."""
