"""The base class of records and of the objects in them: written as JSON, and shown on one line."""

from __future__ import annotations

from typing import Any, cast

import attrs

from ..web import JsonReady
from .conditions import Checked


class Part(Checked, JsonReady):
    """A record, or an object in one."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the object as in a dataset file, for ``json.dumps``.

        Returns:
            A new dict with the keys in class order, without fields that have no value. The JSON Schema of a record is
            that of its kind, such as ``csto-data schema state``.

        Example:
            >>> from csto_data.model import Quantity
            >>> Quantity(at_least=24, wording="dozens").to_dict()
            {'at_least': 24, 'wording': 'dozens'}
        """
        from .json_values import to_json  # noqa: PLC0415  # needs the declarations of all fields

        found: dict[str, Any] = to_json(self)
        return found

    @classmethod
    def _json_schema(cls) -> dict[str, Any]:
        from .json_values import schema_of  # noqa: PLC0415

        return schema_of(cls)

    def __repr__(self) -> str:
        from ..display import LONGEST_REPR, shortened  # noqa: PLC0415  # only needed when it is shown

        parts = ((a, getattr(self, a.name)) for a in attrs.fields(cast("Any", type(self))))
        given = ", ".join(f"{a.name}={value!r}" for a, value in parts if value != a.default)
        return shortened(f"{type(self).__name__}({given})", LONGEST_REPR)
