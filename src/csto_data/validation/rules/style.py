"""CST9xx: how a file is written. What finds it is the formatter; it is said of files without any other mistake."""

from __future__ import annotations

from ..findings import Example, Rule

NOT_CANONICAL = Rule(
    "CST901",
    "not-canonical",
    "A file that is not as csto-data fmt writes it.",
    "With one way to write a thing, a diff shows what changed and nothing else.",
    severity="warning",
    fails=Example(files={"events.json": b'{"records": [],\n "$schema": "schemas/event.schema.json"}\n'}),
    passes=Example(files={"events.json": b'{"$schema": "schemas/event.schema.json", "records": []}\n'}),
)

RULES = (NOT_CANONICAL,)
