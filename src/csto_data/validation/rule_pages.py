"""The documentation pages of rules, with examples that are also tests.

In ``rules/examples/CST404/fails/``, only this rule has a violation; in ``passes/``, no rule has one. The pages are in
``docs/rules``, and ``csto-data explain`` prints them.
"""

from __future__ import annotations

import zlib
from importlib.resources import files
from typing import Literal, get_args

from ..diagnostics import printable
from ..model import KINDS
from ..serialization.canonical import canonical
from ..serialization.json_reader import read_json
from .registry import Rule
from .rules.schema import NOT_IN_LIST
from .suppressing import suppressible

Part = Literal["fails", "passes"]
_IF_RIGHT = """## If the data are right

In a single case, the record may be right as it is. Then accept the finding in `suppressions.json`, with the reason:
[Accept a finding](../packs.md#accept-a-finding)."""
_IF_NONE_FITS = """## If no word fits

Use a more general word of the list, if it is correct, and put the word of the source in the title or the summary. If no
word is correct, omit the field, or the record if the field is required, and open an issue that names the word and a
source: [If no word fits](../methodology.md#if-no-word-fits)."""
_GZIP = 31
"""The window size that tells zlib to expect the gzip format."""


def example(code: str, part: Part) -> dict[str, bytes]:
    """Return the files of an example by name; ``NAME.gz`` is a compressed file, too large for the repository."""
    folder = files("csto_data.validation").joinpath("rules", "examples", code, part)
    found = {file.name: file.read_bytes() for file in sorted(folder.iterdir(), key=lambda file: file.name)}
    return {
        name.removesuffix(".gz"): zlib.decompress(data, _GZIP) if name.endswith(".gz") else data
        for name, data in found.items()
    }


def page(rule: Rule) -> str:
    """Return the page of a rule in Markdown."""
    parts = [
        f"# {rule.code} {rule.name}",
        f"Family: {rule.family}. Severity: {rule.severity}.",
        f"## What it does\n\n{rule.summary}",
        f"## Why it matters\n\n{rule.why}",
    ]
    if rule.family == "releases":
        parts.append("`csto-data release check` checks it: [Versions](../versioning.md#check-a-release).")
    else:
        if rule.severity == "warning" and rule.code in suppressible():
            parts.append(_IF_RIGHT)
        if rule is NOT_IN_LIST:
            parts.append(_IF_NONE_FITS)
        parts += [f"## {part.capitalize()}\n\n{_shown(example(rule.code, part))}" for part in get_args(Part)]
    return "\n\n".join(parts) + "\n"


def _shown(example: dict[str, bytes]) -> str:
    """Return the records of an example in one block, and every other file in a block of its own."""
    records: list[str] = []
    blocks = []
    for name in sorted(example, key=_position):
        found = _records(name, example[name])
        if found is not None:
            records += found
            continue
        text = example[name].decode("utf-8", "backslashreplace").rstrip("\n")
        language = "json" if name.endswith((".json", ".jsonl")) else "text"
        blocks.append(f"`{name}`:\n\n```{language}\n{_safe(text)}\n```")
    shown = [f"```json\n{''.join(records).rstrip()}\n```"] if records else []
    return "\n\n".join([*shown, *blocks])


def _position(name: str) -> int:
    """Return the sort key of a file: the order of the kinds, other files last."""
    kinds = [*KINDS]
    kind = name.partition(".")[0]
    return kinds.index(kind) if kind in kinds else len(kinds)


def _records(name: str, data: bytes) -> list[str] | None:
    """Return the records of a file in canonical form, or None if this would not show the whole file."""
    kind = KINDS.get(name.removesuffix(".json"))
    document, faults = read_json(data)
    if kind is None or faults or not document["records"] or canonical(document, kind).encode() != data:
        return None
    return [canonical(record) for record in document["records"]]


def _safe(text: str) -> str:
    """Return a text with escapes for invisible characters and with long lines shortened."""
    lines = [printable(line) for line in text.split("\n")]
    return "\n".join(line if len(line) < 400 else f"{line[:60]}... ({len(line)} characters)" for line in lines)
