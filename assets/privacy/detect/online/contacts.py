"""Recognisers of how a person is reached online: e-mail, pages of a person, addresses that carry a person in their query, handles.

Belongs here: their grammars as they are written. Not here: as they are said (`spoken`), the house's own accounts (the catalogue lets them live).
"""

import re
from collections.abc import Iterator

_LOCAL = re.compile(r"[\w.%+'’\-]{1,64}")        # read backwards from the @
_QUOTED = re.compile(r'"[^"\x00\n]{1,60}"\Z')
_HOST = re.compile(r"(?:[\w\-]{1,63}\.){1,6}[^\W\d_]{2,24}(?!\w)|(?:[\w\-]{1,63}\.){1,6}xn--[a-z0-9\-]{2,50}|\[\d{1,3}(?:\.\d{1,3}){3}\]")
_COMMA_HOST = re.compile(r"(?:[\w\-]{1,63}\.){0,3}[\w\-]{1,63},(?:com|net|org|fr|de|uk|eu|ch|hu|nl|pl|ie|pt|se|dk|us|ca|au)(?!\w)")
_LOOSE_HOST = re.compile(r"\s{0,3}[\w\-]{1,63}(?:\s?\.\s?[\w\-]{1,63}){0,3}?\s?\.\s?(?:com|net|org|fr|it|de|es|uk|eu|ch|be|at)(?!\w)"
                         r"|\s[\w\-]{2,63}(?: \. [\w\-]{2,63}){0,2} \. (?:com|net|org|info|fr|de|es|uk|eu|ch|ie|nl|pt|example)(?!\w)", re.I)
# An address that a column broke: before its @, inside its host, inside its local part.
_LINE_LOCAL = re.compile(r"(?:(?<=[\s\x00])|\A)((?:[\w+\-]{1,40}\.\n)?(?<![^\n\x00])(?=[\w.+\-]{0,60}[.\d+\-])[\w.+\-]{2,64})\n\Z")
_BROKEN_HOST = re.compile(r"[^\W\d_][\w\-]{0,62}(?:\.[\w\-]{1,63}){0,3}(?:[.\-]\n\s{0,6}|\n\s{0,6}\.)"
                          r"(?:[a-z\d\-]{1,63}\.){0,3}[a-z]{2,24}(?!\w)")
_BROKEN_LOCAL = re.compile(r"(?<![\w.+\-])([^\W_][\w.+\-]{0,40}[_.\-])\n\s{0,6}\Z")
_LOOSE_LOCAL = re.compile(r"(?<![\w.])((?:\w{1,20} \. ){0,2}[\w.+\-]{2,64})\s{1,2}\Z")
_LETTERS = re.compile(r"(?<![^\s\x00])(?:[\w.\-] ){3,40}\Z")
_LETTERS_HOST = re.compile(r"(?: ?[\w\-]){2,40} ?\.(?: ?[a-z]){2,6}(?![^\s\x00])", re.I)
_HANDLE = re.compile(r"@[^\W\d][\w.]{1,29}")
SITES = ("instagram.com/", "facebook.com/", "fb.com/", "twitter.com/", "x.com/", "tiktok.com/@", "linkedin.com/in/", "pinterest.com/",
         "threads.net/@", "t.me/", "wa.me/", "weibo.com/", "youtube.com/@", "snapchat.com/add/", "linktr.ee/", "github.com/", "vk.com/",
         "bsky.app/profile/", "xing.com/profile/", "paypal.me/", "medium.com/@", "flickr.com/people/", "reddit.com/user/", "calendly.com/")
_NO_PERSON = frozenset("p reel reels explore share watch hashtag pages groups status intent search home login about legal help sharer.php tr".split())
_PATH = re.compile(r"[\w.\-%+]{2,60}/?")
_SCHEME = re.compile(r"(?:https?://)?(?:[a-z]{1,8}\.)?\Z", re.I)
_ADDRESS = re.compile(r"""[^\s\x00"'<>{}|\\^`]{1,600}""")
_CARRIES = re.compile(r"[?&#;/](?:e-?mail|mail|user(?:name)?|uid|user_?id|token|access_token|id_token|auth|sig|signature|session|sid|sessionid|"
                      r"reset|invite|invitation|customer|customer_?id|client|client_?id|order|order_?id|booking|phone|tel|name|firstname|lastname|"
                      r"password|pwd|code|key|api_?key|hash|t|u|e|nom|prenom|nome|cognome|nombre|apellidos?|vorname|nachname|ord|ordine|commande|pedido|"
                      r"bestellung|cliente|kunde|telefono|correo)=[^&\s#]{3,}", re.I)
_TRAILING = ".,;:!?)]»'\""


def email(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """An address around its @, in any script; also one that was broken by spaces or a line's end."""
    local = _LOCAL.match(text[max(0, start - 64):start][::-1])
    if local:
        host = _HOST.match(text, end, end + 254)
        begin = start - local.end()
        if host:
            while text[begin] in ".-'’" and begin < start - 1:
                begin += 1
            yield _broken_before(text, begin, "_-"), host.end(), 1.0
        elif comma := _COMMA_HOST.match(text, end, end + 120):
            yield begin, comma.end(), 0.8
        elif broken := _BROKEN_HOST.match(text, end, end + 120):
            yield _broken_before(text, begin, "_-."), broken.end(), 0.8
        elif text[end:end + 1].isspace() and (host := _LOOSE_HOST.match(text, end, end + 120)) and host[0].count("\n") < 2:
            yield begin, host.end(), 0.8
    elif start and text[start - 1] == '"' and (local := _QUOTED.search(text, max(0, start - 64), start)) and (host := _HOST.match(text, end)):
        yield local.start(), host.end(), 1.0
    elif start and text[start - 1] == " ":
        letters = _LETTERS.search(text, max(0, start - 82), start)
        if letters and (host := _LETTERS_HOST.match(text, end, end + 100)):
            yield letters.start(), host.end(), 0.85
        elif (local := _LOOSE_LOCAL.search(text, max(0, start - 68), start)) and (host := _LOOSE_HOST.match(text, end, end + 120)):
            yield local.start(1), host.end(), 0.8
    elif text[max(0, start - 1):start] == "\n" and (local := _LINE_LOCAL.search(text, max(0, start - 108), start)) \
            and (host := _HOST.match(text, end, end + 254)):
        yield local.start(1), host.end(), 0.8


def _broken_before(text: str, begin: int, marks: str) -> int:
    """Where an address begins that a column's end broke behind one of the marks."""
    front = _BROKEN_LOCAL.search(text, max(0, begin - 48), begin) if text[begin - 1:begin] in (" ", "\n") else None
    return front.start(1) if front and front[1][-1] in marks else begin


def handle(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """@name, where it is no part of an address."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "._-@/"):
        return
    found = _HANDLE.match(text, start)
    if found and text[found.end():found.end() + 1] != "@":
        yield start, found.end() - (len(found[0]) - len(found[0].rstrip("."))), 0.7


_NO_NAME_BEFORE = r"(?<![\w.@/\\=$%#&:{<'\"\-])"
_UNDERSCORED = re.compile(rf"{_NO_NAME_BEFORE}(?=[\w.\-]{{0,30}}[a-zA-Zà-ÿ])[^\W_][\w.\-]{{0,30}}\Z|{_NO_NAME_BEFORE}[^\W\d_]?\Z")
_UNDERSCORED_END = re.compile(r"\w{0,30}(?:[.\-]\w{1,20}){0,2}")
_PARTED = re.compile(r"[_.\-]+")
_OPENING = frozenset("@=(/\\[<'\"{$%&")      # a name before these is a variable, a folder, a field
# What code, files and forms join with an underscore: names of fields, of pictures, of versions.
_FIELDS = frozenset("""
    id ids name names first last date time type code codes key keys no num number url uri utm source medium campaign
    img dsc file files path dir tmp temp test data json csv pdf docx xlsx jpg jpeg png txt html xml py js ts sql
    final draft version rev scan photo image screenshot export report invoice copy backup archive old new
    user customer client order product item sku price amount total count size color colour status state flag shop store
    is has get set max min index idx page row col table field value label text title desc description
    created updated deleted at by email mail phone address city country zip lang locale currency
    token session auth error err warn info debug log env prod dev api http https request response query param args kwargs
    self init main cli pin ref uuid hash checksum md5 sha utf ascii iso config settings default enabled disabled true
    false null none""".split())
_AS_A_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|jpe?g|png|gif|txt|csv|json|html?|xml|py|js|zip|mp[34]|mov|pptx?|eml|msg|ya?ml|sql|sh|log)\Z", re.I)


def underscored(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """papy_brocante, Dr_Eightlegs, mad_mike_1962: a name with an underscore in prose, which is no file's, field's or constant's."""
    if text[end:end + 1] == "_" or text[max(0, start - 1):start] == "_":
        return
    front = _UNDERSCORED.search(text, max(0, start - 32), start)
    if not front:
        return
    begin, stop = front.start(), _UNDERSCORED_END.match(text, end, end + 72).end()
    while stop > begin and text[stop - 1] in ".-":
        stop -= 1
    written = text[begin:stop]
    if text[stop:stop + 1] in _OPENING or len(written) < 5 or written.isupper() or "_" in front[0] or _AS_A_FILE.search(written):
        return
    parts = [part.lower() for part in _PARTED.split(written) if any(map(str.isalpha, part))]
    if parts and _FIELDS.isdisjoint(parts) and max(map(len, parts)) > 2 and not any(map(str.isdigit, parts[0])):
        yield begin, stop, 0.6


_COLON = re.compile(r"\s?:\s")
_AUTHOR = re.compile(r"(?:\A|[\n\x00])(?:[\[(]\d{1,2}[:h.]\d\d(?::\d\d)?[\])]\s?)?\Z")


def author(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """patriotmom4: who wrote what follows, at the beginning of a line."""
    if end - start > 5 and text[start].islower() and text[end - 1].isdigit() and text[start:start + 4].isalpha() \
            and _COLON.match(text, end) and _AUTHOR.search(text, max(0, start - 16), start):
        yield start, end, 0.6


def profile(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A page of one person on a network: host and path."""
    path = _PATH.match(text, end, end + 64)
    front = _SCHEME.search(text, max(0, start - 17), start)
    if path and path[0].strip("/").lower() not in _NO_PERSON:
        if front.start() and text[front.start() - 1].isalnum():
            return
        yield front.start(), path.end() - (len(path[0]) - len(path[0].rstrip("."))), 0.85


SAID_SITES = ("dot com slash", "point com slash", "point com barre", "punto com barra", "punkt com slash", "punkt com schragstrich")
_SAID_NETWORK = re.compile(r"(?<!\w)(?:linkedin|instagram|facebook|twitter|tiktok|pinterest|x|vk|github|youtube) \Z", re.I)
_SAID_PATH = re.compile(r"(?: (?:in|user|people|at))?(?: (?:slash|barre|barra|schrägstrich))? ([\w.\-]{3,40})(?!\w)")


def said_profile(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A page of one person as it is said: 'instagram dot com slash ann_fox'."""
    front, path = _SAID_NETWORK.search(text, max(0, start - 12), start), _SAID_PATH.match(text, end, min(len(text), end + 64))
    if front and path:
        yield front.start(), path.end() - (path[1][-1] == "."), 0.8


def personal_page(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A web address whose path or query carries somebody's address, session or number."""
    begin = start
    while begin and start - begin < 12 and text[begin - 1].isalpha() and text[begin - 1].isascii():
        begin -= 1
    found = _ADDRESS.match(text, end, end + 600)
    if found and begin < start and (_CARRIES.search(found[0]) or "@" in found[0].partition("/")[2]):
        yield begin, end + len(found[0].rstrip(_TRAILING)), 0.8
