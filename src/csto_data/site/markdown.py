"""Markdown pages as HTML, with anchors at headings and links that lead to other pages of the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from .addresses import slug

Resolve = Callable[[str], str | None]
"""A function that returns the address on the site for a link in Markdown, or None if the site has no such page."""
Identify = Callable[[str], Markup | None]
"""A function that returns the link for a text in backticks, such as the id of a record, or None for other texts."""


def html(text: str, resolve: Resolve, identify: Identify) -> tuple[str, Markup]:
    """Return the title of a page and its content as HTML.

    HTML in the text is shown as text, so that it cannot run.

    Args:
        text: The page in Markdown; its first heading is the title.
        resolve: Returns the address for a link; links that it does not know become plain text.
        identify: Returns the link for a text in backticks, or None.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    title, taken = "", dict[str, int]()
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _plain(tokens[index + 1])
            if token.tag == "h1" and not title:
                title = heading
            token.attrSet("id", _unique(slug(heading), taken))
        elif token.type == "inline" and token.children:
            token.children = _linked(token.children, resolve, identify)
    _scope_tables(tokens)
    rendered = parser.renderer.render(tokens, parser.options, {})
    return title, Markup(_regions(rendered))  # noqa: S704  # the renderer escapes all text


def _plain(token: Any) -> str:
    return "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))


def _unique(anchor: str, taken: dict[str, int]) -> str:
    """Return an anchor that no other heading of the page has, as GitHub numbers them."""
    number = taken.get(anchor, -1) + 1
    taken[anchor] = number
    return f"{anchor}-{number}" if number else anchor


def _linked(children: list[Any], resolve: Resolve, identify: Identify) -> list[Any]:
    """Return the parts of a paragraph with links to pages of the site, and without links to other files."""
    found: list[Any] = []
    dropped: list[bool] = []
    for child in children:
        if child.type == "link_open":
            address = resolve(str(child.attrGet("href") or ""))
            dropped.append(address is None)
            if address is None:
                continue
            child.attrSet("href", address)
        elif child.type == "link_close" and dropped.pop():
            continue
        elif child.type == "code_inline" and not any(not gone for gone in dropped):
            anchor = identify(child.content)
            if anchor is not None:
                child.type, child.tag, child.info = "html_inline", "", ""
                child.content = str(anchor)
        found.append(child)
    return found


def _scope_tables(tokens: list[Any]) -> None:
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type in ("th_open", "td_open"):
            token.attrs.pop("style", None)


def _regions(rendered: str) -> str:
    """Return HTML whose tables and code can be scrolled with the keyboard."""
    number = count(1)
    opened = '<section class="scroll" aria-label="Table {}" tabindex="0"><table>'
    rendered = re.sub("<table>", lambda _: opened.format(next(number)), rendered)
    rendered = rendered.replace("</table>", "</table></section>")
    return rendered.replace("<pre>", '<pre tabindex="0">')
