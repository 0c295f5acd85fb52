"""The fields of the model classes, read from their declarations, for readers, writers, schemas and rules."""

from __future__ import annotations

import ast
import inspect
import sys
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    NewType,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from ..dates import DAY_EXAMPLES, DAY_PATTERN, EXACT_DAY_PATTERN, INSTANT_PATTERN, Day, Instant
from ..declarations import Constraint
from .conditions import Condition
from .ids import PREFIXES, Code, id_pattern
from .kinds import KINDS

Nature = Literal[
    "text",
    "code",
    "word",
    "flag",
    "integer",
    "number",
    "date",
    "timestamp",
    "day",
    "instant",
    "quantity",
    "reference",
    "object",
    "reports",
    "any",
    "record",
]
"""The nature of a value, which determines how it is read, compared and checked."""

TEXT = Constraint(
    r"[^\u0000-\u0020\u007f]([^\u0000-\u001f\u007f]*[^\u0000-\u0020\u007f])?",
    min_length=1,
    name="text",
    description="A non-empty text without spaces at its ends and without control characters.",
    examples=("Charter of the organisation",),
)
DAY = Constraint(
    DAY_PATTERN,
    format="edtf-day",
    name="day",
    description="A date as exactly as it is known: a day, month or year. In the notation of EDTF (ISO 8601-2), "
    "[2006..2012], [2006..] and [..2006] are one day in a period; ~ after a date means approximate, ? means uncertain. "
    "Years are from 1000 to 2999.",
    examples=DAY_EXAMPLES,
)
EXACT_DAY = Constraint(
    EXACT_DAY_PATTERN,
    format="edtf-day",
    name="exactDay",
    description="A full date in the form YYYY-MM-DD, with a year from 1000 to 2999.",
    examples=("2003-09-18",),
)
INSTANT = Constraint(
    INSTANT_PATTERN,
    format="instant",
    name="instant",
    description="A moment to the minute with the UTC offset of the place where it happened (RFC 3339 without seconds), "
    "so that its date is the local one; offsets from -12:00 to +14:00.",
    examples=("2002-10-07T11:30+03:00",),
)

_PLAIN: dict[Any, tuple[Nature, Constraint]] = {
    str: ("text", TEXT),
    Code: ("code", Constraint()),
    bool: ("flag", Constraint()),
    int: ("integer", Constraint()),
    float: ("number", Constraint()),
    date: ("date", EXACT_DAY),
    datetime: ("timestamp", Constraint()),
    Day: ("day", DAY),
    Instant: ("instant", INSTANT),
}

ModelClass: TypeAlias = Any
"""A class of the model. It is Any, because type checkers do not accept type[Any] as an argument of cached functions."""

_UNREPORTED = frozenset({"id", "kind", "evidence", "note", "steps", "contingents", "outcome"})
"""The fields that evidence cannot report."""

_FLAGS = ("needs_evidence", "source_specific", "external_code")
_LAST = {"evidence": 1, "note": 2}
"""The inherited fields, which are written last."""


class FieldType(NamedTuple):
    """One field of a model class.

    Attributes:
        name: The name of the field.
        key: The key in JSON.
        nature: The nature of its value or, for a tuple, of its entries.
        many: Whether it is a tuple.
        required: Whether it has no default.
        prefixes: The id prefixes that a reference may have.
        words: The allowed words.
        cls: The class of an object.
        form: The constraint on the value beyond its type.
        needs_evidence: As in ``csto_data.declarations.spec``, like the rest.
        source_specific: See there.
        external_code: See there.
    """

    name: str
    key: str
    nature: Nature
    many: bool
    required: bool
    prefixes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    cls: ModelClass = None
    form: Constraint = Constraint()
    needs_evidence: bool = False
    source_specific: bool = False
    external_code: bool = False

    @property
    def pattern(self) -> str | None:
        """The pattern that a text, code or id must match completely."""
        return id_pattern(*self.prefixes) if self.prefixes else self.form.pattern


F = TypeVar("F", bound=Callable[..., Any])


def _cached(function: F) -> F:
    """Return the function with a cache, but with the same signature for type checkers."""
    return cast("F", cache(function))


@_cached
def fields_of(cls: ModelClass) -> Mapping[str, FieldType]:
    """Return the fields of a model class by name, in the order in which they are written."""
    hints = {a.name: a.type for a in attrs.fields(cls)}
    if any(isinstance(hint, str) for hint in hints.values()):
        hints = get_type_hints(cls, include_extras=True)
    ordered = sorted(attrs.fields(cls), key=lambda a: _LAST.get(a.name, 0))
    shown = (a for a in ordered if not a.metadata.get("internal"))
    return types.MappingProxyType({a.name: _field_type(a, hints[a.name]) for a in shown})


@_cached
def reportable(cls: ModelClass) -> Mapping[str, FieldType]:
    """Return the fields of a class that evidence may report; of the days of coverage, its sources are the evidence."""
    found = {name: field for name, field in fields_of(cls).items() if name not in _UNREPORTED and name == field.key}
    return types.MappingProxyType(found)


def answer_field(name: str, nature: str | tuple[str, ...]) -> FieldType:
    """Return a field of an answer, such as ``source`` of a judgement.

    Args:
        name: The name of the field.
        nature: Its nature, a closed list of words, or ``record:state,org`` for a record with one of these prefixes, and
            ``integer:0,1`` for numbers of a closed list.
    """
    if isinstance(nature, tuple):
        return FieldType(name, name, "word", many=False, required=False, words=nature)
    is_code = nature == "integer" and name.rstrip("12") in ("cow", "gw")
    nature, _, allowed = nature.partition(":")
    field = FieldType(name, name, cast("Nature", nature), many=False, required=False, external_code=is_code)
    few = tuple(allowed.split(",")) if allowed else ()
    return field._replace(prefixes=few) if nature == "record" else field._replace(words=few)


def conditions_of(cls: ModelClass) -> tuple[Condition, ...]:
    """Return the conditions between the fields of a class."""
    found: tuple[Condition, ...] = getattr(cls, "CONDITIONS", ())
    return found


def field_at(cls: ModelClass, path: tuple[str | int, ...]) -> FieldType | None:
    """Return the field at a path in the JSON of an object, also in lists and in reports of evidence, or None."""
    found, owner, fields = None, cls, fields_of(cls)
    for step in path:
        if isinstance(step, int):
            continue
        found = next((field for field in fields.values() if field.key == step), None)
        if found is None:
            return None
        if found.nature == "reports":
            fields = reportable(owner)
        else:
            fields = fields_of(found.cls) if found.cls is not None else {}
            owner = found.cls if "evidence" in fields else owner
    return found


def class_at(cls: ModelClass, path: tuple[str | int, ...]) -> ModelClass:
    """Return the class of the object at a path in the JSON of an object, or None."""
    if not path:
        return cls
    field = field_at(cls, path)
    return None if field is None else field.cls


@_cached
def testimony(cls: ModelClass) -> frozenset[str]:
    """Return the fields of a class that a report must support, in lists each element."""
    return frozenset(name for name, field in fields_of(cls).items() if field.needs_evidence)


@_cached
def identifying(cls: ModelClass) -> frozenset[str]:
    """Return the fields of a class that need no report, but that no record may have against all reports on them.

    These are the name, and words and references that say which thing a record is about.
    """
    found = reportable(cls).items()
    compared = (name for name, field in found if name == "name" or field.nature in ("reference", "word"))
    return frozenset(compared) - testimony(cls)


@_cached
def as_reported_only(cls: ModelClass) -> frozenset[str]:
    """Return the fields of a class that a view of one source only has as that source reports them."""
    return frozenset(name for name, field in fields_of(cls).items() if field.needs_evidence or field.source_specific)


@_cached
def external_codes() -> frozenset[str]:
    """Return the names of all fields with a code from a published list, used to join records to other data."""
    classes = [kind.record_class for kind in KINDS.values()]
    return frozenset(name for cls in classes for name, field in fields_of(cls).items() if field.external_code)


@_cached
def examples_of(cls: ModelClass) -> Mapping[str, tuple[Any, ...]]:
    """Return the examples for each field, as in JSON."""
    return {a.name: a.metadata.get("examples", ()) for a in attrs.fields(cls)}


@_cached
def descriptions_of(cls: ModelClass) -> Mapping[str, str]:
    """Return the description of each field, which is the docstring below its declaration."""
    found: dict[str, str] = {}
    for owner in reversed([base for base in cls.__mro__ if attrs.has(base)]):
        module = ast.parse(inspect.getsource(sys.modules[owner.__module__]))
        body = next(node for node in module.body if isinstance(node, ast.ClassDef) and node.name == owner.__name__).body
        for declared, below in pairwise(body):
            match declared, below:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    found[name] = " ".join(text.split())
    return found


def _field_type(attribute: Any, hint: Any) -> FieldType:
    """Return the field that an attribute with this type declares."""
    hint, form = _annotated(_without_none(hint))
    many = get_origin(hint) is tuple
    if many:
        hint, inner = _annotated(get_args(hint)[0])
        form = inner or form
    nature, rest = _nature(attribute.name, hint)
    if form is not None:
        rest["form"] = form
    flags = {name: attribute.metadata.get(name, False) for name in _FLAGS}
    return FieldType(
        attribute.name,
        attribute.metadata.get("key") or attribute.name,
        nature,
        many,
        attribute.default is attrs.NOTHING,
        **rest,
        **flags,
    )


def _nature(name: str, hint: Any) -> tuple[Nature, dict[str, Any]]:
    """Return the nature of a type, and the other properties of a field that follow from the type."""
    parts = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    if set(parts) == {int, float}:
        return "number", {}
    if hint in _PLAIN:
        nature, form = _PLAIN[hint]
        return nature, {"form": form}
    if get_origin(hint) is Literal:
        return "word", {"words": get_args(hint)}
    if all(isinstance(part, NewType) for part in parts):
        return "reference", {"prefixes": tuple(PREFIXES[part.__name__] for part in parts)}
    if attrs.has(hint):
        of_class: Nature = getattr(hint, "NATURE", "object")
        return of_class, {} if of_class == "reports" else {"cls": hint}
    raise TypeError(f'Field "{name}" has the unsupported type {hint}.')


def _annotated(hint: Any) -> tuple[Any, Constraint | None]:
    """Return a type and the constraint in its annotation, if any."""
    return get_args(hint) if get_origin(hint) is Annotated else (hint, None)


def _without_none(hint: Any) -> Any:
    """Return an optional type without None."""
    if get_origin(hint) not in (Union, types.UnionType):
        return hint
    rest = tuple(part for part in get_args(hint) if part is not type(None))
    return rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007  (created at run time)
