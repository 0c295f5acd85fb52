"""Characters that cannot be seen: which a text may not contain, and without which it is the same text."""

from __future__ import annotations

import re
import unicodedata

from ..diagnostics import shortened

_HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
_JOINERS = "\u200c\u200d\ufe0f"
"""Characters that some scripts, and emoji, need: between others they are hidden."""
_HIDDEN_OR_JOINER = re.compile(f"[{_HIDDEN}{_JOINERS}]")
_HIDDEN_CHARACTER = re.compile(f"[{_HIDDEN}]|(?<![\u0600-\U0010ffff])[{_JOINERS}]")
MEANINGLESS = "\u00ad\u200c\u200d\u2060\ufeff"
"""Hidden characters without which the text is the same: soft hyphens, and joiners without width."""
_SEPARATING = re.compile("[^\\s\u200b]\u200b+[^\\s\u200b]")
"""Spaces without width that are the only thing between two visible characters."""


def hidden_character(text: str) -> re.Match[str] | None:
    """Return the first hidden character in a text.

    These are control and format characters (Cc and Cf), those for private use (Co), separators of lines, letters and
    selectors without a shape, and those that stand for an unreadable one. The joiners U+200C and U+200D, and the
    selector U+FE0F, are allowed in emoji and after a letter of a script that needs them, such as Arabic.
    """
    # A set of characters alone is found three times as fast as alternatives.
    return _HIDDEN_CHARACTER.search(text) if _HIDDEN_OR_JOINER.search(text) else None


def is_meaningless(character: str, text: str) -> bool:
    """Return whether a text is the same without a hidden character.

    A space without width may separate two words. A web address without a character may be another address.
    """
    if "://" in text:
        return False
    return character in MEANINGLESS or (character == "\u200b" and not _SEPARATING.search(text))


def described(character: str) -> str:
    """Return a printable ASCII character as JSON, and the code point and name of any other character."""
    if character.isascii() and character.isprintable():
        return shortened(character)
    category = unicodedata.category(character)
    unnamed = {"Cc": "control character", "Co": "for private use"}.get(category, "not a character")
    name = unicodedata.name(character, unnamed).lower()
    return f"U+{ord(character):04X} ({name})"
