"""Conditions between the fields of an object: enforced when one is made, and written into the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias, cast

import attrs

from ..dates import Answer, Day

Get: TypeAlias = Callable[[str], Any]
"""Gives the value of a field by its name; None, or an empty tuple, where it is absent."""
Schema: TypeAlias = dict[str, Any]
Fields: TypeAlias = tuple[str, ...]


class Fault(NamedTuple):
    """A broken condition: the field at fault, what is wrong, and what is allowed.

    ``missing`` says that the field is absent; ``of_time`` that it is about the order of two days.
    """

    field: str
    message: str
    expected: str
    missing: bool = False
    of_time: bool = False


class InvalidCombinationError(ValueError):
    """Field values that contradict each other.

    ``fault`` says which field is wrong and what is allowed; ``key`` is the key of the field in JSON.
    """

    def __init__(self, fault: Fault, key: str) -> None:
        super().__init__(f"{fault.message}; expected {fault.expected}")
        self.fault = fault
        self.key = key

    def __reduce__(self) -> tuple[type[InvalidCombinationError], tuple[Fault, str]]:
        return type(self), (self.fault, self.key)


class Condition:
    """Something that has to hold between the fields of an object: enforced when it is made, written into the schema."""

    def fault(self, get: Get) -> Fault | None:
        """Return what is wrong with the values, if anything."""
        raise NotImplementedError

    def schema(self) -> Schema:
        """Return a schema that says the same; an empty one where JSON Schema cannot say it."""
        raise NotImplementedError

    def settle(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values without those that break the condition."""
        while (fault := self.fault(values.get)) is not None and not fault.missing:
            values = {name: value for name, value in values.items() if name != fault.field}
        return values

    @property
    def starts(self) -> tuple[Fields, ...]:
        """Sets of fields of which one has to be there, for those who make values."""
        return ((),)


def _present(get: Get, name: str) -> bool:
    return get(name) not in (None, ())


def _given(name: str) -> Schema:
    """Return the condition that a field is there; strict validators want to see it among the properties, too."""
    return {"properties": {name: {}}, "required": [name]}


def _forbidden(names: Fields, expected: str) -> Schema:
    return {"properties": {name: {"description": expected, "not": {}} for name in names}}


def _excluded(field: str, other: str, expected: str) -> Fault:
    return Fault(field, f'"{field}" cannot be combined with "{other}"', expected)


class OneOf(Condition):
    """At most one of several groups of fields, such as a date, or a start and an end."""

    def __init__(self, *groups: Fields, expected: str) -> None:
        self.groups = groups
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return the first field of a later group beside one of an earlier group."""
        found = [(group, name) for group in self.groups for name in group if _present(get, name)]
        other = next((name for group, name in found if group is not found[0][0]), None)
        return None if other is None else _excluded(other, found[0][1], self.expected)

    def schema(self) -> Schema:
        """Return what each field leaves no room for: the groups after its own."""
        parts = []
        for number, group in enumerate(self.groups[:-1], 1):
            later = tuple(name for other in self.groups[number:] for name in other)
            parts += [{"if": _given(name), "then": _forbidden(later, self.expected)} for name in group]
        return parts[0] if len(parts) == 1 else {"allOf": parts}


class Either(Condition):
    """One of two groups of fields, and not the other. The first field of the group must be there."""

    def __init__(self, first: Fields, second: Fields, *, expected: str) -> None:
        self.first = first
        self.second = second
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return a field of the other group, or the leading field of the second where neither is there."""
        own, other = (self.first, self.second) if _present(get, self.first[0]) else (self.second, self.first)
        if not _present(get, own[0]):
            return Fault(own[0], f'the field "{own[0]}" is missing', self.expected, missing=True)
        misplaced = next((name for name in other if _present(get, name)), None)
        return None if misplaced is None else _excluded(misplaced, own[0], self.expected)

    def schema(self) -> Schema:
        """Return what follows where the first field is there, and where it is not."""
        otherwise = _forbidden(self.first[1:], self.expected)
        otherwise["properties"][self.second[0]] = {"description": self.expected}
        return {
            "if": _given(self.first[0]),
            "then": _forbidden(self.second, self.expected),
            "else": {**otherwise, "required": [self.second[0]]},
        }

    @property
    def starts(self) -> tuple[Fields, ...]:
        """Either group, by its first field."""
        return (self.first[:1], self.second[:1])


class AnyOf(Condition):
    """At least one of the fields of a class."""

    def __init__(self, *names: str, expected: str) -> None:
        self.names = names
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return that none is there."""
        for name in self.names:
            if _present(get, name):
                return None
        return Fault("", "nothing is given", self.expected, missing=True)

    def schema(self) -> Schema:
        """Return that at least one is required."""
        return {"minProperties": 1}

    @property
    def starts(self) -> tuple[Fields, ...]:
        """Each field alone."""
        return tuple((name,) for name in self.names)


class Needs(Condition):
    """A field that says something of another one, which must be there."""

    def __init__(self, name: str, other: str, *, expected: str) -> None:
        self.name = name
        self.other = other
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return the field without the other one."""
        if not _present(get, self.name) or _present(get, self.other):
            return None
        return Fault(self.name, f'"{self.name}" needs "{self.other}"', self.expected)

    def schema(self) -> Schema:
        """Return that the other field is required."""
        return {"if": {"not": _given(self.other)}, "then": _forbidden((self.name,), self.expected)}


class OnlyFor(Condition):
    """A field that goes with one word of a closed list, and with none of the others."""

    def __init__(self, name: str, selector: str, word: str, *, words: Fields, expected: str) -> None:
        self.name = name
        self.selector = selector
        self.others = tuple(other for other in words if other != word)
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return the field where the word is another one."""
        if not _present(get, self.name) or get(self.selector) not in self.others:
            return None
        return _excluded(self.name, f"{self.selector}: {get(self.selector)}", self.expected)

    def schema(self) -> Schema:
        """Return that the other words leave no room for the field."""
        return {
            "if": {"properties": {self.selector: {"enum": [*self.others]}}, "required": [self.selector]},
            "then": _forbidden((self.name,), self.expected),
        }


class NotZero(Condition):
    """A number that cannot be 0 where a flag is true."""

    def __init__(self, name: str, flag: str, *, expected: str) -> None:
        self.name = name
        self.flag = flag
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return the number where it is 0."""
        if get(self.flag) is not True or get(self.name) != 0:
            return None
        return Fault(self.name, f'"{self.name}" cannot be 0 where "{self.flag}" is true', self.expected)

    def schema(self) -> Schema:
        """Return that the number is not 0 where the flag is true."""
        return {
            "if": {"properties": {self.flag: {"const": True}}, "required": [self.flag]},
            "then": {"properties": {self.name: {"description": self.expected, "not": {"const": 0}}}},
        }

    def settle(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values without the flag, where it cannot be true."""
        return values if self.fault(values.get) is None else {n: v for n, v in values.items() if n != self.flag}


class Ordered(Condition):
    """Two values in order, which JSON Schema cannot compare.

    ``reversed`` says whether two values certainly are not; ``message`` and ``expected`` hold ``{first}`` and
    ``{last}``.
    """

    def __init__(
        self,
        first: str,
        last: str,
        reversed: Callable[[Any, Any], bool],
        *,
        message: str,
        expected: str,
        of_time: bool = False,
    ) -> None:
        self.first = first
        self.last = last
        self.reversed = reversed
        self.message = message
        self.expected = expected
        self.of_time = of_time

    def fault(self, get: Get) -> Fault | None:
        """Return the second field where it certainly comes first."""
        first, last = get(self.first), get(self.last)
        if first is None or last is None or not self.reversed(first, last):
            return None
        message, expected = (text.format(first=first, last=last) for text in (self.message, self.expected))
        return Fault(self.last, message, expected, of_time=self.of_time)

    def schema(self) -> Schema:
        """Return nothing."""
        return {}


class Determines(Condition):
    """A word that says what another field must be."""

    def __init__(self, name: str, other: str, values: Mapping[str, str]) -> None:
        self.name = name
        self.other = other
        self.values = values

    def fault(self, get: Get) -> Fault | None:
        """Return the other field where it is something else."""
        wanted = self.values.get(get(self.name))
        if wanted is None or get(self.other) == wanted:
            return None
        return Fault(self.other, f'"{get(self.other)}" does not go with the {self.name} "{get(self.name)}"', wanted)

    def schema(self) -> Schema:
        """Return a condition for each word."""
        return {
            "allOf": [
                {
                    "if": {"properties": {self.name: {"const": word}}, "required": [self.name]},
                    "then": {"properties": {self.other: {"const": wanted}}},
                }
                for word, wanted in self.values.items()
            ]
        }


class Checked:
    """Enforces the ``CONDITIONS`` of a class when an object is made. Raises :class:`InvalidCombinationError`."""

    __slots__ = ()

    CONDITIONS: tuple[Condition, ...] = ()

    def __attrs_post_init__(self) -> None:
        for condition in self.CONDITIONS:
            if (fault := condition.fault(self.__getattribute__)) is not None:
                metadata: Mapping[str, Any] = (
                    getattr(attrs.fields(cast("Any", type(self))), fault.field).metadata if fault.field else {}
                )
                raise InvalidCombinationError(fault, metadata.get("key") or fault.field)


def in_order(first: str, last: str, reversed: Callable[[Any, Any], bool]) -> Ordered:
    """Return the condition that what lasts does not end before it starts."""
    return Ordered(
        first,
        last,
        reversed,
        message="it ends on {last}, before it starts on {first}",
        expected="a day not before {first}",
        of_time=True,
    )


def certainly_reversed(start: Day, end: Day) -> bool:
    """Return whether every day that the end can be lies before every day that the start can be."""
    return end.before(start) is Answer.YES


START_BEFORE_END = in_order("start", "end", certainly_reversed)
