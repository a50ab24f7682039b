"""What goes wrong with deliveries: duplicates, broken files, missing rights, embargoes, exam questions in training texts.

Belongs here: every planted problem, each with its line in the truth. Not here: the healthy sources.
"""

from assets.synthesis import formats, packing
from assets.synthesis.archive import latin, told
from assets.synthesis.maison import UNRELEASED, World
from assets.synthesis.telling import about
from assets.synthesis.truth import Truth


def write(world: World, truth: Truth) -> None:
    _copies(world, truth)
    _broken(world, truth)
    _tables(world, truth)
    _rights(world, truth)
    _contaminated(world, truth)


def problem(truth: Truth, source: str, file: str, kind: str, expected: str) -> None:
    truth.line("problems", value=file, type="PROBLEM", source=source, file=file, problem=kind, expected=expected)


def _copies(world: World, truth: Truth) -> None:
    """The same text delivered twice, and texts that differ by a few words."""
    for i in range(world.count(8)):
        dice = world.dice("copy", i)
        text, title, body = told(world, dice, dice.between(200, 420))
        names = [f"archive/texts/copies/original-{i:04d}.txt", f"archive/texts/copies/again-{i:04d}.txt"]
        near = i % 2 == 1
        other = list(body)
        if near:
            at = dice.below(len(other))
            other[at] = f"{other[at]} {text.say('Fact')}"
        for name, paragraphs in zip(names, (body, other)):
            # an exact copy differs in encoding, not in text
            plain = formats.plain(title, paragraphs)
            truth.write("archive_texts", name, latin(plain) if near or name == names[0] else latin(plain).decode("latin-1").encode())
            truth.said("archive_texts", name, text)
        truth.line("duplicates", value=names[1], type="DUPLICATE", a=names[0], b=names[1], kind="near" if near else "exact")


def _broken(world: World, truth: Truth) -> None:
    page = formats.page("Note", ["Le sac est arrivé."], "fr", "2024-02-02", {})
    short = packing.zipped({"export/mentions.jsonl": b'{"post": "M99999999"}\n' * 40})[:-90]
    utf = "Étoffe précieuse, dernière révision avant l'été.\n" * 30
    for source, name, data, kind, expected in (
            ("archive_texts", "archive/texts/trouble/empty.txt", b"", "empty file", "quarantined"),
            ("social_mentions", "social/mentions-broken.zip", short, "broken archive", "quarantined"),
            ("archive_texts", "archive/texts/trouble/half.txt", utf.encode()[:200] + b"\xff\xfe\x00\x9d" + utf.encode()[200:], "mixed encoding", "any"),
            ("archive_texts", "archive/texts/trouble/pretends.pdf", page, "not the format its name says", "quarantined"),
            ("archive_texts", "archive/texts/trouble/notes.wpx", b"WPX\x02" + bytes(range(256)), "unknown type", "quarantined"),
            ("archive_scans", "archive/scans/fr/sheet-torn.alto.xml", b'<?xml version="1.0"?><alto><Layout><Page><String CONTENT="Pa', "broken XML", "quarantined"),
            ("press_mails", "press/mail/wire-empty.eml", b"", "empty file", "quarantined")):
        truth.write(source, name, data, 0)
        problem(truth, source, name, kind, expected)


def _tables(world: World, truth: Truth) -> None:
    """A delivery that lost a column, one with rows of the wrong width, one key used for two different rows."""
    gone = "event_id,device,client_no,measure,value,at\nW90000001,D00001,VD-200007,wear,3.1,2025-03-04T10:00:00Z\n"
    truth.write("wearables", "wearables/90000.csv", gone, 0)
    problem(truth, "wearables", "wearables/90000.csv", "missing column unit", "quarantined")
    torn = ("gem_id,stone,carat,cut,colour,lang,remark,value_eur\nGM90001,opal,1.2,oval\n"
            "GM90002,opal,1.4,oval,ivory,en,Seen twice in one list.,1200\nGM90002,opal,2.4,oval,amber,en,The other stone of that number.,2200\n")
    truth.write("gem_records", "materials/gems-2.csv", torn, 2)
    problem(truth, "gem_records", "materials/gems-2.csv", "row of the wrong width", "row quarantined")
    problem(truth, "gem_records", "materials/gems-2.csv", "one key for two rows GM90002", "row quarantined or superseded")


def _rights(world: World, truth: Truth) -> None:
    for i in range(world.count(6)):
        dice = world.dice("agency", i)
        text, title, body = told(world, dice, 150)
        name = truth.write("photo_agency", f"agency/texts/caption-{i:04d}.txt", formats.plain(title, body))
        truth.said("photo_agency", name, text)
        truth.line("rights", value=name, type="BLOCKED", source="photo_agency", file=name, reason="no licence")
    for source, folder, state in (("couture_previews", "previews/couture", "expired"), ("next_season", "previews/next", "active")):
        for i in range(world.count(5)):
            dice = world.dice(source, i)
            text = about(world, dice, dice.pick(["fr", "en", "it"]), "notes")
            looks = [" ".join(text.say("Look") for _ in range(3)) for _ in range(6)]
            title = f"{text.bound['collection']} {i + 1}"
            if source == "next_season":
                name_ = dice.pick(UNRELEASED)
                title = f"{name_} {i + 1}"
                text.planted.append(("SECRET", name_, "full", None))
            file = truth.write(source, f"{folder}/book-{i:04d}-{text.rules.language}.md", f"# {title}\n\n" + "\n\n".join(looks) + "\n")
            truth.said(source, file, text)
            truth.line("rights", value=file, type="EMBARGO", source=source, file=file, state=state)


def _contaminated(world: World, truth: Truth) -> None:
    """Exam questions with their answers, standing in an archive text."""
    for i in range(world.count(5)):
        dice = world.dice("contamination", i)
        number = dice.below(world.count(30))
        exam = world.dice("exam", number)
        language = exam.weighted({"fr": 45, "en": 30, "it": 25})
        question, _, answer = about(world, exam, language, "notes").say("Exam").partition(" | ")
        text, title, body = told(world, dice, 160)
        body.insert(1, f"{question} {answer[:1].upper()}{answer[1:]}.")
        file = truth.write("archive_texts", f"archive/texts/training/lesson-{i:04d}.txt", formats.plain(title, body))
        truth.said("archive_texts", file, text)
        truth.line("contamination", value=question, type="CONTAMINATION", source="archive_texts", file=file, exam="exam_questions", record=f"Q{number:05d}",
                   answer=answer)
