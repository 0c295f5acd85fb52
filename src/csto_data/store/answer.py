"""The base class of answers that are not records, such as judgements."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from ..display import LONGEST_REPR, html_table, shortened, written
from ..serialization.resources import read_bytes
from ..web import JsonReady


class AnswerObject(JsonReady):
    """An answer with ``to_dict()`` and ``str()``, which notebooks and web frameworks can show.

    Attributes:
        SCHEMA: The name of the JSON Schema of ``to_dict()``, in ``schemas/answers``.
    """

    __slots__ = ()

    SCHEMA: ClassVar[str]

    def to_dict(self) -> Any:
        """Return the answer for ``json.dumps``."""
        raise NotImplementedError

    def __str__(self) -> str:
        raise NotImplementedError

    def __repr__(self) -> str:
        line = str(self).partition("\n")[0]
        return f"<{shortened(f'{type(self).__name__} {line}', LONGEST_REPR)}>"

    @classmethod
    def _json_schema(cls) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(read_bytes(f"schemas/answers/{cls.SCHEMA}.schema.json"))
        return {name: value for name, value in found.items() if name != "$schema"}

    def _repr_html_(self) -> str:
        parts = {name: value for name, value in self.to_dict().items() if value not in (None, [])}
        rows = [[name, shortened(written(value), 400)] for name, value in parts.items()]
        return html_table(type(self).__name__, (), rows)
