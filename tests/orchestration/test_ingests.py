"""What came in is in the audit log: once a state, in numbers, and nobody in it."""

from assets.governance.ledger.log import Log
from orchestration.verbs import ingests
from tests.corpora.small_house import dialogue, document, fill


def entries(lake) -> list[dict]:
    return [entry for entry in Log(lake.store("ledger")).entries() if entry["event"] == ingests.EVENT]


def test_every_state_of_a_raw_table_is_entered_once(lake):
    fill(lake, [document(n) for n in range(5)], [dialogue(n) for n in range(1000, 1003)])
    first = ingests.enter(lake)
    assert first and ingests.enter(lake) == 0
    assert {(entry["table"], entry["arrived"], entry["kept"]) for entry in entries(lake)} == {
        (table, lake.read(table).counts["in"], lake.read(table).rows) for table in lake.tables("landing/") if lake.read(table).step["name"] == "land"}
    fill(lake, [document(n) for n in range(6)], [dialogue(n) for n in range(1000, 1003)])
    assert ingests.enter(lake) == 1 and len(entries(lake)) == first + 1
    assert Log(lake.store("ledger")).verify()["ok"]
