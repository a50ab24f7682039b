"""Texts about the house: which grammar, about what, how long.

Belongs here: what the genres share. Not here: the file they end in (one module per source).
"""

from assets.synthesis.grammar import Text, grammar, paragraphs
from assets.synthesis.maison import World

LANGUAGES = {"fr": 45, "en": 30, "it": 25}


def about(world: World, dice, language: str, *genres: str, **bound) -> Text:
    """A text not yet begun, with everything bound that its rules may speak of."""
    return Text(grammar(language, *genres), dice, **{**world.bound(dice, language, bound.get("year")), **bound})


def history(text: Text, words: int, witness: bool, secret: bool) -> list[str]:
    """An archive text: it opens, tells, perhaps calls a witness, and closes."""
    dice = text.dice
    body = paragraphs(text, dice.some(["Fact", "Craftwork"], 2), words, (3, 6))
    body[0] = f"{text.say('Opening')} {body[0]}"
    extra = [name for name, wanted in (("Witness", witness), ("Secretive", secret)) if wanted]
    for name in extra:
        at = dice.below(len(body))
        body[at] += " " + text.say(name)
        if dice.chance(0.35):
            body[at] += " " + text.say(name)
    return [*body, text.say("Closing")]


def day(dice, first: int, last: int) -> str:
    return f"{dice.between(first, last)}-{dice.between(1, 12):02d}-{dice.between(1, 28):02d}"


def timed(dice, spoken: list[tuple[str, str, str]]) -> list[dict]:
    """(speaker, role, text) with times, at about the speed people talk."""
    turns, at = [], 0.4
    for speaker, role, text in spoken:
        length = max(0.8, len(text) / (13 + 4 * dice.random()))
        turns.append({"speaker": speaker, "role": role, "text": text, "start": round(at, 2), "end": round(at + length, 2)})
        at += length + 0.2 + dice.random()
    return turns


def conversation(text: Text, ask: str, say: str, guest: str, host: str, exchanges: int) -> list[tuple[str, str, str]]:
    out = []
    for _ in range(exchanges):
        out.append((host, "host", text.say(ask)))
        out.append((guest, "guest", " ".join(text.say(say) for _ in range(text.dice.between(2, 5)))))
    return out
