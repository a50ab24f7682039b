"""Markdown drawn from templates: whatever comes from data stands on one line and means nothing to Markdown or HTML.

Belongs here: the environment of the Markdown templates and their escaping. Not here: the templates, the page's HTML.
"""

from __future__ import annotations

import re

import jinja2

from assets.governance.documents import words

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$])")


def drawn(template: str, **values: object) -> str:
    """A template of this package, filled in."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("assets.governance.documents"), finalize=escaped, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False)
    environment.filters.update(
        number=words.number, said=words.said, key=words.key_said, licence=words.licence, period=words.period,
        mining=words.mining, reason=words.reason, listed=words.listed, removed=words.removed, language=words.language,
        split=words.split, counted=words.count, figure=words.figure, share=words.share)
    return environment.get_template(template).render(**values)


def escaped(value: object) -> object:
    if not isinstance(value, str):
        return "" if value is None else value
    flat = re.sub(r"\s+", " ", value).strip()
    safe = _MARKDOWN.sub(r"\\\1", flat).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")
    return re.sub(r"(?i)\b(https?|ftp|file)(:)(?=//)|\b(www)(\.)", _unlinked, safe)


def _unlinked(found: re.Match) -> str:
    """No reader turns an address from data into a link."""
    return f"{found[1]}&#58;" if found[1] else f"{found[3]}&#46;"
