"""HTML and XML.

Belongs here: the text of a page without losing any, the records of a tree. Not here: what is boilerplate across a source
(annotations).
HTML options: extract ("auto", "main", "plain"). XML options: row_xpath (a path of element names such as catalog/item or
//item; the whole document by default).
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from assets.landing.readers.base import Bad, Row, Source, clip
from assets.landing.readers.refusal import Refuse

_BLOCK = frozenset("address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
                   "header hr li main nav ol p pre section table tbody td tfoot th thead tr ul caption title option".split())
_SILENT = frozenset(("script", "style", "noscript", "template", "head"))
KEPT_SHARE = 0.5        # a main text shorter than this share of the page is no main text: the whole page is kept


def read(source: Source, format: str, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    if format == "html":
        values = page(source.whole_text(parse), parse.get("extract", "auto"))
        if not values.get("text"):
            raise Refuse("the page holds no text")
        yield Row("page", values)
    else:
        yield from _tree(source, parse)


def page(html: str, extract: str = "auto") -> dict[str, Any]:
    """What a page says: text, title, language, author, created, url, how it was extracted, characters left aside."""
    from lxml import etree
    from lxml import html as parser
    try:
        # The parser refuses text that declares an encoding, and so is given bytes.
        tree = parser.document_fromstring(html.encode("utf-8", "surrogatepass"), parser=parser.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Refuse("the page holds no text") from None
    values = _facts(tree)
    plain = _plain(tree)
    main = _main(html) if extract in ("auto", "main") else None
    whole, kept = _size(plain), _size(main)
    if extract == "main" and main or extract == "auto" and main and kept >= KEPT_SHARE * whole:
        values |= {"text": main, "extraction": "main", "characters_left_aside": max(whole - kept, 0)}
    else:
        values |= {"text": clip(plain), "extraction": "plain", "characters_left_aside": 0}
    return values


def _size(text: str | None) -> int:
    return sum(map(len, text.split())) if text else 0


def _main(html: str) -> str | None:
    import trafilatura
    try:
        return trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError, AssertionError):
        return None


def _facts(tree: Any) -> dict[str, Any]:
    meta = {}
    for element in tree.iter("meta"):
        name = (element.get("name") or element.get("property") or element.get("itemprop") or "").lower()
        if name and element.get("content") and name not in meta:
            meta[name] = element.get("content").strip()
    title = next((" ".join(element.text_content().split()) for element in tree.iter("title")), None)
    heading = next((" ".join(element.text_content().split()) for element in tree.iter("h1")), None)
    link = next((element.get("href") for element in tree.iter("link") if (element.get("rel") or "").lower() == "canonical"), None)
    return {
        "title": title or meta.get("og:title") or heading, "heading": heading,
        "language": tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or meta.get("language"),
        "author": meta.get("author") or meta.get("article:author") or meta.get("dc.creator"),
        "created": meta.get("article:published_time") or meta.get("date") or meta.get("dc.date") or meta.get("datepublished"),
        "url": link or meta.get("og:url"), "meta": meta or None,
    }


def _plain(tree: Any) -> str:
    """All text a reader of the page could see, block by block, in document order; iterative, so depth cannot hurt."""
    parts: list[str] = []
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        element, closing = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else None
        if closing:
            if tag in _BLOCK:
                parts.append("\n")
            if element.tail and element is not tree:
                parts.append(element.tail)
            continue
        stack.append((element, True))
        if tag is None or tag in _SILENT:
            continue
        if tag in _BLOCK:
            parts.append("\n")
        if element.text:
            parts.append(element.text)
        if tag == "img" and element.get("alt"):
            parts.append(f" {element.get('alt')} ")
        stack.extend((child, False) for child in reversed(element))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _tree(source: Source, parse: dict[str, Any]) -> Iterator[Row | Bad]:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    try:
        if parse.get("row_xpath"):
            yield from _records(source, parse["row_xpath"])
        else:
            yield Row("document", _document(source))
    except DefusedXmlException:
        raise Refuse("the file declares XML entities, as attacks do; deliver it without a document type") from None
    except ParseError:
        raise Refuse("the file is no well-formed XML; deliver it again") from None


def _records(source: Source, path: str) -> Iterator[Row | Bad]:
    from defusedxml.ElementTree import iterparse
    anywhere = path.startswith("//")
    wanted = [step for step in path.strip("/").split("/") if step]
    names: list[str] = []
    elements: list[Any] = []
    number = 0
    for event, element in iterparse(source.seekable(), events=("start", "end")):
        if event == "start":
            names.append(_local(element.tag))
            elements.append(element)
            if len(names) > 200:
                raise Refuse("the file is nested more than two hundred levels deep")
            continue
        matches = names[-len(wanted):] == wanted if anywhere else names == wanted
        names.pop()
        elements.pop()
        if matches:
            number += 1
            yield Row(f"record {number}", _values(element))
        if matches or len(elements) == 1 and not anywhere and len(wanted) > 1 and _local(element.tag) != wanted[1]:
            element.clear()
            if elements:
                elements[-1].remove(element)
    if not number:
        raise Refuse("no element lies at the contract's parse.row_xpath; correct the path")


def _document(source: Source) -> dict[str, Any]:
    from defusedxml.ElementTree import parse as parse_xml
    root = parse_xml(io.BytesIO(source.bytes())).getroot()
    text = "\n".join(filter(None, (" ".join(part.split()) for part in root.itertext())))
    if not text:
        raise Refuse("the document holds no text")
    title = next((element.text for element in root.iter() if _local(element.tag) == "title" and element.text), None)
    return {"text": text, "title": " ".join(title.split()) if title else None, "root": _local(root.tag)}


def _values(element: Any) -> Any:
    """An element as a mapping: attributes as @name, children by name, repeated ones as lists, own text as `text`."""
    values: dict[str, Any] = {f"@{_local(name)}": value for name, value in element.attrib.items()}
    for child in element:
        name = _local(child.tag)
        value = _values(child) if len(child) or child.attrib else clip(child.text)
        if name in values:
            values[name] = [*values[name], value] if isinstance(values[name], list) else [values[name], value]
        else:
            values[name] = value
    own = "".join(filter(None, [element.text, *(child.tail for child in element)])).strip()
    if own:
        values.setdefault("text", own)
    return values


def _local(tag: Any) -> str:
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else "comment"
