"""Lets pydantic, and so FastAPI, return objects of this package as JSON and describe them in an OpenAPI schema.

pydantic finds two methods by their names, see https://docs.pydantic.dev/latest/concepts/types/. It is not required.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class JsonReady:
    """A base class of objects that pydantic serialises as JSON."""

    __slots__ = ()

    def _as_json(self) -> Any:
        """Return the object as JSON values; by default, what its ``to_dict()`` returns."""
        answer: Any = self
        return answer.to_dict()

    @classmethod
    def _json_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of what ``_as_json`` returns, without references."""
        raise NotImplementedError

    @classmethod
    def _from_input(cls, value: Any) -> Any:
        """Return an object from what a client sends; by default, only objects of the class are accepted."""
        if not isinstance(value, cls):
            raise ValueError(f"Expected an object of the class {cls.__name__}.")  # as pydantic asks
        return value

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        core: Any = import_module("pydantic_core").core_schema
        serialization = core.plain_serializer_function_ser_schema(cls._as_json)
        return core.no_info_plain_validator_function(cls._from_input, serialization=serialization)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return cls._json_schema()
