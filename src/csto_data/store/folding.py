"""Texts in a form in which different spellings of a name are equal. The form is only for comparing, never for showing.

Cyrillic letters become Latin ones as in the usual English spelling of names, which follows the system of BGN/PCGN for
Russian, without its apostrophes and accents. The letters of Kazakh, Kyrgyz, Tajik, Ukrainian and Belarusian that
Russian does not have become the Latin letters of their usual English spelling, such as k for \u049b.
"""

from __future__ import annotations

from unicodedata import category, combining, normalize

_APOSTROPHES = "'`\u00b4\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u1ffd\u2018\u2019\u201b\u2032"
_COMMON = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, ""), **dict.fromkeys("\u2010\u2011\u2013\u2014\u201c\u201d\u00ab\u00bb\u00a0", " ")}
)
"""Replacements for the punctuation of English texts, which are in ASCII apart from it."""
_SEPARATORS = str.maketrans({char: " " for char in map(chr, range(128)) if not char.isalnum()})
_LATIN = str.maketrans(
    {
        "\u00e6": "ae",
        "\u00f0": "d",
        "\u00f8": "o",
        "\u00fe": "th",
        "\u0111": "d",
        "\u0127": "h",
        "\u0131": "i",
        "\u0142": "l",
        "\u014b": "n",
        "\u0153": "oe",
        "\u0259": "a",
    }
)
"""Latin letters that do not consist of a letter and an accent."""

_RUSSIAN = """
    а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r
    с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya
"""
_OTHERS = "і=i ї=i є=ie ґ=g ў=u ә=a ғ=g қ=k ң=n ө=o ұ=u ү=u һ=h ҳ=h ҷ=j ј=j ѕ=z"
_LETTERS = {ord(pair[0]): pair[2:] for pair in (*_RUSSIAN.split(), *_OTHERS.split())}
_IOTATED = {"е": "ye", "ё": "yo"}
"""Letters with another value at the beginning of a word and after a vowel or one of the signs."""
_IOTATED_IN_UKRAINIAN = {"є": "ye", "ї": "yi"}
"""Letters with another value at the beginning of a word."""
_VOWELS = frozenset("аеёиоуыэюяіїєәөұүйъь")
_ONLY_UKRAINIAN = frozenset("їєґ")
_UKRAINIAN = str.maketrans("игэ", "yhe") | {ord("е"): "e"}
"""Letters with another value in a word with a letter that only Ukrainian has."""
_MARKED = {"и\u0306": "й", "е\u0308": "ё", "і\u0308": "ї", "у\u0306": "ў"}
"""Cyrillic letters that have an accent in Unicode but are letters of their own."""

_LOOK_ALIKES = dict(zip("авсенһіјкморѕтху", "abcehhijkmopstxy", strict=True))
_TO_LATIN = str.maketrans(_LOOK_ALIKES)
"""Latin letters that look like Cyrillic ones, in upper or lower case, so that case does not matter."""
_TO_CYRILLIC = str.maketrans({latin: cyrillic for cyrillic, latin in reversed(_LOOK_ALIKES.items())})


def fold(text: str) -> str:
    """Return a text in a form for comparing: in lower case, without accents and punctuation, in Latin letters.

    Two spellings that differ only in case, accents, apostrophes, hyphens or Unicode normalisation have the same form,
    and so do a name in Cyrillic and its usual English transliteration. Folding a folded text does not change it. A text
    of nothing but punctuation keeps it.

    Args:
        text: Any text.

    Returns:
        The words of the text with single spaces between them.

    Example:
        >>> fold("Қазақстан"), fold("Казахстан") == fold("KAZAKHSTAN")
        ('kazakstan', True)
        >>> fold("Kassym-Jomart  Tokayev's")
        'kassym jomart tokayevs'
    """
    plain = text.translate(_COMMON)
    if plain.isascii():
        words = plain.lower().translate(_SEPARATORS).split()
    else:
        words = [_transliterated(word) for word in _separated(_without_accents(plain).translate(_COMMON)).split()]
    return " ".join(filter(None, words)) or " ".join(_without_accents(text).split())


def _without_accents(text: str) -> str:
    """Return the text in lower case and without combining marks, except those of Cyrillic letters of their own."""
    decomposed = normalize("NFKD", normalize("NFKD", text).casefold()).translate(_LATIN)
    for marked, letter in _MARKED.items():
        decomposed = decomposed.replace(marked, letter)
    return "".join(char for char in decomposed if not combining(char))


def _separated(text: str) -> str:
    """Return the text with spaces for everything that is not part of a word."""
    return "".join(char if char.isalnum() or category(char)[0] == "M" else " " for char in text)


def _transliterated(word: str) -> str:
    """Return a word in Latin letters, as far as its letters are known."""
    if word.isascii():
        return word
    word = _in_one_script(word)
    if not _ONLY_UKRAINIAN.isdisjoint(word):
        word = _IOTATED_IN_UKRAINIAN.get(word[0], word[0]) + word[1:]
        return word.translate(_UKRAINIAN).translate(_LETTERS)
    if word.endswith(("ий", "ый")):
        word = f"{word[:-2]}ы"
    before = ("й", *word)  # counts as a vowel
    letters = (
        _IOTATED.get(char, char) if previous in _VOWELS else char for previous, char in zip(before, word, strict=False)
    )
    return "".join(letters).translate(_LETTERS)


def _in_one_script(word: str) -> str:
    """Return a word of Latin and Cyrillic letters in one script, if the letters of the other one are look-alikes.

    If all letters are, it is the script of most of them.
    """
    cyrillic = [ord(char) for char in word if "\u0400" <= char <= "\u052f"]
    latin = [ord(char) for char in word if "a" <= char <= "z"]
    if not cyrillic or not latin:
        return word
    to_latin = _TO_LATIN.keys() >= set(cyrillic)
    to_cyrillic = _TO_CYRILLIC.keys() >= set(latin) and _LETTERS.keys() >= set(cyrillic)
    if to_cyrillic and (len(cyrillic) > len(latin) or not to_latin):
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN) if to_latin else word
