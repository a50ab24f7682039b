"""What kind of word a word is, where it might be a name: the kinds of the tagger's gazetteer, as the recognisers of persons put them together.

Belongs here: those sums, and the question asked of several words at once. Not here: the lists (`givennames`, the gazetteer), where a name is looked for.
"""

from collections.abc import Iterable

from assets.privacy.tagger import bits_of
from assets.privacy.tagger.gazetteer import CALENDAR, COMMON, DE, EN, ES, EVERYDAY, FAMILY, FR, GIVEN, IT, ORGANISATION, PLACE, STREET, THING, TITLE

NAMED = GIVEN | FAMILY
WORDY = EVERYDAY | PLACE                # a word, a thing, a date, or a place
SPOKEN = EN | FR | IT | ES | DE         # a word of one of the languages
OFFICIAL = CALENDAR | TITLE | STREET | ORGANISATION
NO_NAME = OFFICIAL | PLACE              # no given name


def explained(locale: str) -> int:
    """The kinds of words that are no name in a language: another language's words with a capital may be one."""
    return NO_NAME | THING | COMMON.get(locale[:2], EVERYDAY)


def any_of(words: Iterable[str], kinds: int, excused: int = 0) -> bool:
    """Whether one of the folded words is of these kinds, and of none of those excused."""
    return any(bits_of(word) & kinds and not bits_of(word) & excused for word in words)
