"""Messy formats, written by hand so that their bytes never depend on a library's version.

Belongs here: text into files (docx, xlsx, pdf, rtf, subtitles, OCR, mail, pages) with dates and compression fixed.
Not here: containers (`packing`), what the text says.
"""

import json
from html import escape
from xml.sax.saxutils import escape as xml, quoteattr

from assets.synthesis.packing import zipped

KEEP = "\u2060"         # stands for a space that must not end a line, while wrapping


def wrapped(text: str, width: int, values=()) -> list[str]:
    """Lines of about `width` characters; the planted values stay on one line."""
    for value in values:
        text = text.replace(value, value.replace(" ", KEEP))
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [one.replace(KEEP, " ") for one in [*lines, line]]


def plain(title: str, paragraphs: list[str], width: int = 0, values=()) -> str:
    body = [("\n".join(wrapped(p, width, values)) if width else p) for p in paragraphs]
    return "\n\n".join([title, *body]) + "\n"


DOCX = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.'
    'core-properties+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
    'core-properties" Target="docProps/core.xml"/></Relationships>',
}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(title: str, paragraphs: list[str], created: str, language: str) -> bytes:
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{xml(p)}</w:t></w:r></w:p>' for p in [title, *paragraphs])
    core = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/'
            '2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f'<dc:title>{xml(title)}</dc:title><dc:language>{language}</dc:language>'
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}T09:00:00Z</dcterms:created></cp:coreProperties>')
    return zipped({**DOCX, "word/document.xml": f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{WORD}">'
                   f'<w:body>{body}</w:body></w:document>', "docProps/core.xml": core})


def column(at: int) -> str:
    return chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26)


def xlsx(sheets: dict[str, list[list]]) -> bytes:
    main, rels = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts = {}
    for number, rows in enumerate(sheets.values(), 1):
        out = []
        for r, row in enumerate(rows, 1):
            cells = "".join(
                f'<c r="{column(c)}{r}"><v>{value}</v></c>' if isinstance(value, (int, float)) else
                f'<c r="{column(c)}{r}" t="inlineStr"><is><t xml:space="preserve">{xml(str(value))}</t></is></c>'
                for c, value in enumerate(row) if value not in (None, ""))
            out.append(f'<row r="{r}">{cells}</row>')
        parts[f"xl/worksheets/sheet{number}.xml"] = f'{head}<worksheet xmlns="{main}"><sheetData>{"".join(out)}</sheetData></worksheet>'
    names = list(sheets)
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(names, 1))
    links = "".join(f'<Relationship Id="rId{i}" Type="{rels}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(names) + 1))
    kinds = "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
                    'worksheet+xml"/>' for i in range(1, len(names) + 1))
    package = "http://schemas.openxmlformats.org/package/2006"
    return zipped({
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
        f'"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rels}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{rels}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}/relationships">{links}</Relationships>', **parts})


def pdf(title: str, paragraphs: list[str], created: str, values=()) -> bytes:
    """Pages of plain Helvetica, uncompressed."""
    lines = [title, ""]
    for paragraph in paragraphs:
        lines += [*wrapped(paragraph, 84, values), ""]
    pages = [lines[i:i + 46] for i in range(0, len(lines), 46)]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>",
               f"<< /Type /Pages /Kids [{' '.join(f'{5 + 2 * i} 0 R' for i in range(len(pages)))}] /Count {len(pages)} >>",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
               f"<< /Title {pdf_text(title)} /CreationDate (D:{created.replace('-', '')}090000Z) >>"]
    for number, page in enumerate(pages):
        stream = "BT /F1 10 Tf 56 790 Td 15 TL\n" + "".join(f"{pdf_text(line)} Tj T*\n" for line in page) + "ET"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {6 + 2 * number} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\n"
            f"startxref\n{len(out)}\n%%EOF\n").encode("ascii")


def pdf_text(text: str) -> str:
    out = []
    for byte in text.encode("cp1252", "replace"):
        char = chr(byte)
        out.append("\\" + char if char in "()\\" else char if byte < 128 else f"\\{byte:03o}")
    return "(" + "".join(out) + ")"


def rtf(title: str, paragraphs: list[str]) -> bytes:
    def coded(text: str) -> str:
        return "".join("\\" + c if c in "\\{}" else c if ord(c) < 128 else "".join(f"\\'{b:02x}" for b in c.encode("cp1252", "replace")) for c in text)
    body = "".join(f"{coded(p)}\\par\\par\n" for p in paragraphs)
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times New Roman;}}\n\\b " + coded(title) + "\\b0\\par\\par\n" + body + "}").encode("ascii")


def scan_lines(paragraphs: list[str], values, dice) -> list[list[list[tuple[str, float]]]]:
    """Blocks of lines of (word, confidence) as an OCR machine gives them: now and then a letter is misread, never in a planted value."""
    safe = {word.strip(".,;:!?") for value in values for word in value.split(" ")}
    wrong = [("rn", "m"), ("l", "1"), ("e", "c"), ("ô", "o"), ("u", "n")]
    blocks = []
    for paragraph in paragraphs:
        lines = []
        for line in wrapped(paragraph, 62, values):
            words = []
            for word in line.split():
                sure = round(0.90 + dice.random() * 0.1, 2)
                if dice.chance(0.012) and word.strip(".,;:!?'’") not in safe and word.isalpha():
                    old, new = dice.pick(wrong)
                    word, sure = word.replace(old, new, 1), round(0.3 + dice.random() * 0.3, 2)
                words.append((word, sure))
            lines.append(words)
        blocks.append(lines)
    return blocks


def alto(blocks, language: str) -> bytes:
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel'
           '</MeasurementUnit></Description><Layout>']
    for number in range(0, max(1, len(blocks)), 3):
        y = 120
        out.append(f'<Page ID="P{number // 3 + 1}" PHYSICAL_IMG_NR="{number // 3 + 1}" WIDTH="2480" HEIGHT="3508" LANG="{language}"><PrintSpace>')
        for b, lines in enumerate(blocks[number:number + 3], number + 1):
            out.append(f'<TextBlock ID="B{b}">')
            for words in lines:
                x, parts = 210, []
                for word, sure in words:
                    width = 24 * len(word)
                    parts.append(f'<String CONTENT={quoteattr(word)} HPOS="{x}" VPOS="{y}" WIDTH="{width}" HEIGHT="38" WC="{sure}"/>')
                    x += width + 20
                out.append('<TextLine>' + '<SP/>'.join(parts) + '</TextLine>\n')
                y += 52
            out.append('</TextBlock>')
        out.append('</PrintSpace></Page>')
    return ("".join(out) + "</Layout></alto>\n").encode()


def hocr(blocks, language: str) -> bytes:
    out, y = [f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"/><title></title><meta name="ocr-system" content="scan room"/></head>'
              '<body><div class="ocr_page" title="bbox 0 0 2480 3508">'], 120
    for lines in blocks:
        out.append('<p class="ocr_par">')
        for words in lines:
            spans = " ".join(f'<span class="ocrx_word" title="bbox 0 {y} 99 {y + 38}; x_wconf {int(sure * 100)}">{escape(word)}</span>' for word, sure in words)
            out.append(f'<span class="ocr_line" title="bbox 210 {y} 2270 {y + 38}">{spans}</span>\n')
            y += 52
        out.append("</p>")
    return ("".join(out) + "</div></body></html>\n").encode()


def clock(seconds: float, mark: str) -> str:
    thousandths = int(round(seconds * 1000))
    return f"{thousandths // 3600000:02d}:{thousandths // 60000 % 60:02d}:{thousandths // 1000 % 60:02d}{mark}{thousandths % 1000:03d}"


def vtt(turns: list[dict]) -> bytes:
    cues = [f"{clock(t['start'], '.')} --> {clock(t['end'], '.')}\n<v {t['speaker']}>{escape(t['text'], False)}" for t in turns]
    return ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()


def srt(turns: list[dict]) -> bytes:
    cues = [f"{i}\n{clock(t['start'], ',')} --> {clock(t['end'], ',')}\n{t['speaker']}: {t['text']}" for i, t in enumerate(turns, 1)]
    return ("\n\n".join(cues) + "\n").encode()


def page(title: str, paragraphs: list[str], language: str, date: str, tags: dict[str, str]) -> bytes:
    meta = "".join(f'<meta name={quoteattr(k)} content={quoteattr(v)}>' for k, v in {**tags, "date": date}.items())
    body = "\n".join(f"<p>{escape(p, False)}</p>" for p in paragraphs)
    return (f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title, False)}</title>{meta}</head>\n<body><header><nav>'
            f'<a href="/">Maison</a> <a href="/press">Press</a></nav></header><main><article><h1>{escape(title, False)}</h1>\n{body}\n</article></main>'
            '<footer>© Valdorsenne</footer></body></html>\n').encode()


def jsonl(rows) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def delimited(rows, mark: str) -> str:
    def cell(value) -> str:
        text = "" if value is None else str(value)
        return '"' + text.replace('"', '""') + '"' if mark in text or '"' in text or "\n" in text else text
    return "".join(mark.join(map(cell, row)) + "\n" for row in rows)
