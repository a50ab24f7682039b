"""The archive: texts on the house's past, as they were typed, scanned and saved over forty years.

Belongs here: archive texts in all their formats, their copies and the files nobody can read. Not here: press and lookbooks.
"""

from assets.synthesis import formats
from assets.synthesis.grammar import paragraphs
from assets.synthesis.inbox import LANGUAGES, Inbox, day

SOURCE = "archive"
WAYS = ("latin", "utf8", "docx", "pdf", "rtf", "alto", "hocr", "utf8", "docx")


def write(inbox: Inbox) -> None:
    world = inbox.world
    count = max(len(WAYS), world.count(60))
    for number in range(count):
        dice = world.dice(SOURCE, number)
        language, way = dice.weighted(LANGUAGES), WAYS[number % len(WAYS)]
        text = inbox.text(dice, language, "archive", client=dice.pick(world.clients), year=dice.between(1996, 2024))
        title = text.say("Title")
        body = [text.say("Opening")]
        body += paragraphs(text, ["Fact", "Craftwork"], dice.between(90, 470), (2, 5))
        if dice.chance(0.35):
            body.insert(2, text.say("Witness") + " " + text.say("Fact"))
        if dice.chance(0.2):
            body.insert(1, text.say("Secretive"))
        body.append(text.say("Closing"))
        written = day(dice, 1986, 2023)
        author = dice.pick(world.artisans).full
        name = f"{SOURCE}/{'scans' if way in ('alto', 'hocr') else written[:3] + '0s'}/{language}_{number:05d}"
        path, said = _write(inbox, dice, way, name, title, body, author, written, language)
        inbox.truth.personal(text, SOURCE, path, said)
        if number == 1:
            _copies(inbox, path, title, body)
    inbox.put(SOURCE, f"{SOURCE}/1990s/inventaire.wpd", b"\xffWPC\x10\x00\x00\x00\x01\x0a" + bytes(range(200)), 0)
    inbox.truth.problem("unknown type", SOURCE, f"{SOURCE}/1990s/inventaire.wpd")


def _write(inbox: Inbox, dice, way: str, name: str, title: str, body: list[str], author: str, written: str, language: str) -> tuple[str, str]:
    whole = "\n\n".join([title, *body]) + "\n"
    match way:
        case "latin":
            body_bytes, suffix = whole.replace("’", "'").replace("“", '"').replace("”", '"').encode("cp1252", "replace"), "txt"
            whole = body_bytes.decode("cp1252")
        case "utf8": body_bytes, suffix = whole.encode(), "txt"
        case "docx":
            body_bytes, suffix = formats.docx(title, body, author, written, language), "docx"
            inbox.truth.value(author, "PERSON", SOURCE, f"{name}.docx", "author")
        case "pdf":
            body_bytes, suffix = formats.pdf(title, body, author, written), "pdf"
            inbox.truth.value(author, "PERSON", SOURCE, f"{name}.pdf", "author")
        case "rtf": body_bytes, suffix = formats.rtf(title, body), "rtf"
        case "alto": body_bytes, suffix = formats.alto(dice, [title, *body]), "alto"
        case _: body_bytes, suffix = formats.hocr(dice, [title, *body], language), "hocr"
    return inbox.put(SOURCE, f"{name}.{suffix}", body_bytes), whole


def _copies(inbox: Inbox, path: str, title: str, body: list[str]) -> None:
    """One text twice to the letter, and once with a sentence changed."""
    exact = inbox.put(SOURCE, f"{SOURCE}/copies/copie_de_{path.rsplit('/', 1)[1]}", ("\n\n".join([title, *body]) + "\n").encode("utf-8-sig"))
    inbox.truth.copied(SOURCE, path, exact)
    inbox.truth.repeat("exact", SOURCE, path, exact)
    near = inbox.put(SOURCE, f"{SOURCE}/copies/version_2_{path.rsplit('/', 1)[1]}", ("\n\n".join([title + " (2)", *body[:-1], body[-1] + " [v. 2]"]) + "\n").encode())
    inbox.truth.copied(SOURCE, path, near)
    inbox.truth.repeat("near", SOURCE, path, near)
