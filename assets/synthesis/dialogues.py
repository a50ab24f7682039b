"""Advisors and clients: chats and recorded calls, full of what a client tells about herself.

Belongs here: conversations, each of one client. Not here: the register (`register`).
"""

from assets.synthesis import formats
from assets.synthesis.inbox import Inbox, batches, day
from assets.synthesis.tables import lines, tree

SOURCE = "advisor_conversations"


def write(inbox: Inbox) -> None:
    world = inbox.world
    chats, calls = max(3, world.count(120)), max(2, world.count(60))
    for at, batch in enumerate(batches(chats, 10)):
        path, rows = f"{SOURCE}/chat/export_{at:04d}.jsonl", []
        for number in batch:
            dice = world.dice(SOURCE, "chat", number)
            client, text, turns = conversation(inbox, dice)
            identity = f"CH{number:06d}"
            rows.append({"id": identity, "client_no": client.key, "canal": dice.pick(["chat", "e-mail", "messagerie"]), "language": client.language,
                         "created": day(dice, 2023, 2025), "messages": [{"from": role, "text": said} for role, said in turns]})
            inbox.truth.personal(text, SOURCE, path, "\n".join(said for _, said in turns), identity)
        inbox.put(SOURCE, path, lines(rows), len(rows))
    for number in range(calls):
        dice = world.dice(SOURCE, "call", number)
        client, text, turns = conversation(inbox, dice)
        identity, path = f"CA{number:06d}", f"{SOURCE}/calls/{number // 100:03d}/call_{number:06d}.json"
        inbox.put(SOURCE, path, tree({
            "id": identity, "client_no": client.key, "canal": "appel", "language": client.language, "created": day(dice, 2023, 2025),
            "segments": [{"speaker": role, "text": said, "start": a, "end": b, "confidence": round(0.62 + 0.37 * dice.random(), 3)}
                         for role, said, a, b in formats.timed(turns)]}))
        inbox.truth.personal(text, SOURCE, path, "\n".join(said for _, said in turns), identity)


def conversation(inbox: Inbox, dice):
    """A client, the text and its turns: 8 to 24 of them."""
    world = inbox.world
    client, advisor = dice.pick(world.clients), dice.pick(world.advisors)
    order = f"CMD-{dice.between(2023, 2025)}-{dice.digits(6)}"
    text = inbox.text(dice, client.language, "dialogue", client=client, advisor=advisor, advisor2=dice.pick(world.advisors), order=order)
    text.planted.append(("ORDER_NO", order, "normal", client.key))
    turns = [("advisor", text.say("HelloA")), ("client", text.say("HelloC") + " " + text.say("Need"))]
    asks = [("AskName", "GiveName", 0.85), ("AskContact", "GiveContact", 0.5), ("AskMail", "GiveMail", 0.25), ("AskPhone", "GivePhone", 0.25),
            ("AskAddress", "GiveAddress", 0.4), ("AskPay", "GivePay", 0.3), ("AskBirth", "GiveBirth", 0.08)]
    middle = [(ask, give) for ask, give, share in asks if dice.chance(share)][:5]
    for _ in range(max(dice.between(2, 9 - len(middle)) if len(middle) < 5 else 2, 3 - len(middle))):
        middle.insert(dice.between(0, len(middle)), ("SmallA", "SmallC") if dice.chance(0.1) else ("TalkA", "TalkC"))
    middle = middle[:9]
    for ask, give in middle:
        turns += [("advisor", text.say(ask)), ("client", text.say(give))]
    turns += [("advisor", text.say("Recap")), ("client", text.say("Thanks")), ("advisor", text.say("Bye"))]
    return client, text, turns
