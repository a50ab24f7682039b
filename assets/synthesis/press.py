"""What the house tells the world: press releases as pages and mails, lookbooks, and the influencers' posts nobody licensed.

Belongs here: press, lookbooks. Not here: what others say of the house (`social`).
"""

from assets.synthesis import formats
from assets.synthesis.grammar import paragraphs
from assets.synthesis.inbox import LANGUAGES, Inbox, day
from assets.synthesis.tables import lines

MENU = {"fr": ["Maison", "Collections", "Presse", "Nous écrire"], "it": ["La casa", "Collezioni", "Stampa", "Scriveteci"],
        "en": ["The house", "Collections", "Press", "Write to us"]}


def write(inbox: Inbox) -> None:
    _press(inbox)
    _lookbooks(inbox)
    _influencers(inbox)


def _press(inbox: Inbox) -> None:
    world, source = inbox.world, "press"
    for number in range(max(4, world.count(50))):
        dice = world.dice(source, number)
        language = dice.weighted(LANGUAGES)
        text = inbox.text(dice, language, "press", staff=dice.pick(world.advisors))
        title = text.say("Headline")
        body = [text.say("Lead"), *paragraphs(text, ["Pressfact", "Quote"], dice.between(70, 240), (2, 4)), text.say("Practical"), text.say("Contact")]
        written = day(dice, 2009, 2025)
        if number % 3 == 2:
            sender = text.bound["staff"]
            path = f"press/mail/{written}_{number:04d}.eml"
            text.planted.append(("PERSON", sender.full, "sender", None))
            text.planted.append(("EMAIL", sender.email, "sender", None))
            inbox.put(source, path, formats.eml(title, "\n\n".join(body), (sender.full, sender.email), "redaction@journal.example", formats.stamp(written, dice), f"cp{number}"))
            inbox.truth.personal(text, source, path, "\n".join([title, *body, sender.full, sender.email]))
        else:
            path = inbox.put(source, f"press/web/{written[:4]}/{language}_{number:04d}.html", formats.page(title, body, language, written, MENU[language]))
            inbox.truth.personal(text, source, path, "\n".join([title, *body]))
        if number == 1:
            again = inbox.put(source, f"press/web/reprise/{language}_{number:04d}.html", formats.page(title, body, language, written, MENU[language][:2]))
            inbox.truth.copied(source, path, again)
            inbox.truth.repeat("exact", source, path, again)
        if number < 3:
            inbox.contaminants.append((path, source, language, body[1]))


def _lookbooks(inbox: Inbox) -> None:
    world = inbox.world
    for number in range(max(4, world.count(24))):
        coming = number % 6 == 5 or number == 3
        source = "lookbooks_next" if coming else "lookbooks"
        dice = world.dice("lookbook", number)
        language = dice.weighted(LANGUAGES)
        text = inbox.text(dice, language, "short")
        lookbook = text.bound["collection"]
        looks = [text.say("Look") for _ in range(dice.between(8, 18))]
        if coming:
            looks.insert(0, f"{text.bound['unreleased'].value}.")
            text.planted.append(("SECRET", text.bound["unreleased"].value, "normal", None))
        season = text.say("season")
        written = day(dice, 2026 if coming else 2012, 2026 if coming else 2025)
        if number % 2:
            body = f"---\ntitle: \"{lookbook}\"\nseason: {season}\nlanguage: {language}\ndate: '{written}'\n---\n\n# {lookbook}\n\n" + "\n\n".join(looks) + "\n"
            path = inbox.put(source, f"{source}/{written[:4]}_{number:04d}.md", body.encode())
        else:
            path = inbox.put(source, f"{source}/{written[:4]}_{number:04d}.html", formats.page(lookbook, looks, language, written, MENU[language]))
        inbox.truth.personal(text, source, path, "\n".join(looks))


def _influencers(inbox: Inbox) -> None:
    world, source, rows = inbox.world, "influencer_posts", []
    for number in range(max(2, world.count(12))):
        dice = world.dice(source, number)
        text = inbox.text(dice, dice.weighted(LANGUAGES), "short", person=dice.pick(world.advisors))
        rows.append({"id": f"inf{number:05d}", "text": text.say("Post")})
    path = inbox.put(source, "influencer_posts/campagne_2025.jsonl", lines(rows), 0)
    inbox.truth.problem("contract without licence", source, path, records=len(rows))
