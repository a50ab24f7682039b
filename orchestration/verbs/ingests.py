"""Ingests: what came in from each source, entered into the audit log once a state of its table.

Belongs here: telling the log after a run. Not here: landing, the log itself (`governance.ledger.log`).
"""

from assets.governance.ledger.log import Log
from assets.lake import Lake

EVENT = "ingest"


def enter(lake: Lake) -> int:
    """Enter every raw table whose content no entry has yet: its version, records in, kept, left out and in quarantine. Returns how many were new."""
    log = Log(lake.store("ledger"))
    known = {(entry["table"], entry["data_version"]) for entry in log.entries() if entry["event"] == EVENT}
    new = [version for table in lake.tables("landing/") if not table.endswith(".files") and (version := lake.read(table)).step["name"] == "land"
           and (table, version.data_version) not in known]
    for version in new:
        counts = version.counts
        log.append(EVENT, table=version.table, data_version=version.data_version, arrived=counts["in"], kept=counts["out"],
                   left_out=sum(counts["left_out"].values()) + sum(counts["merged"].values()), quarantined=sum(counts["quarantined"].values()))
    return len(new)
