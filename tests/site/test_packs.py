"""A site can be built from any pack, and nothing that a pack contains can break its pages or run in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import csto_data
from csto_data.cli import main
from csto_data.model import KINDS
from csto_data.site.builder import build_site

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</title></head><body onload=alert(3)>",
    '" onmouseover="alert(4)',
    "' onfocus='alert(5)' autofocus='",
    "{{ 7 * 7 }}{% raw %}",
    "[a](javascript:alert(6))",
    "`<img src=x onerror=alert(7)>`",
    "שלום עולם",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "${alert(8)} <!-- ]]> -->",
]


def pack(folder: Path, **records: list[dict[str, object]]) -> csto_data.Dataset:
    folder.mkdir()
    files: dict[str, dict[str, object]] = {"pack": {"$schema": "schemas/pack.schema.json", "name": "hostile"}}
    files |= {n: {"$schema": f"schemas/{KINDS[n].name}.schema.json", "records": found} for n, found in records.items()}
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return csto_data.load(folder)


def hostile(folder: Path) -> csto_data.Dataset:
    """A pack whose texts and addresses try to break out of the pages."""
    sources, events, people = [], [], []
    for number, text in enumerate(HOSTILE):
        source = f"source:hostile-{number}"
        sources.append({"id": source, "title": text, "kind": "report", "publisher": text, "note": text})
        evidence = [{"source": source, "reports": {"date": "2022-01-06"}, "note": text}]
        events.append(
            {
                "id": f"event:hostile-{number}",
                "kind": "protest",
                "title": text,
                "summary": text,
                "date": "2022-01-05",
                "participants": [{"described_as": text}],
                "evidence": evidence,
                "note": text,
            }
        )
        people.append({"id": f"person:hostile-{number}", "name": text, "evidence": [{"source": source}]})
    return pack(folder, sources=sources, events=events, people=people)


def test_hostile_texts_neither_break_nor_run(
    tmp_path: Path, looked_at: Callable[[Path, Iterable[str]], dict[str, list[str]]], node: Callable[..., str]
) -> None:
    folder = tmp_path / "site"
    build_site(hostile(tmp_path / "pack"), folder)
    pages = [file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*hostile-*.html"))]
    pages += ["disputes.html", "known/index.html", "search.html", "timeline/2022-01.html", "events/index.html"]
    found = looked_at(folder, pages)
    assert {page: problems for page, problems in found.items() if problems} == {}
    node(
        "java", "-jar", "node_modules/vnu-jar/build/dist/vnu.jar", "--errors-only", "--skip-non-html", folder / "events"
    )
    for number, text in enumerate(HOSTILE):
        page = (folder / "events" / f"hostile-{number}.html").read_text(encoding="utf-8")
        assert "<script>alert" not in page
        assert "onload=alert" not in page.replace("onload=alert(3)&gt;", "")
        assert (
            text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("'", "&#39;")
            .replace('"', "&#34;")
            in page
        )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "file:///etc"])
def test_only_addresses_of_the_web_become_links(tmp_path: Path, address: str) -> None:
    ds = csto_data.load()
    source = csto_data.load().sources[0]
    broken = type(source)(id=source.id, title="A", kind="report", url="https://example.org/")
    object.__setattr__(broken, "url", address)
    records = [broken if record.id == source.id else record for record in ds]
    build_site(csto_data.Dataset.from_records(records), tmp_path)
    page = (tmp_path / "sources" / f"{source.id.partition(':')[2]}.html").read_text(encoding="utf-8")
    assert f'href="{address}' not in page


def test_command_builds_the_site_of_a_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile(tmp_path / "pack")
    out = tmp_path / "out"
    address = "https://data.example.org/csto"
    assert main(["site", str(out), "--data", str(tmp_path / "pack"), "--base-url", address]) == 0
    assert "Wrote" in capsys.readouterr().err
    page = (out / "events" / "hostile-0.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{address}/events/hostile-0.html">' in page


def test_page_names_no_address_of_its_own_without_one(site: Path) -> None:
    assert 'rel="canonical"' not in (site / "index.html").read_text(encoding="utf-8")


def test_address_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["site", str(tmp_path), "--base-url", "javascript:alert(1)"])
    assert "https://example.org" in capsys.readouterr().err
