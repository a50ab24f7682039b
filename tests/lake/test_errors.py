"""Law 6, the error boundary: libraries quote data, Hallmark's errors never do."""

import errno
import traceback

import pytest

from assets.lake import InputError, SetupError, StepError
from assets.lake.errors import boundary


def test_a_foreign_error_leaves_as_class_step_and_ids_only(lake):
    with pytest.raises(StepError) as caught, lake.boundary("parse", object_id=b"o" * 16, record_id=b"r" * 16):
        int("Madame Secret")
    whole = "".join(traceback.format_exception(caught.value))
    assert "Secret" not in whole
    assert all(part in str(caught.value) for part in ("ValueError", "'parse'", (b"o" * 16).hex(), (b"r" * 16).hex()))


def test_the_original_lies_in_the_vault_and_nowhere_else(lake):
    with pytest.raises(StepError), lake.boundary("parse"):
        int("Madame Secret")
    entry, = lake.store("vault").list("errors")
    assert b"Madame Secret" in lake.store("vault").read(entry.path)
    assert "Secret" not in entry.path and all(not lake.store(zone).list() for zone in ("clean", "releases", "ledger"))


def test_our_own_errors_pass_as_they_are(lake):
    with pytest.raises(InputError, match="as it was"), lake.boundary("parse"):
        raise InputError("as it was")


@pytest.mark.parametrize(("error", "words"), [(PermissionError(), "permission"), (OSError(errno.ENOSPC, "x"), "disk full")])
def test_a_machine_that_lacks_something_is_told_in_plain_words(lake, error, words):
    with pytest.raises(SetupError, match=words), lake.boundary("write"):
        raise error


def test_without_a_vault_the_boundary_still_holds():
    with pytest.raises(StepError) as caught, boundary("parse"):
        raise RuntimeError("Madame Secret")
    assert "Secret" not in str(caught.value)


def test_nothing_of_a_foreign_error_reaches_dagsters_event_log(lake, monkeypatch):
    import dagster as dg

    from assets.lake import Step
    from assets.lake.defs import derived
    from tests.lake.tables import SCHEMA, put

    def run(batch):
        raise ValueError(f"cannot parse {batch['text'][0].as_py()}")

    put(lake, "landing/a", {1: "Madame Secret"})
    asset = derived(Step.map("fragile", version="1", run=run, schema=SCHEMA), reads={"records": "landing/a"}, writes="clean/a", describe="x")

    class Resource:
        def open(self):
            return lake

    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize([asset], resources={"lake": Resource()}, instance=instance, raise_on_error=False)
        records = instance.all_logs(result.run_id)
        log = "".join(dg.serialize_value(record) for record in records)
    assert not result.success
    assert "StepError" in log or "failed with ValueError" in log
    assert "Secret" not in log
