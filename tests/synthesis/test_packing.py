"""Containers are the same bytes on every machine, and every reader opens them."""

import gzip
import io
import sqlite3
import struct
import zipfile

import zstandard
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assets.synthesis.dice import Dice
from assets.synthesis.formats import eml, stamp, swatch
from assets.synthesis.packing import RAW_BLOCK, STORED_BLOCK, database, gz, zipped, zst

SIZES = st.one_of(st.binary(max_size=300), st.sampled_from([b"x" * (size + by) for size in (STORED_BLOCK, RAW_BLOCK, 2 * RAW_BLOCK) for by in (-1, 0, 1)]))


@given(SIZES)
def test_what_is_packed_comes_out_again(body):
    assert gzip.decompress(gz(body)) == body
    assert zstandard.ZstdDecompressor().decompressobj().decompress(zst(body)) == body
    with zipfile.ZipFile(io.BytesIO(zipped({"a/b.txt": body}))) as archive:
        assert archive.testzip() is None and archive.read("a/b.txt") == body


def test_no_compressor_touches_the_bytes():
    body = b"satin " * 100
    assert all(body in packed for packed in (gz(body), zst(body), zipped({"a": body})))


def test_a_picture_opens_and_has_its_size():
    with Image.open(io.BytesIO(swatch(Dice(1), 61, 37))) as picture:
        picture.load()
        assert picture.size == (61, 37) and len(picture.getcolors()) > 1


def test_a_database_carries_no_version_of_the_library_that_wrote_it(tmp_path):
    path = tmp_path / "a.db"
    database(path, {"visits": (["id integer primary key", "note text"], [[1, "hem"], [2, "seam"]])})
    with sqlite3.connect(path) as connection:
        assert connection.execute("select note from visits order by id").fetchall() == [("hem",), ("seam",)]
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    assert struct.unpack(">III", path.read_bytes()[24:28] + path.read_bytes()[92:100]) == (1, 1, 3_040_000)


def test_a_mail_names_the_weekday_of_its_date():
    assert stamp("2024-07-14", Dice(1)).startswith("Sun, 14 Jul 2024 09:") and stamp("2024-07-14", Dice(1)).endswith("+0200")
    assert [stamp(day, Dice(1))[-5:] for day in ("2024-03-30", "2024-03-31", "2024-10-26", "2024-10-27")] == ["+0100", "+0200", "+0200", "+0100"]


def test_a_mail_with_a_long_accented_subject_is_read_back():
    from email import message_from_bytes, policy
    subject, body = "« Élise » " * 12, "Première ligne\n.\nUne très longue ligne " + "é" * 200
    mail = message_from_bytes(eml(subject.strip(), body, ("Ève Ôlan", "e@example.com"), "a@example.com", stamp("2024-01-02", Dice(1)), "n1"), policy=policy.default)
    assert mail["subject"] == subject.strip() and mail["from"] == "Ève Ôlan <e@example.com>"
    assert mail.get_content().rstrip("\n") == body
