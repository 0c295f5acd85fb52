"""Pages generated from schemas, rules and data are up to date, with working links."""

from __future__ import annotations

import importlib.util
import re
from functools import cache

from support import ROOT

import csto_data
from csto_data.site.article import field_words

DOCS = ROOT / "docs"
_spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
assert _spec is not None
assert _spec.loader is not None
generate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate)


@cache
def pages() -> dict[str, str]:
    """Return the generated pages by path."""
    return generate.pages()


def test_generated_pages_are_current() -> None:
    files = {page: DOCS / page for page in pages()}
    missing = [page for page, file in files.items() if not file.is_file()]
    outdated = [page for page in pages().keys() - missing if files[page].read_text(encoding="utf-8") != pages()[page]]
    assert (missing, sorted(outdated)) == ([], []), "run: python docs/generate.py"


def test_links_within_a_page_point_to_a_heading() -> None:
    broken = [f"{page}: #{link}" for page, text in pages().items() for link in sorted(links(text) - headings(text))]
    assert broken == []


def links(text: str) -> set[str]:
    return set(re.findall(r"\]\(#([^)]*)\)", text))


def headings(text: str) -> set[str]:
    """The anchors of all headings of a page."""
    found = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_article_page_lists_every_reported_value() -> None:
    sections = re.split(r"^## ", pages()["article.md"], flags=re.MULTILINE)[1:]
    by_heading = {section.partition("\n")[0]: section for section in sections}
    ds = csto_data.load()
    reported = [j for j in ds.judgements() if j.source == "source:sukhankin-2022"]
    assert reported
    for judgement in reported:
        section = by_heading[str(judgement.at).capitalize()]
        of_record = section.partition(f"(`{judgement.record}`)")[2]
        field = field_words(ds, judgement.field)
        lines = [line for line in of_record.splitlines() if line.startswith(f"- {field}: ")]
        assert any(("**disputes**" in line) is (judgement.verdict is csto_data.Verdict.DISPUTES) for line in lines)


def test_article_page_names_witnesses_of_a_party_and_of_its_role_apart() -> None:
    ds = csto_data.load()
    lines = pages()["article.md"].splitlines()
    roles = [j for j in ds.judgements() if j.source == "source:sukhankin-2022" and j.field.endswith(".role")]
    assert roles
    for role in roles:
        assert not [line for line in lines if line.startswith("- participants: ") and f", {role.reported} · **" in line]
        assert [line for line in lines if line.startswith(f"- {field_words(ds, role.field)}: {role.reported} · ")]


def test_article_page_begins_with_each_value_that_another_source_contradicts() -> None:
    ds = csto_data.load()
    _, _, listed = pages()["article.md"].partition("## Values that other sources contradict\n")
    lines = listed.partition("\n## ")[0].strip().splitlines()
    judged = (csto_data.Verdict.SUPPORTS, csto_data.Verdict.DISPUTES)
    reports = [j for j in ds.judgements() if j.source == "source:sukhankin-2022" and j.verdict in judged]
    own = {(j.record, j.field) for j in reports}
    contradicted = {(j.record, j.field) for j in ds.disputes() if (j.record, j.field) in own}
    assert contradicted
    for record, field in contradicted:
        assert [line for line in lines if f"(`{record}`), {field_words(ds, field)}: " in line]
    assert len(lines) == len(contradicted)
