"""The reference of the Python interface, from the docstrings of the package."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen
from markupsafe import Markup

import csto_data

_SECTIONS = ("Args", "Returns", "Raises", "Yields", "Attributes", "Example")
_HEADING = re.compile(rf"^({'|'.join(_SECTIONS)}):$", re.MULTILINE)


@frozen
class Section:
    """A part of a docstring: its heading, its paragraphs or its named entries."""

    heading: str
    entries: tuple[tuple[str, Markup], ...] = ()
    text: Markup | None = None
    code: str = ""


@frozen
class Documented:
    """A public class, function or method."""

    name: str
    anchor: str
    kind: str
    signature: str
    summary: Markup
    sections: tuple[Section, ...]
    members: tuple[Documented, ...] = ()


def reference() -> Iterator[Documented]:
    """Iterate over the public names of the package, sorted, with their docstrings."""
    for name in sorted(csto_data.__all__, key=str.lower):
        found = getattr(csto_data, name)
        if inspect.isclass(found) or callable(found):
            yield _documented(name, found)


def _documented(name: str, found: Any, of: str = "") -> Documented:
    full = f"{of}.{name}" if of else name
    is_class = inspect.isclass(found)
    summary, sections = _parsed(inspect.getdoc(found) or "")
    return Documented(
        name=full,
        anchor=full.replace(".", "-"),
        kind="class" if is_class else "property" if isinstance(found, property) else "function",
        signature="" if is_class or isinstance(found, property) else _signature(found),
        summary=summary,
        sections=sections,
        members=tuple(_members(name, found)) if is_class else (),
    )


def _members(name: str, cls: type) -> Iterator[Documented]:
    for member, found in sorted(vars(cls).items()):
        function = found.__func__ if isinstance(found, classmethod | staticmethod) else found
        is_documented = callable(function) or isinstance(function, property)
        if not member.startswith("_") and is_documented and inspect.getdoc(function) and not inspect.isclass(function):
            yield _documented(member, function, name)


def _signature(found: Any) -> str:
    try:
        text = str(inspect.signature(found))
    except (TypeError, ValueError):
        return "(...)"
    return re.sub(r"<(?:class|function) '?([\w.]+).*?>", r"\1", text).replace("(self, ", "(").replace("(self)", "()")


def _parsed(doc: str) -> tuple[Markup, tuple[Section, ...]]:
    """Return the text at the beginning of a docstring in Google style, and its sections."""
    parts = _HEADING.split(doc)
    sections = tuple(_section(heading, body) for heading, body in zip(parts[1::2], parts[2::2], strict=True))
    return _paragraphs(parts[0]), sections


def _section(heading: str, body: str) -> Section:
    text = inspect.cleandoc(body)
    if heading == "Example":
        return Section(heading, code=text)
    if heading == "Returns":
        return Section(heading, text=_paragraphs(text))
    entries = re.split(r"\n(?=\S)", text)
    pairs = (entry.partition(":") for entry in entries)
    return Section(heading, tuple((name.strip(), _inline(" ".join(said.split()))) for name, _, said in pairs))


def _paragraphs(text: str) -> Markup:
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip())
    return Markup().join(Markup("<p>{}</p>").format(_inline(block)) for block in blocks)


def _inline(text: str) -> Markup:
    """Return a text of a docstring as HTML; what is in double backticks is code."""
    parts = text.split("``")
    return Markup().join(
        Markup("<code>{}</code>").format(part) if index % 2 else Markup("{}").format(part)
        for index, part in enumerate(parts)
    )
