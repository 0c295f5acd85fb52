"""The pages of a site are valid HTML that works from disk, without JavaScript, for everybody, in light and dark."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

import csto_data
from csto_data.site.builder import build_site

NODE = Path(__file__).parent / "node"
DRAWN = 50
"""The number of pages that are looked at beside one of each kind; ``SITE_PAGES=all`` looks at all of them."""


def pages_of(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))


def chosen(folder: Path) -> list[str]:
    """Return a page of each kind, and some that are drawn with a seed."""
    pages = pages_of(folder)
    if os.environ.get("SITE_PAGES") == "all":
        return pages
    first = {dirname(page) or page: page for page in reversed(pages)}
    long = [
        "states/KAZ.html",
        "operations/csto-kazakhstan-2022.html",
        "sources/sukhankin-2022.html",
        "timeline/2022-01.html",
    ]
    return sorted({*first.values(), *long, *random.Random(29).sample(pages, DRAWN)})  # noqa: S311


class Links(HTMLParser):
    """Collects the anchors of a page and where its links and resources lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.targets: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.anchors.update(filter(None, [found.get("id")]))
        self.targets += filter(None, [found.get("href"), found.get("src"), found.get("action")])


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    pages = {page: Links((site / page).read_text(encoding="utf-8")) for page in pages_of(site)}
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    dead = []
    for page, links in pages.items():
        for target in links.targets:
            parts = urlsplit(target)
            if parts.scheme in ("http", "https"):
                continue
            path = normpath(f"{dirname(page)}/{unquote(parts.path)}").lstrip("/") if parts.path else page
            if parts.scheme or path not in files or (parts.fragment and parts.fragment not in pages[path].anchors):
                dead.append((page, target))
    assert dead == []
    assert len(pages) > len(csto_data.load())


def test_linkinator_finds_no_dead_link(site: Path, node: Callable[..., str]) -> None:
    printed = node("npx", "linkinator", site, "--recurse", "--skip", "^https?://(?!localhost)", "--format", "json")
    links = json.loads(printed)["links"]
    assert [link["url"] for link in links if link["state"] == "BROKEN"] == []
    assert len(links) > len(csto_data.load())


def test_paths_differ_on_systems_that_ignore_case(site: Path) -> None:
    pages = pages_of(site)
    assert len({page.casefold() for page in pages}) == len(pages)


def test_two_builds_are_equal(site: Path, tmp_path: Path) -> None:
    build_site(csto_data.load(), tmp_path)
    first, second = (
        {f.relative_to(d): f.read_bytes() for d in (folder,) for f in d.rglob("*") if f.is_file()}
        for folder in (site, tmp_path)
    )
    assert first.keys() == second.keys()
    assert [str(name) for name in first if first[name] != second[name]] == []


def test_pages_are_valid_html(site: Path, node: Callable[..., str]) -> None:
    node("npx", "html-validate", "--config", ".htmlvalidate.json", f"{site}/**/*.html")
    node("java", "-jar", "node_modules/vnu-jar/build/dist/vnu.jar", "--errors-only", "--skip-non-html", site)


def test_pages_work_in_a_browser(site: Path, looked_at: Callable[[Path, Iterable[str]], dict[str, list[str]]]) -> None:
    found = looked_at(site, chosen(site))
    assert {page: problems for page, problems in found.items() if problems} == {}
    assert len(found) > DRAWN
