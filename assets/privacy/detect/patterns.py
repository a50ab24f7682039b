"""What regular expressions of several grammars are made of.

Belongs here: ways to write an expression that fails fast. Not here: any grammar.
"""


def one_of(forms: str) -> str:
    """One of the forms, parted by spaces, tried only where the first letter of one stands: elsewhere it fails at a single step."""
    found = forms.split()
    return rf"(?=[{''.join(sorted({form[0] for form in found}))}])(?:{'|'.join(found)})"


def listed(words: str) -> tuple[str, ...]:
    """Words and phrases parted by commas, over as many lines as they need."""
    return tuple(" ".join(word.split()) for word in words.split(","))
