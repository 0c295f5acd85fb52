"""CST6xx: how a pack stands to the packaged data. What finds them is ``validation.folder``."""

from __future__ import annotations

from ..findings import Example, Rule

_PLACE = '{"id": "place:almaty", "name": "Almaty", "kind": "city",\n "evidence": [{"source": "source:sukhankin-2022"}]}'
_PACK = b'{"$schema": "schemas/pack.schema.json", "name": "example"}\n'


def _overriding(id: bytes) -> dict[str, bytes]:
    reason = b'"reason": "Our register has another name for it."'
    start = b'{\n  "$schema": "schemas/pack.schema.json",\n  "name": "example",\n'
    return {"pack.json": start + b'  "overrides": [{"id": "' + id + b'", ' + reason + b"}]\n}\n"}


SHADOWED = Rule(
    "CST601",
    "shadowed-id",
    "A record of a pack that has the id of a packaged record, without a word about it.",
    "An id is a promise: whoever changes what is behind it says so, and why, in pack.json.",
    fails=Example(records=_PLACE, files={"pack.json": _PACK}),
    passes=Example(records=_PLACE, files=_overriding(b"place:almaty")),
)
IDLE_OVERRIDE = Rule(
    "CST602",
    "idle-override",
    "An override in pack.json that overrides nothing: the pack or the packaged data have no record with that id, or "
    "another entry overrides it already.",
    "It was meant to replace something, and does not.",
    fails=Example(files=_overriding(b"place:almaty")),
    passes=Example(records=_PLACE, files=_overriding(b"place:almaty")),
)

RULES = (SHADOWED, IDLE_OVERRIDE)
