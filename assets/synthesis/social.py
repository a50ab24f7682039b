"""What strangers say in public, and how experts judged the house's answers."""

import json

from assets.synthesis import formats, packing
from assets.synthesis.maison import World
from assets.synthesis.people import person
from assets.synthesis.telling import LANGUAGES, about, day
from assets.synthesis.truth import Truth

PER_FILE = 70
TASKS = ["tone", "vocabulary", "helpfulness"]


def write(world: World, truth: Truth) -> None:
    _mentions(world, truth)
    _labels(world, truth)


def _mentions(world: World, truth: Truth) -> None:
    total = world.count(210)
    for part, first in enumerate(range(0, total, PER_FILE)):
        zipped = part % 3 == 2
        file, rows = f"social/mentions-{part:05d}" + (".zip" if zipped else ".jsonl.zst"), []
        for number in range(first, min(total, first + PER_FILE)):
            dice = world.dice("mention", number)
            poster = person(world.seed, "poster", number, f"POSTER{number:06d}", False)
            language = dice.weighted(LANGUAGES)
            text = about(world, dice, language, "notes", poster=poster, staff=dice.pick(world.advisors))
            handle = "@" + poster.given.lower()[:5] + poster.family.lower()[:6] + dice.digits(2)
            rows.append({"post": f"M{number:08d}", "network": dice.pick(["agora", "pictogram", "murmur"]), "user": handle, "at": day(dice, 2022, 2025),
                         "lang": language, "text": " ".join(text.say("Social") for _ in range(dice.between(1, 3))), "likes": dice.below(900)})
            truth.plant("social_mentions", file, "HANDLE", handle, "column", poster.key, rows[-1]["post"], language)
            truth.said("social_mentions", file, text, rows[-1]["post"])
        data = formats.jsonl(rows).encode()
        truth.write("social_mentions", file, packing.zipped({"export/mentions.jsonl": data}) if zipped else packing.zstd(data), len(rows))


def _labels(world: World, truth: Truth) -> None:
    file, rows = "experts/labels.csv", [["label_id", "conversation", "task", "value", "score", "expert", "lang", "comment"]]
    chats = world.count(120)
    for number in range(world.count(110)):
        dice = world.dice("label", number)
        expert = dice.pick(world.artisans[:5])
        text = about(world, dice, expert.language, "notes")
        rows.append([f"E{number:06d}", f"CH{dice.below(chats):07d}", dice.pick(TASKS), dice.pick(["good", "fair", "poor"]), round(dice.random(), 2),
                     expert.full, expert.language, text.say("Judge")])
        truth.plant("expert_labels", file, "PERSON", expert.full, "column", expert.key, rows[-1][0], expert.language)
        truth.said("expert_labels", file, text, rows[-1][0])
    truth.write("expert_labels", file, formats.delimited(rows, ","), len(rows) - 1)
    file, rows = "experts/exam.json", []
    for number in range(world.count(30)):
        dice = world.dice("exam", number)
        language = dice.weighted(LANGUAGES)
        text = about(world, dice, language, "notes")
        question, _, answer = text.say("Exam").partition(" | ")
        rows.append({"question_no": f"Q{number:05d}", "lang": language, "question": question, "answer": answer})
    truth.write("exam_questions", file, json.dumps(rows, ensure_ascii=False, indent=1), len(rows))
