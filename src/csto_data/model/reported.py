"""The value that a source reports for a field."""

from typing import TYPE_CHECKING, Any

from attrs import frozen

from .parts import Part

if TYPE_CHECKING:
    from .values import Value
else:
    Value = Any  # avoids the import of the classes of values, which membership queries do not need


@frozen(repr=False)
class Reported(Part):
    """The value that a source reports for a field, in the type of that field."""

    NATURE = "reports"

    field: str
    value: Value

    def to_dict(self) -> dict[str, Any]:
        """Return the field and the value for ``json.dumps``.

        Example:
            >>> from csto_data.model import Quantity, Reported
            >>> Reported("deaths", Quantity(3)).to_dict()
            {'field': 'deaths', 'value': {'value': 3}}
        """
        from .json_values import to_json  # noqa: PLC0415  # needs the declarations of all fields

        return {"field": self.field, "value": to_json(self.value)}

    @classmethod
    def _json_schema(cls) -> dict[str, Any]:
        return {
            "title": cls.__name__,
            "type": "object",
            "properties": {"field": {"type": "string"}, "value": {}},
            "required": ["field", "value"],
        }
