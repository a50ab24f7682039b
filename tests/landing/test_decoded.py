"""What bytes say, in whatever format, whether or not a reader shows it."""

import bz2
import gzip
import io
import zipfile

import pytest
import zstandard

from assets.landing.decoded import PIECE, texts

SAID = "Ada Quatremaine"


def zipped(name: str, data: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(name, data)
    return sink.getvalue()


def pdf() -> bytes:
    from pypdf import PdfWriter
    writer, sink = PdfWriter(), io.BytesIO()
    writer.add_blank_page(10, 10)
    writer.add_metadata({"/Author": f"{SAID}, é"})
    writer.write(sink)
    return sink.getvalue()


def docx() -> bytes:
    from docx import Document
    document, sink = Document(), io.BytesIO()
    document.core_properties.author = SAID
    document.save(sink)
    return sink.getvalue()


@pytest.mark.parametrize("data", [
    SAID.encode(), SAID.encode("utf-16"), SAID.encode("utf-16-le"), f"é {SAID}".encode("cp1252"), b"\x89PNG\x00\x01" + SAID.encode(), b"\xff\x00" * 9 + SAID.encode("utf-16-le"),
    gzip.compress(SAID.encode()), bz2.compress(SAID.encode()), zstandard.compress(SAID.encode()), zipped("a.txt", SAID.encode()),
    zipped(f"{SAID}.txt", b"x"), zipped("a.zip", zipped("b.gz", gzip.compress(SAID.encode()))),
    b"<p>A<b>da</b> Quatremaine</p>", b"<t>Ada</t><t>Quatremaine</t>", b"Ada&nbsp;Quatremaine", b'<meta name="author" content="Ada Quatremaine">',
    b'{"by": "\\u0041da\\nQuatremaine"}', ("x" * (PIECE - 5) + SAID).encode(), pdf(), docx()], ids=lambda data: str(len(data)))
def test_a_text_is_told_in_whatever_dress(data):
    assert any(SAID in " ".join(text.split()) for text in texts(io.BytesIO(data)))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\x1f\x8bbroken", zstandard.compress(SAID.encode())[:-3], b"BZh9broken", b"%PDF-1.4 broken", b"\x00" * 100,
                                  zipped("a", b"1234567")[:-9]], ids=lambda data: str(len(data)))
def test_what_is_broken_ends_early_and_raises_nothing(data):
    list(texts(io.BytesIO(data)))
