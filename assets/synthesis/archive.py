"""The archives: histories in every format a reading room has produced, and scans of them read by a machine."""

from assets.synthesis import formats
from assets.synthesis.maison import World
from assets.synthesis.telling import LANGUAGES, about, day, history
from assets.synthesis.truth import Truth

SHAPES = {"latin1": 28, "utf8": 30, "docx": 18, "pdf": 14, "rtf": 10}


def write(world: World, truth: Truth) -> None:
    for i in range(world.count(84)):
        _text(world, truth, i)
    for i in range(world.count(20)):
        _scan(world, truth, i, "archive_scans", "alto.xml")
    for i in range(world.count(12)):
        _scan(world, truth, i, "archive_ocr", "hocr")


def told(world: World, dice, words: int):
    """(text, title, paragraphs) of one archive history."""
    language = dice.weighted(LANGUAGES)
    text = about(world, dice, language, "archive", client=dice.pick(world.clients))
    title = text.say("title")
    return text, title, history(text, words, dice.chance(0.3), dice.chance(0.22))


def _text(world: World, truth: Truth, number: int) -> None:
    dice = world.dice("archive", number)
    text, title, body = told(world, dice, dice.between(150, 820))
    shape, language = dice.weighted(SHAPES), text.rules.language
    values = [value for _, value, _, _ in text.planted]
    created = day(dice, 1996, 2024)
    name = f"archive/texts/{language}/{number // 200:03d}/note-{number:05d}"
    match shape:
        case "latin1": file, data = name + ".txt", latin(formats.plain(title, body, 78, values))
        case "utf8": file, data = name + ".txt", formats.plain(title, body).encode()
        case "docx": file, data = name + ".docx", formats.docx(title, body, created, language)
        case "pdf": file, data = name + ".pdf", formats.pdf(title, body, created, values)
        case _: file, data = name + ".rtf", formats.rtf(title, body)
    truth.write("archive_texts", file, data)
    truth.said("archive_texts", file, text)


def latin(text: str) -> bytes:
    """As an old word processor saved it; what Latin-1 lacks is written plainly."""
    for wide, plain in (("’", "'"), ("“", '"'), ("”", '"'), ("œ", "oe"), ("…", "..."), ("€", "EUR"), ("–", "-")):
        text = text.replace(wide, plain)
    return text.encode("latin-1", "replace")


def _scan(world: World, truth: Truth, number: int, source: str, suffix: str) -> None:
    dice = world.dice(source, number)
    text, title, body = told(world, dice, dice.between(150, 420))
    values = [value for _, value, _, _ in text.planted]
    blocks = formats.scan_lines([title, *body], values, dice)
    language = text.rules.language
    folder = "scans" if suffix.startswith("alto") else "ocr"
    data = formats.alto(blocks, language) if folder == "scans" else formats.hocr(blocks, language)
    file = truth.write(source, f"archive/{folder}/{language}/sheet-{number:05d}.{suffix}", data)
    truth.said(source, file, text)
