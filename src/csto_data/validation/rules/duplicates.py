"""Rules CST305, CST309, CST310 and CST420: the same code or subject in two records.

All but the first are warnings, because two subjects can be alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from posixpath import normpath
from typing import Any, NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from ...diagnostics import Path, Violation
from ...model import KINDS, Event, Organization, Person, Place, Record, Source, State
from ...model.fields import external_codes, fields_of
from ..context import RuleContext
from ..registry import rule
from .times import times_of


class Key(NamedTuple):
    """A value that only one record of a kind should have.

    Attributes:
        value: The value, in a form in which equal values are equal.
        path: Its path in the record.
        before: The beginning of the message, before the id of the other record.
        after: The end of the message.
    """

    value: Hashable
    path: Path
    before: str
    after: str = ""


class Unique(NamedTuple):
    """What is unique among the records of a class, for one rule.

    Attributes:
        classes: The classes, each by itself.
        keys: A function that returns the keys of a record.
        expected: What is expected instead of a key that another record has.
        other: What the other record is called.
        each_key: Whether each equal key of two records is reported, and not only the first one.
    """

    classes: tuple[type[Record], ...]
    keys: Callable[[Any], Iterable[Key]]
    expected: str
    other: str
    each_key: bool = False


class Clash(NamedTuple):
    """A key that a record has in common with an earlier one."""

    record: str
    key: Key
    other: str
    other_key: Key


def clashes(keyed: Iterable[tuple[str, Iterable[Key]]], unique: Unique) -> Iterator[Clash]:
    """Iterate over the keys that records have in common with an earlier one.

    Args:
        keyed: The ids of records of one class, each with its keys.
        unique: What is unique.
    """
    first: dict[Hashable, tuple[str, Key]] = {}
    for id, keys in keyed:
        reported = {id}
        for key in keys:
            other, other_key = first.setdefault(key.value, (id, key))
            if other not in reported:
                if not unique.each_key:
                    reported.add(other)
                yield Clash(id, key, other, other_key)


def _violations(code: str, context: RuleContext) -> Iterator[Violation]:
    """Iterate over the violations of a rule by records with a key of an earlier record.

    Packaged records are earlier than those of a pack, so that the finding is in the pack.
    """
    unique = UNIQUE[code]
    for cls in unique.classes:
        records = sorted(context.compared(cls), key=lambda record: record.id in context.located)
        for clash in clashes(((record.id, unique.keys(record)) for record in records), unique):
            yield Violation(
                location=context.locate(clash.record, *clash.key.path),
                message=f"{clash.key.before}{clash.other}{clash.key.after}",
                expected=unique.expected,
                related=((context.locate(clash.other, *clash.other_key.path), unique.other),),
            )


@rule(
    "CST305",
    "duplicate-code",
    why="Codes link records to other datasets; a duplicate links one of the two to the wrong entity.",
)
def duplicate_codes(context: RuleContext) -> Iterator[Violation]:
    """Checks that no two records of a kind have the same external code (ISO 3166, Correlates of War, Wikidata, ...)."""
    return _violations("CST305", context)


def _codes(record: Record) -> Iterator[Key]:
    """Iterate over the external codes of a record."""
    for field in external_codes() - {"iso_alpha3"}:  # which is part of the id of a state
        code = getattr(record, field, None)
        if code is not None:
            yield Key((field, code), (field,), f"{field} {code} is already the code of ")


@rule(
    "CST309",
    "duplicate-name",
    severity="warning",
    why="A search by this name is ambiguous; often the two records are about the same subject.",
    requires=("CST301", "CST212"),
)
def duplicate_names(context: RuleContext) -> Iterator[Violation]:
    """Checks that no two persons, organisations, places or states have the same name, ignoring case and spaces."""
    return _violations("CST309", context)


def _names(record: Person | Organization | Place | State) -> Iterator[Key]:
    """Iterate over the names of a record."""
    yield Key(_folded(record.name), ("name",), f'"{record.name}" is also a name of ')
    for index, name in enumerate(record.names):
        yield Key(_folded(name.text), ("names", index, "text"), f'"{name.text}" is also a name of ')


def _folded(name: str) -> str:
    """Return a name without differences in encoding, case and spaces."""
    return " ".join(normalize("NFC", name).casefold().split())


@rule(
    "CST310",
    "duplicate-url",
    severity="warning",
    why="One document with two records counts as two independent sources.",
    requires=("CST207", "CST301"),
)
def duplicate_urls(context: RuleContext) -> Iterator[Violation]:
    """Checks that no two sources have the same web address.

    The scheme, www., the usual port, a final slash, the fragment, parameters for tracking, escapes of plain characters
    and the address of an archived copy do not matter.
    """
    return _violations("CST310", context)


def _addresses(source: Source) -> Iterator[Key]:
    """Iterate over the web address of a source."""
    if source.url is not None:
        yield Key(_normalised(source.url), ("url",), f"{source.url} is also the address of ")


def _normalised(url: str) -> str:
    """Return a web address without the parts that do not matter."""
    address, _, query = _ARCHIVE.sub("", url).partition("#")[0].partition("?")
    host, slash, path = address.partition("://")[2].removeprefix("www.").partition("/")
    parameters = sorted(part for part in query.split("&") if not part.startswith(_TRACKING))
    plain = normpath(f"/{unquote(path)}").lstrip("/")
    return f"{_PORT.sub('', host.lower())}{slash}{plain}".rstrip("/") + "?" + "&".join(parameters)


_ARCHIVE = re.compile(r"https?://web[.]archive[.]org/web/[0-9]+[a-z_]*/(?=https?://)")
_PORT = re.compile(":(80|443)$")
_TRACKING = ("utm_", "fbclid=", "gclid=", "yclid=")


@rule(
    "CST420",
    "duplicate-event",
    severity="warning",
    why="An event with two records is counted twice.",
    requires=("CST301", "CST302"),
)
def duplicate_events(context: RuleContext) -> Iterator[Violation]:
    """Checks that no two events of one kind have the same time, place and participants.

    Without a time or place, events of one kind are duplicates if they have the same title and participants.
    """
    return _violations("CST420", context)


def _happening(event: Event) -> Iterator[Key]:
    """Iterate over what identifies an event without an id."""
    times = tuple((field, str(day)) for field, day in times_of(event))
    is_known = bool(times) and event.place is not None
    title = "" if is_known else _folded(event.title)
    value = (event.kind, times, event.place, frozenset(event.participants), title)
    what = "time, place" if is_known else "time, title" if times else "title"
    yield Key(value, ("kind",), "", f" has the same kind, {what} and participants")


_CODED = tuple(
    kind.record_class for kind in KINDS.values() if not external_codes().isdisjoint(fields_of(kind.record_class))
)
UNIQUE: Mapping[str, Unique] = {
    "CST305": Unique(
        _CODED,
        _codes,
        "a code that no other record of this kind has",
        "the other record with this code",
        each_key=True,
    ),
    "CST309": Unique(
        (Person, Organization, Place, State),
        _names,
        "a single record for each subject, or a name that tells the two apart",
        "the other record",
    ),
    "CST310": Unique(
        (Source,), _addresses, "a single record for each document, to which all evidence refers", "the other source"
    ),
    "CST420": Unique(
        (Event,), _happening, "a single record for each event, or values that tell the two apart", "the other event"
    ),
}
"""What is unique, by the code of the rule."""
