"""Writers of tables; the same input gives the same bytes.

Belongs here: delimited text, workbooks, JSON. Not here: containers (`packing`), what the rows say.
"""

import csv
import io
import json
from xml.sax.saxutils import escape

from assets.synthesis.packing import zipped


def delimited(rows: list[list], header: list[str] | None, mark: str, encoding: str = "utf-8", quoting=csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n" if encoding == "cp1252" else "\n", quoting=quoting)
    if header:
        writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode(encoding, "replace")


def lines(rows: list[dict]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def tree(node) -> bytes:
    return (json.dumps(node, ensure_ascii=False, indent=1) + "\n").encode()


def _column(number: int) -> str:
    return chr(65 + number) if number < 26 else _column(number // 26 - 1) + _column(number % 26)


_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _cell(place: str, value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def xlsx(sheet: str, header: list[str], rows: list[list], above: list[str] = ()) -> bytes:
    """A workbook of one sheet; `above` are lines over the header, as people put them there."""
    out = []
    for number, row in enumerate([*[[line] for line in above], header, *rows], 1):
        out.append(f'<row r="{number}">' + "".join(_cell(f"{_column(at)}{number}", value) for at, value in enumerate(row)) + "</row>")
    parts = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_P}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_P}/relationships"><Relationship Id="rId1" Type="{_R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets><sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_P}/relationships"><Relationship Id="rId1" Type="{_R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{_XML}<worksheet xmlns="{_S}"><sheetData>{"".join(out)}</sheetData></worksheet>',
    }
    return zipped({name: body.encode() for name, body in parts.items()})
