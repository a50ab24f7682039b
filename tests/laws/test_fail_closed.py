"""Law 8: when something is missing, damaged or not allowed: stop, one sentence, exit status, nothing lost. Through the command."""

import json

import pyarrow.parquet as pq
import pytest

from assets.lake import IntegrityError, NotVisible
from assets.landing.contracts import load_contract_named
from assets.landing.run import land
from tests.road import Road, files


def refused(done, *words: str) -> str:
    """One plain sentence on standard error, an exit status, and no trace of the code."""
    said = (done.stderr + done.stdout).strip()
    assert done.returncode in (1, 2), said
    assert "Traceback" not in said and 'File "' not in said, said
    assert len(said.splitlines()) <= 2 and said.endswith("."), said
    assert all(word in said for word in words), said
    return said


def some_record(road: Road, release: str) -> str:
    shards = sorted((road.path / "lake" / "releases" / release / "data").glob("*.parquet"))
    return next(row["record_id"].hex() for shard in shards for row in pq.read_table(shard, columns=["record_id", "source"]).to_pylist()
                if row["source"] == "archive")


def pages_of(segment, column: str) -> range:
    """Where the stored pages of a column lie in a segment's file."""
    group = pq.read_metadata(segment).row_group(0)
    chunk = next(chunk for chunk in map(group.column, range(group.num_columns)) if chunk.path_in_schema == column)
    return range(chunk.data_page_offset, chunk.data_page_offset + chunk.total_compressed_size)


def only(folder, pattern: str):
    return sorted(folder.glob(pattern))[-1]


def test_without_its_identity_key_nothing_is_opened_and_nothing_is_written(copy: Road):
    (copy.path / "keys" / "identity.key").unlink()
    before = files(copy.path / "lake")
    for verb in (["sources"], ["run"], ["verify", "atelier"]):
        refused(copy.command(*verb), "identity", "restore")
    assert files(copy.path / "lake") == before


def test_a_damaged_key_is_not_used(copy: Road):
    (copy.path / "keys" / "suppression.key").write_text("not a key\n")
    refused(copy.command("sources"), "suppression", "64 hexadecimal digits")


def test_a_zone_that_is_no_folder_is_named(copy: Road):
    zone = copy.path / "lake" / "clean"
    zone.rename(copy.path / "lake" / "was clean")
    zone.write_text("a file where the folder should be")
    done = copy.command("doctor")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "no  zone clean can be written" in done.stdout and "Mend what is marked" in done.stdout


def test_an_object_store_that_does_not_answer_is_one_sentence(copy: Road):
    house = copy.own_house()
    (house / "lake.yaml").write_text("zones: {releases: {url: 's3://nowhere/releases', endpoint_env: NOWHERE, key_env: NOKEY, secret_env: NOKEY}}\n")
    refused(copy.command("releases", NOWHERE="http://127.0.0.1:9", NOKEY="none"))


def test_a_contract_without_licence_is_blocked_and_its_files_are_not_opened(copy: Road):
    house = copy.own_house()
    contract = house / "contracts" / "press.yaml"
    contract.write_text("".join(line for line in contract.read_text().splitlines(True) if not line.startswith("licence")))
    lake = copy.lake
    version = land(lake, lake.house, load_contract_named(lake.house, "press"))
    assert version.rows == 0 and "no licence" in version.facts["blocked"]
    done = copy.command("sources", "--json")
    press = next(row for row in json.loads(done.stdout) if row["name"] == "press")
    assert press["state"] == "blocked" and press["read"] == press["records"] == 0 and press["files"] == press["skipped"] == 5
    assert "licence" in press["reason"]


def test_a_contract_with_a_mistake_names_file_field_and_reason_and_the_others_proceed(copy: Road):
    house = copy.own_house()
    (house / "contracts" / "press.yaml").write_text("name: press\nkind: novel\n")
    rows = {row["name"]: row for row in json.loads(copy.command("sources", "--json").stdout)}
    assert rows["press"]["state"] == "broken" and "press.yaml" in rows["press"]["reason"] and "kind" in rows["press"]["reason"]
    assert rows["archive"]["state"] == "ready" and rows["archive"]["records"]


def test_a_damaged_version_document_is_refused_and_named(copy: Road, release):
    document = only(copy.path / "lake" / "clean" / "clean" / "documents" / "versions", "*.json")
    document.write_bytes(document.read_bytes()[:-40])
    refused(copy.command("explain", release, some_record(copy, release)), "clean/documents", "damaged")
    with pytest.raises(IntegrityError, match="damaged"):
        copy.lake.read("clean/documents")


def test_a_segment_that_is_gone_is_refused_and_named(copy: Road, release):
    for segment in (copy.path / "lake" / "clean" / "clean" / "documents" / "segments").iterdir():
        segment.unlink()
    refused(copy.command("explain", release, some_record(copy, release)), "clean/documents", "segment")


def test_a_segment_with_other_bytes_is_refused_and_named(copy: Road, release):
    (segment,) = (copy.path / "lake" / "clean" / "clean" / "documents" / "segments").glob(f"{copy.lake.read('clean/documents').segments[0].id}*")
    whole, pages = segment.read_bytes(), pages_of(segment, "text")
    for place in range(pages.start, pages.stop, 97):
        segment.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1:])
        with pytest.raises(IntegrityError, match="clean/documents/segments/.* is damaged"):
            copy.lake.read("clean/documents").read(["text"])
    refused(copy.command("explain", release, some_record(copy, release)), "clean/documents", "segment")


def test_a_check_that_fails_later_hides_the_table_again(copy: Road):
    lake = copy.lake
    lake.verdict("clean/documents", "suite:clean_documents", False)
    with pytest.raises(NotVisible):
        copy.lake.read("clean/documents")


def test_an_unknown_release_a_wrong_record_and_a_wrong_verb_are_wrong_use(copy: Road, release):
    assert copy.command("verify", "nothing/1.0.0").returncode == 2
    assert copy.command("explain", release, "xyz").returncode == 2
    done = copy.command("frobnicate")
    assert done.returncode == 2 and "Traceback" not in done.stderr
