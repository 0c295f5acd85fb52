"""CST0xx: the files and their text. What finds them is ``jsonscan`` and the reading of the folder."""

from __future__ import annotations

from ..findings import Example, Rule

_WITNESS = '"evidence": [{"source": "source:sukhankin-2022"}]'
_GOOD = Example(records='{"id": "event:example", "kind": "protest", "title": "A protest", ' + _WITNESS + "}")


def _event(title: str) -> Example:
    """An event with this JSON for its title."""
    return Example(records=f'{{"id": "event:example", "kind": "protest", "title": {title},\n {_WITNESS}}}')


def _deaths(number: str) -> Example:
    return Example(
        records='{"id": "event:example", "kind": "unrest", "title": "Unrest",\n'
        f' "deaths": {{"value": {number}}},\n'
        f' "evidence": [{{"source": "source:sukhankin-2022", "reports": {{"deaths": {{"value": {number}}}}}}}]}}'
    )


_EMPTY = b'{"$schema": "schemas/event.schema.json", "records": []}\n'
_MANIFEST = b"""{
  "name": "example",
  "description": "An example of a dataset that stands alone, with a manifest of its own.",
  "version": "1.0.0",
  "resources": [{"name": "states", "path": "states.json"}],
  "coverage": {}
}
"""
_STATES = b'{"$schema": "schemas/state.schema.json", "records": []}\n'
_LONG = "\u0442\u0438\u0442\u0443\u043b"

UNREADABLE = Rule(
    "CST001",
    "unreadable",
    "A file that cannot be read, or that leads out of its folder.",
    "A dataset is read whole or not at all, and nothing but what its contributor gave.",
    fails=Example(files={"datapackage.json": _MANIFEST}),
    passes=Example(files={"datapackage.json": _MANIFEST, "states.json": _STATES}),
)
UNLISTED = Rule(
    "CST010",
    "unlisted-file",
    "A JSON file in the folder that nothing reads: the manifest does not name it, or no dataset is called so.",
    "Nobody would read it, and nobody would notice.",
    fails=Example(files={"event.json": _EMPTY}),
    passes=Example(files={"events.json": _EMPTY}),
)

RULES = (
    UNREADABLE,
    Rule(
        "CST002",
        "not-utf8",
        "Bytes that are not UTF-8.",
        "Another encoding turns names into other names.",
        fails=Example(files={"events.json": _EMPTY + _LONG.encode("cp1251")}),
        passes=_event(f'"{_LONG}"'),
    ),
    Rule(
        "CST003",
        "byte-order-mark",
        "A byte order mark.",
        "Some readers take it for a part of the data.",
        fails=Example(files={"events.json": b"\xef\xbb\xbf" + _EMPTY}),
        passes=Example(files={"events.json": _EMPTY}),
    ),
    Rule(
        "CST004",
        "broken-json",
        "Text that is no JSON.",
        "Nothing after the break can be read.",
        fails=_event('"A protest",'),
        passes=_GOOD,
    ),
    Rule(
        "CST005",
        "duplicate-key",
        "A key that an object has twice.",
        "Readers keep one value and lose the other.",
        fails=_event('"A protest", "title": "A march"'),
        passes=_event('"A protest and march"'),
    ),
    Rule(
        "CST006",
        "not-a-number",
        "NaN or Infinity.",
        "JSON has no such numbers.",
        fails=_deaths("NaN"),
        passes=_deaths("2"),
    ),
    Rule(
        "CST007",
        "number-too-large",
        "A number too large, or too small, to hold exactly.",
        "It would be read as another number.",
        fails=_deaths("1e400"),
        passes=_deaths("1000000"),
    ),
    Rule(
        "CST008",
        "half-character",
        "Half of a character.",
        "It cannot be written as UTF-8.",
        fails=_event('"A protest \\ud83d"'),
        passes=_event('"A protest \U0001f5ef"'),
    ),
    Rule(
        "CST009",
        "nested-too-deeply",
        "Values nested more than 64 levels deep.",
        "No record needs it, and readers break on it.",
        fails=_event("[" * 70 + "]" * 70),
        passes=_GOOD,
    ),
    UNLISTED,
    Rule(
        "CST011",
        "number-spelling",
        "A number that is spelled otherwise than it needs: 2.0, 1e3, -0.",
        "One number, one spelling: a change in the file is then a change in the data.",
        fails=_deaths("1e3"),
        passes=_deaths("1000"),
    ),
    Rule(
        "CST012",
        "hidden-character",
        "A control character, or one that turns the direction of writing.",
        "It is not seen, or makes a reader see another text than the one that is there.",
        fails=_event('"A \u202eprotest"'),
        passes=_event('"A protest"'),
    ),
    Rule(
        "CST013",
        "too-large",
        "A file, or a line of a .jsonl file, above the size that is read.",
        "Checking anyone's files must not take all memory.",
        fails=Example(files={"events.jsonl": b'"' + b"x" * 2**20 + b'"\n'}),
        passes=Example(files={"events.jsonl": b""}),
    ),
)
