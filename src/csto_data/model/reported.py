"""The value that a source reports for a field."""

from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from .values import Value
else:
    Value = Any  # avoids the import of the classes of values, which membership queries do not need


@frozen
class Reported:
    """The value that a source reports for a field, in the type of that field."""

    field: str
    value: Value
