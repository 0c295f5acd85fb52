"""The names of a record, and the only record among some that has a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..errors import AmbiguousError, NotFoundError
from ..model.fields import ModelClass, fields_of
from ..model.kinds import kind_of
from ..suggestions import close_matches
from .folding import fold

if TYPE_CHECKING:
    from ..model import Record
    from ..model.names import NameKind
    from .memory import Records

T = TypeVar("T", bound="Record")

NAMES = ("name", "title", "names")
"""The fields with names, the most usual name first. The other fields of names have codes, or the id."""

_LISTED = 10
_SHORT = 5
"""A word with fewer letters suggests no name that contains a similar one."""


class Name(NamedTuple):
    """A name of a record.

    Attributes:
        text: The name as recorded.
        field: The field that has it.
        folded: Its form for comparing; see ``fold``.
        kind: Its kind, such as ``"abbreviation"``, if it is one of the other names.
    """

    text: str
    field: str
    folded: str
    kind: NameKind | None = None


Named = tuple[T, tuple[Name, ...]]
"""A record and its names."""


def record_of(store: Records, id: str) -> Record | None:
    """Return the record with an id, or None if there is none, such as for another text.

    Example:
        >>> import csto_data
        >>> record_of(csto_data.load(), "state:KAZ").name
        'Kazakhstan'
        >>> record_of(csto_data.load(), "the text of a note") is None
        True
    """
    kind = kind_of(id)
    return store.table(kind.dataset).get(id) if kind else None


def label_of(store: Records, id: str) -> str | None:
    """Return the label of the record with an id, or None if there is none.

    Example:
        >>> import csto_data
        >>> label_of(csto_data.load(), "state:KAZ"), label_of(csto_data.load(), "the text of a note")
        ('Kazakhstan', None)
    """
    record = record_of(store, id)
    return None if record is None else str(record.label)


def names_of(record: Record) -> tuple[Name, ...]:
    """Return all names of a record.

    Args:
        record: Any record.

    Returns:
        Its name or title, other names, codes, and its id, whose form for comparing has no prefix.

    Example:
        >>> import csto_data
        >>> names_of(csto_data.load().organizations["csto"])[1]
        Name(text='CSTO', field='names', folded='csto', kind='abbreviation')
    """
    cls: ModelClass = type(record)
    found = [each for name in _naming_fields(cls) for each in _in_field(record, name)]
    return *found, Name(record.id, "id", fold(record.id.partition(":")[2]))


@cache
def _naming_fields(cls: ModelClass) -> tuple[str, ...]:
    """Return the fields of a class that have names or codes."""
    fields = fields_of(cls)
    return *(name for name in NAMES if name in fields), *(name for name in fields if fields[name].external_code)


def _in_field(record: Record, name: str) -> Iterator[Name]:
    """Iterate over the names in a field."""
    value: Any = getattr(record, name)
    if isinstance(value, tuple):
        yield from (Name(other.text, name, fold(other.text), other.kind) for other in value)
    elif value is not None:
        yield Name(str(value), name, fold(str(value)))


def find(records: Iterable[T], name: str, what: str) -> T:
    """Return the only record with this name.

    A record has a name if one of its names, codes or the id without prefix is equal to it in the form for comparing. If
    no record has it, the only record counts that has all its words in one name, so that a surname is sufficient.

    Args:
        records: The records, such as a table.
        name: A name in any spelling that ``fold`` makes equal.
        what: The word for the records in messages, such as ``"people"``.

    Returns:
        One of the records.

    Raises:
        NotFoundError: No record has this name. The message has the nearest names.
        AmbiguousError: Several records have this name. The message lists the ids of at most ten.

    Example:
        >>> import csto_data
        >>> find(csto_data.load().people, "putin", "people").id
        'person:vladimir-putin'
        >>> find(csto_data.load().places, "АЛМАТЫ", "places").id
        'place:almaty'
    """
    named = [(record, names_of(record)) for record in records]
    found = closest(named, (is_one_of(name), has_words(name)))
    if not found:
        raise NotFoundError(f'No record in {what} has the name "{name}".{did_you_mean_name(name, named)}')
    if len(found) > 1:
        raise AmbiguousError(
            f'{len(found)} records in {what} have the name "{name}": {listed(found)}. Expected only one.'
        )
    return found[0]


Test = Callable[[tuple[Name, ...]], bool]
"""A condition on the names of a record."""


def closest(named: Iterable[Named[T]], tests: Iterable[Test]) -> list[T]:
    """Return the records that pass the first test that any of them passes."""
    named = tuple(named)
    for test in tests:
        if found := [record for record, names in named if test(names)]:
            return found
    return []


def is_one_of(text: str, *, but: Sequence[NameKind] = ()) -> Test:
    """Return the test whether the text is one of the names, except those of some kinds."""
    wanted = fold(text)
    return lambda names: bool(wanted) and any(name.folded == wanted and name.kind not in but for name in names)


def has_words(text: str) -> Test:
    """Return the test whether one of the names contains all words of the text."""
    wanted = set(fold(text).split())
    return lambda names: bool(wanted) and any(wanted.issubset(name.folded.split()) for name in names)


def listed(records: list[T]) -> str:
    """Return the ids of the first ten records, and the number of the others."""
    ids = ", ".join(record.id for record in records[:_LISTED])
    more = len(records) - _LISTED
    return f"{ids} and {more} more" if more > 0 else ids


def did_you_mean_name(text: str, named: Sequence[Named[T]]) -> str:
    """Return a sentence with the nearest names, after a space, or an empty string.

    They are similar as a whole, or have a word that is similar to a text of one word. Ids count as names here.

    Example:
        >>> import csto_data
        >>> did_you_mean_name("tokaev", [(person, names_of(person)) for person in csto_data.load().people])
        ' Did you mean "Kassym-Jomart Tokayev"?'
    """
    wanted = fold(text)
    whole = {name.folded: name.text for name in _last_first(named, (*NAMES, "id"))}
    near = [whole[folded] for folded in close_matches(wanted, whole)]
    if len(wanted) >= _SHORT and " " not in wanted:
        words = {word: name.text for name in _last_first(named, NAMES) for word in name.folded.split()}
        near += [words[word] for word in close_matches(wanted, words, limit=1)]
    shown = [f'"{name}"' for name in dict.fromkeys(near)]
    return f" Did you mean {' or '.join(shown)}?" if near else ""


def _last_first(named: Sequence[Named[T]], fields: tuple[str, ...]) -> list[Name]:
    """Return the names in these fields, the last one first, so that a dictionary keeps the first of equal ones."""
    return [name for _, names in reversed(named) for name in reversed(names) if name.field in fields]
