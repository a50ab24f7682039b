"""Press releases as pages and as mails, and lookbooks."""

from email.utils import format_datetime
import datetime as dt

from assets.synthesis import formats
from assets.synthesis.grammar import paragraphs
from assets.synthesis.maison import HOUSE, World
from assets.synthesis.telling import LANGUAGES, about, day
from assets.synthesis.truth import Truth


def write(world: World, truth: Truth) -> None:
    for i in range(world.count(56)):
        _page(world, truth, i)
    for i in range(world.count(22)):
        _mail(world, truth, i)
    for i in range(world.count(40)):
        _lookbook(world, truth, i)


def release(world: World, dice, number: int):
    language = dice.weighted(LANGUAGES)
    text = about(world, dice, language, "press", staff=dice.pick(world.advisors))
    title = text.say("headline")
    body = paragraphs(text, ["Pressfact", "Quote"], dice.between(60, 300), (2, 4))
    body = [f"{text.say('Lead')} {text.say('Lead')}", *body, " ".join(text.say("Practical") for _ in range(2))]
    if dice.chance(0.5):
        body.append(text.say("Contact"))
    return text, title, body


def _page(world: World, truth: Truth, number: int) -> None:
    dice = world.dice("press", number)
    text, title, body = release(world, dice, number)
    date, language = day(dice, 1996, 2025), text.rules.language
    tags = {"release-no": f"PR-{number:05d}", "season": text.say("season"), "author": HOUSE}
    file = truth.write("press_releases", f"press/{date[:4]}/{number:05d}-{language}.html", formats.page(title, body, language, date, tags))
    truth.said("press_releases", file, text)


def _mail(world: World, truth: Truth, number: int) -> None:
    dice = world.dice("wire", number)
    text, title, body = release(world, dice, number)
    when = dt.datetime(dice.between(2012, 2025), dice.between(1, 12), dice.between(1, 28), dice.between(8, 18), dice.between(0, 59), tzinfo=dt.timezone.utc)
    head = [("From", "Presse <presse@press.example.org>"), ("To", "redaction@example.com"), ("Date", format_datetime(when)),
            ("Message-ID", f"<wire-{number:06d}@press.example.org>"), ("Subject", coded(title)), ("MIME-Version", "1.0"),
            ("Content-Type", 'text/plain; charset="utf-8"'), ("Content-Transfer-Encoding", "8bit")]
    data = "".join(f"{name}: {value}\r\n" for name, value in head) + "\r\n" + "\r\n\r\n".join(body) + "\r\n"
    file = truth.write("press_mails", f"press/mail/wire-{number:05d}.eml", data)
    truth.said("press_mails", file, text)


def coded(title: str) -> str:
    """A header in one piece, as mail wants non-ASCII."""
    import base64
    words, line = [], ""
    for word in title.split(" "):
        if len((line + word).encode()) > 36:
            words.append(line)
            line = ""
        line += word + " "
    words.append(line.rstrip())
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(part.encode()).decode()}?=" for part in words if part)


def _lookbook(world: World, truth: Truth, number: int) -> None:
    dice = world.dice("lookbook", number)
    language = dice.weighted(LANGUAGES)
    text = about(world, dice, language, "notes")
    season, year = text.say("season"), dice.between(2014, 2025)
    title = f"{text.bound['collection']}, {season} {year}"
    looks = [" ".join(text.say("Look") for _ in range(dice.between(2, 3))) for _ in range(dice.between(5, 14))]
    stem = f"lookbooks/{year}/look-{number:05d}-{language}"
    if dice.chance(0.6):
        front = f"---\ntitle: \"{title}\"\nseason: {season}\nlang: {language}\nbook: LB{number:05d}\n---\n\n# {title}\n\n"
        data = front + "\n\n".join(f"## {i}\n\n{look}" for i, look in enumerate(looks, 1)) + "\n"
        file = truth.write("lookbooks", stem + ".md", data)
    else:
        file = truth.write("lookbooks", stem + ".html", formats.page(title, looks, language, f"{year}-09-15", {"season": season}))
    truth.said("lookbooks", file, text)
