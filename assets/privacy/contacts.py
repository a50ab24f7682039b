"""Recognisers of how a person is reached online: e-mail, profile addresses, handles.

Belongs here: their grammars, written and spoken. Not here: the house's own accounts (the catalogue lets them live).
"""

import re
from collections.abc import Iterator

_LOCAL = re.compile(r"[\w.%+'\-]{1,64}\Z")
_HOST = re.compile(r"\s?(?:[\w\-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w])")
_HANDLE = re.compile(r"@[A-Za-z_][\w.]{1,29}")
_SPOKEN_AT = r"(?:\s?[\[({]\s?(?:at|arobase|chiocciola|@)\s?[\])}]\s?|\s(?:at|arobase|chiocciola)\s)"
_SPOKEN_DOT = r"(?:\s?[\[({]\s?(?:dot|point|punto|\.)\s?[\])}]\s?|\s(?:dot|point|punto)\s|\.)"
_MAILS = r"(?:com|net|org|fr|it|uk|co|eu|de|es|ch|io|info|me)"
_SPOKEN = re.compile(rf"(?<![\w.])[\w\-]+(?:{_SPOKEN_DOT}[\w\-]+){{0,3}}{_SPOKEN_AT}[\w\-]+(?:{_SPOKEN_DOT}[\w\-]+){{0,2}}{_SPOKEN_DOT}{_MAILS}\b",
                     re.I)
SITES = ("instagram.com/", "facebook.com/", "fb.com/", "twitter.com/", "x.com/", "tiktok.com/@", "linkedin.com/in/", "pinterest.com/",
         "threads.net/@", "t.me/", "wa.me/", "weibo.com/", "youtube.com/@", "snapchat.com/add/", "linktr.ee/")
_PATH = re.compile(r"[A-Za-z0-9_.\-%+]{2,60}/?")
_SCHEME = re.compile(r"(?:https?://)?(?:[a-z]{1,8}\.)?\Z", re.I)
ACCOUNTS = ("instagram", "insta", "ig", "wechat", "weixin", "telegram", "snapchat", "snap", "twitter", "tiktok", "line id", "facebook", "messenger",
            "username", "user name", "nom d'utilisateur", "pseudo", "login", "identifiant", "skype")
_ACCOUNT = re.compile(r"(?:\s(?:id|handle|name|account|compte|profilo))?\s?(?::|=|\sis\s|\sest\s)\s?(@?[A-Za-z_][\w.\-]{2,29})")


def email(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """An address around its @."""
    local = _LOCAL.search(text, max(0, start - 64), start)
    host = _HOST.match(text, end, min(len(text), end + 160))
    if local and host and not host[0][0].isspace():
        begin = local.start()
        while text[begin] in ".-'" and begin < start - 1:
            begin += 1
        yield begin, host.end(), 1.0


def spoken_email(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """'name at host dot com', as transcripts and the wary write it."""
    for found in _SPOKEN.finditer(text, max(0, start - 70), min(len(text), end + 70)):
        if found.start() < end and found.end() > start:
            yield found.start(), found.end(), 0.85


def handle(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """@name, where it is no part of an address."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "._-@/"):
        return
    found = _HANDLE.match(text, start)
    if found and text[found.end():found.end() + 1] not in ("@",):
        stop = found.end() - (len(found[0]) - len(found[0].rstrip(".")))
        yield start, stop, 0.7


def profile(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A page of one person on a network: host and path."""
    path = _PATH.match(text, end, min(len(text), end + 64))
    front = _SCHEME.search(text, max(0, start - 17), start)
    if path and path[0].strip("/").lower() not in ("p", "reel", "reels", "explore", "share", "watch", "hashtag", "pages", "groups"):
        if front.start() and text[front.start() - 1].isalnum():
            return
        yield front.start(), path.end() - (len(path[0]) - len(path[0].rstrip("."))), 0.85


def account(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The name after 'instagram:' and its kin."""
    found = _ACCOUNT.match(text, end, min(len(text), end + 52))
    if found:
        yield found.start(1), found.end(1) - (len(found[1]) - len(found[1].rstrip(".-"))), 0.7
