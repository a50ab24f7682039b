"""What the structured recognisers find, for tests that read like a list of sentences."""

from assets.privacy.detect.recognisers import DEFINITIONS, analyze_batch

STRUCTURED = tuple(one for one in DEFINITIONS if one.type != "PERSON")


def planted(marked):
    """The text and the values between « and »."""
    text, values = "", []
    for at, piece in enumerate(marked.replace("»", "«").split("«")):
        if at % 2:
            values.append((len(text), len(text) + len(piece)))
        text += piece
    return text, values


def spans(text, *types):
    return [one for one in analyze_batch([text], STRUCTURED)[0] if one.score >= 0.5 and (not types or one.type in types)]


def uncovered(marked, *types):
    """Planted values of which a letter or digit is in no finding."""
    text, values = planted(marked)
    seen = {at for one in spans(text, *types) for at in range(one.start, one.end)}
    return [text[start:end] for start, end in values if any(text[at].isalnum() and at not in seen for at in range(start, end))]


def overdone(marked, *types):
    """Findings that take letters or digits which were not planted."""
    text, values = planted(marked)
    allowed = {at for start, end in values for at in range(start, end)}
    return [text[one.start:one.end] for one in spans(text, *types) if any(text[at].isalnum() and at not in allowed for at in range(one.start, one.end))]
