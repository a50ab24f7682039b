"""How people write out a number or code: its groups, and whatever they put between them.

Belongs here: where such a value ends, whatever it is. Not here: what it is (`labels`, `dockets`), runs of digits in a text (`shapes`).
Only for a value that its word announces: nothing here tells a number from a price.
"""

import re

_GROUP = re.compile(r"[^\W_]{1,18}")
_MARKS = r"-–—−‑/·•.°º_:~|§*'’´÷－^\\"
_GAP = re.compile(rf"(?:[ \u00a0\u202f]?[{_MARKS}]){{1,2}}[ \u00a0\u202f]?|[ \u00a0\u202f]")
_PARTS = frozenset(_MARKS + " \u00a0\u202f")
# Little words of five languages, folded: none is a group of a number.
LITTLE = frozenset("""
    a i y e o and or is in been on at to of for from by my me we it its no the an am pm was be so ok yes not you your our has had but if do did can
    et ou le la les l de du des un une je mon au aux pour avec par sur est il elle en
    el los las por para con sin es mi su y que lo gli di da per mio mia suo sua uno una ho non
    ich zu im am der die das den dem und mit auf von vom zum zur hat ist nach fur nicht exp tel fax mob cp""".split())
_ORDINALS = ("st", "nd", "rd", "th")
_CLOSING = frozenset(",;.)?!\n\x00")
MOST = 34       # letters and digits of the longest value


def grouped(text: str, at: int, apart: bool = True) -> int:
    """Where a value that begins at a place ends, 0 for none; with spaces between its groups only if `apart`.

    'j w / 41 / 07 / 88 / b', '30 / 17 884 / 209', 'MX—77—04418—Q', '0 0 4 7 – 2 1 9'.
    """
    end = size = seen = 0
    single, spaces, figures, marks = True, False, False, ""
    limit = min(len(text), at + 80)
    while size < MOST and (found := _GROUP.match(text, at, limit)):
        word = found[0]
        has = not word.isalpha() and any(map(str.isdigit, word))
        if end:
            gap = text[end:at]
            mark = gap.strip()
            if not apart and gap != mark and not (single and len(word) == 1):
                break
            joins = _after_mark(text, found.end(), word, has, gap, mark, size, single, marks) if mark else \
                _after_space(text, found.end(), word, has, size, single, spaces or seen == 1)
            if not joins:
                break
            spaces |= gap != mark or not mark
            marks += mark
        elif not has and (len(word) > 4 or len(word) > 1 and word in LITTLE):
            break
        end, size, seen = found.end(), size + len(word), seen + 1
        single &= len(word) == 1
        figures |= has
        parted = _GAP.match(text, end, limit) if text[end:end + 1] in _PARTS else None
        if not parted:
            break
        at = parted.end()
    return end if figures else 0


def _after_space(text: str, end: int, word: str, has: bool, size: int, single: bool, spaces: bool) -> bool:
    """Whether a group goes on with the value before it, from which a space parts it."""
    if not spaces and size > 5:
        return False
    if has:
        return len(word) < 7 and not word.endswith(_ORDINALS) and not (size > 6 and len(word) == 1 and not single)
    if len(word) > 4 or not single and word in LITTLE:
        return False
    after = text[end:end + 3]
    if single and len(word) == 1:
        return size > 1 or after[1:2].isdigit() or not after[1:2].isalpha() or not after[2:3].isalpha()
    if len(word) > 3:
        return False
    if word.isupper() and any(map(str.isdigit, following := text[end:end + 7])) and following.upper() == following:
        return True
    return after[:1] in " -–/" and after.strip(" -–/")[:1].isdigit() or word.isupper() and len(word) < 3 and (
        after[:1] in _CLOSING or not after[:2].strip())


def _after_mark(text: str, end: int, word: str, has: bool, gap: str, mark: str, size: int, single: bool, marks: str) -> bool:
    """Whether a group goes on with the value before it, from which a mark parts it."""
    if not has and (len(word) > 4 or not single and word in LITTLE):
        return False
    if gap == mark:
        if mark in ".'’´:" and not has:
            return word.isupper() or len(word) == 1
        return has or word.isupper() or len(word) < 3
    if "." in mark and not gap.startswith(" ") and not single:      # a sentence's end
        return False
    after = text[end:end + 2]
    ends = not (after[:1].isspace() and after[1:].isalpha())       # '/ 73', '- A' at the end, not '- 2 boots'
    return (mark in marks or single or ends and (size < 6 or len(word) < 5)) and (has and len(word) < 9 or len(word) < 3)
