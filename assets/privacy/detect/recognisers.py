"""Every structured recogniser, defined once.

Belongs here: the list of definitions, and what a house adds to it. Not here: their grammars (the modules they name), the scan that runs them
(`scan`), values split over turns (`turns`), the Presidio face of the same list (`presidio`), what happens to a finding (`scrub`).
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assets.lake.errors import PolicyError
from assets.privacy.detect import answers, cues, spoken
from assets.privacy.detect.addresses import abroad, european, postal
from assets.privacy.detect.nearby import VEHICLE
from assets.privacy.detect.numbers import births, citations, codes, courts, dockets, figures, labels, phones
from assets.privacy.detect.online import access, agreed, contacts, credentials
from assets.privacy.detect.people import aliases, contexts, deeds, filenames, formats, messages, persons, spelling
from assets.privacy.detect.scan import Recogniser, scan
from assets.privacy.folding import Joined

SECONDS = 5     # for one expression of a house in one batch or text
TYPES = ("PERSON", "EMAIL", "PHONE", "IBAN", "CARD", "NATIONAL_ID", "PASSPORT", "PLATE", "URL", "HANDLE", "IP", "DEVICE_ID", "BIRTH_DATE",
         "ADDRESS", "CLIENT_NO", "PASSWORD", "SECRET")


class Span(NamedTuple):
    """A finding in one text: text[start:end] is of `type`, says `detector`, with a confidence of 0..1."""

    start: int
    end: int
    type: str
    detector: str
    score: float


DEFINITIONS: tuple[Recogniser, ...] = (
    Recogniser("email", "EMAIL", contacts.email, cues=("@",), whole_words=False),
    Recogniser("email spoken", "EMAIL", spoken.email, cues=spoken.AT_CUES, whole_words=False),
    Recogniser("email of a line", "EMAIL", spoken.of_a_line, cues=(" at ",), whole_words=False),
    Recogniser("email crippled", "EMAIL", spoken.crippled, cues=spoken.CRIPPLED_CUES, whole_words=False),
    Recogniser("phone", "PHONE", phones.phone, digits=range(7, 17)),
    Recogniser("phone mistyped", "PHONE", phones.mistyped, cues=phones.MISTYPED_CUES, figure=(0, 72)),
    Recogniser("phone spoken", "PHONE", spoken.number, cues=spoken.CUES),
    Recogniser("phone spoken in compounds", "PHONE", spoken.number, cues=spoken.HUNDREDS, whole_words=False),
    Recogniser("phone internal", "PHONE", phones.internal, shape="coded"),
    Recogniser("card", "CARD", figures.card, digits=range(13, 20)),
    Recogniser("card number", "CARD", labels.card_number, cues=cues.CARD, figure=(0, 48)),
    Recogniser("card tail", "CARD", labels.tail, cues=cues.CARD_TAIL, figure=(0, 60)),
    Recogniser("card masked", "CARD", labels.masked, cues=("****", "* * * *", "••••", "xxxx", "····"), figure=(0, 60), whole_words=False),
    Recogniser("iban", "IBAN", codes.iban, shape="coded"),
    Recogniser("iban spaced", "IBAN", codes.iban_spaced, cues=cues.ACCOUNTS, figure=(0, 72)),
    Recogniser("national number", "NATIONAL_ID", figures.national, digits=range(9, 19)),
    Recogniser("national code", "NATIONAL_ID", codes.national, shape="coded"),
    Recogniser("national initialled", "NATIONAL_ID", codes.initialled, digits=range(6, 13)),
    Recogniser("national named", "NATIONAL_ID", labels.social, cues=cues.SOCIAL, figure=(0, 140)),
    Recogniser("passport", "PASSPORT", labels.passport, cues=cues.PASSPORT, figure=(0, 48)),
    Recogniser("passport lines", "PASSPORT", labels.machine_readable, cues=("<<<<",), whole_words=False),
    Recogniser("plate", "PLATE", codes.plate, cues=tuple(sorted(VEHICLE)), figure=(28, 48)),
    Recogniser("plate beside make", "PLATE", codes.plate_beside_make, cues=cues.MAKES, figure=(0, 40)),
    Recogniser("plate named", "PLATE", labels.plate, cues=cues.PLATE, figure=(0, 48)),
    Recogniser("named number", "CLIENT_NO", labels.reference, cues=cues.TELLING + cues.NAMING, figure=(60, 48)),
    Recogniser("matter", "CLIENT_NO", dockets.matter, cues=cues.MATTER, figure=(0, 72)),
    Recogniser("matter bare", "CLIENT_NO", dockets.bare, cues=dockets.BARE, figure=(0, 48)),
    Recogniser("matter in brackets", "CLIENT_NO", dockets.bracketed, cues=("(",), figure=(0, 30), whole_words=False),
    Recogniser("number by compound", "CLIENT_NO", dockets.compound, cues=dockets.COMPOUNDS, figure=(0, 32), whole_words=False),
    Recogniser("case number", "CLIENT_NO", courts.slashed, shape="slashed"),
    Recogniser("case of a year", "CLIENT_NO", courts.of_year, cues=courts.OF_YEAR, whole_words=False),
    Recogniser("case federal", "CLIENT_NO", courts.federal, cues=courts.US_DOCKETS, figure=(6, 0), whole_words=False),
    Recogniser("citation", "CLIENT_NO", citations.neutral, cues=citations.BRACKETED, whole_words=False),
    Recogniser("citation reported", "CLIENT_NO", citations.reported, cues=citations.REPORTERS, figure=(14, 0)),
    Recogniser("citation of a court", "CLIENT_NO", citations.cited, cues=citations.COURTS, figure=(16, 0)),
    Recogniser("citation of India", "CLIENT_NO", citations.all_india, cues=("air",)),
    Recogniser("citation of Europe", "CLIENT_NO", citations.european, cues=("ecli",)),
    Recogniser("profile page", "URL", contacts.profile, cues=contacts.SITES, whole_words=False),
    Recogniser("profile said", "URL", contacts.said_profile, cues=contacts.SAID_SITES),
    Recogniser("personal page", "URL", contacts.personal_page, cues=("://",), whole_words=False),
    Recogniser("handle", "HANDLE", contacts.handle, cues=("@",), whole_words=False),
    Recogniser("handle underscored", "HANDLE", contacts.underscored, cues=("_",), whole_words=False),
    Recogniser("author of a line", "HANDLE", contacts.author, shape="coded"),
    Recogniser("account name", "HANDLE", access.account, cues=cues.ACCOUNT),
    Recogniser("user of a log", "HANDLE", access.logged, shape="dotted"),
    Recogniser("ip address", "IP", codes.ipv4, shape="dotted"),
    Recogniser("ip address apart", "IP", codes.ipv4_apart, digits=range(6, 13)),
    Recogniser("ip address long", "IP", codes.ipv6, shape="hexed"),
    Recogniser("device address", "DEVICE_ID", codes.hardware, shape="hexed"),
    Recogniser("device number", "DEVICE_ID", figures.imei, digits=range(15, 16)),
    Recogniser("device named", "DEVICE_ID", labels.device, cues=cues.DEVICE, figure=(0, 48)),
    Recogniser("password", "PASSWORD", access.password, cues=cues.PASSWORD),
    Recogniser("key of a network", "PASSWORD", access.wifi, cues=("wifi:",), whole_words=False),
    Recogniser("code word", "PASSWORD", agreed.code_word, cues=cues.CODE_WORD),
    Recogniser("security answer", "PASSWORD", agreed.answer, cues=cues.SECURITY_QUESTION),
    Recogniser("turns of a lock", "PASSWORD", agreed.turns, cues=cues.LOCK, figure=(0, 100)),
    Recogniser("service key", "SECRET", credentials.service_key, cues=tuple(credentials.FRONTS)),
    Recogniser("service token", "SECRET", credentials.service_key, cues=tuple(credentials.GLUED_FRONTS), whole_words=False),
    Recogniser("named key", "SECRET", credentials.named_key, cues=cues.KEY),
    Recogniser("login", "SECRET", credentials.login, cues=credentials.SCHEMES),
    Recogniser("private key", "SECRET", credentials.private_key, cues=("-----begin",), whole_words=False),
    Recogniser("birth date", "BIRTH_DATE", births.birth, cues=cues.BIRTH),
    Recogniser("birth date engraved", "BIRTH_DATE", births.roman, cues=("mcm",), whole_words=False),
    Recogniser("address french", "ADDRESS", european.french, cues=european.FRENCH, figure=(14, 90), languages=("fr",)),
    Recogniser("address italian", "ADDRESS", european.italian, cues=european.ITALIAN, figure=(0, 110), languages=("it",)),
    Recogniser("address english", "ADDRESS", european.english, cues=european.ENGLISH, figure=(72, 0), languages=("en",)),
    Recogniser("address unit", "ADDRESS", european.unit, cues=european.UNITS, figure=(0, 8), languages=("en",)),
    Recogniser("address spanish", "ADDRESS", european.spanish, cues=european.SPANISH, languages=("es",)),
    Recogniser("address german", "ADDRESS", european.german, cues=european.GERMAN, figure=(0, 80), whole_words=False, languages=("de",)),
    Recogniser("address northern", "ADDRESS", abroad.northern, cues=abroad.NORTHERN, figure=(0, 24), whole_words=False),
    Recogniser("address slavic", "ADDRESS", abroad.slavic, cues=abroad.SLAVIC, figure=(0, 80)),
    Recogniser("address plot", "ADDRESS", abroad.plot, cues=abroad.PLOTS, figure=(0, 120)),
    Recogniser("address box", "ADDRESS", european.box, cues=european.BOXES, figure=(0, 72)),
    Recogniser("address named", "ADDRESS", postal.postal, cues=cues.POSTAL, figure=(0, 120)),
    Recogniser("address code", "ADDRESS", codes.postcode, shape="coded"),
    Recogniser("address of a line", "ADDRESS", postal.of_a_line, shape="edged"),
    Recogniser("post code named", "ADDRESS", postal.zip_code, cues=cues.POST_CODE, figure=(0, 56)),
    Recogniser("title", "PERSON", persons.titled, cues=tuple(title for title in persons.TITLES + persons.OTHER_TITLES if title not in persons.COURTESIES)),
    Recogniser("courtesy", "PERSON", persons.titled, cues=persons.COURTESIES),
    Recogniser("introduction", "PERSON", persons.introduced, cues=persons.INTRODUCTIONS),
    Recogniser("label", "PERSON", persons.labelled, cues=("name",)),
    Recogniser("spelled name", "PERSON", spelling.spelt, cues=spelling.SPELT),
    Recogniser("dictated name", "PERSON", spelling.dictated, cues=spelling.LETTER_CUES),
    Recogniser("dictated code", "CLIENT_NO", spelling.dictated_code, cues=spelling.LETTER_CUES),
    Recogniser("radio alphabet", "CLIENT_NO", spelling.by_radio, cues=spelling.RADIO),
    Recogniser("passenger", "PERSON", aliases.passenger, cues=aliases.PASSENGERS),
    Recogniser("alias", "PERSON", aliases.called, cues=aliases.ALIASES),
    Recogniser("maiden name", "PERSON", aliases.born, cues=aliases.MAIDEN),
    Recogniser("named field", "PERSON", formats.field, cues=formats.FIELDS),
    Recogniser("exported chat", "PERSON", formats.exported, cues=(":",), whole_words=False),
    Recogniser("before a phone", "PERSON", formats.beside_phone, digits=range(9, 16)),
    Recogniser("file name", "PERSON", filenames.named, cues=filenames.KINDS),
    Recogniser("hashtag", "PERSON", filenames.hashtag, cues=("#",), whole_words=False),
    Recogniser("folder", "PERSON", filenames.home, cues=filenames.HOMES),
    Recogniser("mail head", "PERSON", messages.headed, cues=messages.HEADS),
    Recogniser("message", "PERSON", messages.opened_and_closed),
    Recogniser("greeting", "PERSON", persons.greeted, cues=persons.GREETINGS),
    Recogniser("signature", "PERSON", persons.signed, cues=persons.SIGNATURES),
    Recogniser("role", "PERSON", persons.in_role, cues=persons.ROLES),
    Recogniser("mailbox", "PERSON", persons.mailbox, cues=("<",), whole_words=False),
    Recogniser("speaker", "PERSON", persons.speaker, cues=(":",), whole_words=False),
    Recogniser("announcement", "PERSON", contexts.announced, cues=contexts.ANNOUNCEMENTS),
    Recogniser("mention", "PERSON", contexts.mentioned, cues=contexts.MENTIONS),
    Recogniser("name on a line", "PERSON", contexts.on_a_line, shape="paired"),
    Recogniser("name before a number", "PERSON", contexts.before_number, cues=contexts.BESIDE_NUMBER, figure=(0, 48)),
    Recogniser("contact", "PERSON", contexts.contacted, cues=contexts.CONTACTS),
    Recogniser("beside mail", "PERSON", contexts.beside_mail, cues=("@",), whole_words=False),
    Recogniser("birth", "PERSON", deeds.born, cues=deeds.BORN),
    Recogniser("life", "PERSON", deeds.lived, cues=deeds.LIVING),
    Recogniser("case name", "PERSON", deeds.litigated, cues=deeds.PARTIES),
    Recogniser("witness", "PERSON", deeds.numbered, cues=deeds.SIGNS),
    Recogniser("doing", "PERSON", deeds.done, cues=deeds.DOING),
    Recogniser("saying", "PERSON", deeds.told, cues=deeds.SAYING),
    Recogniser("kin", "PERSON", deeds.related, cues=deeds.KIN),
    Recogniser("kin of", "PERSON", deeds.owned, cues=deeds.OWNED),
    Recogniser("company", "PERSON", deeds.accompanied, cues=deeds.SOMEBODY_WITH),
    Recogniser("company of", "PERSON", deeds.accompanying, cues=deeds.WITH_SOMEBODY),
    Recogniser("rank", "PERSON", deeds.ranked, cues=deeds.RANKS),
    *(Recogniser(kind, type_, find, cues=words, figure=None if type_ == "PERSON" else (0, 96)) for kind, type_, words, find in answers.ASKED),
    Recogniser("name pair", "PERSON", persons.paired),
    Recogniser("initial", "PERSON", persons.initialled),
    Recogniser("given name", "PERSON", contexts.alone, best=0.4),
)


def pattern_recogniser(name: str, type_: str, pattern: str) -> Recogniser:
    """A definition from a house's own regular expression (client, order and loyalty numbers). Raises PolicyError when it takes too long on a batch."""
    import regex

    compiled = regex.compile(pattern)

    def find(text: str) -> Iterable[tuple[int, int, float]]:
        try:
            yield from ((match.start(), match.end(), 0.9) for match in compiled.finditer(text, timeout=SECONDS) if "\x00" not in match[0] and match[0])
        except TimeoutError:
            raise PolicyError(f"The pattern of '{name}' takes more than {SECONDS} seconds on one batch of texts; simplify it.") from None

    return Recogniser(name, type_, find)


def analyze_batch(texts: Sequence[str], recognisers: Sequence[Recogniser] = DEFINITIONS, *, joined: Joined | None = None) -> list[list[Span]]:
    """Findings per text, sorted, possibly overlapping, at their places in the text as given. Texts do not influence each other."""
    joined = joined or Joined.of(list(texts))
    view = joined.view
    found = set(scan(view, tuple(recognisers)))
    if view.begins is not None:
        found = {(*view.span(start, end), *what) for start, end, *what in found}
    return joined.spans(sorted(found), Span)
