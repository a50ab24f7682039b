"""Web archives: WARC, WET and WAT, plain or compressed record by record.

Belongs here: the pages of a crawl. Not here: crawling.
A crawl's requests and descriptions of itself are no records and are passed over.
"""

from collections.abc import Iterator
from typing import Any

from assets.landing.readers.base import LARGEST_VALUE, Bad, Row, Source
from assets.landing.readers.refusal import Refuse

_TEXTUAL = ("text/", "application/json", "application/xhtml", "application/xml")


def read(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    number = given = 0
    try:
        for record in ArchiveIterator(source.seekable(), no_record_parse=False, arc2warc=False):
            number += 1
            if record.rec_type in ("warcinfo", "request", "revisit", "continuation"):
                continue
            entry = _entry(record, f"record {number}", parse)
            if entry is not None:
                given += 1
                yield entry
    except ArchiveLoadFailed:
        raise Refuse("the web archive is broken from there on; deliver it again") from None
    if not given:
        raise Refuse("the web archive holds no pages")


def _entry(record: Any, place: str, parse: dict[str, Any]) -> Row | Bad | None:
    headers = record.rec_headers
    kind = (record.http_headers.get_header("Content-Type") if record.http_headers else headers.get_header("Content-Type")) or ""
    if record.rec_type == "metadata" and not kind.startswith("application/json"):
        return None
    body = record.content_stream().read(LARGEST_VALUE + 1)
    if len(body) > LARGEST_VALUE:
        return Bad(place, f"the page is larger than {LARGEST_VALUE >> 20} MiB")
    if not kind.lower().startswith(_TEXTUAL):
        return Bad(place, "the page is no text")
    values: dict[str, Any] = {
        "url": headers.get_header("WARC-Target-URI"), "created": headers.get_header("WARC-Date"),
        "content_type": kind.split(";")[0].strip(), "record_type": record.rec_type,
        "record_uri": headers.get_header("WARC-Record-ID"),
        "language": headers.get_header("WARC-Identified-Content-Language"),
    }
    text = _decoded(body, kind)
    if "html" in kind.lower():
        from assets.landing.readers.markup import page
        try:
            found = page(text, parse.get("extract", "auto"))
        except Refuse as refusal:
            return Bad(place, str(refusal))
        values |= {name: value for name, value in found.items() if value is not None and name != "url"}
        values["created"] = headers.get_header("WARC-Date")
    else:
        values["text"] = text
        values["title"] = text.strip().split("\n", 1)[0][:200] if record.rec_type == "conversion" else None
    return Row(place, values) if (values.get("text") or "").strip() else Bad(place, "the page holds no text")


def _decoded(body: bytes, kind: str) -> str:
    from assets.landing.readers.base import source_of
    from assets.landing.readers.encoding import detect
    declared = kind.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    for encoding in filter(None, (declared, "utf-8")):
        try:
            return body.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    encoding, errors = detect(source_of(body))
    return body.decode(encoding, errors)
