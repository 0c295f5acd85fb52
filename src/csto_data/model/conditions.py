"""Conditions between the fields of an object, enforced when it is created and written into its schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias, cast

import attrs

from ..dates import Answer, Day
from ..errors import CstoDataError, sentences

Get: TypeAlias = Callable[[str], Any]
"""A function from the name of a field to its value, which is None or an empty tuple if it is absent."""
Schema: TypeAlias = dict[str, Any]
Fields: TypeAlias = tuple[str, ...]


class Fault(NamedTuple):
    """A violated condition.

    Attributes:
        field: The field at fault; empty for the object as a whole.
        message: A short statement of what is wrong, in lower case and without a full stop.
        expected: What is allowed, as a noun phrase.
        missing: Whether the field is absent.
        of_time: Whether the condition is on the order of two days.
    """

    field: str
    message: str
    expected: str
    missing: bool = False
    of_time: bool = False


class InvalidCombinationError(CstoDataError, ValueError):
    """The values of fields contradict each other.

    Attributes:
        fault: The field at fault, what is wrong, and what is allowed.
        key: The key of the field in JSON.

    Example:
        >>> from csto_data.model import InvalidCombinationError, Quantity
        >>> try:
        ...     Quantity(at_least=3, at_most=2)
        ... except InvalidCombinationError as error:
        ...     print(error)
        The upper limit 2 is not above the lower limit 3. Expected a number above 3.
    """

    def __init__(self, fault: Fault, key: str) -> None:
        super().__init__(sentences(fault.message, fault.expected))
        self.fault = fault
        self.key = key

    def __reduce__(self) -> tuple[type[InvalidCombinationError], tuple[Fault, str]]:
        return type(self), (self.fault, self.key)


class Condition:
    """A condition between the fields of an object, enforced when it is created and written into its schema."""

    def fault(self, get: Get) -> Fault | None:
        """Return the violation of the condition by the values, or None."""
        raise NotImplementedError

    def schema(self) -> Schema:
        """Return the condition as JSON Schema; empty if JSON Schema cannot express it."""
        raise NotImplementedError

    def settle(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values without those that violate the condition."""
        while (fault := self.fault(values.get)) is not None and not fault.missing:
            values = {name: value for name, value in values.items() if name != fault.field}
        return values

    @property
    def starts(self) -> tuple[Fields, ...]:
        """Sets of fields of which one must be present, for code that generates values."""
        return ((),)


def _present(get: Get, name: str) -> bool:
    """Return whether a field has a value."""
    value = get(name)
    return value is not None and value is not False and value != ()


def _given(name: str) -> Schema:
    """Return the schema that requires a field, which is among the properties, too, for strict validators."""
    return {"properties": {name: {}}, "required": [name]}


def _forbidden(names: Fields, expected: str) -> Schema:
    """Return the schema that forbids the fields."""
    return {"properties": {name: {"description": expected, "not": {}} for name in names}}


def _excluded(field: str, other: str, expected: str) -> Fault:
    """Return the fault of a field that excludes another one."""
    return Fault(field, f'"{field}" cannot be combined with "{other}"', expected)


class OneOf(Condition):
    """At most one of several groups of fields is present, such as a date, or a start and an end."""

    def __init__(self, *groups: Fields, expected: str) -> None:
        self.groups = groups
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return the fault of the first field of a second group."""
        first = ""
        for group in self.groups:
            found = next((name for name in group if _present(get, name)), "")
            if found and first:
                return _excluded(found, first, self.expected)
            first = first or found
        return None

    def schema(self) -> Schema:
        """Return a schema in which each field excludes the groups after its own."""
        parts = []
        for number, group in enumerate(self.groups[:-1], 1):
            later = tuple(name for other in self.groups[number:] for name in other)
            parts += [{"if": _given(name), "then": _forbidden(later, self.expected)} for name in group]
        return parts[0] if len(parts) == 1 else {"allOf": parts}


class Either(Condition):
    """Exactly one of two groups of fields is present, with the first field of the group."""

    def __init__(self, first: Fields, second: Fields, *, expected: str) -> None:
        self.first = first
        self.second = second
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return the fault of a field of the other group, or of the missing first field of the second group."""
        own, other = (self.first, self.second) if _present(get, self.first[0]) else (self.second, self.first)
        if not _present(get, own[0]):
            return Fault(own[0], f'missing field "{own[0]}"', self.expected, missing=True)
        misplaced = next((name for name in other if _present(get, name)), None)
        return None if misplaced is None else _excluded(misplaced, own[0], self.expected)

    def schema(self) -> Schema:
        """Return a schema with what the presence of the first field excludes and what its absence requires."""
        otherwise = _forbidden(self.first[1:], self.expected)
        otherwise["properties"][self.second[0]] = {"description": self.expected}
        return {
            "if": _given(self.first[0]),
            "then": _forbidden(self.second, self.expected),
            "else": {**otherwise, "required": [self.second[0]]},
        }

    @property
    def starts(self) -> tuple[Fields, ...]:
        """The first field of each group."""
        return (self.first[:1], self.second[:1])


class AnyOf(Condition):
    """At least one of the fields of a class is present."""

    def __init__(self, *names: str, expected: str) -> None:
        self.names = names
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return a fault if no field is present."""
        for name in self.names:
            if _present(get, name):
                return None
        return Fault("", "the object has no fields", self.expected, missing=True)

    def schema(self) -> Schema:
        """Return a schema that requires at least one field."""
        return {"minProperties": 1}

    @property
    def starts(self) -> tuple[Fields, ...]:
        """Each field by itself."""
        return tuple((name,) for name in self.names)


class Needs(Condition):
    """A field requires another one."""

    def __init__(self, name: str, other: str, *, expected: str) -> None:
        self.name = name
        self.other = other
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return the fault of the field if the other one is absent."""
        if not _present(get, self.name) or _present(get, self.other):
            return None
        return Fault(self.name, f'"{self.name}" requires "{self.other}"', self.expected)

    def schema(self) -> Schema:
        """Return a schema that excludes the field if the other one is absent."""
        return {"if": {"not": _given(self.other)}, "then": _forbidden((self.name,), self.expected)}


class OnlyFor(Condition):
    """A field is only allowed with one word of a closed list."""

    def __init__(self, name: str, selector: str, word: str, *, words: Fields, expected: str) -> None:
        self.name = name
        self.selector = selector
        self.others = tuple(other for other in words if other != word)
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return the fault of the field if the word is another one."""
        if not _present(get, self.name) or get(self.selector) not in self.others:
            return None
        message = f'"{self.name}" is not allowed when {self.selector} is "{get(self.selector)}"'
        return Fault(self.name, message, self.expected)

    def schema(self) -> Schema:
        """Return a schema in which the other words exclude the field."""
        return {
            "if": {"properties": {self.selector: {"enum": [*self.others]}}, "required": [self.selector]},
            "then": _forbidden((self.name,), self.expected),
        }


class NotZero(Condition):
    """A number is not 0 if a flag is true."""

    def __init__(self, name: str, flag: str, *, expected: str) -> None:
        self.name = name
        self.flag = flag
        self.expected = expected

    def fault(self, get: Get) -> Fault | None:
        """Return the fault of the number if it is 0."""
        if get(self.flag) is not True or get(self.name) != 0:
            return None
        return Fault(self.name, f'"{self.name}" cannot be 0 when "{self.flag}" is true', self.expected)

    def schema(self) -> Schema:
        """Return a schema in which the number is not 0 if the flag is true."""
        return {
            "if": {"properties": {self.flag: {"const": True}}, "required": [self.flag]},
            "then": {"properties": {self.name: {"description": self.expected, "not": {"const": 0}}}},
        }

    def settle(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values without the flag, if it cannot be true."""
        return values if self.fault(values.get) is None else {n: v for n, v in values.items() if n != self.flag}


class Ordered(Condition):
    """Two values are in order, which JSON Schema cannot express.

    ``reversed`` is a function that returns whether two values are certainly out of order. ``message`` and ``expected``
    contain ``{first}`` and ``{last}``.
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
        """Return the fault of the second field if it certainly comes first."""
        first, last = get(self.first), get(self.last)
        if first is None or last is None or not self.reversed(first, last):
            return None
        message, expected = (text.format(first=first, last=last) for text in (self.message, self.expected))
        return Fault(self.last, message, expected, of_time=self.of_time)

    def schema(self) -> Schema:
        """Return an empty schema."""
        return {}


class Determines(Condition):
    """A word determines the value of another field."""

    def __init__(self, name: str, other: str, values: Mapping[str, str]) -> None:
        self.name = name
        self.other = other
        self.values = values

    def fault(self, get: Get) -> Fault | None:
        """Return the fault of the other field if it has another value."""
        wanted = self.values.get(get(self.name))
        if wanted is None or get(self.other) == wanted:
            return None
        message = f'{self.other} "{get(self.other)}" does not match {self.name} "{get(self.name)}"'
        return Fault(self.other, message, wanted)

    def schema(self) -> Schema:
        """Return a schema with a condition for each word."""
        return {
            "allOf": [
                {
                    "if": {"properties": {self.name: {"const": word}}, "required": [self.name]},
                    "then": {"properties": {self.other: {"const": wanted}}},
                }
                for word, wanted in self.values.items()
            ]
        }


class CountFor(Condition):
    """A word determines how many entries a list has."""

    def __init__(self, name: str, word: str, counts: Mapping[str, tuple[int, int | None]]) -> None:
        self.name = name
        self.word = word
        self.counts = counts

    def fault(self, get: Get) -> Fault | None:
        """Return the fault of the list if it has another number of entries."""
        least, most = self.counts.get(get(self.word), (0, None))
        found = len(get(self.name) or ())
        if found >= least and (most is None or found <= most):
            return None
        message = f'"{self.name}" has {_entries(found)}, which does not match {self.word} "{get(self.word)}"'
        return Fault(self.name, message, _allowed_entries(least, most), missing=not found)

    def schema(self) -> Schema:
        """Return a schema with a condition for each word."""
        return {
            "allOf": [
                {
                    "if": {"properties": {self.word: {"const": word}}, "required": [self.word]},
                    "then": self._counted(least, most),
                }
                for word, (least, most) in self.counts.items()
            ]
        }

    def _counted(self, least: int, most: int | None) -> Schema:
        if most == 0:
            return _forbidden((self.name,), _allowed_entries(least, most))
        bounds = {"minItems": least} | ({} if most is None else {"maxItems": most})
        return {"properties": {self.name: {"type": "array", **bounds}}, "required": [self.name]}


def _entries(count: int) -> str:
    return f"{count or 'no'} {'entry' if count == 1 else 'entries'}"


def _allowed_entries(least: int, most: int | None) -> str:
    return _entries(least) if most == least else f"at least {_entries(least)}"


class Checked:
    """A base class that enforces the ``CONDITIONS`` of a class when an object is created.

    Raises:
        InvalidCombinationError: The values violate a condition.
    """

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
    """Return the condition that a period does not end before it starts."""
    return Ordered(
        first,
        last,
        reversed,
        message="the end {last} is before the start {first}",
        expected="a date that is not before {first}, or the two dates swapped",
        of_time=True,
    )


def certainly_reversed(start: Day, end: Day) -> bool:
    """Return whether every possible end is before every possible start."""
    return end.before(start) is Answer.YES


START_BEFORE_END = in_order("start", "end", certainly_reversed)
