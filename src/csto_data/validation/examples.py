"""The examples of the rules as folders, and what the pages of the rules say."""

from __future__ import annotations

import re
from collections import defaultdict

from ..jsontext import read_json
from ..model import KINDS
from ..writing import canonical
from .findings import Example, Rule, printable

_BY_PREFIX = {kind.prefix: kind for kind in KINDS.values()}


def files(example: Example) -> dict[str, bytes]:
    """The files of the folder that the example shows, by name."""
    records: dict[str, list[str]] = defaultdict(list)
    for record in re.split(r"\n(?=\{)", example.records) if example.records else []:
        found = re.search(r'"id": "([a-z]+):', record)
        records[found[1] if found else "event"].append(record)
    made = {}
    for prefix, several in records.items():
        kind = _BY_PREFIX[prefix]
        listed = ",\n".join(several)
        data = f'{{"$schema": "schemas/{kind.name}.schema.json", "records": [{listed}]}}\n'.encode()
        document, faults = read_json(data)
        made[f"{kind.dataset}.json"] = data if faults else canonical(document, kind).encode()
    return {**made, **example.files}


def page(rule: Rule) -> str:
    """What there is to know of a rule, in Markdown: ``csto-data explain`` prints it, ``docs/rules`` has it."""
    parts = [
        f"# {rule.code} {rule.name}",
        f"Family: {rule.family}. Severity: {rule.severity}.",
        f"## What it finds\n\n{rule.summary}",
        f"## Why\n\n{rule.why}",
    ]
    for heading, example in (("Fails", rule.fails), ("Passes", rule.passes)):
        if example is not None:
            parts.append(f"## {heading}\n\n{_shown(example)}")
    return "\n\n".join(parts) + "\n"


def _shown(example: Example) -> str:
    blocks = [f"```json\n{_safe(example.records)}\n```"] if example.records else []
    for name, data in example.files.items():
        text = data.decode("utf-8", "backslashreplace").rstrip("\n")
        language = "text" if name.endswith(".txt") else "json"
        blocks.append(f"`{name}`:\n\n```{language}\n{_safe(text)}\n```")
    return "\n\n".join(blocks)


def _safe(text: str) -> str:
    lines = [printable(line) for line in text.split("\n")]
    return "\n".join(line if len(line) < 400 else f"{line[:60]}... ({len(line)} characters)" for line in lines)
