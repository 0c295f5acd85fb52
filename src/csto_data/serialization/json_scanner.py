"""A strict JSON scanner that records the position of every key, value and violation.

It is about ten times slower than ``json``; ``json_reader`` only uses it for texts with a violation. Offsets count code
points from 0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from json.decoder import scanstring  # type: ignore[attr-defined]
from math import isinf
from types import MappingProxyType
from typing import Any, NamedTuple

from ..diagnostics import Location, Path, Replacement, Violation, shortened
from .hidden_characters import described, hidden_character, is_meaningless

MAX_DEPTH = 64
MAX_STRING = 1_000_000
"""The maximum length of a string, in characters."""
MAX_ITEMS = 100_000
"""The maximum number of items in a list inside a record."""
MOST_ALIKE = 1000
"""The number of mistakes of one kind in an object or list up to which each is a violation of its own."""
MAX_INTEGER = 2**53 - 1
"""The largest integer that programs with floating-point numbers only can represent exactly."""

CONFLICT = "a merge conflict begins here", "one version of the text, without the lines <<<<<<<, ======= and >>>>>>>"
"""The message about a merge conflict, and what is expected."""

_BLANKS = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r"[-+.\w]+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_PLAIN_TEXT = r"[ !#-\[\]-~]{0,1000}"
_PLAIN_MEMBER = re.compile(
    rf'("({_PLAIN_TEXT})")[ \t\n\r]*:[ \t\n\r]*(0|[1-9][0-9]{{0,14}}|"{_PLAIN_TEXT}")(?=[ \t\n\r]*[,}}])'
)
"""A key with a short value in which nothing can be wrong: a text in ASCII without escapes, or a whole number."""
_WORDS = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONFLICT = re.compile(r"(<{7}|\|{7}|={7}|>{7})( .*)?\r?$", re.MULTILINE)
_COMMENT = re.compile(r"//.*|#.*|/\*")
_TYPOGRAPHIC_QUOTES = "\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"


class Unit(NamedTuple):
    """A text with one JSON value: a file, or a line of a ``.jsonl`` file.

    Attributes:
        name: What it is called.
        limit: Its maximum size in bytes.
        smaller: What is allowed instead of a larger one.
        end: What its end is called.
        alone: What is allowed instead of more text after the value.
        outside: How deep the list of all records is nested.
    """

    name: str
    limit: int
    smaller: str
    end: str
    alone: str
    outside: int


FILE = Unit(
    "file",
    64 * 2**20,
    "at most {limit} bytes; a .jsonl file, with one record per line, can be larger",
    "the end of the JSON value",
    "a single JSON value",
    outside=1,
)
LINE = Unit(
    "line",
    2**20,
    "at most {limit} bytes in a line",
    "the record",
    "one record on each line, without commas between them",
    outside=0,
)


class Node(NamedTuple):
    """A value with its span, the span of its key, if any, and the values in it by key or index.

    ``places`` are the places of keys in ``inner``, of duplicate keys the last.
    """

    value: Any
    start: int
    end: int
    key: tuple[int, int] | None = None
    inner: tuple[tuple[str | int, Node], ...] = ()
    places: Mapping[str, int] = MappingProxyType({})

    def place(self, step: str | int) -> int | None:
        """Return the place of a key or index in ``inner``, or None."""
        if isinstance(step, str):
            return self.places.get(step)
        return step if isinstance(self.value, list) and step < len(self.inner) else None

    def at(self, path: Path) -> Node | None:
        """Return the node at a path from this one, or None; of duplicate keys the last."""
        node = self
        for step in path:
            place = node.place(step)
            if place is None:
                return None
            node = node.inner[place][1]
        return node


class Broken(Exception):
    """A violation after which the rest of the text cannot be read."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(violation.message)
        self.violation = violation


def scan(text: str, unit: Unit = FILE) -> tuple[Node | None, list[Violation]]:
    """Return the tree of a text, or None if it is not valid JSON, and its violations from top to bottom."""
    scanner = _Scanner(text, unit)
    try:
        node = scanner.document()
    except Broken as broken:
        return None, [*scanner.violations, broken.violation]
    return (None if scanner.is_broken else node), sorted(
        scanner.violations, key=lambda violation: violation.location.span or (0, 0)
    )


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
    """Return a violation in a span of a text.

    Args:
        rule: The code of the rule.
        span: The offsets of the beginning and the end.
        message: What is wrong.
        expected: What is allowed.
        path: The path of the value at the span.
        text: The correct text, if it is certain.
        replaced: The span that the correct text replaces, if it is another one.
        related: Other locations that explain the violation.
    """
    fix = Replacement(text=text, span=replaced or span, applicability="safe") if text is not None else None
    location = Location(path=path, span=span)
    return Violation(rule=rule, location=location, message=message, expected=expected, fix=fix, related=related)


def spelled_number(digits: str) -> str:
    """Return a number in canonical form, without an unnecessary fraction, exponent or sign."""
    number: int | float = float(digits) if re.search("[.eE]", digits) else int(digits)
    if isinstance(number, float) and number.is_integer() and abs(number) <= MAX_INTEGER:
        number = int(number)
    return json.dumps(number)


class _Scanner:
    """A single pass over a text."""

    def __init__(self, text: str, unit: Unit) -> None:
        self._text = text
        self._unit = unit
        self.violations: list[Violation] = []
        self.is_broken = False
        """Whether the text is not valid JSON."""

    def document(self) -> Node:
        """Return the root of the tree of the text."""
        node = self._value(self._skip(0), (), None)
        end = self._skip(node.end)
        if end < len(self._text):
            self._read_on(self._not_alone(end))
        return node

    def _read_on(self, broken: Broken) -> None:
        """Add a violation that a fix corrects, as if the text were corrected; raise any other."""
        if broken.violation.fix is None:
            raise broken
        self.violations.append(broken.violation)
        self.is_broken = True

    def _not_alone(self, at: int) -> Broken:
        """Return the violation of more text after the value."""
        where, expected, rest = f"after {self._unit.end}", self._unit.alone, self._text[at:].rstrip(" \t\r\n")
        if rest[0] == ",":
            return self._broken(at, at + 1, f'unexpected "," {where}', expected, text="" if rest == "," else None)
        if self._value_may_begin(at):
            return self._unexpected(at, f"there is more text {where}", expected, at + len(rest))
        return self._unexpected(at, f"unexpected {described(rest[0])} {where}", expected)

    def _value_may_begin(self, at: int) -> bool:
        """Return whether a value or key may begin at an offset."""
        return self._text[at : at + 1] in ('"', "{", "[") or _TOKEN.match(self._text, at) is not None

    def _skip(self, at: int) -> int:
        """Return the offset after the white space at an offset."""
        found = _BLANKS.match(self._text, at)
        return found.end() if found else at

    def _value(self, at: int, path: Path, key: tuple[int, int] | None) -> Node:
        """Return the value that begins at an offset."""
        character = self._text[at : at + 1]
        if character == '"':
            value, end = self._string(at, path)
            return Node(value, at, end, key)
        if character in ("{", "["):
            if len(path) >= MAX_DEPTH:
                what, expected = f"values are nested more than {MAX_DEPTH} levels deep", f"at most {MAX_DEPTH} levels"
                raise Broken(text_violation("CST009", (at, at + 1), what, expected, path))
            return self._object(at, path, key) if character == "{" else self._list(at, path, key)
        return self._token(at, path, key)

    def _object(self, opening: int, path: Path, key: tuple[int, int] | None) -> Node:
        """Return the object that begins at an offset."""
        members: list[tuple[str | int, Node]] = []
        places: dict[str, int] = {}
        repeated: list[_Repeated] = []
        at = self._skip(opening + 1)
        try:
            while self._text[at : at + 1] != "}":
                name, node = self._member(at, path)
                if name in places:
                    repeated.append(_Repeated(name, members[places[name]][1], node, members[-1][1].end))
                places[name] = len(members)
                members.append((name, node))
                at = self._after_entry(node.end, opening, "}")
        finally:
            self.violations += _duplicate_keys(repeated, path)
        value = {name: node.value for name, node in members}
        return Node(value, opening, at + 1, key, tuple(members), places)

    def _member(self, at: int, path: Path) -> tuple[str, Node]:
        """Return the key and the value that begin at an offset."""
        if plain := _PLAIN_MEMBER.match(self._text, at):
            value = plain[3]
            return plain[2], Node(value[1:-1] if value[0] == '"' else int(value), *plain.span(3), key=plain.span(1))
        if self._text[at : at + 1] != '"':
            raise self._not_a_key(at)
        name, end = self._string(at, path)
        colon = self._skip(end)
        if self._text[colon : colon + 1] != ":":
            raise self._without_colon(name, colon)
        return name, self._value(self._skip(colon + 1), (*path, name), (at, end))

    def _without_colon(self, name: str, at: int) -> Broken:
        """Return the violation of a key without a colon after it."""
        where, expected = f"after the key {shortened(name)}", "a colon between a key and its value"
        if self._value_may_begin(at) or self._text[at : at + 1] in ("", ",", "}"):
            return self._broken(at, at + 1, f"missing colon {where}", expected)
        return self._unexpected(at, f"unexpected {described(self._text[at])} {where}", expected)

    def _not_a_key(self, at: int) -> Broken:
        """Return the violation of an object by what is not a key."""
        expected = 'a key in double quotes, such as "id"'
        token = _TOKEN.match(self._text, at)
        if token is not None:
            return self._broken(at, token.end(), f"the key {token[0][:40]} is not in double quotes", expected)
        return self._unexpected(at, self._unexpected_character(at), expected)

    def _list(self, opening: int, path: Path, key: tuple[int, int] | None) -> Node:
        """Return the list that begins at an offset."""
        entries: list[tuple[str | int, Node]] = []
        at = self._skip(opening + 1)
        while self._text[at : at + 1] != "]":
            if len(entries) == MAX_ITEMS and len(path) > self._unit.outside:
                what, most = f"a list of more than {MAX_ITEMS} items", f"at most {MAX_ITEMS} items in a list"
                raise Broken(text_violation("CST013", (opening, opening + 1), what, most, path))
            node = self._value(at, (*path, len(entries)), None)
            entries.append((len(entries), node))
            at = self._after_entry(node.end, opening, "]")
        return Node([node.value for _, node in entries], opening, at + 1, key, tuple(entries))

    def _after_entry(self, end: int, opening: int, closing: str) -> int:
        """Return the offset of the next entry or of the closing bracket."""
        comma = self._skip(end)
        character = self._text[comma : comma + 1]
        if character == closing:
            return comma
        if character != ",":
            self._read_on(self._unseparated(end, comma, opening))
            return comma
        following = self._skip(comma + 1)
        if self._text[following : following + 1] == closing:
            self._read_on(self._broken(comma, comma + 1, "trailing comma", "commas between items only", text=""))
        return following

    def _unseparated(self, end: int, at: int, opening: int) -> Broken:
        """Return the violation where neither a comma nor the closing bracket follows an entry."""
        in_object = self._text[opening] == "{"
        if at >= len(self._text):
            expected = f"a closing {'brace' if in_object else 'bracket'}"
            return self._broken(at, at, "the JSON text ends too early", expected, opened=(opening, opening + 1))
        after_string = self._text[end - 1] == '"'
        comma = "," if self._entry_may_begin(at, in_object=in_object, is_apart=at > end or not after_string) else None
        if after_string and self._text[at] == '"':
            what, expected = "two strings in a row without a comma between them", "a comma between items"
            escape = "" if comma else ', or \\" for a quotation mark in a string'
            return self._broken(end, end, what, expected + escape, text=comma)
        if comma and self._text[at] in '"{[':
            return self._broken(end, end, "missing comma", "a comma between items", text=comma)
        if after_string and (token := _TOKEN.match(self._text, at)):
            what = f"unexpected {token[0][:40]} after the end of a string"
            expected = 'a comma or a closing bracket, or \\" for a quotation mark in a string'
            return self._broken(at, token.end(), what, expected)
        return self._unexpected(at, self._missing_or_unexpected(at), "a comma between items, or a closing bracket")

    def _missing_or_unexpected(self, at: int) -> str:
        """Return a message about text between two entries."""
        return "missing comma or closing bracket" if self._value_may_begin(at) else self._unexpected_character(at)

    def _entry_may_begin(self, at: int, *, in_object: bool, is_apart: bool) -> bool:
        """Return whether a comma before an offset would make the text behind it another entry."""
        if self._text[at] != '"':
            return is_apart and not in_object
        try:
            _, end = scanstring(self._text, at + 1, False)
        except json.JSONDecodeError:
            return False
        colon = self._skip(end)
        is_key = self._text[colon : colon + 1] == ":"
        return is_key if in_object else is_apart and not is_key

    def _string(self, at: int, path: Path) -> tuple[str, int]:
        """Return the string that begins at an offset, and the offset of its end."""
        try:
            value, end = scanstring(self._text, at + 1, False)
            line = self._text.find("\n", at, end)
            if line >= 0:
                raise self._unterminated(at, line)
        except json.JSONDecodeError as error:
            if error.msg.startswith("Unterminated"):
                line = self._text.find("\n", at)
                end = len(self._text) if line < 0 else line
                raise self._unterminated(at, end) from None
            what, expected = "invalid escape sequence in a string", 'an escape sequence such as \\" or \\u00e9'
            raise self._broken(error.pos, error.pos + 1, what, expected) from None
        if len(value) > MAX_STRING:
            what, expected = f"a string of {len(value)} characters", f"at most {MAX_STRING} characters in a string"
            self.violations.append(text_violation("CST013", (at, end), what, expected, path))
        raw = self._text[at:end]
        self._check_hidden(raw, value, at, path)
        if _SURROGATE.search(value):
            what = "a string with a lone surrogate, which is half of a character"
            self.violations.append(text_violation("CST008", (at, end), what, "a pair of surrogates, or none", path))
        return value, end

    def _check_hidden(self, raw: str, value: str, at: int, path: Path) -> None:
        """Add a violation for the first hidden character of a string, as it is written or escaped."""
        hidden = hidden_character(raw) or (hidden_character(value) if value != raw[1:-1] else None)
        if hidden is not None:
            what = f"hidden character {described(hidden[0])} in a string"
            begin, stop = (at + hidden.start(), at + hidden.end()) if hidden.string is raw else (at, at + len(raw))
            is_removable = hidden.string is raw and is_meaningless(hidden[0], value)
            text = "" if is_removable else None
            expected = "visible characters only"
            self.violations.append(text_violation("CST012", (begin, stop), what, expected, path, text=text))

    def _unterminated(self, at: int, end: int) -> Broken:
        """Return the violation of a string that begins on a line but does not end on it."""
        return self._broken(at, end, "a string without a closing quotation mark", "a string that ends on its line")

    def _token(self, at: int, path: Path, key: tuple[int, int] | None) -> Node:
        """Return the number, true, false or null that begins at an offset."""
        found = _TOKEN.match(self._text, at)
        if found is None:
            if at >= len(self._text):
                empty = not self._text.strip()
                what = "the file contains no JSON" if empty else "the JSON text ends too early"
                raise self._broken(at, at, what, "a complete JSON value")
            raise self._unexpected(at, self._unexpected_character(at), "a JSON value")
        token, end = found[0], found.end()
        if token in _WORDS:
            return Node(_WORDS[token], at, end, key)
        if token.lstrip("+-") in ("NaN", "Infinity"):
            violation = text_violation(
                "CST006", (at, end), f"{token} is not a JSON number", "a finite number, or no field", path
            )
            self.violations.append(violation)
        elif _NUMBER.fullmatch(token):
            return self._number(token, at, path, key)
        else:
            other = token.lower() if token.lower() in _WORDS else {"None": "null", "nil": "null"}.get(token)
            what = f"{token[:40]} is not a JSON value"
            self._read_on(self._broken(at, end, what, other or "a string in double quotes, or a number", text=other))
        return Node(None, at, end, key)

    def _number(self, token: str, at: int, path: Path, key: tuple[int, int] | None) -> Node:
        """Return a number, and add a violation if it is not exact or not in canonical form."""
        end = at + len(token)
        if token.isdigit() and len(token) < 16:
            return Node(int(token), at, end, key)
        fault = _inexactness(token)
        if fault is not None:
            what = f"the number {token if len(token) < 30 else token[:27] + '...'} {fault}"
            limit = f"an integer from -{MAX_INTEGER} to {MAX_INTEGER}, or a number with at most 15 digits"
            self.violations.append(text_violation("CST007", (at, end), what, limit, path))
            return Node(None, at, end, key)
        spelled = spelled_number(token)
        if spelled != token:
            what = f"{token[:40]} is an unusual notation of a number"
            self.violations.append(text_violation("CST011", (at, end), what, spelled, path, text=spelled))
        return Node(json.loads(spelled), at, end, key)

    def _unexpected(self, at: int, message: str, expected: str, end: int | None = None) -> Broken:
        """Return the violation at an offset; a known cause replaces the general message."""
        cause = _cause(self._text, at)
        if cause is not None:
            return self._broken(at, *cause)
        return self._broken(at, at + 1 if end is None else end, message, expected)

    def _unexpected_character(self, at: int) -> str:
        """Return a message about the character at an offset, if there is one."""
        if at >= len(self._text):
            return "the JSON text ends too early"
        return f"unexpected {described(self._text[at])}"

    def _broken(
        self,
        start: int,
        end: int,
        message: str,
        expected: str,
        *,
        opened: tuple[int, int] | None = None,
        text: str | None = None,
    ) -> Broken:
        """Return the violation of a span that makes the text invalid JSON."""
        related = ((Location(span=opened), "opened here"),) if opened is not None else ()
        span = (start, min(end, len(self._text)))
        return Broken(text_violation("CST004", span, message, expected, text=text, related=related))


class _Repeated(NamedTuple):
    """A key that an object has already, with the members before and after, and the offset after the last one."""

    name: str
    first: Node
    again: Node
    after: int


def _duplicate_keys(repeated: list[_Repeated], path: Path) -> Iterator[Violation]:
    """Iterate over the violations of the duplicate keys of an object: one if there are very many.

    If the value is the same, a fix removes the key and the value with their comma.
    """
    is_many = len(repeated) > MOST_ALIKE
    for name, first, again, after in repeated[:1] if is_many else repeated:
        is_same = not is_many and json.dumps(first.value) == json.dumps(again.value)
        yield text_violation(
            "CST005",
            again.key or (again.start, again.end),
            f"{len(repeated)} duplicate keys, such as {shortened(name)}"
            if is_many
            else f"duplicate key {shortened(name)}",
            "each key once in an object",
            (*path, name),
            text="" if is_same else None,
            replaced=(after, again.end) if is_same else None,
            related=((Location(span=first.key), "first defined here"),),
        )


def _inexactness(token: str) -> str | None:
    """Return why a number would be read as another one, or None if it would not."""
    if re.fullmatch("-?[0-9]+", token):
        return "is too large" if len(token) > 17 or abs(int(token)) > MAX_INTEGER else None
    number = float(token)
    if isinf(number):
        return "is too large"
    if number == 0:
        return "is too small" if re.search("[1-9]", re.split("[eE]", token)[0]) else None
    return "has too many digits" if Decimal(spelled_number(token)) != Decimal(token) else None


def _cause(text: str, at: int) -> tuple[int, str, str] | None:
    """Return the known mistake that begins at an offset outside strings: its end, a message and what is expected."""
    if (marker := _CONFLICT.match(text, at)) and text[at - 1 : at] in ("", "\n"):
        what, expected = CONFLICT
        return marker.end(1), what if text[at] == "<" else "a merge conflict marker", expected
    if comment := _COMMENT.match(text, at):
        return comment.end(), "a comment, which JSON does not support", "JSON without comments"
    if at >= len(text):
        return None
    character = text[at]
    if character == ",":
        what = "two commas in a row" if text[:at].rstrip()[-1:] == "," else "a comma without an item before it"
        return at + 1, what, "a single comma between two items"
    if character == "'":
        return at + 1, "single quotes around a string or key", "double quotes"
    if character in _TYPOGRAPHIC_QUOTES:
        return at + 1, f"typographic quotation mark {described(character)}", 'straight double quotes (")'
    if character.isspace() or character in ("\u200b", "\ufeff"):
        return at + 1, f"{described(character)} outside a string", "ordinary spaces and line breaks"
    return None
