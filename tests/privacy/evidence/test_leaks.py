import base64
import bz2
import gzip
import html
import io
import json
import lzma
import quopri
import sqlite3
import tarfile
import urllib.parse
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from assets.privacy.evidence.leaks import Hit, Scanner

NAME = "Hélène Lefèvre"
PLANTED = [("PERSON", NAME), ("PHONE", "+33 6 12 34 56 78"), ("CARD", "4242 4242 4242 4242"), ("EMAIL", "h.lefevre@courriel.example.org")]
PLAIN = f"a line about {NAME} of yesterday"


def scan(data, name="file.bin"):
    return Scanner(PLANTED).data(name, data)


def parquet(**options):
    sink = io.BytesIO()
    table = options.pop("table", pa.table({"text": [PLAIN] * 3}))
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def zipped(inner, name="inner.txt"):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, inner)
    return sink.getvalue()


def tarred(inner):
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        member = tarfile.TarInfo("inner.txt")
        member.size = len(inner)
        archive.addfile(member, io.BytesIO(inner))
    return sink.getvalue()


def sqlite(tmp_path):
    path = tmp_path / "x.db"
    connection = sqlite3.connect(path)
    connection.execute("create table t (a text, b blob)")
    connection.execute("insert into t values (?, ?)", ("x", gzip.compress(b"nothing")))
    connection.execute("insert into t values (?, ?)", (json.dumps(PLAIN), b""))
    connection.commit()
    connection.close()
    return path.read_bytes()


def gzipped(inner, name):
    sink = io.BytesIO()
    with gzip.GzipFile(filename=name, mode="wb", fileobj=sink) as file:
        file.write(inner)
    return sink.getvalue()


def picture(**more):
    from PIL import Image

    sink = io.BytesIO()
    Image.new("RGB", (4, 4)).save(sink, "PNG", **more)
    return sink.getvalue()


def picture_texts(**options):
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("Author", PLAIN, zip=True) if options.get("international") else info.add_text("Author", PLAIN, zip=options["zip"])
    return picture(pnginfo=info)


def camera(tag, value):
    from PIL import Image

    data = Image.Exif()
    data[tag] = value
    return picture(exif=data)


def page(text):
    """A PDF of one page, its text compressed and shown letter by letter."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    blank = writer.add_blank_page(200, 200)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica"), NameObject("/Encoding"): NameObject("/WinAnsiEncoding")})
    blank[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F"): writer._add_object(font)})})
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F 9 Tf 5 99 Td [" + b" 0 ".join(b"(" + bytes([byte]) + b")" for byte in text.encode("cp1252")) + b"] TJ ET")
    blank[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def properties():
    from pypdf import PdfWriter

    writer, sink = PdfWriter(), io.BytesIO()
    writer.add_blank_page(9, 9)
    writer.add_metadata({"/Author": NAME})
    writer.write(sink)
    return sink.getvalue()


def wide(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


TEXT = PLAIN.encode()
DRESSES = {
    "plain": TEXT, "latin-1": PLAIN.encode("latin-1"), "utf-16": PLAIN.encode("utf-16"), "utf-16-be": PLAIN.encode("utf-16-be"),
    "upper case": PLAIN.upper().encode(), "no accents": b"about helene lefevre", "decomposed": PLAIN.replace("é", "e\u0301").encode(),
    "soft hyphen": PLAIN.replace("Lef", "Le\u00adf").encode(), "line break": PLAIN.replace(" L", "\nL").encode(),
    "json escapes": json.dumps(PLAIN).encode(), "json in json": json.dumps(json.dumps(PLAIN)).encode(), "percent": urllib.parse.quote(PLAIN).encode(),
    "percent twice": urllib.parse.quote(urllib.parse.quote(PLAIN)).encode(), "plus": urllib.parse.quote_plus(PLAIN).encode(),
    "entities": html.escape(PLAIN).replace("è", "&egrave;").replace("é", "&#233;").encode(), "base64": base64.b64encode(TEXT),
    "base64 in a line": b'{"blob": "' + base64.b64encode(TEXT) + b'"}', "base64 url": base64.urlsafe_b64encode(TEXT).rstrip(b"="),
    "base64 in lines": base64.encodebytes(TEXT * 4), "gzip": gzip.compress(TEXT), "zstd": zstandard.compress(TEXT), "bz2": bz2.compress(TEXT),
    "xz": lzma.compress(TEXT), "zip": zipped(TEXT), "zip member name": zipped(b"", f"{NAME}.txt"), "tar": tarred(TEXT), "zip in gzip": gzip.compress(zipped(TEXT)),
    "base64 gzip": base64.b64encode(gzip.compress(TEXT)), "parquet page": parquet(compression="zstd", write_statistics=False),
    "parquet statistics": parquet(table=pa.table({"name": [NAME]}), compression="zstd"),
    "parquet key-value": parquet(table=pa.table({"a": [1]}).replace_schema_metadata({"note": PLAIN})),
    "parquet column name": parquet(table=pa.table({NAME: [1]})),
    "full width": wide(PLAIN).encode(), "zero width": "\u200b".join(PLAIN).encode(), "utf-7": PLAIN.encode("utf-7"),
    "utf-16 without a mark": PLAIN.encode("utf-16-le"), "quoted-printable": quopri.encodestring(TEXT),
    "quoted-printable latin-1 mail": b"Subject: x\r\n\r\n" + quopri.encodestring(b"about Helene Lefe=\r\nvre") + b" H=65lene L=65fevre",
    "base32": base64.b32encode(TEXT), "hexadecimal": TEXT.hex().encode(), "hexadecimal with gaps": TEXT.hex(" ").upper().encode(),
    "hexadecimal gzip": gzip.compress(TEXT).hex().encode(), "gzip name": gzipped(b"nothing", f"{NAME}.txt"),
    "json in parquet in zip": zipped(parquet(table=pa.table({"a": [json.dumps({"who": PLAIN})]})), "a.parquet"),
    "encoded member name": zipped(b"", urllib.parse.quote(f"clients/{NAME}.txt")),
    "picture text": picture_texts(zip=False), "picture compressed text": picture_texts(zip=True), "picture international text": picture_texts(international=True),
    "camera's artist": camera(0x013B, "Helene Lefevre"), "camera's author": camera(0x9C9D, PLAIN.encode("utf-16-le")),
    "pdf": page(PLAIN), "pdf properties": properties(), "pdf in zip": zipped(page(PLAIN), "a.pdf"),
    "parquet nested": parquet(table=pa.table({"a": [[{"b": PLAIN}]]})), "parquet binary": parquet(table=pa.table({"a": [TEXT]}))}


@pytest.mark.parametrize("dress", DRESSES)
def test_a_planted_leak_is_found_in_every_dress(dress):
    assert "PERSON" in {hit.type for hit in scan(DRESSES[dress])}


@pytest.mark.parametrize("written", ["LEFEVRE Hélène", "Lefèvre, Hélène", "helene_lefevre", "lefevre-helene", "HeleneLefevre", "helene.lefevre"])
def test_a_name_is_found_in_every_order_and_written_as_one(written):
    assert {hit.type for hit in scan(f"see {written} now".encode())} == {"PERSON"}
    assert scan(b"see Helena Lefevrette, then Lefevre and Helene") == set()


def test_a_leak_in_a_database_is_found(tmp_path):
    assert "PERSON" in {hit.type for hit in scan(sqlite(tmp_path))}


@pytest.mark.parametrize("written", ["０６　１２　３４　５６　７８", "06\u200b12\u200b34\u200b56\u200b78", "0612345678", "06.12.34.56.78", "0033 6 12 34 56 78", "+33(0)6 12 34 56 78"])
def test_a_phone_is_found_however_it_is_written(written):
    assert {hit.type for hit in scan(f"call {written} now".encode())} == {"PHONE"}


def test_a_card_is_found_by_its_digits():
    assert {hit.type for hit in scan(b"4242-4242-4242-4242")} == {"CARD"}


def test_paths_and_file_names_are_read(tmp_path):
    (tmp_path / "clients" / "helene_lefevre").mkdir(parents=True)
    (tmp_path / "clients" / "helene_lefevre" / "x.txt").write_text("nothing")
    (tmp_path / "clients" / "H%C3%A9l%C3%A8ne%20Lef%C3%A8vre.txt").write_text("nothing")
    hits = Scanner(PLANTED).folder(tmp_path)
    assert len(hits) == 3 and all(hit.where.startswith("name of ") for hit in hits)
    assert Scanner(PLANTED).folder(tmp_path, skip=["clients"]) == []


def test_a_store_is_scanned_like_a_folder(lake):
    lake.store("clean").write("a/b.txt", PLAIN.encode())
    assert Scanner(PLANTED).store(lake.store("clean")) == [Hit("a/b.txt", "PERSON")]


def test_clean_files_have_no_hits_and_damaged_archives_do_no_harm():
    assert scan(b"Helene wrote about the Lefevres. 4242 4242") == set()
    for data in (gzip.compress(b"x" * 99)[:-9], b"PK\x03\x04rubbish", b"PAR1rubbishPAR1", b"SQLite format 3\x00rubbish", b"\x28\xb5\x2f\xfdrubbish",
                 b"\x1f\x8b\x08\x0crubbish", b"%PDF-1.7 rubbish", b"\x89PNG\r\n\x1a\n\x00\x00\xff\xffzTXtrubbish", page("x" * 40)[:-300]):
        assert scan(data) == set()


def test_a_hit_says_where_and_never_what():
    (hit,) = scan(gzip.compress(TEXT), "logs/x.gz")
    assert hit.where == "logs/x.gz > gzip" and "Hélène" not in repr(hit)
