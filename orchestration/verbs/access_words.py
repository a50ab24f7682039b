"""The answer to a request of access in the words of the person who asked.

Belongs here: sentences. Not here: what they are about (`access`).
"""

import re
from collections.abc import Iterator

_BASES = {
    "consent": "your consent, which you may withdraw (GDPR Art. 6(1)(a))", "contract": "a contract with you (GDPR Art. 6(1)(b))",
    "legal-obligation": "a duty of ours under the law (GDPR Art. 6(1)(c))", "vital-interest": "a vital interest (GDPR Art. 6(1)(d))",
    "public-task": "a task in the public interest, to which you may object (GDPR Art. 6(1)(e))",
    "legitimate-interest": "a legitimate interest of ours, to which you may object (GDPR Art. 6(1)(f))",
    "not-personal": "kept as data that is not personal"}
_FORM = ("Texts are not there as you wrote or said them: names, addresses, numbers and the like are replaced by invented ones, "
         "and dates are moved. Your records bear invented numbers that only the house can lead back to you.")
_RIGHTS = (
    "You may have what is wrong corrected (Art. 16) and have your data erased (Art. 17).",
    "You may have it left alone while something is in dispute (Art. 18), and receive it in a form that machines read (Art. 20).",
    "You may object that it is used at all (Art. 21); an objection holds for every later delivery of your data too.",
    "You may withdraw a consent at any time (Art. 7(3)), and complain to a supervisory authority (Art. 77).")
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_DEMANDS = {"objection": "You objected to every use of your data for training", "restriction": "You asked that your data is left alone"}
_SAID = ("speaker", "role", "text")


def in_words(answer: dict) -> list[str]:
    """The answer of `access` as lines of plain text, for a letter or a file."""
    return [line for part in (_opening, _data, _consents, _named, _received, _rights, _uncovered) for line in part(answer)]


def _opening(answer: dict) -> Iterator[str]:
    controller, request = answer["controller"], answer["request"]
    yield f"What {controller['house']} holds about you"
    yield ""
    yield f"This answers your request {request['number']}, received on {request['received']}."
    yield f"Responsible is {controller['name']}. For anything in it, write to {controller['contact']}."


def _data(answer: dict) -> Iterator[str]:
    for source in answer["sources"]:
        yield from ("", f"== {source['title']} ({_count(source['records'], 'record')}) ==")
        purposes = ", ".join(_plain(purpose) for purpose in source["purposes"]) or "nothing, it is blocked"
        yield f"Held to {purposes}, because of {_BASES.get(source['legal_basis'], 'no stated ground')}."
        if source["special_category"]:
            yield f"It belongs to a special category; what allows that: {source['special_category']}."
        where = ", ".join("the whole world" if place == "world" else place for place in source["territory"])
        how_long = f"for {_period(source['retention'])} from its day on" if source["retention"] else "without a set end"
        yield f"It is kept {how_long}" + (f", and may be used in {where}." if where else ".")
        yield f"It came {'from ' + source['origin'] if source['origin'] else 'from the systems of the house'}" + (
            f", under {source['agreement']}." if source["agreement"] else ".")
        for why, number in source["held_back"].items():
            yield f"Not shown of {_count(number, 'record')}: {why}. You may ask for a copy in which that is covered."
        for number, row in enumerate(source["data"], 1):
            yield from ("", f"{number}.", *(f"   {line}" for name, value in row.items() for line in _value(name, value)))


def _consents(answer: dict) -> Iterator[str]:
    yield from ("", "== What you allowed, and what you asked of us ==")
    for one in answer["consents"]:
        dates = "".join(f", {word} {one[name]}" for name, word in (("from", "from"), ("until", "until")) if one[name])
        notice = f", notice {one['notice_version']}" if one["notice_version"] else ""
        yield f"{_plain(one['purpose'] or 'unnamed purpose')}: {one['status'] or 'unnamed'}{dates}{notice}"
    for one in answer["demands"]:
        yield f"{_DEMANDS[one['kind']]} ({one['request']}, {one['since']}); this stands."
    if not answer["consents"] and not answer["demands"]:
        yield "No statement of yours is registered."


def _named(answer: dict) -> Iterator[str]:
    yield from ("", "== Where else you are named ==")
    mentions = answer["mentions"]
    if not mentions["records"]:
        return (yield "In no record about somebody else was a name, number or address of yours recognised.")
    yield (f"In {_count(mentions['records'], 'record')} about other people or things a name, number or address of yours was recognised. They are not shown, "
           f"since they are others'; your part is replaced before anything is made of them.")
    yield from (f"{title}: {number:,}" for title, number in mentions["sources"].items())


def _received(answer: dict) -> Iterator[str]:
    yield from ("", "== Who received it ==")
    for one in answer["releases"]:
        yield f"Training corpus {one['release']} ({one['state']}): {_count(one['records'], 'record')} made from yours."
    if answer["releases"]:
        yield _FORM
    yield from (f"A language model, {one['name']}, was trained on {one['release']}." for one in answer["checkpoints"])
    if not answer["releases"]:
        yield "No training corpus holds anything made from your records."
    if not answer["automated_decisions"]:
        yield "No decision about you is made by a machine alone in anything described here (GDPR Art. 22)."


def _rights(answer: dict) -> Iterator[str]:
    yield from ("", "== What you may ask ==", *_RIGHTS)


def _uncovered(answer: dict) -> Iterator[str]:
    yield from ("", "== What this answer does not cover ==")
    unread = answer["not_searched"]
    if any(unread.values()):
        yield (f"{_count(unread['files'], 'file')} and {_count(unread['records'], 'record')} that arrived could not be read and are kept apart, unused; "
               f"nobody knows whom they are about.")
    yield "Backups, models and copies that others downloaded, and systems of the house from which nothing is delivered here."


# -- words -----------------------------------------------------------------------------------------------------------------

def _value(name: str, value) -> Iterator[str]:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"{_plain(name)}:"
        for entry in value:
            speaker = next((entry[key] for key in ("speaker", "role") if entry.get(key)), "")
            rest = {key: inner for key, inner in entry.items() if key not in _SAID and inner is not None}
            yield f"   {speaker}: {entry['text']}" if entry.get("text") else f"   {', '.join(f'{_plain(key)} {inner}' for key, inner in rest.items())}"
    else:
        shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        first, *more = shown.splitlines() or [""]
        yield from (f"{_plain(name)}: {first}", *(f"   {line}" for line in more))


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _period(written: str) -> str:
    """P1Y6M -> 1 year and 6 months."""
    return " and ".join(_count(int(number), _UNITS[unit]) for number, unit in re.findall(r"(\d+)([YMWD])", written))
