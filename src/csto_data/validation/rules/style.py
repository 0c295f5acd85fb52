"""CST9xx: how a file is written. The formatter finds it, in files without any other violation."""

from __future__ import annotations

from ..registry import declare

NOT_CANONICAL = declare(
    "CST901",
    "not-canonical",
    "A file that is not as csto-data fmt writes it.",
    "With one way to write a thing, a diff shows what changed and nothing else.",
    severity="warning",
)
