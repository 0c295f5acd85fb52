"""A strict reading of JSON text that knows where everything stands: every key and value, and every violation.

About ten times slower than ``json``, so it is used only where there is something to point at (``jsontext`` decides).
Offsets count code points from 0.
"""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]
from math import isinf
from typing import Any, NamedTuple

from ..diagnostics import Location, Path, Replacement, Violation

MAX_DEPTH = 64
MAX_INTEGER = 2**53 - 1
"""Beyond it, integers lose digits in readers that hold all numbers as floating point."""

HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that make a reader see another order of letters than is there (Bidi_Control)."""

_BLANKS = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r"[-+.\w]+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")


class Node(NamedTuple):
    """A value with its span, its key's span if it has one, and what is in it by key or index."""

    value: Any
    start: int
    end: int
    key: tuple[int, int] | None = None
    inner: tuple[tuple[str | int, Node], ...] = ()

    def at(self, path: Path) -> Node | None:
        """The node at a path from here; of equal keys the last."""
        node: Node | None = self
        for step in path:
            node = dict(node.inner).get(step) if node is not None else None
        return node


class Broken(Exception):
    """The text cannot be read beyond this violation."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(violation.message)
        self.violation = violation


def scan(text: str) -> tuple[Node | None, list[Violation]]:
    """Return the tree of the text, None where it breaks off, and its violations from top to bottom."""
    scanner = _Scanner(text)
    try:
        node = scanner.document()
    except Broken as broken:
        return None, [*scanner.violations, broken.violation]
    return node, sorted(scanner.violations, key=lambda violation: violation.location.span or (0, 0))


def text_violation(
    rule: str,
    span: tuple[int, int],
    message: str,
    expected: str,
    path: Path = (),
    *,
    text: str | None = None,
    replaced: tuple[int, int] | None = None,
    related: tuple[tuple[Location, str], ...] = (),
) -> Violation:
    """Return a violation of a span of text, at the value with this path.

    ``text`` is what should stand there, or at ``replaced`` instead, where that is certain.
    """
    fix = Replacement(text=text, span=replaced or span, applicability="safe") if text is not None else None
    location = Location(path=path, span=span)
    return Violation(rule=rule, location=location, message=message, expected=expected, fix=fix, related=related)


def spelled_number(digits: str) -> str:
    """The number as canonical files spell it: no needless fraction, exponent or sign."""
    number: int | float = float(digits) if re.search("[.eE]", digits) else int(digits)
    if isinstance(number, float) and number.is_integer() and abs(number) <= MAX_INTEGER:
        number = int(number)
    return json.dumps(number)


class _Scanner:
    """One pass over one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.violations: list[Violation] = []

    def document(self) -> Node:
        node = self._value(self._skip(0), (), None)
        end = self._skip(node.end)
        if end < len(self._text):
            raise self._broken(end, len(self._text.rstrip()), "something follows the end of the JSON", "nothing more")
        return node

    def _skip(self, at: int) -> int:
        found = _BLANKS.match(self._text, at)
        return found.end() if found else at

    def _value(self, at: int, path: Path, key: tuple[int, int] | None) -> Node:
        character = self._text[at : at + 1]
        if character == '"':
            value, end = self._string(at, path)
            return Node(value, at, end, key)
        if character in ("{", "["):
            if len(path) >= MAX_DEPTH:
                expected = f"at most {MAX_DEPTH} levels"
                raise Broken(text_violation("CST009", (at, at + 1), "values are nested too deeply", expected, path))
            return self._object(at, path, key) if character == "{" else self._list(at, path, key)
        return self._token(at, path, key)

    def _object(self, opening: int, path: Path, key: tuple[int, int] | None) -> Node:
        members: list[tuple[str | int, Node]] = []
        seen: dict[str, Node] = {}
        at = self._skip(opening + 1)
        while self._text[at : at + 1] != "}":
            name, node = self._member(at, path)
            if name in seen:
                self._repeat(name, path, seen[name], node, (members[-1][1].end, node.end))
            seen[name] = node
            members.append((name, node))
            at = self._after_entry(node.end, opening, "}")
        return Node({name: node.value for name, node in members}, opening, at + 1, key, tuple(members))

    def _member(self, at: int, path: Path) -> tuple[str, Node]:
        if self._text[at : at + 1] != '"':
            what = "a key in double quotes is missing here"
            raise self._broken(at, at + 1, what, 'a key in double quotes, such as "id"')
        name, end = self._string(at, path)
        colon = self._skip(end)
        if self._text[colon : colon + 1] != ":":
            raise self._broken(colon, colon + 1, "a colon is missing here", "a colon between a key and its value")
        return name, self._value(self._skip(colon + 1), (*path, name), (at, end))

    def _list(self, opening: int, path: Path, key: tuple[int, int] | None) -> Node:
        entries: list[tuple[str | int, Node]] = []
        at = self._skip(opening + 1)
        while self._text[at : at + 1] != "]":
            node = self._value(at, (*path, len(entries)), None)
            entries.append((len(entries), node))
            at = self._after_entry(node.end, opening, "]")
        return Node([node.value for _, node in entries], opening, at + 1, key, tuple(entries))

    def _after_entry(self, end: int, opening: int, closing: str) -> int:
        """Return where the next entry begins, or where the closing bracket is; after a comma, only an entry can be."""
        comma = self._skip(end)
        character = self._text[comma : comma + 1]
        if character == closing:
            return comma
        if character != ",":
            raise self._unseparated(end, comma, opening)
        following = self._skip(comma + 1)
        if self._text[following : following + 1] == closing:
            what = "a comma stands before the closing bracket"
            raise self._broken(comma, comma + 1, what, "a comma between entries only", text="")
        return following

    def _unseparated(self, end: int, at: int, opening: int) -> Broken:
        """Return the fault where an entry has ended and neither a comma nor the closing bracket follows."""
        if at >= len(self._text):
            bracket = "brace" if self._text[opening] == "{" else "bracket"
            return self._broken(at, at, "the file ends too early", f"the closing {bracket}", (opening, opening + 1))
        if self._text[at] in '"{[':
            return self._broken(end, end, "a comma is missing here", "a comma between entries", text=",")
        return self._broken(at, at + 1, "a comma or a closing bracket is missing here", "complete JSON")

    def _string(self, at: int, path: Path) -> tuple[str, int]:
        try:
            value, end = scanstring(self._text, at + 1, False)
            line = self._text.find("\n", at, end)
            if line >= 0:
                raise self._broken(at, line, "a text without its closing quotation mark begins here", "complete JSON")
        except json.JSONDecodeError as error:
            if error.msg.startswith("Unterminated"):
                line = self._text.find("\n", at)
                end = len(self._text) if line < 0 else line
                what = "a text without its closing quotation mark begins here"
                raise self._broken(at, end, what, "complete JSON") from None
            raise self._broken(error.pos, error.pos + 1, "a bad escape in a text", 'such as \\" or \\u00e9') from None
        raw = self._text[at:end]
        if (hidden := HIDDEN.search(raw) or HIDDEN.search(value)) is not None:
            what = f"a hidden character (U+{ord(hidden[0]):04X}) in a text"
            begin, stop = (at + hidden.start(), at + hidden.end()) if hidden.string is raw else (at, end)
            self.violations.append(
                text_violation("CST012", (begin, stop), what, "characters that a reader can see", path)
            )
        if _SURROGATE.search(value):
            what = "half of a character (a lone surrogate escape)"
            self.violations.append(text_violation("CST008", (at, end), what, "both halves, or none", path))
        return value, end

    def _token(self, at: int, path: Path, key: tuple[int, int] | None) -> Node:
        found = _TOKEN.match(self._text, at)
        if found is None:
            if at >= len(self._text):
                raise self._broken(at, at, "the file ends too early", "complete JSON")
            expected = "a text in double quotes" if self._text[at] == "'" else "a value"
            raise self._broken(at, at + 1, "a value is missing here, or is not valid JSON", expected)
        token, end = found[0], found.end()
        if token in _WORDS:
            return Node(_WORDS[token], at, end, key)
        if token.lstrip("+-") in ("NaN", "Infinity"):
            violation = text_violation("CST006", (at, end), f"{token} is not a valid number", "a finite number", path)
            self.violations.append(violation)
        elif _NUMBER.fullmatch(token):
            return self._number(token, at, path, key)
        else:
            other = token.lower() if token.lower() in _WORDS else {"None": "null", "nil": "null"}.get(token)
            what = f"{token[:40]} is not valid JSON"
            raise self._broken(at, end, what, other or "a text in double quotes, or a number", text=other)
        return Node(None, at, end, key)

    def _number(self, token: str, at: int, path: Path, key: tuple[int, int] | None) -> Node:
        end = at + len(token)
        limit = f"a number from -{MAX_INTEGER} to {MAX_INTEGER}, or of 15 digits"
        plain = re.fullmatch("-?[0-9]+", token)
        lost = float(token) == 0 and re.search("[1-9]", re.split("[eE]", token)[0])
        if (plain and (len(token) > 17 or abs(int(token)) > MAX_INTEGER)) or isinf(float(token)) or lost:
            what = f"{token if len(token) < 30 else token[:27] + '...'} is too {'small' if lost else 'large'} a number"
            self.violations.append(text_violation("CST007", (at, end), what, limit, path))
            return Node(None, at, end, key)
        spelled = spelled_number(token)
        if spelled != token:
            what = f"the number {token[:40]} is written {spelled}"
            self.violations.append(text_violation("CST011", (at, end), what, spelled, path, text=spelled))
        return Node(json.loads(spelled), at, end, key)

    def _repeat(self, name: str, path: Path, first: Node, again: Node, whole: tuple[int, int]) -> None:
        """A key that stands twice; where the value is the same, the second can go with its comma."""
        same = json.dumps(first.value) == json.dumps(again.value)
        self.violations.append(
            text_violation(
                "CST005",
                again.key or (again.start, again.end),
                f'the key "{name[:40]}" stands here more than once',
                "each key once",
                (*path, name),
                text="" if same else None,
                replaced=whole if same else None,
                related=((Location(span=first.key), "it stood here first"),),
            )
        )

    def _broken(
        self,
        start: int,
        end: int,
        message: str,
        expected: str,
        opened: tuple[int, int] | None = None,
        text: str | None = None,
    ) -> Broken:
        related = ((Location(span=opened), "this was opened here"),) if opened is not None else ()
        span = (start, min(end, len(self._text)))
        return Broken(text_violation("CST004", span, message, expected, text=text, related=related))
