"""Interviews with designers and artists, and artisans talking while they work."""

import json

from assets.synthesis import formats
from assets.synthesis.maison import ROLES, Said, World
from assets.synthesis.telling import LANGUAGES, about, conversation, day, timed
from assets.synthesis.truth import Truth


def write(world: World, truth: Truth) -> None:
    for i in range(world.count(30)):
        _interview(world, truth, i)
    for i in range(world.count(36)):
        _artisan(world, truth, i)


def _interview(world: World, truth: Truth, number: int) -> None:
    dice = world.dice("interview", number)
    language = dice.weighted(LANGUAGES)
    text = about(world, dice, language, "voices")
    guest = Said("PUBLIC_PERSON", dice.pick(ROLES["designer"]))
    name = guest.written("", text)
    text.planted.append(name)
    spoken = conversation(text, "Ask", "Say", name[1], "Interviewer", dice.between(4, 10))
    turns = timed(dice, spoken)
    stem = f"interviews/{day(dice, 2004, 2025)}-{number:05d}-{language}"
    source = "interviews_subtitled"
    match number % 3:
        case 0: file, data = stem + ".vtt", formats.vtt(turns)
        case 1: file, data = stem + ".srt", formats.srt(turns)
        case _: file, data, source = stem + ".json", transcript(dice, turns, {"interview": f"INT{number:05d}", "language": language}), "interviews_recorded"
    truth.write(source, file, data)
    truth.said(source, file, text)


def transcript(dice, turns: list[dict], facts: dict, **roles) -> str:
    """As a speech service writes it: segments with speaker, times and how sure it was."""
    segments = [{"id": i, "speaker": t["speaker"], "role": t["role"], "start": t["start"], "end": t["end"],
                 "confidence": round(0.72 + 0.27 * dice.random(), 3), "text": t["text"]} for i, t in enumerate(turns)]
    return json.dumps({**facts, "duration": turns[-1]["end"], "segments": segments}, ensure_ascii=False, indent=1)


def _artisan(world: World, truth: Truth, number: int) -> None:
    dice = world.dice("artisan", number)
    artisan = world.artisans[number % len(world.artisans)]
    language = artisan.language
    teacher = dice.pick(world.artisans)
    text = about(world, dice, language, "voices", artisan=teacher)
    text.planted.append(("PERSON", artisan.full, "full", artisan.key))
    spoken = conversation(text, "Gask", "Gsay", artisan.full, "Archive", dice.between(3, 10))
    turns = timed(dice, spoken)
    if number % 2:
        facts = {"recording": f"REC{number:05d}", "artisan": artisan.key, "language": language, "recorded": day(dice, 2019, 2025)}
        file = truth.write("artisan_recordings", f"artisans/recordings/{artisan.key}/rec-{number:05d}.json", transcript(dice, turns, facts))
        truth.said("artisan_recordings", file, text)
    else:
        file = truth.write("artisan_films", f"artisans/films/{artisan.key}_{language}_{number:05d}.srt", formats.srt(turns))
        truth.said("artisan_films", file, text)
