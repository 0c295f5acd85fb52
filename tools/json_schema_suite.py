"""Whether both validators give one verdict, and the right one, on the official test suite of JSON Schema.

    python tools/json_schema_suite.py PATH/OF/JSON-Schema-Test-Suite

Of the suite for 2020-12 applies what a schema of ours could say: a group whose schema has no keyword and no format that
ours do not have, and no escape in a pattern that theirs do not have (Python and ECMA 262 read ``\\s`` and ``\\d``
differently). Which those are is read from our schemas. The rest is counted, with the reason.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import Factory, define

from csto_data.serialization.schemas import accepting, explaining, registry_of, schemas

DIALECT = "draft2020-12"
REMOTES = "http://localhost:1234/"
"""Where the suite says that its further schemas lie; nothing is fetched from there."""
NAMED = ("properties", "patternProperties", "$defs", "dependentSchemas")
"""Keywords whose value has schemas by names that are no keywords."""
PLAIN = ("const", "enum", "examples", "default")
"""Keywords whose value is no schema, whatever it looks like."""


@define
class Tally:
    """What became of the cases of a suite."""

    files: set[str] = Factory(set)
    compared: int = 0
    agreed: int = 0
    wrong: list[str] = Factory(list)
    left_out: Counter[str] = Factory(Counter)


def said(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every keyword of a schema with its value, those of the schemas in it too."""
    if isinstance(schema, list):
        for entry in schema:
            yield from said(entry)
    if isinstance(schema, dict):
        yield from schema.items()
        for keyword, value in schema.items():
            if keyword not in PLAIN:
                yield from said(list(value.values()) if keyword in NAMED else value)


def language(schema: Any) -> set[tuple[str, str]]:
    """What has to be understood to judge by a schema: its keywords, its formats, the escapes in its patterns."""
    found: set[tuple[str, str]] = set()
    for keyword, value in said(schema):
        found.add(("keyword", keyword))
        if keyword == "format":
            found.add(("format", value))
        if keyword == "pattern":
            found |= {("escape", escape) for escape in re.findall(r"\\.", value)}
    return found


def reasons(schema: Any, ours: set[tuple[str, str]], others: dict[str, Any]) -> Iterator[str]:
    """Why a schema of the suite is not one that ours could be."""
    for what, which in sorted(language(schema) - ours):
        yield f"{what} {which}"
    for keyword, value in said(schema):
        if keyword == "$ref" and value.startswith(REMOTES) and value.partition("#")[0] not in others:
            yield "$ref out of the suite"


def compare(suite: Path) -> Tally:
    """Asks both validators about every case that applies. Raises where the suite or the extra ``fast`` is not there."""
    ours = set().union(*map(language, schemas().values()))
    remotes = suite / "remotes"
    others = {REMOTES + path.relative_to(remotes).as_posix(): read(path) for path in remotes.rglob("*.json")}
    tally = Tally()
    tests = suite / "tests" / DIALECT
    for file in sorted(tests.rglob("*.json")):
        for group in read(file):
            if reason := next(reasons(group["schema"], ours, others), None):
                tally.left_out[reason] += len(group["tests"])
                continue
            tally.files.add(file.relative_to(tests).as_posix())
            fast, plain = accepting(group["schema"], others), explaining(group["schema"], registry_of(others))
            if fast is None:
                raise SystemExit("there is nothing to compare without the extra fast: pip install csto-data[fast]")
            for case in group["tests"]:
                verdicts = (plain.is_valid(case["data"]), fast(case["data"]))
                tally.compared += 1
                if verdicts == (case["valid"], case["valid"]):
                    tally.agreed += 1
                else:
                    told = f"{file.name}: {group['description']}: {case['description']}"
                    tally.wrong.append(f"{told}: expected {case['valid']}, jsonschema and jsonschema-rs say {verdicts}")
    return tally


def read(file: Path) -> Any:
    """Return the JSON of a file."""
    return json.loads(file.read_bytes())


def main() -> int:
    """Compare, print the figures, and return the exit code."""
    if len(sys.argv) != 2 or not Path(sys.argv[1], "tests", DIALECT).is_dir():
        print(f"usage: {sys.argv[0]} PATH, of a copy of the suite with its tests/{DIALECT}", file=sys.stderr)
        return 2
    tally = compare(Path(sys.argv[1]))
    print(f"{len(tally.files)} files, {tally.compared} cases compared, {tally.agreed} as the suite has them")
    print("\n".join(tally.wrong), end="\n" if tally.wrong else "")
    print(f"left out: {tally.left_out.total()} cases, for what our schemas do not have")
    for reason, count in tally.left_out.most_common():
        print(f"{count:6}  {reason}")
    return 1 if tally.wrong or tally.compared <= 500 else 0


if __name__ == "__main__":
    raise SystemExit(main())
