"""OpenLineage: what a run made and of what, and what stands in the lake, told in the open standard to any catalogue.

Belongs here: events and where they go. Not here: how anything is made, and column origins (`verbs.lineage`).
Events hold names of tables and columns, versions and counts: nothing personal, so they may leave the vault.
"""
