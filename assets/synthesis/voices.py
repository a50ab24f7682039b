"""People of the house talking: interviews and what artisans explain at the bench.

Belongs here: subtitles and transcripts of interviews and of the workshops. Not here: clients (`dialogues`).
"""

from assets.synthesis import formats
from assets.synthesis.inbox import LANGUAGES, Inbox, day
from assets.synthesis.maison import ROLES, Said
from assets.synthesis.tables import tree


def write(inbox: Inbox) -> None:
    _interviews(inbox)
    _artisans(inbox)
    path = inbox.put("interviews", "interviews/2019/entretien_perdu.vtt", b"", 0)
    inbox.truth.problem("empty file", "interviews", path)


def _speech(text, asking: str, answering: str, first: str, second: str, words: int, share: float) -> list[tuple[str, str]]:
    turns, said = [], 0
    while said < words:
        turns.append((asking, text.say(first)))
        parts = [text.say(second) for _ in range(text.dice.between(2, 5))]
        if text.dice.chance(share):
            parts.insert(1, text.say("Aside"))
        turns.append((answering, " ".join(parts)))
        said += sum(turn.count(" ") + 1 for _, turn in turns[-2:])
    return turns


def _interviews(inbox: Inbox) -> None:
    world, source = inbox.world, "interviews"
    for number in range(max(3, world.count(24))):
        dice = world.dice(source, number)
        language = dice.weighted(LANGUAGES)
        text = inbox.text(dice, language, "interview", person=dice.pick(world.artisans), past=dice.between(1962, 2004))
        star = text.bound["designer"] if dice.chance(0.5) else Said("PUBLIC_PERSON", dice.pick(ROLES["artist"]))
        host = dice.pick(world.advisors)
        text.planted += [("PERSON", host.full, "speaker", None), ("PUBLIC_PERSON", star.value, "full", None)]
        turns = _speech(text, host.full, star.value, "Ask", "Answer", dice.between(190, 500), 0.3)
        name = f"interviews/{dice.between(2014, 2025)}/{language}_{number:04d}"
        way = ("vtt", "srt", "json")[number % 3]
        body = {"vtt": formats.vtt, "srt": formats.srt}[way](turns) if way != "json" else _transcript(dice, turns, f"itw-{number:04d}", language, day(dice))
        path = inbox.put(source, f"{name}.{way}", body)
        inbox.truth.personal(text, source, path, "\n".join(f"{who}: {said}" for who, said in turns))


def _artisans(inbox: Inbox) -> None:
    world, source = inbox.world, "artisans"
    for number in range(max(2, world.count(24))):
        dice = world.dice(source, number)
        artisan = world.artisans[number % len(world.artisans)]
        language = artisan.language
        text = inbox.text(dice, language, "interview", person=dice.pick(world.artisans), past=dice.between(1962, 2004))
        text.planted.append(("PERSON", artisan.full, "speaker", None))
        turns = _speech(text, "Q", artisan.full, "Show", "Craft", dice.between(160, 420), 0.25)
        if number % 2:
            path = inbox.put(source, f"artisans/{artisan.key}/{number:04d}.srt", formats.srt(turns))
        else:
            path = inbox.put(source, f"artisans/{artisan.key}/{number:04d}.json", _transcript(dice, turns, f"{artisan.key}-{number:04d}", language, day(dice)))
        inbox.truth.personal(text, source, path, "\n".join(f"{who}: {said}" for who, said in turns))


def _transcript(dice, turns, number: str, language: str, created: str) -> bytes:
    return tree({"id": number, "language": language, "created": created, "segments": [
        {"speaker": who, "text": said, "start": a, "end": b, "confidence": round(0.7 + 0.29 * dice.random(), 3)}
        for who, said, a, b in formats.timed(turns)]})
