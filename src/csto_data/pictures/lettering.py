"""How wide a text is, without a font: an estimate that is not below the usual sans-serif fonts.

A picture is drawn in the fonts of its reader. The estimate follows DejaVu Sans, one of the widest, so that a text that
fits here also fits there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_CLASSES = (
    (0.36, " !'.,:;|ijlI/\\[]\u2019\u2018\u00b7\u0456\u0457\u0406"),
    (0.45, '()ftr-"*\u0433`'),
    (0.56, "cksvxyzJ?\u0441\u043a\u0437\u0442\u0443\u0445"),
    (
        0.65,
        "abdeghnopqu0123456789LFE\u0430\u0431\u0432\u0434\u0435\u0438\u0439\u043b\u043d\u043e\u043f\u0440\u0447\u044c\u044d\u044f\u0451",
    ),
    (0.86, "+=<>~#^"),
    (
        1.04,
        "mwMW%@\u2014\u2026\u0436\u0448\u0449\u044b\u044e\u0444\u043c\u0416\u0428\u0429\u042b\u042e\u0424\u041c\u0414",
    ),
)
_WIDTHS = {character: width for width, characters in _CLASSES for character in characters}
BOLD = 1.12
"""How much wider a bold text is."""


def width_of(text: str, size: float) -> float:
    """Return the width of a text in pixels.

    Args:
        text: The text, on one line.
        size: The size of the font.

    Example:
        >>> round(width_of("Kazakhstan", 10))
        61
    """
    return size * sum(_WIDTHS.get(character) or _unusual(character) for character in text)


def _unusual(character: str) -> float:
    """Return the width of a character that is not in the table."""
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    return 0.8 if character.isalpha() and ord(character) < 0x0590 else 1.2


def lines_of(text: str, size: float, width: float) -> list[str]:
    """Return a text as lines that are not wider than a width; a word that is wider is broken.

    Example:
        >>> lines_of("Seizure of the airport of Almaty", 10, 110)
        ['Seizure of the', 'airport of Almaty']
    """
    lines: list[str] = []
    for word in _words(text, size, width):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines or [""]


def _words(text: str, size: float, width: float) -> Iterator[str]:
    for word in text.split():
        part = ""
        for character in word:
            if part and width_of(part + character, size) > width:
                yield part
                part = ""
            part += character
        yield part
