"""Where in a file things stand: made only of files that have a mistake."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cached_property

from ..jsonscan import Node, scan
from ..jsontext import MAX_BYTES, decode
from ..suggestions import Guess, guess
from .findings import Edit, Finding, Path, Related, pointer, printable
from .mistakes import Mistake, Remedy


class Source:
    """The text of one file; in ``.jsonl`` each line is a record."""

    def __init__(self, name: str, data: bytes, removable: Callable[[Path], bool]) -> None:
        self.name = name
        self._data = data
        self._lines = name.endswith(".jsonl")
        self._removable = removable
        self._nodes: dict[int, tuple[Node | None, int]] = {}

    @cached_property
    def text(self) -> str:
        """The text as far as it is UTF-8, in a file of lines with half a character for a byte that is not.

        Nothing of a file that is too large to be read.
        """
        if self._lines:
            return self._data.decode("utf-8", "surrogateescape")
        return decode(self._data).text if len(self._data) <= MAX_BYTES else ""

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line."""
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r")

    def node(self, path: Path) -> tuple[Node | None, int]:
        """The node at a path, and the offset that its own offsets count from."""
        key, rest = (int(path[1]), path[2:]) if self._lines and len(path) > 1 else (-1, path)
        if key not in self._nodes:
            start = 0 if key < 0 else self._starts[key]
            text = self.text if key < 0 else self.line(key + 1)
            self._nodes[key] = (None, 0) if self._lines and key < 0 else (scan(text)[0], start)
        root, start = self._nodes[key]
        return (root.at(rest) if root is not None else None), start

    def span(self, path: Path, *, at_key: bool = False) -> tuple[int, int] | None:
        """Where a value or its key stands; for what is missing, the opening of what it is missing from."""
        node, start = self.node(path)
        if node is not None:
            begin, end = node.key if at_key and node.key else (node.start, node.end)
            return start + begin, start + end
        if not path:
            return None
        outer, start = self.node(path[:-1])
        return (start + outer.start, start + outer.start + 1) if outer is not None else self.span(path[:-1])

    def finding(self, mistake: Mistake, shown: Callable[[str], str], ids: Iterable[str]) -> Finding:
        """The finding for a mistake in this file, with its place and what was probably meant."""
        span = mistake.span or self.span(mistake.path, at_key=mistake.at_key)
        near = self._meant(mistake, ids)
        edit = self._edit(mistake, near)
        where: dict[str, int] = {}
        excerpt = None
        if span is not None:
            names = ("line", "column", "end_line", "end_column")
            where = dict(zip(names, (*self.place(span[0]), *self.place(span[1])), strict=True))
            excerpt = self.line(where["line"])
        replaced = edit.text if edit is not None and mistake.remedy is not None else None
        return Finding(
            rule=mistake.rule.code,
            severity=mistake.rule.severity,
            file=shown(mistake.file),
            **where,
            pointer=pointer(mistake.path[2:] if self._lines else mistake.path),
            record=printable(mistake.record) if mistake.record is not None else None,
            message=printable(mistake.message),
            expected=printable(mistake.expected),
            why=mistake.rule.why,
            suggestion=near.word if near is not None else replaced or None,
            edit=edit,
            related=self._related(mistake, shown),
            page=mistake.rule.page,
            excerpt=excerpt,
        )

    def _meant(self, mistake: Mistake, ids: Iterable[str]) -> Guess | None:
        meant = mistake.meant
        if meant is None:
            return None
        known = [id for id in ids if id.partition(":")[0] in meant.prefixes] if meant.prefixes else meant.known
        return guess(meant.word, known, typos=meant.key)

    def _edit(self, mistake: Mistake, near: Guess | None) -> Edit | None:
        if mistake.mend is not None:
            return self._replacement(*mistake.mend, safe=True)
        node, start = self.node(mistake.path)
        if node is None:
            return None
        if near is not None:
            outer, _ = self.node(mistake.path[:-1])
            taken = mistake.at_key and outer is not None and near.word in dict(outer.inner)
            begin, end = node.key if mistake.at_key and node.key else (node.start, node.end)
            text = json.dumps(near.word, ensure_ascii=False)
            return None if taken else self._replacement(start + begin, start + end, text, safe=near.certain)
        return self._remedied(mistake.remedy, mistake.path, node, start) if mistake.remedy is not None else None

    def _remedied(self, remedy: Remedy, path: Path, node: Node, start: int) -> Edit | None:
        if remedy.what == "replace":
            text = json.dumps(remedy.value, ensure_ascii=False)
            return self._replacement(start + node.start, start + node.end, text, safe=remedy.safe)
        outer, _ = self.node(path[:-1])
        if outer is None or not self._removable(path):
            return None
        begin, end = _whole(outer, path[-1])
        return self._replacement(start + begin, start + end, "", safe=remedy.safe)

    def _replacement(self, begin: int, end: int, text: str, *, safe: bool) -> Edit:
        (line, column), (end_line, end_column) = self.place(begin), self.place(end)
        return Edit(line=line, column=column, end_line=end_line, end_column=end_column, text=text, safe=safe)

    def _related(self, mistake: Mistake, shown: Callable[[str], str]) -> tuple[Related, ...]:
        found = []
        if mistake.first is not None:
            line, column = self.place(mistake.first[0])
            what = "it stood here first" if mistake.rule.code == "CST005" else "this was opened here"
            found.append(Related(file=shown(mistake.file), line=line, column=column, message=what))
        for place in mistake.related:
            span = self.span(place.path) if place.file == self.name else None
            line_column = self.place(span[0]) if span is not None else (None, None)
            found.append(
                Related(file=shown(place.file), line=line_column[0], column=line_column[1], message=place.message)
            )
        return tuple(found)

    def offset(self, line: int, column: int) -> int:
        """The offset of a place."""
        return self._starts[line - 1] + column - 1


def _whole(outer: Node, step: str | int) -> tuple[int, int]:
    """From where to where an entry goes with one comma."""
    index = [name for name, _ in outer.inner].index(step)
    node = outer.inner[index][1]
    if index + 1 < len(outer.inner):
        following = outer.inner[index + 1][1]
        return _begin(node), _begin(following)
    if index > 0:
        return outer.inner[index - 1][1].end, node.end
    return outer.start + 1, outer.end - 1


def _begin(node: Node) -> int:
    return node.key[0] if node.key is not None else node.start
