"""PDF, Word and mail.

Belongs here: their text with page or part as locator. Not here: pictures of text (OCR arrives as ALTO or hOCR).
PDF options: split ("page" by default, or "whole").
"""

import io
from collections.abc import Iterator
from typing import Any

from assets.landing.readers.base import Bad, Row, Source, clip
from assets.landing.readers.refusal import Refuse


def read(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    yield from {"pdf": _pdf, "docx": _docx, "eml": _mail}[format](source, parse)


def _pdf(source: Source, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    from pypdf import PdfReader
    body = source.bytes()
    if b"%PDF-" not in body[:1024]:
        raise Refuse("the content is no PDF; deliver it again or correct the contract's format")
    document = PdfReader(io.BytesIO(body), strict=False)
    if document.is_encrypted:
        raise Refuse("the document is encrypted; deliver it without a password")
    facts = _pdf_facts(document)
    pages, missing = [], []
    for number in range(1, len(document.pages) + 1):
        try:
            text = clip(document.pages[number - 1].extract_text())
            reason = None if text else "the page holds no text; if it is a scan, deliver its OCR"
        except Exception as error:      # one broken page is no reason to lose the others
            text, reason = None, f"the page cannot be read ({type(error).__name__})"
        (pages if text else missing).append((number, text or reason))
    if not pages:
        raise Refuse("no page holds text; if it is a scan, deliver its OCR")
    if parse.get("split", "page") == "whole":
        yield Row(f"pages 1 to {len(document.pages)}", {**facts, "text": "\n\n".join(text for _, text in pages), "pages": len(pages)})
        return
    for number, text in pages:
        yield Row(f"page {number}", {**facts, "text": text, "page": number})
    for number, reason in missing:
        yield Bad(f"page {number}", reason)


def _pdf_facts(document: Any) -> dict[str, Any]:
    try:
        info = document.metadata or {}
        return {"title": clip(str(info.get("/Title") or "")), "author": clip(str(info.get("/Author") or "")),
                "created": clip(str(info.get("/CreationDate") or ""))}
    except Exception as error:          # a damaged information dictionary; the pages may still be whole
        return {"title": None, "author": None, "created": None, "damaged": type(error).__name__}


def _docx(source: Source, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    from assets.landing.readers.columnar import _within_limits
    _within_limits(source)
    from docx import Document
    document = Document(source.seekable())
    text = _word_text(document.element.body)
    notes = [_word_text(_parsed(part.blob)) for part in document.part.package.iter_parts()
             if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml")]
    text = "\n\n".join(filter(None, [text, *notes]))
    if not text.strip():
        raise Refuse("the document holds no text")
    facts = document.core_properties
    heading = next((paragraph.text for paragraph in document.paragraphs
                    if paragraph.style is not None and (paragraph.style.name or "").startswith(("Title", "Heading"))), None)
    yield Row("document", {
        "text": text, "title": clip(facts.title) or clip(heading), "author": clip(facts.author),
        "created": facts.created.isoformat() if facts.created else None, "language": clip(facts.language)})


def _parsed(blob: bytes) -> Any:
    from lxml import etree
    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _word_text(body: Any) -> str:
    """Every run of text in document order: body, tables and text boxes; a box's fallback copy is left aside."""
    parts: list[str] = []
    skipped = None
    for element in body.iter():
        name = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
        if skipped is not None and skipped in element.iterancestors():
            continue
        skipped = element if name == "Fallback" else None
        if name == "t":
            parts.append(element.text or "")
        elif name == "tab" and element.getparent().tag.endswith("}r"):
            parts.append("\t")
        elif name in ("br", "cr"):
            parts.append("\n")
        elif name == "p":
            parts.append("\n")
        elif name == "tc":
            parts.append("\t")
    lines = ("".join(parts)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _mail(source: Source, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    from email import message_from_bytes, policy
    message = message_from_bytes(source.bytes(), policy=policy.default)
    if not message.keys():
        raise Refuse("the content is no mail; deliver it again or correct the contract's format")
    header = {name: _header(message, name) for name in ("from", "to", "cc", "date", "message-id", "in-reply-to")}
    body = message.get_body(preferencelist=("plain", "html"))
    text = None
    if body is not None:
        text = _content(body)
        if text and body.get_content_type() == "text/html":
            from assets.landing.readers.markup import page
            text = page(text, "plain")["text"]
    if clip(text):
        yield Row("message", {"title": _header(message, "subject"), "subject": _header(message, "subject"), "text": text,
                              "author": header["from"], "created": header["date"],
                              **{name.replace("-", "_"): value for name, value in header.items()}})
    else:
        yield Bad("message", "the mail holds no text")
    for number, _ in enumerate(message.iter_attachments(), 1):
        yield Bad(f"attachment {number}", "attachments are not opened; deliver the file by itself")


def _header(message: Any, name: str) -> str | None:
    try:
        return clip(str(message.get(name) or ""))
    except (ValueError, TypeError, AttributeError, IndexError, LookupError):
        return None


def _content(part: Any) -> str | None:
    try:
        return part.get_content()
    except (LookupError, ValueError, AttributeError):
        body = part.get_payload(decode=True)
        return body.decode("cp1252", "replace") if body else None
