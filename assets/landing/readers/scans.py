"""OCR as ALTO or hOCR: text with page and region, and how sure the machine was.

Belongs here: both formats' lines in reading order. Not here: pictures.
Options: split ("page" by default, "region", "whole").
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from assets.landing.readers.base import Bad, Row, Source
from assets.landing.readers.markup import _local
from assets.landing.readers.refusal import Refuse

_SURE = re.compile(r"x_wconf\s+(\d+(?:\.\d+)?)")


def read(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    regions = _alto(source) if format == "alto" else _hocr(source, parse)
    found = [(page, region, text, sure) for page, region, text, sure in regions if text.strip()]
    if not found:
        raise Refuse("the scan holds no text")
    split = parse.get("split", "page")
    if split == "region":
        for page, region, text, sure in found:
            yield Row(f"page {page} region {region}", _values(text, sure, page, region))
        return
    pages = [None] if split == "whole" else list(dict.fromkeys(page for page, *_ in found))
    for wanted in pages:
        parts = [entry for entry in found if wanted is None or entry[0] == wanted]
        text = "\n\n".join(text for _, _, text, _ in parts)
        yield Row("scan" if wanted is None else f"page {wanted}", _values(text, [one for *_, sure in parts for one in sure], wanted, None))


def _values(text: str, sure: list[float], page: int | None, region: int | None) -> dict[str, Any]:
    return {"text": text, "page": page, "region": region, "confidence": round(sum(sure) / len(sure), 6) if sure else None}


def _alto(source: Source) -> Iterator[tuple[int, int, str, list[float]]]:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import parse as parse_xml
    try:
        root = parse_xml(io.BytesIO(source.bytes())).getroot()
    except DefusedXmlException:
        raise Refuse("the file declares XML entities, as attacks do; deliver it without a document type") from None
    except ParseError:
        raise Refuse("the file is no well-formed XML; deliver it again") from None
    for number, page in enumerate((element for element in root.iter() if _local(element.tag) == "Page"), 1):
        for region, block in enumerate((element for element in page.iter() if _local(element.tag) == "TextBlock"), 1):
            lines, sure, hyphen = [], [], False
            for line in (element for element in block.iter() if _local(element.tag) == "TextLine"):
                words = []
                for word in (element for element in line if _local(element.tag) == "String"):
                    if word.get("SUBS_TYPE") == "HypPart2" and hyphen:
                        continue
                    hyphen = word.get("SUBS_TYPE") == "HypPart1" and bool(word.get("SUBS_CONTENT"))
                    words.append(word.get("SUBS_CONTENT") if hyphen else word.get("CONTENT") or "")
                    if (confidence := _number(word.get("WC"))) is not None:
                        sure.append(confidence)
                lines.append(" ".join(words))
            yield number, region, "\n".join(filter(None, lines)), sure


def _hocr(source: Source, parse: dict[str, Any]) -> Iterator[tuple[int, int, str, list[float]]]:
    from lxml import html
    tree = html.document_fromstring(source.whole_text(parse).encode(), parser=html.HTMLParser(encoding="utf-8"))
    pages = tree.xpath("//*[contains(concat(' ', @class, ' '), ' ocr_page ')]") or [tree]
    for number, page in enumerate(pages, 1):
        regions = page.xpath(".//*[contains(concat(' ', @class, ' '), ' ocr_carea ')]") or \
            page.xpath(".//*[contains(concat(' ', @class, ' '), ' ocr_par ')]") or [page]
        for region, area in enumerate(regions, 1):
            lines = area.xpath(".//*[contains(@class, 'ocr_line') or contains(@class, 'ocr_header') or contains(@class, 'ocr_caption') "
                               "or contains(@class, 'ocr_textfloat')]") or [area]
            sure = [float(found[1]) / 100 for word in area.xpath(".//*[contains(@class, 'ocrx_word')]")
                    if (found := _SURE.search(word.get("title") or ""))]
            yield number, region, "\n".join(filter(None, (" ".join(line.text_content().split()) for line in lines))), sure


def _number(written: str | None) -> float | None:
    try:
        return float(written) if written is not None else None
    except ValueError:
        return None
