"""Find the known word that was probably meant. Cyrillic letters count as the Latin letters that they look like."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
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


def guess(written: str, allowed: Iterable[str] | Words, *, typos: bool = False) -> Guess | None:
    """Return the nearest allowed word, or None.

    Args:
        written: The invalid word.
        allowed: The allowed words; as ``Words`` if several invalid ones are compared with them.
        typos: Whether a guess is also certain if it differs by a single typo in a word of at least five letters.

    Example:
        >>> guess("titel", ["title", "kind"])
        Guess(word='title', certain=False)
    """
    words = allowed if isinstance(allowed, Words) else Words(allowed)
    if same := words.spelled_alike(written):
        return Guess(same[0], len(same) == 1)
    close = words.close_matches(written, limit=1)
    if not close:
        return None
    return Guess(close[0], typos and words.with_one_typo(written) == close and len(_folded(written)) > 4)


def close_matches(wanted: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """Return the known words that are most similar to the wanted one, the nearest first; see ``Words``."""
    return Words(known).close_matches(wanted, limit=limit)


class Words:
    """Known words, in which the nearest to an unknown word is found; for many of them, without comparing them all."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_prefix: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for word in dict.fromkeys(known):
            prefix, slug = _split(word)
            self._by_prefix[prefix][slug].append(word)
        self._slugs = {prefix: Slugs(words) for prefix, words in self._by_prefix.items()}

    def spelled_alike(self, written: str) -> list[str]:
        """Return the words of which only the spelling differs, such as upper and lower case."""
        prefix, slug = _split(written)
        return self._by_prefix[prefix].get(slug, []) if prefix in self._by_prefix else []

    def with_one_typo(self, written: str) -> list[str]:
        """Return the words that differ by a single typo."""
        wanted = _split(written)
        return [
            word
            for prefix, slugs in self._slugs.items()
            for slug in ([wanted[1]] if one_typo(wanted[0], prefix) else slugs.typos(wanted[1]))
            if prefix == wanted[0] or slug == wanted[1]
            for word in self._by_prefix[prefix].get(slug, ())
        ]

    def close_matches(self, wanted: str, *, limit: int = 3) -> list[str]:
        """Return the words that are most similar to the wanted one, the nearest first.

        For ids, the slugs are compared, because all ids of a kind share their prefix. Ids of the same kind are
        preferred.
        """
        prefix, compared = _split(wanted)
        same_kind = list(_similar(prefix, self._by_prefix))[:1]
        for prefixes in (same_kind, list(self._by_prefix)):
            near = [pair for name in prefixes for pair in self._near(compared, name)]
            if near:
                near.sort(key=lambda pair: (-pair[0], pair[1]))
                return [word for _, word in near[:limit]]
        return []

    def _near(self, wanted: str, prefix: str) -> Iterator[tuple[float, str]]:
        """Yield each word of a prefix with a similar slug, and its similarity."""
        slugs = self._slugs[prefix]
        typos = dict.fromkeys(slugs.typos(wanted) if len(wanted) > 1 else (), 0.0)
        for slug, similarity in {**typos, **_similar(wanted, slugs.candidates(wanted))}.items():
            is_another_word = wanted in slug and not slug.startswith(wanted)  # such as cession in accession
            if slug in typos or (not is_another_word and (wanted[:1] == slug[:1] or similarity >= CUTOFF_ELSEWHERE)):
                yield from ((similarity, word) for word in self._by_prefix[prefix][slug])


MANY = 300
"""The number of words up to which an unknown word is compared with all of them."""
_PART = 3
"""The number of letters of the parts by which many words are found."""


class Slugs:
    """Words without prefixes, indexed by their parts once there are many."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = dict.fromkeys(words)
        self._letters: set[str] = set()
        self._by_part: dict[str, list[str]] = {}

    def typos(self, wanted: str) -> list[str]:
        """Return the words that differ from the wanted one by a single typo."""
        if len(self._words) <= MANY:
            return [word for word in self._words if one_typo(wanted, word)]
        self._index()
        return [word for word in dict.fromkeys(_with_typo(wanted, self._letters)) if word in self._words]

    def candidates(self, wanted: str) -> Iterable[str]:
        """Return the words that may be similar to the wanted one: all or, of many, those with its rarest parts."""
        if len(self._words) <= MANY:
            return self._words
        self._index()
        shared: Counter[str] = Counter()
        for part in sorted(_parts(wanted) & self._by_part.keys(), key=lambda part: (len(self._by_part[part]), part)):
            shared.update(self._by_part[part][:MANY])
            if len(shared) > MANY:
                break
        return [word for word, _ in shared.most_common(MANY)]

    def closest(self, wanted: str, cutoff: float) -> str | None:
        """Return a word with a single typo, or else the most similar one with at least this similarity, or None."""
        typos = self.typos(wanted)
        close = typos or [
            word for word, similarity in _similar(wanted, self.candidates(wanted)).items() if similarity >= cutoff
        ]
        return close[0] if close else None

    def _index(self) -> None:
        """Collect the letters and parts of the words, once."""
        if not self._letters:
            self._letters = set().union(*self._words)
            by_part = defaultdict(list)
            for word in self._words:
                for part in _parts(word):
                    by_part[part].append(word)
            self._by_part = by_part


def _parts(word: str) -> set[str]:
    """Return the parts of a word of three letters."""
    return {word[start : start + _PART] for start in range(max(1, len(word) - _PART + 1))}


def _with_typo(word: str, letters: Iterable[str]) -> Iterator[str]:
    """Yield the words that differ from a word by one added, missing or wrong letter, or by two swapped letters."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield from (before + letter + after for letter in letters)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters if letter != after[0])
        if after[1:] and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:]


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
