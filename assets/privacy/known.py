"""Known persons and words: the client register, the names of staff, secrets, catalogue and authorities, matched to records.

Belongs here: surface forms of known values and which record holds them. Not here: replacing anything (`scrub`).
A record gets the values of its own subjects in every form, and the full names, mails and phones of anybody that stand in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pyarrow as pa

from assets.lake import Step
from assets.privacy import dates, fields
from assets.privacy.detect import shapes
from assets.privacy.detect.people.givennames import AMBIGUOUS, gender_of, is_given
from assets.privacy.detect.people.persons import TITLES, names
from assets.privacy.detect.recognisers import DEFINITIONS, analyze_batch
from assets.privacy.detect.validators import digits
from assets.privacy.folding import Joined, View, bounded, canonical, fold, normal
from assets.privacy.surrogates.makers import LOCALES
from assets.privacy.surrogates.pseudonyms import stock_holds

ID = pa.binary(16)
VALUE = pa.struct([
    ("value", pa.string()),         # folded; for phones the last nine digits
    ("type", pa.string()),          # a type of `recognisers`, or KEEP (survives), or TAKEN (no surrogate may be this name)
    ("form", pa.string()),          # how the value relates to the person: full, reversed, first, last, initial, ...
    ("subject_id", ID), ("gender", pa.string()), ("locale", pa.string())])
MATCHES = pa.schema([pa.field("record_id", ID, nullable=False), pa.field("values", pa.list_(VALUE), nullable=False)])
REGISTER = pa.schema([*MATCHES, pa.field("own", pa.bool_(), nullable=False)])   # own: a person of the register, not of the staff
VOCABULARY = pa.schema([
    pa.field("record_id", ID, nullable=False), pa.field("value", pa.string(), nullable=False), pa.field("type", pa.string(), nullable=False),
    pa.field("form", pa.string())])
EVERYWHERE = ("full", "reversed", "email", "phone")     # forms that are searched in every record
PHONE_DIGITS = 9
SHORTEST_CODE, SHORTEST_FIGURES = 5, 12       # of an item's code; of one that has nothing but figures, as EANs have
SHORTEST_GLUED = 8      # letters of a name written as one word: '#ClaireFontaine'
NAMES = ("name", "given_name", "family_name")
HEARD = "heard"         # a form of the register: who a member of the house said to be; a name once two records say so
OPENING = 4             # turns in which people say who they are
_HOUSE_ROLES = frozenset("""advisor adviser conseiller conseillere consulente agent assistant operator operatore vendeur vendeuse seller staff
support service sales associate concierge host hote hotesse employee""".split())
_SAYING = tuple(one for one in DEFINITIONS if one.name in ("introduction", "announcement", "mention"))
_TITLED = re.compile("(?:^|[^\\w])(?:" + "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True)) + r") ?\Z")


class Known(NamedTuple):
    """One value of `privacy/matches`."""

    value: str
    type: str
    form: str | None
    subject_id: bytes | None
    gender: str | None
    locale: str | None


# -- the register: surface forms, one row per person's row ------------------------------------------------------------------

def register_rows(batch: pa.RecordBatch, contracts: pa.Table | None = None) -> pa.RecordBatch:
    """Surface forms of every person that a raw row of register or staff names.

    `contracts` says which fields of a source are personal: a source of subjects that lists fields and no name among them
    (organisations, devices, choices of clients) gives no names.
    """
    nameless = _nameless(contracts)
    rows = [list(person_values(row, row["source"] not in nameless)) if row else [] for row in fields.rows(batch)]
    own = [kind == "subject" for kind in batch["kind"].to_pylist()]
    return pa.record_batch([batch["record_id"], pa.array([[v._asdict() for v in row] for row in rows], pa.list_(VALUE)), pa.array(own)], schema=REGISTER)


def _nameless(contracts: pa.Table | None) -> frozenset[str]:
    if contracts is None or "subject_fields" not in contracts.schema.names:
        return frozenset()
    return frozenset(row["name"] for row in contracts.select(["name", "subject_fields"]).to_pylist()
                     if row["subject_fields"] and not set(NAMES) & set(row["subject_fields"]))


def person_values(row: dict, named: bool = True) -> Iterator[Known]:
    """The values of one raw row, in every form they are written in; of an item the code that stays wherever it stands."""
    if row["kind"] == "item":
        yield from _item_code(row)
    elif row["kind"] == "subject":
        yield from (value for value in _subject_values(row) if named or value.type != "PERSON")
    else:
        yield from _staff_values(row)


def _item_code(row: dict) -> Iterator[Known]:
    """What an item is ordered by: nobody's number, though it looks like one. A bare word, or a row of figures that is not long, may mean anything."""
    code = normal(row.get("code") or "")
    if len(code) >= (SHORTEST_FIGURES if code.isdigit() else SHORTEST_CODE) and any(map(str.isdigit, code)):
        yield Known(code, "KEEP", "code", None, None, None)


def _staff_values(row: dict) -> Iterator[Known]:
    """Names in columns of their own, and those that members of the house give as theirs when a conversation opens."""
    turns = row.get("turns") or ()
    labels = [row.get(name) for name in ("inspector", "labeller")] + [turn.get("speaker") for turn in turns]
    for label in dict.fromkeys(label for label in labels if label):
        found = names(label, 0)
        if found and found[1] == len(label) and found[2] > 1:
            yield from _full(normal(label), row.get("language"))
    said = [canonical(turn["text"]) for turn in turns[:OPENING] if turn.get("text") and _of_the_house(turn)]
    for text, spans in zip(said, analyze_batch(said, _SAYING) if said else (), strict=True):
        for span in spans:
            written = text[span.start:span.end]
            found = names(written, 0)
            if found and found[2] > 1 and found[1] - found[0] == len(written):
                yield from _full(normal(written), row.get("language"), HEARD)


def _of_the_house(turn: dict) -> bool:
    return any(word in _HOUSE_ROLES for word in fold(f"{turn.get('speaker') or ''} {turn.get('role') or ''}").replace("_", " ").split())


def _full(name: str, language: str | None, form: str | None = None) -> Iterator[Known]:
    first, _, last = name.partition(" ")
    for how, value in _names_of(first, last):
        if how in EVERYWHERE and (form is None or how == "full"):
            yield Known(value, "PERSON", form or how, None, gender_of(first), language)


def _subject_values(row: dict) -> Iterator[Known]:
    subject = row["subject_ids"][0] if row["subject_ids"] else None
    first, last = _given_and_family(row)
    about = (subject, _gender(row.get("gender"), first), _locale(row.get("country"), row.get("language")))
    for form, value in _names_of(first, last):
        yield Known(value, "PERSON", form, *about)
    whole = normal(row.get("name") or "")
    if whole and whole not in (f"{first} {last}", f"{last} {first}"):
        yield Known(whole, "PERSON", "full", *about)
    if row.get("email"):
        yield Known(normal(row["email"]), "EMAIL", "email", *about)
    if len(digits(row.get("phone") or "")) >= 7:
        yield Known(digits(row["phone"])[-PHONE_DIGITS:], "PHONE", "phone", *about)
    if row.get("address") and len(row["address"]) > 7:
        address = normal(row["address"])
        yield Known(address, "ADDRESS", "address", *about)
        street = address.split(",")[0].strip()
        if street != address and len(street) > 7 and any(c.isdigit() for c in street):
            yield Known(street, "ADDRESS", "address", *about)
    for written in dates.every_form(row.get("birth_date")):
        yield Known(normal(written), "BIRTH_DATE", "birth", *about)
    if row.get("subject_key") and len(row["subject_key"]) > 3:
        yield Known(normal(row["subject_key"]), "CLIENT_NO", "key", *about)


def _given_and_family(row: dict) -> tuple[str, str]:
    first, last = normal(row.get("given_name") or ""), normal(row.get("family_name") or "")
    if not (first and last) and row.get("name"):
        whole = re.sub(r"^(?:mr|mrs|ms|mme|mlle|m|dr|sig|sig\.ra|signora|signor|madame|monsieur)\.? ", "", normal(row["name"]))
        if "," in whole:
            last, _, first = (part.strip() for part in whole.partition(","))
        else:
            first, _, last = whole.partition(" ")
    return first, last


def _names_of(first: str, last: str) -> Iterator[tuple[str, str]]:
    if first and last:
        yield "full", f"{first} {last}"
        yield "reversed", f"{last} {first}"
        yield "reversed", f"{last}, {first}"
        yield "initial", f"{first[0]}. {last}"
        yield "initial", f"{first[0]} {last}"
        yield "initial_last", f"{first} {last[0]}."
        yield "initials", f"{first[0]}.{last[0]}."
        for glued in (f"{first}{last}", f"{last}{first}"):
            if len(glued := "".join(filter(str.isalnum, glued))) >= SHORTEST_GLUED:
                yield "glued", glued
    if len(first) > 2:
        yield "first", first
    if len(last) > 2:
        yield "last", last


def _gender(written: str | None, first: str) -> str | None:
    letter = normal(written or "")[:1]
    return {"f": "f", "w": "f", "m": "m", "h": "m"}.get(letter) or gender_of(first)


_COUNTRY_LOCALES = {country: locale for locale, countries in (
    ("fr", "fr france be belgium belgique mc monaco"), ("it", "it italy italia italie sm"), ("es", "es spain espana espagne mx ar co cl"),
    ("de", "de germany deutschland allemagne at austria osterreich")) for country in countries.split()}


def _locale(country: str | None, language: str | None) -> str:
    return _COUNTRY_LOCALES.get(normal(country or ""), language if language in LOCALES else "en")


def vocabulary_of(words: Iterable[tuple[str, str, str]]) -> pa.Table:
    """(type, form, value) of words of a house as the table that `Index` reads."""
    rows = [{"record_id": number.to_bytes(16, "big"), "value": value, "type": type_, "form": form} for number, (type_, form, value) in enumerate(words)]
    return pa.Table.from_pylist(rows, VOCABULARY)


# -- the matches: one row per record -----------------------------------------------------------------------------------------

class Index:
    """Everything known, ready to search with. Built once per register and vocabulary."""

    def __init__(self, register: pa.Table, vocabulary: pa.Table):
        self.own: dict[bytes, list[Known]] = {}
        everywhere: dict[str, set[Known]] = {}
        self.numbers: dict[str, set[Known]] = {}
        self.families: dict[str, set[Known]] = {}
        words = [(normal(row["value"]), row["type"], row["form"]) for row in vocabulary.to_pylist()] if vocabulary.num_columns else []
        kept = {value for value, type_, _ in words if type_ == "KEEP"}
        clients: set[str] = set()
        staff, codes, numbers = set(), set(), set()
        for value, own in _values(register):
            if value.type == "KEEP":
                codes.add(value)
                continue
            if own and value.type == "CLIENT_NO":
                numbers.add(value.value)
            if own and value.subject_id is not None:
                self.own.setdefault(value.subject_id, []).append(value)
            if value.form == "phone":
                self.numbers.setdefault(value.value, set()).add(value)
            elif value.form in EVERYWHERE:
                if own:
                    everywhere.setdefault(value.value, set()).add(value)
                elif value.value not in kept:   # a person of public role speaks in an interview and stays public
                    staff.add(value)
            if own and value.type == "PERSON" and value.form in ("full", "reversed"):
                clients.add(value.value)
        for value in staff:
            everywhere.setdefault(value.value, set()).add(value)
        self.taken = sorted(name for name in clients | {one.value for one in staff if one.type == "PERSON"} if stock_holds(name))
        for value in codes:
            if value.value not in numbers:      # a client's number wins
                everywhere.setdefault(value.value, set()).add(value)
        for value, type_, form in words:
            if value and not (type_ == "KEEP" and value in clients):     # the register wins
                everywhere.setdefault(value, set()).add(Known(value, type_, form, None, None, None))
        for found in everywhere.values():
            for one in found:
                if one.type == "PERSON" and one.form == "full" and " " in one.value:
                    self.families.setdefault(one.value.partition(" ")[2], set()).add(one)
        for family in self.families:
            everywhere.setdefault(family, set())
        self.patterns = [(value, sorted(_settled(found), key=repr)) for value, found in sorted(everywhere.items()) if len(value) > 2]
        self.engine = None
        if self.patterns:
            import ahocorasick_rs

            self.engine = ahocorasick_rs.AhoCorasick([value for value, _ in self.patterns], store_patterns=False,
                                                     implementation=ahocorasick_rs.Implementation.ContiguousNFA)

    def standing(self, texts: Sequence[str]) -> list[set[Known]]:
        """Per text, the values that stand in it whoever they belong to: full names, mails, telephones, words of the house."""
        found: list[set[Known]] = [set() for _ in texts]
        if self.engine is None and not self.numbers:
            return found
        joined = Joined.of(list(texts))
        view = joined.view
        for number, start, end in self.engine.find_matches_as_indexes(view.folded, overlapping=True) if self.engine is not None else ():
            value, known = self.patterns[number]
            whole, place = bounded(view.folded, start, end), joined.place(view.span(start, end)[0])
            if known:
                found[place].update(one for one in known if whole or stands(one, view, start, end))
            if whole and value in self.families and view.text[start].isupper() and _TITLED.search(view.folded, max(0, start - 16), start):
                found[place].update(self.of_family(value))
        for start, end in shapes.runs(view.text) if self.numbers else ():
            for known in self.numbers.get(digits(view.text[start:end])[-PHONE_DIGITS:], ()):
                found[joined.place(view.span(start, end)[0])].add(known)
        return found

    def of_family(self, family: str) -> Iterator[Known]:
        """The people whose family name stands after a title: the full name, and each word of it for that one record."""
        people = sorted(self.families.get(family, ()), key=repr)
        for one in people[:8]:
            first = one.value.partition(" ")[0]
            yield one if len(people) == 1 else one._replace(subject_id=None)
            if len(first) > 2 and first not in AMBIGUOUS:
                yield one._replace(value=first, form="first", subject_id=one.subject_id if len(people) == 1 else None)
        if len(people) == 1:
            yield people[0]._replace(value=family, form="last")


def _values(register: pa.Table) -> Iterator[tuple[Known, bool]]:
    """Every value of the register and whether it is a client's. Heard names count when two records have them, or a list has the given name."""
    heard: dict[str, list[Known]] = {}
    for row in register.to_pylist() if register.num_columns else ():
        for value in {Known(**one) for one in row["values"]}:
            if value.form == HEARD:
                heard.setdefault(value.value, []).append(value)
            else:
                yield value, row["own"]
    for name, told in heard.items():
        first, _, last = name.partition(" ")
        if last and (len(told) > 1 or is_given(first)):
            one = min(told, key=repr)
            yield one._replace(form="full"), False
            yield one._replace(form="reversed", value=f"{last} {first}"), False


def _settled(found: set[Known]) -> list[Known]:
    """Several people with one name: nobody's in particular, unless the record says whose."""
    people = {one.subject_id for one in found if one.type == "PERSON"}
    if len(people) < 2:
        return list(found)
    first = min((one for one in found if one.type == "PERSON"), key=repr)
    return [one for one in found if one.type != "PERSON"] + [first._replace(subject_id=None)]


_INDEX: list = [None, None, None]     # register, vocabulary, Index: one slot, so that a run builds it once


def index_of(register: pa.Table, vocabulary: pa.Table) -> Index:
    if _INDEX[0] is not register or _INDEX[1] is not vocabulary:
        _INDEX[:] = [register, vocabulary, Index(register, vocabulary)]
    return _INDEX[2]


def known_matches(batch: pa.RecordBatch, register: pa.Table, vocabulary: pa.Table) -> pa.RecordBatch:
    """Per record, the known values that concern it: its own subjects' in every form, anybody's that stand in its strings."""
    index = index_of(register, vocabulary)
    rows = fields.rows(batch)
    texts = ["\n".join(text for _, _, text in fields.strings(row, row["kind"])) if row else "" for row in rows]
    found = index.standing(texts)
    for row, mine in zip(rows, found, strict=True):
        for subject in row["subject_ids"] if row else ():
            owned = index.own.get(subject, ())
            forms = {(one.value, one.type) for one in owned}
            mine.difference_update([one for one in mine if (one.value, one.type) in forms])
            mine.update(owned)
        mine.update(Known(name, "TAKEN", None, None, None, None) for name in index.taken)
    values = [[one._asdict() for one in sorted(mine, key=repr)] for mine in found]
    return pa.record_batch([batch["record_id"], pa.array(values, pa.list_(VALUE))], schema=MATCHES)


def stands(known: Known, joined: View, start: int, end: int) -> bool:
    """Whether a value stands there: as whole words; long secrets, unique identifiers and full names also glued to others."""
    text, folded = joined.text, joined.folded
    if bounded(folded, start, end):
        return True
    if known.type == "SECRET":
        return len(known.value) > 7
    if known.type in ("CLIENT_NO", "EMAIL"):
        before, after = folded[max(0, start - 1):start], folded[end:end + 1]
        goes_on = before.isdigit() and folded[start].isdigit() or after.isdigit() and folded[end - 1].isdigit()
        return len(known.value) > 5 and not goes_on
    # 'LyonHelene LefevreParis', as text comes out of a PDF
    fits = not folded[max(0, start - 1):start].isalnum() or text[start].isupper() and text[start - 1].islower()
    return known.form in ("full", "reversed") and fits and (
        end >= len(text) or not folded[end].isalnum() or text[end].isupper() and text[end - 1].islower())


privacy_register = Step.map("privacy_register", version="4", run=register_rows, schema=REGISTER)
privacy_matches = Step.map("privacy_matches", version="4", run=known_matches, schema=MATCHES)
