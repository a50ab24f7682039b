"""Advisors and clients: chats as JSON lines, telephone calls as transcripts. Full of the client's personal data."""

import json

from assets.synthesis.interviews import transcript
from assets.synthesis.maison import World
from assets.synthesis.telling import about, day, timed
from assets.synthesis.truth import Truth

STEPS = ["mail", "phone", "address", "pay", "birth", "small", "secret", "advise", "advise", "request", "react"]
NEED = {"mail": "Mail", "phone": "Phone"}
PER_FILE = 12


def write(world: World, truth: Truth) -> None:
    chats = world.count(120)
    for first in range(0, chats, PER_FILE):
        rows, texts = [], []
        for number in range(first, min(chats, first + PER_FILE)):
            client, text, spoken, dice = talk(world, "chat", number)
            rows.append({"conversation": f"CH{number:07d}", "client_no": client.key, "channel": dice.pick(["chat", "whatsapp", "mail"]),
                         "opened": day(dice, 2021, 2025), "lang": text.rules.language, "turns": [
                             {"speaker": who, "role": role, "text": said} for who, role, said in spoken]})
            texts.append((f"CH{number:07d}", text))
        file = truth.write("advisor_chats", f"advisors/chats/{first // PER_FILE:05d}.jsonl",
                           "".join(json.dumps(row, ensure_ascii=number % 3 == 0) + "\n" for number, row in enumerate(rows)), len(rows))
        for record, text in texts:
            truth.said("advisor_chats", file, text, record)
    for number in range(world.count(45)):
        client, text, spoken, dice = talk(world, "call", number)
        facts = {"call_id": f"CA{number:07d}", "client_no": client.key, "language": text.rules.language, "started": day(dice, 2021, 2025)}
        file = truth.write("advisor_calls", f"advisors/calls/{number // 100:03d}/call-{number:07d}.json", transcript(dice, timed(dice, spoken), facts))
        truth.said("advisor_calls", file, text, facts["call_id"])


def talk(world: World, channel: str, number: int):
    dice = world.dice(channel, number)
    client, advisor = dice.pick(world.clients), dice.pick(world.advisors)
    text = about(world, dice, client.language, "dialogue", client=client, advisor=advisor)
    text.planted += [("PERSON", advisor.full, "full", advisor.key), ("PERSON", client.full, "full", client.key)]
    me, you = (advisor.full, "advisor"), (client.full, "client")
    spoken = [(*me, text.say("A_greet")), (*you, text.say("C_greet")), (*you, text.say("C_request")), (*me, text.say("A_advise"))]
    if dice.chance(0.5):
        spoken = [spoken[1], spoken[0], *spoken[2:]]
    for step in dice.some(STEPS, dice.between(2, 9)):
        match step:
            case "mail" | "phone" | "address" | "birth":
                spoken += [(*me, text.say(f"A_{step}")), (*you, text.say(f"C_{step}"))]
            case "pay":
                spoken += [(*me, text.say("A_pay")), (*you, text.say(dice.pick(["C_card", "C_iban"])))]
            case "secret":
                if dice.chance(0.35):
                    spoken += [(*me, text.say("A_secret")), (*you, text.say("C_react"))]
            case "small": spoken += [(*me, text.say("A_small")), (*you, text.say("C_small"))]
            case "advise": spoken += [(*me, text.say("A_advise")), (*you, text.say("C_react")), (*me, text.say("A_advise"))]
            case _: spoken += [(*you, text.say("C_request" if step == "request" else "C_react")), (*me, text.say("A_advise"))]
    return client, text, [*spoken, (*me, text.say("A_close")), (*you, text.say("C_close"))], dice
