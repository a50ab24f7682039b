"""Archives are opened within limits, and no trick of theirs gets through."""

import bz2
import gzip
import io
import zipfile

import pytest
import zstandard

from assets.landing.readers import Bad, Row, archives, read

TABLE = b"a,b\n1,2\n3,4\n"


def zipped(members, **options):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return sink.getvalue()


def found(data, name="x", format="auto"):
    return list(read(format, data, {}, name))


@pytest.mark.parametrize(("pack", "ending"), [
    (gzip.compress, ".gz"), (bz2.compress, ".bz2"), (zstandard.ZstdCompressor().compress, ".zst"),
    (lambda data: zipped({"t.csv": data}), ".zip")])
def test_a_table_reads_the_same_packed_and_plain(pack, ending):
    plain = [entry.values for entry in found(TABLE, "t.csv")]
    assert [entry.values for entry in found(pack(TABLE), f"t.csv{ending}")] == plain


def test_the_member_is_part_of_the_locator():
    entries = found(zipped({"a/t.csv": TABLE, "b.txt": b"words"}), "x.zip")
    assert [entry.locator for entry in entries] == ["a/t.csv! row 1", "a/t.csv! row 2", "b.txt! text"]


def test_an_archive_in_an_archive_is_opened_but_not_for_ever():
    twice = zipped({"t.csv.gz": gzip.compress(TABLE)})
    assert [type(entry) for entry in found(twice, "x.zip")] == [Row, Row]
    deep = gzip.compress(gzip.compress(gzip.compress(TABLE)))
    assert "deep" in found(deep, "t.csv.gz.gz.gz")[0].reason


def test_a_bomb_is_refused_before_it_goes_off():
    assert "bomb" in found(gzip.compress(b"0" * (30 << 20)), "x.csv.gz")[-1].reason
    assert "bomb" in found(zipped({"x.csv": b"0" * (30 << 20)}), "x.zip")[0].reason


@pytest.mark.parametrize("name", ["../../etc/cron.csv", "/etc/x.csv", "a/../../x.csv", "C:\\x.csv"])
def test_a_member_that_leads_out_of_the_archive_is_refused_and_not_named(name):
    entries = found(zipped({name: TABLE, "good.csv": TABLE}), "x.zip")
    bad = [entry for entry in entries if isinstance(entry, Bad)]
    assert [entry.reason for entry in bad] == ["the member's path leads out of the archive"]
    assert len(entries) - len(bad) == 2


def test_an_encrypted_member_is_refused_and_the_others_are_read():
    data = bytearray(zipped({"a.csv": TABLE, "b.csv": TABLE}))
    for header, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(header) + offset] |= 1
    entries = found(bytes(data), "x.zip")
    assert [entry.reason for entry in entries if isinstance(entry, Bad)] == ["the member is encrypted; deliver it without a password"]
    assert len([entry for entry in entries if isinstance(entry, Row)]) == 2


def test_a_broken_member_leaves_the_others_alone():
    data = bytearray(zipped({"a.csv": b"".join(b"%d,%d\n" % (n, n * n) for n in range(500)), "b.csv": TABLE}))
    data[45:60] = b"\xff" * 15
    entries = found(bytes(data), "x.zip")
    assert any(isinstance(entry, Bad) and entry.locator == "a.csv!" for entry in entries)
    assert [entry.locator for entry in entries if isinstance(entry, Row)][-2:] == ["b.csv! row 1", "b.csv! row 2"]


def test_a_truncated_archive_keeps_what_was_read_and_says_where_it_ends():
    whole = gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(200_000)))
    entries = found(whole[:len(whole) // 2], "x.csv.gz")
    assert isinstance(entries[-1], Bad) and entries[-1].whole
    assert not any(isinstance(entry, Bad) for entry in entries[:-1])


@pytest.mark.parametrize(("data", "name", "said"), [
    (b"no archive", "x.csv.gz", "named as an archive and is none"),
    (b"PK\x03\x04 broken", "x.zip", "the archive is broken"),
    (b"PK\x05\x06" + b"\x00" * 18, "x.zip", "the archive is empty"),
    (b"anything", "x.tar", "tar, 7z and rar archives are not opened"),
])
def test_what_is_no_archive_is_one_refusal(data, name, said):
    entries = found(data, name)
    assert len(entries) == 1 and said in entries[0].reason


def test_a_member_of_another_type_than_the_contract_expects_is_refused():
    entries = found(zipped({"a.csv": TABLE, "b.pdf": b"%PDF-"}), "x.zip", "csv")
    assert entries[-1] == Bad("b.pdf!", "the member is a pdf file and the contract expects csv")


def test_limits_are_far_from_honest_files():
    assert archives.LARGEST_RATIO >= 100 and archives.MOST_MEMBERS >= 10_000
