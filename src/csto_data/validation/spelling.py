"""What a writer probably meant: the nearest of the words that are allowed, look-alike letters included."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

_ALIKE = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u051b\u051d"
    "\u2010\u2011\u2013\u2014_ ",
    "ABEKMHOPCTYXIJSaeopcyxijsdhqw------",
)
"""Cyrillic letters that look like Latin ones, and what people type for a hyphen."""


class Guess(NamedTuple):
    """The word that was meant; ``certain`` where only the spelling of the same word differs."""

    word: str
    certain: bool


def guess(written: str, allowed: Iterable[str], *, typos: bool = False) -> Guess | None:
    """Return the nearest allowed word, or None. With ``typos`` one typing error in a long word is certain, too."""
    by_folded: dict[str, list[str]] = {}
    for word in allowed:
        by_folded.setdefault(_folded(word), []).append(word)
    wanted = _folded(written)
    if wanted in by_folded:
        return Guess(by_folded[wanted][0], len(by_folded[wanted]) == 1)
    close = get_close_matches(wanted, by_folded, n=1, cutoff=0.6)
    if not close:
        return None
    near = [word for word in by_folded if one_typo(wanted, word)]
    return Guess(by_folded[close[0]][0], typos and near == close and len(wanted) > 4)


def unlike(text: str) -> str:
    """The text with Latin letters for their Cyrillic look-alikes."""
    return text.translate(_ALIKE)


def one_typo(one: str, other: str) -> bool:
    """Return whether one letter too many, too few, wrong, or two letters exchanged make the one from the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, rest_other = one[start:], other[start:]
    return (
        rest[1:] == rest_other[1:]
        or rest[1:] == rest_other
        or rest == rest_other[1:]
        or (rest[:2] == rest_other[1::-1] and rest[2:] == rest_other[2:])
    )


def _folded(word: str) -> str:
    return unlike(word).casefold()
