"""Writers of the formats in which a house keeps its texts and pictures; the same input gives the same bytes.

Belongs here: bytes of Word, PDF, RTF, scans, subtitles, mail, pictures. Not here: tables (`tables`), containers
(`packing`), what is said.
"""

import binascii
import html
from datetime import date, timedelta
from xml.sax.saxutils import escape, quoteattr

from assets.synthesis.packing import png, zipped

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/><Override PartName="/word/styles.xml" '
    f'ContentType="{_WORD}.styles+xml"/><Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
    f'Target="word/document.xml"/><Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/styles" '
    'Target="styles.xml"/></Relationships>',
    "word/styles.xml": f'{_XML}<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style></w:styles>',
}
_CORE = (_XML + f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
         'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
         '<dc:creator>{author}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">{created}T09:00:00Z</dcterms:created>'
         "<dc:language>{language}</dc:language></cp:coreProperties>")


def docx(title: str, paragraphs: list[str], author: str, created: str, language: str) -> bytes:
    body = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{escape(title)}</w:t></w:r></w:p>'
    body += "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(one)}</w:t></w:r></w:p>' for one in paragraphs)
    parts = {**_WORD_PARTS, "word/document.xml": f'{_XML}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
             "docProps/core.xml": _CORE.format(title=escape(title), author=escape(author), created=created, language=language)}
    return zipped({name: part.encode() for name, part in parts.items()})


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
    """A mail in quoted-printable; its headers are encoded words where they leave ASCII."""
    head = {"From": f"{_header(sender[0], True)} <{sender[1]}>", "To": to, "Subject": _header(subject), "Date": stamp,
            "Message-ID": f"<{number}@valdorsenne.example>", "MIME-Version": "1.0", "Content-Type": 'text/plain; charset="utf-8"',
            "Content-Transfer-Encoding": "quoted-printable"}
    lines = b"".join(binascii.b2a_qp(line.encode(), istext=True) + b"\n" for line in body.split("\n"))
    return "".join(f"{name}: {value}\n" for name, value in head.items()).encode("ascii") + b"\n" + lines


def _header(text: str, quoted: bool = False) -> str:
    if text.isascii() and len(text) < 70:
        return f'"{text}"' if quoted else text
    parts, room = [""], 42                          # bytes that fit one encoded word of 75 characters
    for character in text:
        if len((parts[-1] + character).encode()) > room:
            parts.append("")
        parts[-1] += character
    return "\n ".join(f"=?utf-8?b?{binascii.b2a_base64(part.encode(), newline=False).decode()}?=" for part in parts)


def stamp(day: str, dice) -> str:
    """A morning hour of a day as mails write it: its weekday, and the offset Paris has then."""
    at = date.fromisoformat(day)
    sundays = [date(at.year, month, 31) - timedelta(days=date(at.year, month, 31).isoweekday() % 7) for month in (3, 10)]
    summer = sundays[0] <= at < sundays[1]
    return f"{_DAYS[at.weekday()]}, {at.day:02d} {_MONTHS[at.month - 1]} {at.year} 09:{dice.between(0, 59):02d}:00 {'+0200' if summer else '+0100'}"


_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def swatch(dice, width: int, height: int) -> bytes:
    """A picture of few colours in bands, as a scanned sample card has."""
    bands = [bytes(dice.between(20, 235) for _ in range(3)) for _ in range(6)]
    return png(width, height, [bands[y * 6 // height] * width for y in range(height)])
