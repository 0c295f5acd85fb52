"""Find records by what a person types: resolve a name, code or id to one id, and search all texts for words.

The parts that need no store are in ``names``, which tables use, and in ``folding``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict

from attrs import frozen

from ..errors import AmbiguousError, InvalidFilterError, NotFoundError
from ..model.fields import fields_of
from ..model.kinds import BY_PREFIX, KINDS, Kind, kind_of
from ..suggestions import close_matches, did_you_mean
from .answer import AnswerObject
from .folding import fold
from .memory import once
from .names import (
    NAMES,
    Name,
    Named,
    closest,
    did_you_mean_name,
    find,
    has_words,
    is_one_of,
    listed,
    names_of,
)
from .redirecting import followed
from .shape import answer_shape

if TYPE_CHECKING:
    from ..model import Record
    from .memory import Records

__all__ = ["Match", "find", "fold", "names_of", "resolve", "search"]

_TEXTS = ("summary", "claim", "note")
_LAST_CHARACTER = "\U0010ffff"


def resolve(store: Records, text: str, prefixes: Iterable[str] = ()) -> str:
    """Return the id of the record that a person means by a text.

    It is the record with this id (with or without its prefix), code or name; otherwise the one with this former name or
    other spelling; otherwise the one that has all words of the text in one name. Among records that match equally well,
    those with proper names (states, organisations, people, places and operations) come before all others. A text in the
    form of an id, such as ``person:putin``, is looked up among the records with its prefix.

    Args:
        store: The data.
        text: An id, with or without its prefix, a code, or a name in any spelling that ``fold`` makes equal.
        prefixes: The prefixes of the ids that are allowed, such as ``("state", "org")``; empty for all.

    Returns:
        The id of one record in the store.

    Raises:
        NotFoundError: No record matches, or the prefix of the id is not allowed. The message has the nearest ids or
            names, or the allowed prefixes.
        AmbiguousError: Several records match equally well. The message lists the ids of at most ten.

    Example:
        >>> import csto_data
        >>> store = csto_data.load()
        >>> resolve(store, "kz"), resolve(store, "Казахстан"), resolve(store, "Putin", ["person", "state"])
        ('state:KAZ', 'state:KAZ', 'person:vladimir-putin')
    """
    kind, name = _split(text)
    kinds = _allowed(text, kind, tuple(prefixes))
    if kind and (record := store.table(kind.dataset).get(text)) is not None:
        found_id: str = record.id
        return found_id
    if kind:
        followed(store, text)  # raises GoneError for a published id
    named = [each for kind in sorted(kinds, key=_precedence) for each in _named(store, kind)]
    found = closest(named, (is_one_of(name, but=("former", "spelling")), is_one_of(name), has_words(name)))
    found = [record for record in found if _has_proper_name(record) or not _has_proper_name(found[0])]
    if not found:
        raise NotFoundError(f'No {_nouns(kinds)} has the id, code or name "{text}".{_nearest(text, name, named)}')
    if len(found) > 1:
        raise AmbiguousError(f'{len(found)} records match "{text}": {listed(found)}. Expected the id of one of them.')
    return found[0].id


def _split(text: str) -> tuple[Kind | None, str]:
    """Return the kind of a text in the form of an id, and the part after the prefix; otherwise None and the text."""
    prefix, _, slug = text.partition(":")
    kind = kind_of(prefix.casefold()) if slug and len(text.split()) == 1 else None
    return (kind, slug) if kind else (None, text)


def _allowed(text: str, kind: Kind | None, prefixes: tuple[str, ...]) -> list[Kind]:
    """Return the kinds of records that can be meant: the one of the prefix, or all with an allowed prefix."""
    if kind is None:
        return [BY_PREFIX[prefix] for prefix in prefixes] or list(KINDS.values())
    if prefixes and kind.prefix not in prefixes:
        expected = " or ".join(f'"{prefix}"' for prefix in prefixes)
        raise NotFoundError(f'The id "{text}" has the prefix "{kind.prefix}". Expected the prefix {expected}.')
    return [kind]


def _precedence(kind: Kind) -> tuple[bool, bool]:
    """Return the key that sorts kinds: those with proper names first, sources last."""
    return "name" not in fields_of(kind.record_class), kind.prefix == "source"


def _has_proper_name(record: Record) -> bool:
    """Return whether a record has a name, and not a title or only an id."""
    return "name" in fields_of(type(record))


def _named(store: Records, kind: Kind) -> tuple[Named[Record], ...]:
    """Return the records of a kind with their names."""
    return once(
        store,
        ("names", kind.dataset),
        lambda: tuple((record, names_of(record)) for record in store.table(kind.dataset)),
    )


def _nouns(kinds: list[Kind]) -> str:
    """Return the words for records of these kinds, such as ``state or organisation``."""
    if len(kinds) == len(KINDS):
        return "record"
    *others, last = (kind.noun for kind in kinds)
    return f"{', '.join(others)} or {last}" if others else last


def _nearest(text: str, name: str, named: list[Named[Record]]) -> str:
    """Return a sentence with the nearest ids, if the text looks like an id, or names."""
    near = did_you_mean(text, (record.id for record, _ in named)) if ":" in text else ""
    return near or did_you_mean_name(name, named)


class MatchDict(TypedDict):
    """A match of a search as JSON."""

    id: str
    label: str
    field: str
    text: str


@frozen(repr=False)
class Match(AnswerObject):
    """A record that a search has found.

    Attributes:
        record: The record.
        field: The field that matches best.
        text: The text of that field or, for a field with several, the one that matches best.

    Example:
        >>> import csto_data
        >>> best = search(csto_data.load(), "tokayev")[0]
        >>> best.record.id, best.field, best.text
        ('person:kassym-jomart-tokayev', 'name', 'Kassym-Jomart Tokayev')
    """

    SCHEMA = "match"

    record: Record
    field: str
    text: str

    def to_dict(self) -> MatchDict:
        """Return the match for ``json.dumps``, as in ``schemas/answers/match.schema.json``.

        Example:
            >>> import csto_data
            >>> csto_data.load().search("tokayev")[0].to_dict()["id"]
            'person:kassym-jomart-tokayev'
        """
        return MatchDict(id=self.record.id, label=self.record.label, field=self.field, text=self.text)

    def __str__(self) -> str:
        return f"{self.record.id}, {self.field}: {self.text}"


MATCHES = answer_shape(
    "matches",
    f"{__name__}:MATCHES",
    summary=("record_id", "field", "text"),
    record="record",
    field="text",
    text="text",
)
"""The columns of tables of matches."""


def search(store: Records, text: str, limit: int | None = None) -> tuple[Match, ...]:
    """Return the records in which all words of a text occur, the best matches first.

    A word occurs if a word of a name, title, code, id, summary, claim or note begins with it, in the form for comparing
    that ``fold`` returns. Records with exactly this name, code or id come first; then those with a name that begins
    with the text; then those with its words in a name, in a title, in an id or code, in a summary, claim or note, and
    in several of these together. Equally good matches are in the order of their ids. A text in the form of an id, such
    as ``person:putin``, finds only records with its prefix.

    Args:
        store: The data.
        text: One or more words, or beginnings of words, in any order.
        limit: The highest number of matches; None for all.

    Returns:
        One match for each record; empty if none matches.

    Raises:
        ValueError: The text is empty, or the limit is negative.

    Example:
        >>> import csto_data
        >>> [match.record.id for match in search(csto_data.load(), "airp alma", limit=2)]
        ['place:almaty-airport', 'event:almaty-airport-secured']
    """
    if not isinstance(text, str):
        raise TypeError(f"A value of type {type(text).__name__} is not a valid text to search for. Expected a string.")
    kind, words = _split(text)
    wanted = fold(words)
    if not wanted:
        raise InvalidFilterError(f'"{text}" is not a valid text to search for. Expected at least one word.')
    if limit is not None and limit < 0:
        raise InvalidFilterError(f"{limit} is not a valid limit. Expected a number from 0.")
    ranked = _index(store).ranked(wanted, kind.prefix if kind else "")
    return tuple(Match(record, name.field, name.text) for record, name in ranked[:limit])


def nearest_words(store: Records, text: str) -> str:
    """Return a text whose words do occur, for one that finds nothing: each unknown word is replaced by the nearest one.

    Args:
        store: The data.
        text: One or more words.

    Returns:
        The words in the form for comparing; empty if all of them occur, or one of them is like no other.

    Example:
        >>> import csto_data
        >>> nearest_words(csto_data.load(), "almaty airprot")
        'almaty airport'
    """
    words = _split(text)[1]
    nearest = [_index(store).nearest(word) for word in fold(words).split()]
    found = " ".join(nearest)
    return found if all(nearest) and found != fold(words) and search(store, found, 1) else ""


def _index(store: Records) -> _Index:
    return once(store, "search", lambda: _Index(store))


class _Index:
    """The texts of all records by the words in them."""

    def __init__(self, store: Records) -> None:
        self._entries: list[tuple[Record, Name]] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for kind in KINDS.values():
            for record, names in _named(store, kind):
                for name in (*names, *_texts(record)):
                    for word in set(name.folded.split()):
                        self._by_word[word].append(len(self._entries))
                    self._entries.append((record, name))
        self._words = sorted(self._by_word)

    def ranked(self, wanted: str, prefix: str) -> list[tuple[Record, Name]]:
        """Return the records with all words, each with its best text, the best first."""
        hits = [self._beginning_with(word) for word in set(wanted.split())]
        ids = set.intersection(*({self._entries[entry][0].id for entry in found} for found in hits))
        best: dict[str, tuple[int, int, int]] = {}
        for entry, count in Counter(entry for found in hits for entry in found).items():
            record, name = self._entries[entry]
            if record.id in ids and (not prefix or record.id.startswith(f"{prefix}:")):
                rank = (_rank(name, wanted) if count == len(hits) else _TOGETHER, -count, entry)
                best[record.id] = min(rank, best.get(record.id, rank))
        return [self._entries[best[id][2]] for id in sorted(best, key=lambda found: (best[found][0], found))]

    def nearest(self, word: str) -> str:
        """Return the word itself if a word begins with it, otherwise the nearest one; empty if none is near."""
        return word if self._beginning_with(word) else next(iter(close_matches(word, self._words, limit=1)), "")

    def _beginning_with(self, word: str) -> set[int]:
        """Return the entries with a word that begins with this one."""
        first, last = bisect_left(self._words, word), bisect_left(self._words, word + _LAST_CHARACTER)
        return {entry for known in self._words[first:last] for entry in self._by_word[known]}


_TOGETHER = 6
"""The rank of a record that has all words, but not in one text."""


def _rank(name: Name, wanted: str) -> int:
    """Return how well a text with all wanted words matches; 0 is best."""
    if name.field in _TEXTS:
        return 5
    if name.folded == wanted:
        return 0
    if name.field not in NAMES:
        return 4
    if name.field == "title":
        return 3
    return 1 if name.folded.startswith(wanted) else 2


def _texts(record: Record) -> Iterable[Name]:
    """Return the texts of a record that are not names."""
    found = ((field, getattr(record, field, None)) for field in _TEXTS)
    return (Name(text, field, fold(text)) for field, text in found if text is not None)
