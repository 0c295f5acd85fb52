"""Find the known word that was probably meant. Cyrillic letters count as the Latin letters that they look like."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

CUTOFF = 0.6
"""The lowest similarity (the ratio of ``difflib``) of a suggested word."""
CUTOFF_ELSEWHERE = 0.8
"""The same for a word with another first letter, because the first letter is rarely mistyped."""

_LOOK_ALIKES = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u051b\u051d"
    "\u2010\u2011\u2013\u2014_ ",
    "ABEKMHOPCTYXIJSaeopcyxijsdhqw------",
)
"""Latin letters for Cyrillic ones that look the same, and hyphens for similar characters."""
_TO_LATIN = {cyrillic: latin for cyrillic, latin in _LOOK_ALIKES.items() if chr(cyrillic).isalpha()}
_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in _TO_LATIN.items()}
_LATIN, _CYRILLIC = re.compile("[A-Za-z\u00c0-\u024f]"), re.compile("[\u0400-\u052f]")


class Guess(NamedTuple):
    """The word that was probably meant; ``certain`` if only its spelling differs."""

    word: str
    certain: bool


def did_you_mean(wanted: str, known: Iterable[str]) -> str:
    """Return a sentence with the nearest known words, after a space, or an empty string.

    Example:
        >>> did_you_mean("titel", ["title", "kind"])
        ' Did you mean "title"?'
    """
    close = [f'"{word}"' for word in close_matches(wanted, known)]
    return f" Did you mean {' or '.join(close)}?" if close else ""


def guess(written: str, allowed: Iterable[str], *, typos: bool = False) -> Guess | None:
    """Return the nearest allowed word, or None.

    Args:
        written: The invalid word.
        allowed: The allowed words.
        typos: Whether a guess is also certain if it differs by a single typo in a word of at least five letters.

    Example:
        >>> guess("titel", ["title", "kind"])
        Guess(word='title', certain=False)
    """
    words = dict.fromkeys(allowed)
    wanted = _folded(written)
    if same := [word for word in words if _folded(word) == wanted]:
        return Guess(same[0], len(same) == 1)
    close = close_matches(written, words, limit=1)
    if not close:
        return None
    near = [word for word in words if one_typo(wanted, _folded(word))]
    return Guess(close[0], typos and near == close and len(wanted) > 4)


def close_matches(wanted: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """Return the known words that are most similar to the wanted one, the nearest first.

    For ids, the slugs are compared, because all ids of a kind share their prefix. Ids of the same kind are preferred.
    """
    prefix, compared = _split(wanted)
    by_prefix: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for word in known:
        own_prefix, slug = _split(word)
        by_prefix[own_prefix][slug].append(word)
    same_kind = list(_similar(prefix, by_prefix))[:1]
    for prefixes in (same_kind, list(by_prefix)):
        near = [pair for name in prefixes for pair in _near(compared, by_prefix[name])]
        if near:
            near.sort(key=lambda pair: (-pair[0], pair[1]))
            return [word for _, word in near[:limit]]
    return []


def _near(wanted: str, words: Mapping[str, list[str]]) -> Iterator[tuple[float, str]]:
    """Yield each word with a similar slug, and its similarity."""
    typos = {slug: 0.0 for slug in words if len(wanted) > 1 and one_typo(wanted, slug)}
    for slug, similarity in {**typos, **_similar(wanted, words)}.items():
        is_another_word = wanted in slug and not slug.startswith(wanted)  # such as cession in accession
        if slug in typos or (not is_another_word and (wanted[:1] == slug[:1] or similarity >= CUTOFF_ELSEWHERE)):
            yield from ((similarity, word) for word in words[slug])


def _similar(wanted: str, words: Iterable[str]) -> dict[str, float]:
    """Return the similarity of the words that reach the cutoff, the most similar first."""
    from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415  # only needed for a wrong name

    close = get_close_matches(wanted, list(words), n=10, cutoff=CUTOFF)
    return {word: SequenceMatcher(None, word, wanted).ratio() for word in close}


def unlike(text: str) -> str:
    """Return the text with Latin letters for Cyrillic ones that look the same, and hyphens for similar characters."""
    return text.translate(_LOOK_ALIKES)


def in_one_script(word: str) -> str | None:
    """Return a word of Latin and Cyrillic letters with look-alikes of one script only, or None if that is impossible.

    Example:
        >>> in_one_script("Vl\u0430dimir") == "Vladimir"
        True
    """
    latin, cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    return latin if not _CYRILLIC.search(latin) else cyrillic if not _LATIN.search(cyrillic) else None


def has_look_alike(text: str) -> bool:
    """Return whether a text contains a Cyrillic letter that looks like a Latin one.

    Example:
        >>> has_look_alike("state:\u041aAZ"), has_look_alike("en_US")
        (True, False)
    """
    return any("\u0400" <= c <= "\u052f" and ord(c) in _LOOK_ALIKES for c in text)


def one_typo(one: str, other: str) -> bool:
    """Return whether two words differ by one added, missing or wrong letter, or by two swapped letters."""
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
    """Return the word in lower case and in Latin letters."""
    return unlike(word).casefold()


def _split(word: str) -> tuple[str, str]:
    """Return the prefix and the slug of an id, or an empty prefix and the whole word."""
    prefix, colon, slug = _folded(word).partition(":")
    return (prefix, slug) if colon else ("", prefix)
