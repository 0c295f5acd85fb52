"""How wide a text is at most in the fonts of readers' systems, and where it is broken into lines."""

from __future__ import annotations

from functools import cache
from unicodedata import category, east_asian_width

_NARROW = set("iljtfrI.,:;'|!()[]-/ ")
_WIDE = set("mwMWQ@%&ЖШЩЮМФЫжшщюмфы—…")


@cache
def _width(letter: str) -> float:
    """Return the width of a letter in parts of the size of the font, as in the widest of the usual fonts."""
    if letter in _NARROW:
        return 0.45
    if letter in _WIDE:
        return 1.0
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if east_asian_width(letter) in ("W", "F"):
        return 1.05
    return 0.76 if letter.isupper() else 0.66


def width(text: str, size: float) -> float:
    """Return the width that a text has at most.

    Args:
        text: The text.
        size: The size of the font.

    Example:
        >>> width("Kazakhstan", 10) < width("KAZAKHSTAN", 10) < 10 * 10
        True
    """
    return sum(map(_width, text)) * size


def wrapped(text: str, size: float, room: float, lines: int) -> list[str]:
    """Return a text in lines that are not too wide; what does not fit ends in an ellipsis.

    Args:
        text: The text.
        size: The size of the font.
        room: The width that a line may have.
        lines: The maximum number of lines.

    Example:
        >>> wrapped("Collective Security Treaty Organization", 10, 120, 2)
        ['Collective', 'Security Treaty…']
    """
    found: list[str] = []
    words = text.split()
    while words:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size) <= room:
            line += f" {words.pop(0)}"
        is_last = len(found) == lines - 1
        if is_last and words:
            line = _shortened(f"{line}…", size, room)
            words = []
        elif width(line, size) > room:
            kept = _shortened(f"{line}…", size, room) if is_last else _fitting(line, size, room)
            if not is_last:
                words.insert(0, line[len(kept) :])
            line = kept
        found.append(line)
    return found


def _fitting(word: str, size: float, room: float) -> str:
    """Return the beginning of a long word that fits, at least one letter."""
    end = len(word)
    while end > 1 and width(word[:end], size) > room:
        end -= 1
    return word[:end]


def _shortened(line: str, size: float, room: float) -> str:
    """Return a line with an ellipsis at its end that fits."""
    text = line.removesuffix("…")
    while text and width(f"{text}…", size) > room:
        text = text[:-1].rstrip()
    return f"{text}…"
