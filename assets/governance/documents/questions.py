"""The questions an auditor asks, and the one command that answers each.

Belongs here: their wording, their numbers and which of them a release answers by itself. Not here: any answer.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question. `command` may hold {release}, {newer}, {record}, {subject}, {source}, {code}, {purpose} and {request}.

    `of_release`: one release answers it, so its page does too.
    """

    number: int
    asked: str
    command: str
    of_release: bool = True

    def proved_by(self, **names: str) -> str:
        """The command with its names filled in; a name that is not given stays as a word in capitals for the reader to replace."""
        return self.command.format_map(_Named(names))


class _Named(dict):
    def __missing__(self, name: str) -> str:
        return name.upper()


QUESTIONS = (
    Question(1, "Is this release exactly what was approved?", "hallmark verify {release}"),
    Question(2, "Where does this record come from, and which code touched it?", "hallmark explain {release} {record}"),
    Question(3, "Which sources is it made of, and by what licence, ground, purpose and evidence?", "hallmark show {release} --section rights"),
    Question(4, "Where is everything that holds this person?", "hallmark trace --subject {subject}", of_release=False),
    Question(5, "A source's contract has ended: where did its records go?", "hallmark trace --source {source}", of_release=False),
    Question(6, "A version of the code was faulty: what was made with it?", "hallmark trace --code {code}", of_release=False),
    Question(7, "What would be removed if this person asked for erasure?", "hallmark erase plan --subject {subject}", of_release=False),
    Question(8, "Was this request for erasure carried out, and what proves it?", "hallmark erase prove {request}", of_release=False),
    Question(9, "Which requests are open, and how many days are left?", "hallmark erase status", of_release=False),
    Question(10, "How many records stand under each licence, and may a model be trained on all of them?", "hallmark show {release} --section licences"),
    Question(11, "Which sources could have opted out of text and data mining, and when did somebody last look?", "hallmark show {release} --section optout"),
    Question(12, "May it be used for this purpose?", "hallmark purpose {release} {purpose}"),
    Question(13, "How much personal data may remain, by kind and language, and how sure is that?", "hallmark show {release} --section privacy"),
    Question(14, "What changed since the release before, and why?", "hallmark diff {release} {newer}"),
    Question(15, "If it were made again, would it be the same?", "hallmark reproduce {release}"),
    Question(16, "Which policies were in force, were they kept, and what was waived until when?", "hallmark show {release} --section policies"),
    Question(17, "Who signed what and when, and were they independent of whoever built it?", "hallmark show {release} --section approvals"),
    Question(18, "Is the audit log unbroken, and who was given a copy of a release?", "hallmark log verify", of_release=False),
    Question(19, "What must go soon, or should be gone already?", "hallmark retention --due 30d", of_release=False),
    Question(20, "Which documents does it have, and do they still say what the data says?", "hallmark show {release} --section documents"),
    Question(21, "Which models were trained on it, and what was erased from it since?", "hallmark show {release} --section checkpoints"),
    Question(22, "What would today's detectors find in the releases that are in use?", "hallmark rescan --all", of_release=False),
    Question(23, "Is there anything in store that nobody accounts for?", "hallmark orphans", of_release=False),
)
