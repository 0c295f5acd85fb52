"""Where the pages of a site are: their paths in its folder, and the links between them."""

from __future__ import annotations

import re
from posixpath import dirname, relpath
from urllib.parse import quote, urlsplit

from ..model.kinds import kind_of

_LINKED_SCHEMES = ("http", "https")


def record_path(id: str) -> str:
    """Return the path of the page of a record.

    Args:
        id: The id of the record.

    Example:
        >>> record_path("state:KAZ")
        'states/KAZ.html'
    """
    kind = kind_of(id)
    assert kind is not None  # noqa: S101  # every record has the prefix of a kind
    return f"{kind.dataset}/{id.partition(':')[2]}.html"


def link(page: str, target: str) -> str:
    """Return the relative address of a page, as it is written on another page.

    Args:
        page: The path of the page with the link.
        target: The path of the page, possibly with a fragment.

    Example:
        >>> link("states/KAZ.html", "index.html"), link("index.html", "docs/packs.html#overrides")
        ('../index.html', 'docs/packs.html#overrides')
    """
    path, mark, fragment = target.partition("#")
    found = quote(relpath(path, dirname(page) or "."), safe="/") if path else ""
    return f"{found}{mark}{fragment}"


def slug(heading: str) -> str:
    """Return the anchor of a heading, as GitHub makes it.

    Args:
        heading: The text of the heading.

    Example:
        >>> slug("What does `fix` do?")
        'what-does-fix-do'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def web_address(address: str | None) -> str | None:
    """Return an address of the web, or None for any other text, which could be a program in a link.

    Args:
        address: The address, if there is one.

    Example:
        >>> web_address("https://example.org/a"), web_address("javascript:alert(1)"), web_address(None)
        ('https://example.org/a', None, None)
    """
    if address is None:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in _LINKED_SCHEMES and parts.netloc else None
