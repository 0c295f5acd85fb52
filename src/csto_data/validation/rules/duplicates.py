"""Rules CST309, CST310 and CST420: the same subject in two records. They are warnings, because two can be alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar
from unicodedata import normalize

from ...diagnostics import Path, Violation
from ...model import Event, Organization, Person, Place, Record, Source, State
from ..context import RuleContext
from ..registry import rule
from .times import times_of

T = TypeVar("T", bound=Record)
Keys = Iterable[tuple[Hashable, Path]]


@rule(
    "CST309",
    "duplicate-name",
    severity="warning",
    why="A search by this name is ambiguous; often the two records are about the same subject.",
    requires=("CST301", "CST212"),
)
def duplicate_names(context: RuleContext) -> Iterator[Violation]:
    """Checks that no two persons, organisations, places or states have the same name, ignoring case and spaces."""
    named: tuple[type[Person | Organization | Place | State], ...] = (Person, Organization, Place, State)
    for cls in named:
        for record, path, other, other_path in _alike(cls, _names, context):
            name = record.name if path == ("name",) else record.names[int(path[1])].text
            yield Violation(
                location=context.locate(record.id, *path),
                message=f'"{name}" is also a name of {other.id}',
                expected="a single record for each subject, or a name that tells the two apart",
                related=((context.locate(other.id, *other_path), "the other record"),),
            )


def _names(record: Person | Organization | Place | State) -> Keys:
    """Iterate over the names of a record, in a form in which equal names are equal."""
    yield _folded(record.name), ("name",)
    yield from ((_folded(name.text), ("names", index, "text")) for index, name in enumerate(record.names))


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

    The scheme, www., a final slash, the fragment and parameters for tracking do not matter.
    """
    for source, path, other, other_path in _alike(Source, _addresses, context):
        yield Violation(
            location=context.locate(source.id, *path),
            message=f"{source.url} is also the address of {other.id}",
            expected="a single record for each document",
            related=((context.locate(other.id, *other_path), "the other source"),),
        )


def _addresses(source: Source) -> Keys:
    """Iterate over the web address of a source, in a form in which addresses of one page are equal."""
    if source.url is not None:
        yield _normalised(source.url), ("url",)


def _normalised(url: str) -> str:
    """Return a web address without scheme, www., final slash, fragment and tracking parameters."""
    address, _, query = url.partition("#")[0].partition("?")
    _, _, address = address.partition("://")
    host, slash, path = address.removeprefix("www.").partition("/")
    parameters = sorted(part for part in query.split("&") if not part.startswith(_TRACKING))
    return f"{host.lower()}{slash}{path}".rstrip("/") + "?" + "&".join(parameters)


_TRACKING = ("utm_", "fbclid=", "gclid=", "yclid=")


@rule(
    "CST420",
    "duplicate-event",
    severity="warning",
    why="An event with two records is counted twice.",
    requires=("CST301", "CST302"),
)
def duplicate_events(context: RuleContext) -> Iterator[Violation]:
    """Checks that no two events of one kind have the same time, place and participants."""
    for event, path, other, other_path in _alike(Event, _happening, context):
        yield Violation(
            location=context.locate(event.id, *path),
            message=f"{other.id} has the same kind, time, place and participants",
            expected="a single record for each event, or values that tell the two apart",
            related=((context.locate(other.id, *other_path), "the other event"),),
        )


def _happening(event: Event) -> Keys:
    """Iterate over what identifies an event without an id; nothing if time or place is unknown."""
    times = tuple((field, str(day)) for field, day in times_of(event))
    if times and event.place is not None:
        yield (event.kind, times, event.place, frozenset(event.participants)), ("kind",)


def _alike(cls: type[T], keys: Callable[[T], Keys], context: RuleContext) -> Iterator[tuple[T, Path, T, Path]]:
    """Iterate over the records with a key of an earlier record, once for each pair, with the paths of the keys.

    Packaged records are earlier than those of a pack, so that the finding is in the pack.
    """
    first: dict[Hashable, tuple[T, Path]] = {}
    for record in sorted(context.compared(cls), key=lambda record: record.id in context.located):
        reported = {record.id}
        for key, path in keys(record):
            other, other_path = first.setdefault(key, (record, path))
            if other.id not in reported:
                reported.add(other.id)
                yield record, path, other, other_path
