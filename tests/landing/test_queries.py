"""A query is a source: snapshots replace, watermarks add."""

import sqlite3

import pytest

from assets.lake.errors import ContractError, SetupError, StepError
from assets.landing.resolve import REPLACED
from assets.landing.run import fingerprint
from tests.landing.sources import Source, is_conserved

CLIENTS = """
name: clients
title: Clients of the register
kind: subject
from: {{sql: {{url: "sqlite:///{{inbox}}/crm.db", query: "select no, name, seen from client"{watermark}}}}}
columns: {{name: name, subject_key: no}}
primary_key: [no]
subject: {{id: no}}
licence: LicenseRef-House-Owned
legal_basis: contract
purposes: [retrieval]
"""


@pytest.fixture
def register(lake):
    source = Source(lake, CLIENTS.format(watermark=""))
    source.inbox.mkdir(parents=True)
    source.database = sqlite3.connect(source.inbox / "crm.db", isolation_level=None)
    source.database.execute("create table client (no integer, name text, seen text)")
    source.database.executemany("insert into client values (?, ?, ?)", [(1, "Ada", "2026-01-01"), (2, "Bo", "2026-01-02")])
    yield source
    source.database.close()


def test_a_snapshot_lands_and_an_unchanged_one_changes_nothing(register):
    first = register.land()
    assert register.rows("subject_key", "name") == [("1", "Ada"), ("2", "Bo")]
    assert register.land().number == first.number


def test_a_database_that_answers_in_another_order_gives_the_same_object(register):
    first = register.land()
    register.database.execute("create table other as select * from client order by no desc")
    register.database.execute("drop table client")
    register.database.execute("alter table other rename to client")
    assert register.land().number == first.number


def test_a_row_gone_from_the_snapshot_is_left_out(register):
    register.land()
    register.database.execute("delete from client where no = 1")
    version = register.land()
    assert register.rows("name") == [("Bo",)] and version.counts["left_out"] == {REPLACED: 1} and is_conserved(version)


def test_an_empty_snapshot_empties_the_table(register):
    register.land()
    register.database.execute("delete from client")
    assert register.land().rows == 0


def test_with_a_watermark_only_newer_rows_are_asked_for(register):
    register.agree(CLIENTS.format(watermark=", watermark: seen"))
    register.land()
    before = register.version.number
    assert register.land().number == before
    register.database.execute("insert into client values (3, 'Cy', '2026-01-03'), (4, 'late', '2025-12-31')")
    register.database.execute("update client set name = 'Ada B.', seen = '2026-01-04' where no = 1")
    version = register.land()
    assert register.rows("name") == [("Ada B.",), ("Bo",), ("Cy",)]
    assert is_conserved(version) and version.counts["in"] == 4


def test_the_fingerprint_of_a_query_follows_its_rows(register):
    one = fingerprint(register.lake, register.lake.house, register.contract)
    register.database.execute("insert into client values (3, 'Cy', '2026-01-03')")
    assert fingerprint(register.lake, register.lake.house, register.contract) != one


def test_what_a_database_refuses_is_one_sentence_without_its_rows(register):
    register.database.execute("drop table client")
    with pytest.raises(SetupError, match="cannot be asked") as caught:
        register.land()
    assert "select" not in str(caught.value)
    (register.inbox / "crm.db").unlink()
    with pytest.raises(SetupError, match="does not exist"):
        register.land()
    assert not isinstance(caught.value, StepError)


def test_an_address_comes_from_the_environment(register, monkeypatch):
    register.agree(CLIENTS.format(watermark="").replace('url: "sqlite:///{inbox}/crm.db"', "url_env: TEST_CRM_URL"))
    with pytest.raises(SetupError, match="TEST_CRM_URL"):
        register.land()
    monkeypatch.setenv("TEST_CRM_URL", f"sqlite:///{register.inbox}/crm.db")
    assert register.land().rows == 2


def test_a_watermark_that_the_query_does_not_return_is_a_mistake_of_the_contract(register):
    register.agree(CLIENTS.format(watermark=", watermark: updated"))
    with pytest.raises(ContractError, match="from.sql.watermark"):
        register.land()
