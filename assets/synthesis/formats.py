"""Writers of the formats in which a house keeps its texts and pictures; the same input gives the same bytes.

Belongs here: bytes of Word, PDF, RTF, scans, subtitles, mail, pictures. Not here: tables and packing (`tables`), what is said.
"""

import html
import io
import zipfile
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

LONG_AGO = (1980, 1, 1, 0, 0, 0)


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but names and contents."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body, compresslevel=6)
    return out.getvalue()


@lru_cache(maxsize=1)
def _word_parts() -> dict[str, bytes]:
    """The parts of an empty Word file, made once."""
    from docx import Document

    out = io.BytesIO()
    Document().save(out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


_W = ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CORE = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
         'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
         'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
         '<dc:creator>{author}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">{created}T09:00:00Z</dcterms:created>'
         "<dc:language>{language}</dc:language></cp:coreProperties>")


def docx(title: str, paragraphs: list[str], author: str, created: str, language: str) -> bytes:
    parts = dict(_word_parts())
    body = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{escape(title)}</w:t></w:r></w:p>'
    body += "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(one)}</w:t></w:r></w:p>' for one in paragraphs)
    parts["word/document.xml"] = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document{_W}><w:body>{body}</w:body></w:document>'.encode()
    parts["docProps/core.xml"] = _CORE.format(title=escape(title), author=escape(author), created=created, language=language).encode()
    return zipped(parts)


def _pdf_string(text: str) -> bytes:
    return b"(" + text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def pdf(title: str, paragraphs: list[str], author: str, created: str) -> bytes:
    lines = [part for one in [title, *paragraphs] for part in [*wrapped(one, 240), ""]]
    pages = [lines[at:at + 52] for at in range(0, len(lines), 52)]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(len(pages))), len(pages)),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
               b"<< /Title %s /Author %s /CreationDate (D:%s090000Z) >>" % (_pdf_string(title), _pdf_string(author), created.replace("-", "").encode())]
    for number, page in enumerate(pages):
        shown = b"BT /F1 5 Tf 11 TL 30 800 Td " + b" ".join(_pdf_string(line) + b" Tj T*" for line in page) + b" ET"
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>" % (6 + 2 * number))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown))
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % at for at in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def rtf(title: str, paragraphs: list[str]) -> bytes:
    def coded(text: str) -> str:
        text = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)

    body = "\\par\n".join([f"\\b {coded(title)}\\b0", *map(coded, paragraphs)])
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Garamond;}}\\uc1\\f0\\fs22\n" + body + "\\par\n}").encode("ascii")


def _words(dice, line: str):
    return [(word, f"{0.72 + 0.27 * dice.random():.2f}") for word in line.split()]


def alto(dice, paragraphs: list[str]) -> bytes:
    blocks = []
    for number, one in enumerate(paragraphs):
        lines = []
        for line in wrapped(one, 90):
            words = "<SP/>".join(f'<String CONTENT={quoteattr(word)} WC="{sure}"/>' for word, sure in _words(dice, line))
            lines.append(f"<TextLine>{words}</TextLine>")
        blocks.append(f'<TextBlock ID="b{number}">{"".join(lines)}</TextBlock>')
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel'
            '</MeasurementUnit></Description><Layout><Page ID="p1" PHYSICAL_IMG_NR="1" WIDTH="2480" HEIGHT="3508"><PrintSpace>\n'
            + "\n".join(blocks) + "\n</PrintSpace></Page></Layout></alto>\n").encode()


def hocr(dice, paragraphs: list[str], language: str) -> bytes:
    areas = []
    for number, one in enumerate(paragraphs):
        lines = []
        for line in wrapped(one, 90):
            words = " ".join(f"<span class='ocrx_word' title='x_wconf {int(float(sure) * 100)}'>{html.escape(word)}</span>" for word, sure in _words(dice, line))
            lines.append(f"<span class='ocr_line'>{words}</span>")
        areas.append(f"<div class='ocr_carea' id='block_1_{number}'><p class='ocr_par' lang='{language}'>\n" + "\n".join(lines) + "\n</p></div>")
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title></title><meta charset=\"utf-8\"/></head>"
            "<body><div class='ocr_page' title='bbox 0 0 2480 3508'>\n" + "\n".join(areas) + "\n</div></body></html>\n").encode()


def page(title: str, paragraphs: list[str], language: str, created: str, menu: list[str]) -> bytes:
    links = "".join(f"<li><a href='#{n}'>{html.escape(one)}</a></li>" for n, one in enumerate(menu))
    body = "\n".join(f"<p>{html.escape(one, quote=False)}</p>" for one in paragraphs)
    return (f"<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{html.escape(title, quote=False)}</title>"
            f"<meta name=\"date\" content=\"{created}\"></head>\n<body><nav><ul>{links}</ul></nav>\n<article><h1>{html.escape(title, quote=False)}</h1>\n"
            f"{body}\n</article></body></html>\n").encode()


def clock(seconds: float, mark: str) -> str:
    millis = round(seconds * 1000)
    return f"{millis // 3600000:02d}:{millis // 60000 % 60:02d}:{millis // 1000 % 60:02d}{mark}{millis % 1000:03d}"


def timed(turns: list[tuple[str, str]]) -> list[tuple[str, str, float, float]]:
    """Turns with the seconds at which they begin and end."""
    out, at = [], 1.2
    for speaker, said in turns:
        end = at + 0.8 + 0.33 * (said.count(" ") + 1)
        out.append((speaker, said, round(at, 3), round(end, 3)))
        at = end + 0.35
    return out


def vtt(turns: list[tuple[str, str]]) -> bytes:
    cues = [f"{clock(a, '.')} --> {clock(b, '.')}\n<v {who}>{html.escape(said, quote=False)}</v>" for who, said, a, b in timed(turns)]
    return ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()


def srt(turns: list[tuple[str, str]]) -> bytes:
    cues = [f"{n}\r\n{clock(a, ',')} --> {clock(b, ',')}\r\n{who}: {said}" for n, (who, said, a, b) in enumerate(timed(turns), 1)]
    return ("\ufeff" + "\r\n\r\n".join(cues) + "\r\n").encode()


def eml(subject: str, body: str, sender: tuple[str, str], to: str, stamp: str, number: str) -> bytes:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = f'"{sender[0]}" <{sender[1]}>', to, subject, stamp
    mail["Message-ID"] = f"<{number}@valdorsenne.example>"
    mail.set_content(body, charset="utf-8", cte="quoted-printable")
    return mail.as_bytes()


def png(dice, width: int, height: int) -> bytes:
    """A swatch: few colours in bands, as a scanned sample card has."""
    import struct
    import zlib

    bands = [bytes(dice.between(20, 235) for _ in range(3)) for _ in range(6)]
    rows = b"".join(b"\0" + bands[y * 6 // height] * width for y in range(height))

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 6))
            + chunk(b"IEND", b""))
