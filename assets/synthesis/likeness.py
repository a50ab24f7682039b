"""What a twin's records say: for every column that a contract reads, a fictional value of the right sort.

Belongs here: columns and values. Not here: the formats they are written in (`shapes`), which contracts there are (`twin`).
"""

from assets.synthesis import identifiers as ids
from assets.synthesis.grammar import paragraphs
from assets.synthesis.inbox import LANGUAGES, Inbox, day
from assets.synthesis.maison import BOUTIQUES, CATEGORY, COLLECTIONS, SUPPLIERS

NUMBERS = {"event": {"value"}, "transaction": {"quantity", "price"}, "item": {"price"}, "label": {"score"}, "supply": {"quantity", "price"},
           "media": {"width", "height", "bytes"}}
LONG = ("text", "notes")
GENRE = {"document": "archive", "dialogue": "dialogue"}
SAYING = {"event": "Event", "item": "Describe", "label": "Opinion", "concept": "Describe", "supply": "Order", "inspection": "Defect", "subject": "Event",
          "media": "Describe", "transaction": "Describe"}
PERSONAL = {"email": "EMAIL", "phone": "PHONE", "address": "ADDRESS", "birth_date": "BIRTH_DATE", "name": "PERSON", "author": "PERSON", "inspector": "PERSON",
            "labeller": "PERSON"}
PURPOSES, STATES = ("train-language-model", "retrieval"), {"given": 8, "withdrawn": 1, "refused": 1}


class Plan:
    """The columns of one source, and what each of them stands for."""

    def __init__(self, contract: dict):
        self.contract, self.kind = contract, contract.get("kind", "document")
        self.parse = contract.get("parse") or {}
        self.columns = {ours: listed(theirs) for ours, theirs in (contract.get("columns") or {}).items()}
        self.keys = [one for one in listed(contract.get("primary_key")) if _theirs(one)]
        subject = contract.get("subject")
        self.people = [one for one in listed(subject.get("id") if isinstance(subject, dict) else subject) if _theirs(one)]
        self.consent = {part: name for part, name in (contract.get("consent") or {}).items() if name and _theirs(name)}
        language = contract.get("language")
        self.language_column = language.get("column") if isinstance(language, dict) and _theirs(language.get("column", "=")) else None
        self.language = language if isinstance(language, str) else None
        self.roles: dict[str, str] = {}
        self._gather()

    def _gather(self) -> None:
        turns, unpivot = self.parse.get("turns"), self.parse.get("unpivot")
        made = {unpivot.get("name", "name"), unpivot.get("value", "value")} if isinstance(unpivot, dict) else set()
        if isinstance(turns, dict) and turns.get("by"):
            made.add("turns")
            self._wanted(turns["by"], "conversation")
            for place, name in enumerate(listed(turns.get("order"))):
                self._wanted(name, f"order {place}")
            for part in ("text", "speaker", "role", "start", "end", "confidence"):
                self._wanted(turns.get(part), f"turn {part}")
        for ours in sorted(self.columns, key=lambda name: name not in LONG):        # a column that is text is text above all
            self._wanted(self.columns[ours][0], ours)
        for name in self.people:
            self.roles[name] = "the subject"
        for part, name in self.consent.items():
            self.roles[name] = "the subject" if part == "subject" else f"consent {part}"
        self._wanted(self.language_column, "language")
        for name in self.keys:
            if self.roles.get(name) not in (*LONG, "the subject", "conversation"):
                self.roles[name] = "the key"
        for name in [*listed(self.contract.get("keep")), self.contract.get("group")]:
            self._wanted(name, "kept")
        if isinstance(unpivot, dict):
            for name in unpivot.get("columns") or []:
                self.roles[name] = "a rating"
        for name in self.parse.get("names") or []:
            self.roles.setdefault(name, "kept")
        sql = (self.contract.get("from") or {}).get("sql")
        if isinstance(sql, dict) and sql.get("watermark"):
            self.roles[sql["watermark"]] = "the watermark"
        for name in made:
            self.roles.pop(name, None)
        if self.parse.get("names"):
            self.roles = {name: self.roles[name] for name in self.parse["names"]}

    def _wanted(self, name, role: str) -> None:
        if isinstance(name, str) and _theirs(name):
            self.roles.setdefault(name, role)


def listed(value) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def _theirs(name) -> bool:
    return isinstance(name, str) and not name.startswith(("=", "path."))


class Record:
    """One fictional record: whose it is, what it says, and the values that were planted in it."""

    def __init__(self, inbox: Inbox, plan: Plan, number: int):
        world, source = inbox.world, plan.contract["name"]
        self.inbox, self.plan, self.number, self.dice = inbox, plan, number, world.dice("twin", source, number)
        self.client = world.clients[number % len(world.clients)] if plan.kind == "subject" else self.dice.pick(world.clients)
        self.piece = self.dice.pick(world.pieces)
        self.language = plan.language if plan.language in LANGUAGES else self.dice.weighted(LANGUAGES) if not plan.language else "en"
        staff = self.dice.pick(world.artisans)
        self.text = inbox.text(self.dice, self.language, GENRE.get(plan.kind, "short"), client=self.client, person=staff, staff=staff, advisor=staff,
                               advisor2=self.dice.pick(world.advisors), order=f"CMD-2025-{self.dice.digits(6)}")
        self.staff, self.planted = staff, self.text.planted
        self.key = f"{''.join(part[0] for part in source.split('_'))[:3].upper()}{number:06d}"
        self._body: list[str] | None = None
        self.said: list[str] = []           # what its file says of it, as written

    @property
    def title(self) -> str:
        return self.text.say("Title") if self.plan.kind == "document" else f"{self.piece.line} {self.number}"

    @property
    def body(self) -> list[str]:
        if self._body is None:
            if self.plan.kind == "document":
                self._body = [self.text.say("Opening"), *paragraphs(self.text, ["Fact", "Craftwork"], self.dice.between(60, 260), (2, 4))]
                self._body += [self.text.say(rule) for rule in (["Witness", "Closing"] if self.dice.chance(0.5) else ["Closing"])]
            elif self.plan.kind == "dialogue":
                self._body = [said for _, said in self.turns()]
            else:
                self._body = [self.text.say(SAYING[self.plan.kind]) for _ in range(self.dice.between(1, 2))]
        return self._body

    def turns(self) -> list[tuple[str, str]]:
        """Who says what, 6 to 12 turns, under the names that the contract gives roles."""
        names = list(self.plan.parse.get("roles") or {}) or ["advisor", "client"]
        advisor, client = (names + names)[1 if len(names) > 1 else 0], names[0]
        said = [(advisor, self.text.say("HelloA")), (client, f"{self.text.say('HelloC')} {self.text.say('Need')}")]
        for ask, give in [("AskName", "GiveName"), ("AskMail", "GiveMail"), ("TalkA", "TalkC")][:self.dice.between(2, 3)]:
            said += [(advisor, self.text.say(ask)), (client, self.text.say(give))]
        return [*said, (advisor, self.text.say("Bye"))]

    def values(self) -> dict[str, object]:
        """A value for each of their columns."""
        return {name: self.value(name, role) for name, role in self.plan.roles.items()}

    def value(self, theirs: str, role: str):
        if role in NUMBERS.get(self.plan.kind, ()):
            return self._number(role)
        if role in LONG:
            return "\n\n".join(self.body) if self.plan.kind == "document" else " ".join(self.body)
        if role == "the key":
            return self.key
        if role == "the subject":
            return self.client.email if "mail" in theirs.lower() else self.client.key
        if role.startswith("consent "):
            return {"purpose": self.dice.pick(PURPOSES), "status": self.dice.weighted(STATES), "notice_version": "v3", "from": day(self.dice, 2022, 2024),
                    "until": "2028-12-31"}[role[8:]]
        if role == "turns":
            return None
        if role == "the watermark":
            return f"2026-01-{1 + self.number % 28:02d} {self.number // 28 % 24:02d}:{self.number % 60:02d}:00"
        if role == "a rating":
            return self.dice.between(0, 10)
        said = self._said(role)
        if said is None:
            said = str(self.dice.between(1, 900)) if role == "kept" else f"{self.dice.pick(COLLECTIONS)} {self.number}"
        if role in PERSONAL and isinstance(said, str):
            own = role in ("email", "phone", "address", "birth_date") or self.plan.kind == "subject"
            self.planted.append((PERSONAL[role], said, "column", self.client.key if own else None))
        return said

    def _number(self, role: str):
        return {"value": round(self.dice.bell(70, 12), 1), "quantity": self.dice.between(1, 40), "price": self.piece.price, "score": self.dice.between(50, 100) / 100,
                "width": 120, "height": 90, "bytes": 4096}[role]

    def _said(self, role: str):
        client, dice, text, piece = self.client, self.dice, self.text, self.piece
        match role:
            case "title": return self.title
            case "name": return client.full if self.plan.kind == "subject" else text.bound["piece_name"]
            case "author" | "inspector": return self.staff.full
            case "labeller": return self.staff.full
            case "email": return client.email
            case "phone": return ids.phone_written(dice, client.phone)
            case "address": return client.street
            case "given_name" | "family_name":
                said = client.given if role == "given_name" else client.family
                self.planted.append(("PERSON", said, "first" if role == "given_name" else "surname", client.key))
                return said
            case "city": return client.town
            case "country": return client.country
            case "birth_date": return client.birth
            case "gender": return client.gender.upper()
            case "subject_key": return client.key
            case "segment": return dice.pick(["regular", "occasional", "prospect"])
            case "language": return self.language
            case "created": return day(dice)
            case "code" | "item_code" | "inspected" | "target": return piece.sku
            case "transaction_no" | "order_no" | "concept_id": return self.key
            case "brand" | "entity": return piece.line
            case "category": return CATEGORY[piece.kind]
            case "material" | "colour" if self.plan.kind not in GENRE: return text.say(f"{role}_")
            case "label" if self.plan.kind == "concept": return f"{text.say('material_')} {self.number}"
            case "alt_labels": return [text.say("colour_"), text.say("stone_")]
            case "description": return text.bound["piece_name"]
            case "currency": return "EUR"
            case "store": return dice.pick(BOUTIQUES)[1]
            case "origin": return dice.pick(["FR", "IT", "GB"])
            case "unit": return dice.pick(["m", "pcs", "kg"])
            case "channel": return "chat"
            case "event_type": return dice.pick(["visit", "fitting", "call"])
            case "task": return dice.pick(["style", "finish", "season"])
            case "result": return dice.pick(["accepted", "rejected"])
            case "defect": return dice.pick(["seam", "shade", "stitch"])
            case "severity": return dice.pick(["minor", "major"])
            case "supplier" | "supplier_code":
                said = dice.pick(SUPPLIERS)
                self.planted.append(("SECRET", said, "column", None))
                return said
            case "scheme" | "broader": return dice.pick(["material", "technique", "motif"])
            case "value": return dice.pick(["sober", "festive", "signature"])
            case "media_type": return "image/png"
        return None
