"""Recognisers of what opens a door: keys of services, tokens, private keys, connection strings with a password.

Belongs here: secrets that give themselves away by their shape. Not here: passwords after their word (`labels`).
"""

import math
import re
from collections import Counter
from collections.abc import Iterator

_KEY = re.compile(r"[A-Za-z0-9_\-./+=]{12,400}")
# The front that a service puts before its keys, and how long the rest is at least.
FRONTS = {
    "sk-": 20, "sk_live_": 16, "pk_live_": 16, "sk_test_": 16, "rk_live_": 16, "whsec_": 20, "ghp_": 30, "gho_": 30,
    "ghs_": 30, "ghu_": 30, "github_pat_": 30, "glpat-": 18, "xoxb-": 20, "xoxp-": 20, "xoxa-": 20, "xapp-": 20,
    "ya29.": 20, "npm_": 30, "hf_": 30, "sg.": 40, "dop_v1_": 40, "shpat_": 30, "shpss_": 30, "pypi-": 40, "sq0atp-": 20}
GLUED_FRONTS = {"akia": 16, "asia": 16, "aiza": 30, "eaac": 40, "eyj": 36}
_LEAST = {**FRONTS, **GLUED_FRONTS}
_UPPER = ("akia", "asia")
_NAMED = re.compile(r"(?:\s{0,2}(?:is|est|=|:|=>|bearer|basic|token)){0,3}\s{0,2}[\"'`]?([A-Za-z0-9_\-./+=~]{12,400})", re.I)
SCHEMES = ("mongodb srv", *("postgres postgresql mysql mongodb redis rediss amqp amqps mssql mariadb ftp sftp ssh smtp ldap https http "
                           "jdbc snowflake clickhouse").split())
_LOGIN = re.compile(r"://[^\s:/@\x00\"'<>]{0,64}:[^\s/@\x00\"'<>]{1,128}@[^\s\x00\"'<>]{1,300}")
_BLOCK = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^\x00]{0,12000}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_BLOCK_HEAD = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:\s{0,2}[A-Za-z0-9+/=]{4,}){0,200}")


def service_key(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A key by the front of its service, a JSON web token by its three parts."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "_-."):
        return
    front = text[start:end]
    found = _KEY.match(text, start, start + 400)
    if not found:
        return
    value = found[0].rstrip(".")
    if front.lower() in _UPPER and not (value.isalnum() and value.isupper() and len(value) == 20):
        return
    if front.lower() == "eyj" and (front != "eyJ" or "." not in value):
        return
    if len(value) - len(front) >= _LEAST[front.lower()] and (front == "AKIA" or _random(value[len(front):])):      # no word begins so; one key in thirty has no figure
        yield start, start + len(value), 0.95


def named_key(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """What follows 'api key:', 'Authorization: Bearer': at least twelve characters that no word is made of."""
    found = _NAMED.match(text, end, end + 430)
    if found and _random(found[1]):
        yield found.start(1), found.start(1) + len(found[1].rstrip(".")), 0.85


def login(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A connection string that carries its password: scheme://user:password@host."""
    found = _LOGIN.match(text, end, end + 500)
    if found:
        yield start, end + len(found[0].rstrip(".,;)")), 0.95


def private_key(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """A block of a private key, also one that was cut off."""
    found = _BLOCK.match(text, start) or _BLOCK_HEAD.match(text, start)
    if found:
        yield start, found.end(), 1.0


def _random(value: str) -> bool:
    """Whether a value looks drawn by lot: letters and digits mixed, few of them twice."""
    if not (any(c.isdigit() for c in value) and any(c.isalpha() for c in value)):
        return False
    size = len(value)
    return -sum(count / size * math.log2(count / size) for count in Counter(value).values()) > (3.0 if size > 19 else 2.6)
