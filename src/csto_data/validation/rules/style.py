"""CST9xx: how a file is written. The formatter finds it, in files without any other violation."""

from __future__ import annotations

from ..registry import declare

NOT_CANONICAL = declare(
    "CST901",
    "unformatted-file",
    "Checks that files are formatted as `csto-data fmt` writes them.",
    "With one format, a diff shows what changed in the data and nothing else.",
    severity="warning",
)
SCHEMA_ADDRESS = declare(
    "CST905",
    "unusable-schema",
    "Checks that $schema is a path to the schema of the file: schemas/... or, in a folder with schemas, a file that "
    "exists.",
    "Without the schema, an editor does not check the file while you type, or loads it from the web.",
    severity="warning",
)
