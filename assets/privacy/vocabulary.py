"""The house's own words as a table of the vault: secrets, catalogue, authorities.

Belongs here: taking the vocabulary files over into `privacy/vocabulary`. Not here: searching for the words (`known`).
A table, not a parameter: parameters stand in manifests, and a secret may not.
"""

import pyarrow as pa

from assets.lake import LEFT_OUT, House, Lake, Version
from assets.lake.digest import digest_of, mac
from assets.privacy.known import VOCABULARY

TABLE = "privacy/vocabulary"
VERSION = "1"
FILES = (("vocabulary/secrets.txt", "SECRET", "secret"), ("vocabulary/catalogue.txt", "KEEP", "catalogue"),
         ("vocabulary/authorities.txt", "KEEP", "authority"))


def entries(house: House) -> list[tuple[str, str, str]]:
    """(type, form, value) of every word of the house; a word that is secret is not also kept."""
    secret = {line.casefold() for line in house.lines(FILES[0][0])}
    return sorted({(type_, form, line) for name, type_, form in FILES for line in house.lines(name)
                   if type_ == "SECRET" or line.casefold() not in secret})


def edition(house: House) -> str:
    """Changes when a vocabulary file changes; short, so that it gives nothing away."""
    return f"{VERSION}-{digest_of(repr(entries(house)))[:10]}"


def take_over(lake: Lake) -> Version:
    """Bring `privacy/vocabulary` up to date with the files; unchanged files give the version that exists."""
    words = entries(lake.house)
    key = lake.keys.identity
    signature = mac(key, "vocabulary", VERSION, repr(words)).hex()
    base = lake.find(TABLE)
    if base is not None and base.signature == signature:
        return base
    rows = pa.Table.from_pylist([{"record_id": mac(key, "vocabulary", type_, form, value), "value": value, "type": type_, "form": form}
                                 for type_, form, value in words], VOCABULARY)
    return lake.commit(TABLE, rows.to_batches(), schema=VOCABULARY, left_out=LEFT_OUT.empty_table(), counted_in=len(words),
                       step={"name": "privacy_vocabulary", "version": VERSION, "params": {}}, signature=signature)
