"""Compare a reported value with a recorded one. Verdicts are computed, never stored.

Recorded and reported values are sets of days or numbers. A report inside the recorded set supports the value, a
disjoint one disputes it, and any other is compatible: both may be true, but the report does not confirm the value.
Lists are judged element by element, matched by their keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

from ..dates import Day, Instant
from ..model.fields import FieldType
from ..model.names import OtherName
from ..model.values import Degree, Party, Quantity, Value

Comparable = TypeVar("Comparable", bound="Ordered")
TIMES = ("date", "instant", "start", "end")


class Ordered(Protocol):
    """A bound of a set: a day or number."""

    def __lt__(self, other: Any, /) -> bool: ...


VerdictWord: TypeAlias = Literal["supports", "compatible", "disputes", "not judged", "unsettled"]
"""A verdict in JSON."""


class Verdict(Enum):
    """How a reported value relates to the recorded one.

    Attributes:
        SUPPORTS: The reported value is equal to the recorded one, or within it.
        COMPATIBLE: Both values may be true, but the report does not confirm the recorded one.
        DISPUTES: The reported value contradicts the recorded one.
        NOT_JUDGED: The values are not compared, for example because they are texts or plans.
        UNSETTLED: The record has no value.

    Example:
        >>> from csto_data import Verdict, load
        >>> {judgement.verdict for judgement in load().disputes()} == {Verdict.DISPUTES}
        True
    """

    SUPPORTS = "supports"
    COMPATIBLE = "compatible"
    DISPUTES = "disputes"
    NOT_JUDGED = "not judged"
    UNSETTLED = "unsettled"

    @property
    def word(self) -> VerdictWord:
        """The verdict as a word, for JSON."""
        return self.value


Judged = tuple[str, Any, Any, Verdict]
"""Path, recorded value, reported value, verdict."""


class Geography(Protocol):
    """What judgements need to know about places. A location contains itself."""

    def contains(self, outer: str, inner: str, /) -> bool:
        """Return whether a place or state contains the whole of a location."""
        ...

    def touches(self, outer: str, inner: str, /) -> bool:
        """Return whether a place or state contains a location or a part of it."""
        ...


def judge_spans(
    recorded: tuple[Comparable | None, Comparable | None], reported: tuple[Comparable | None, Comparable | None]
) -> Verdict:
    """Judge two sets, each given by its first and last element; None means open."""
    (low, high), (first, last) = recorded, reported
    if _less(last, low) or _less(high, first):
        return Verdict.DISPUTES
    from_inside = low is None or (first is not None and not first < low)
    to_inside = high is None or (last is not None and not high < last)
    return Verdict.SUPPORTS if from_inside and to_inside else Verdict.COMPATIBLE


def _less(one: Comparable | None, other: Comparable | None) -> bool:
    """Return whether both bounds are known and the first is less than the second."""
    return one is not None and other is not None and one < other


def judge_days(recorded: Day, reported: Day) -> Verdict:
    """Judge a reported date; an uncertain report is not judged, an uncertain record is treated as certain."""
    if reported.uncertain:
        return Verdict.NOT_JUDGED
    return judge_spans((recorded.earliest, recorded.latest), (reported.earliest, reported.latest))


def is_left_by(recorded: Day, reported: Iterable[Day]) -> bool:
    """Return whether reported dates together exclude every day but the recorded ones.

    ``[2018-11-08..]`` and ``2018`` leave ``[2018-11-08..2018-12-31]``. Dates without a common day leave none.
    """
    days = [day for day in reported if not day.uncertain]
    first = max((day.earliest for day in days if day.earliest is not None), default=None)
    last = min((day.latest for day in days if day.latest is not None), default=None)
    spans = (recorded.earliest, recorded.latest), (first, last)
    return bool(days) and not _less(last, first) and judge_spans(*spans) is Verdict.SUPPORTS


def judge_quantities(recorded: Quantity, reported: Quantity) -> Verdict:
    """Judge a reported amount; amounts with words only are judged only if they are equal."""
    if recorded.bounds is None or reported.bounds is None:
        return Verdict.SUPPORTS if recorded == reported else Verdict.NOT_JUDGED
    return judge_spans(recorded.bounds, reported.bounds)


def judge_locations(recorded: str, reported: str, geography: Geography) -> Verdict:
    """Judge a reported place: one inside the recorded place supports it; a wider or overlapping one is compatible."""
    if geography.contains(recorded, reported):
        return Verdict.SUPPORTS
    if geography.touches(reported, recorded) or geography.touches(recorded, reported):
        return Verdict.COMPATIBLE
    return Verdict.DISPUTES


def key_of(element: Any) -> str:
    """Return the key of a list element.

    It is an id, word or text; of a party its ``actor`` or ``of``; of a degree its organisation.
    """
    match element:
        case Party():
            return str(element.actor or element.of or element.described_as)
        case Degree():
            return str(element.organization or element.title)
        case _:
            return str(element)


def judge_field(holder: Any, field: FieldType, reported: Any, geography: Geography) -> Iterator[Judged]:
    """Yield one judgement on a report of a field, or at least one for each element of a list."""
    recorded = getattr(holder, field.name)
    if field.many:
        yield from _judge_list(field, recorded, reported)
    elif recorded is not None:
        yield field.name, recorded, reported, _judge_value(field, recorded, reported, geography)
    elif field.name in TIMES and any(getattr(holder, time, None) is not None for time in TIMES):
        value, verdict = _judge_across(holder, field.name, reported)
        yield field.name, value, reported, verdict
    else:
        yield field.name, None, reported, Verdict.UNSETTLED


def _judge_value(field: FieldType, recorded: Any, reported: Any, geography: Geography) -> Verdict:
    match field.nature:
        case "day":
            return judge_days(recorded, reported)
        case "instant":
            return Verdict.SUPPORTS if recorded.utc == reported.utc else Verdict.DISPUTES
        case "quantity":
            return judge_quantities(recorded, reported)
        case "reference" if "place" in field.prefixes:
            return judge_locations(recorded, reported, geography)
        case "reference" | "word" | "flag" | "code" | "integer":
            return Verdict.SUPPORTS if recorded == reported else Verdict.DISPUTES
        case _:
            return Verdict.NOT_JUDGED


def _judge_list(field: FieldType, recorded: tuple[Any, ...], reported: tuple[Any, ...]) -> Iterator[Judged]:
    counterparts = Counterparts(recorded)
    for element in reported:
        path = f"{field.name}[{counterparts.key(element)}]"
        if field.nature == "text" or field.cls is OtherName:
            yield field.name, recorded or None, element, Verdict.NOT_JUDGED if recorded else Verdict.UNSETTLED
        elif not recorded:
            yield path, None, element, Verdict.UNSETTLED
        elif (found := counterparts.of(element)) is None:
            unclear = isinstance(element, Party) and counterparts.may_be_one(element)
            yield path, recorded, element, Verdict.NOT_JUDGED if unclear else Verdict.DISPUTES
        else:
            yield path, found, element, Verdict.SUPPORTS
            yield from _judge_parts(path, found, element)


class Counterparts:
    """The recorded elements of a list by their keys, to find the one that a reported element is about."""

    def __init__(self, recorded: tuple[Any, ...]) -> None:
        self._by_key: dict[tuple[str, bool], list[Any]] = {}
        self._keys = [key_of(element) for element in recorded]
        for element in recorded:
            self._by_key.setdefault((key_of(element), _named(element)), []).append(element)
        self._named = {named for _, named in self._by_key}
        self._exact = dict.fromkeys(recorded)

    def key(self, element: Any) -> str:
        """Return the key of a recorded or reported element in paths.

        It has the words of a described party if several recorded elements have the same key: ``state:KAZ: protesters``.
        """
        key = key_of(element)
        if _named(element) or element.of is None or self._keys.count(key) < 2:
            return key
        found = self.of(element)
        return f"{key}: {(element if found is None else found).described_as}"

    def of(self, element: Any) -> Any:
        """Return the recorded element with the same key; of several, the one with the most equal parts.

        Of several described parties of one state or organisation it is the one with the same words or role; None if
        there is none, because then any of them may be meant.
        """
        if element in self._exact:
            return element
        same = self._by_key.get((key_of(element), _named(element)), ())
        if len(same) > 1 and not _named(element):
            same = [other for other in same if _is_same_description(element, other)]

        def agreement(other: Any) -> int:
            parts = ("role", "described_as", "office", "title")
            return sum(getattr(other, part, None) == getattr(element, part, None) for part in parts)

        return max(same, key=agreement, default=None)

    def may_be_one(self, element: Party) -> bool:
        """Return whether a party without a counterpart may be a recorded one.

        It may be if one of the two is named and the other described, or if both are described and have the same ``of``.
        """
        return (not _named(element)) in self._named or (key_of(element), False) in self._by_key


def _is_same_description(element: Party, other: Party) -> bool:
    """Return whether two described parties have the same words or the same role."""
    role = getattr(element, "role", None)
    return element.described_as == other.described_as or (role is not None and role == getattr(other, "role", None))


def _named(element: Any) -> bool:
    return not isinstance(element, Party) or element.actor is not None


def _judge_parts(path: str, recorded: Any, reported: Any) -> Iterator[Judged]:
    """Yield judgements on the office and role of a party."""
    for part in ("office", "role"):
        value, other = getattr(recorded, part, None), getattr(reported, part, None)
        if other is None:
            continue
        if value is None:
            yield f"{path}.{part}", None, other, Verdict.UNSETTLED
        else:
            yield f"{path}.{part}", value, other, Verdict.SUPPORTS if value == other else Verdict.DISPUTES


def _judge_across(holder: Any, name: str, reported: Day | Instant) -> tuple[Value | None, Verdict]:
    """Judge a time against a recorded one of another kind, such as a date against a start and an end."""
    moment: Day | Instant | None = getattr(holder, "date", None) or getattr(holder, "instant", None)
    start: Day | None = getattr(holder, "start", None)
    end: Day | None = getattr(holder, "end", None)
    if isinstance(reported, Day) and reported.uncertain:
        return moment or start or end, Verdict.NOT_JUDGED
    if moment is not None:
        return moment, _judge_at_moment(moment, name, reported)
    if name in ("start", "end"):
        return None, Verdict.UNSETTLED
    if _precedes(reported, start):
        return start, Verdict.DISPUTES
    if _precedes(end, reported):
        return end, Verdict.DISPUTES
    return start or end, Verdict.COMPATIBLE


def _judge_at_moment(moment: Day | Instant, name: str, reported: Day | Instant) -> Verdict:
    """Judge a time against a recorded moment: a start may be earlier, an end later."""
    if (
        isinstance(moment, Day)
        and isinstance(reported, Instant)
        and judge_days(moment, reported.day) is Verdict.SUPPORTS
    ):
        return Verdict.SUPPORTS
    too_late = name != "end" and _precedes(moment, reported)
    too_early = name != "start" and _precedes(reported, moment)
    return Verdict.DISPUTES if too_late or too_early else Verdict.COMPATIBLE


def _precedes(one: Day | Instant | None, other: Day | Instant | None) -> bool:
    """Return whether both times are known, and every possible day of the first is before all those of the second."""
    return one is not None and other is not None and _less(_days(one)[1], _days(other)[0])


def _days(time: Day | Instant) -> tuple[date | None, date | None]:
    """Return the first and last possible day of a time; for an instant, anywhere on Earth."""
    if isinstance(time, Instant):
        return time.earliest_day, time.latest_day
    return time.earliest, time.latest
