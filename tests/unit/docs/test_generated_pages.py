"""Pages that are made from schemas, rules and data say what these say now."""

from __future__ import annotations

import importlib.util
import re

import pytest
from support import ROOT

import csto_data

DOCS = ROOT / "docs"
_spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
assert _spec is not None
assert _spec.loader is not None
generate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate)
PAGES: dict[str, str] = generate.pages()


@pytest.mark.parametrize("page", PAGES)
def test_generated_pages_are_current(page: str) -> None:
    assert (DOCS / page).read_text(encoding="utf-8") == PAGES[page], "run: python docs/generate.py"


@pytest.mark.parametrize("page", PAGES)
def test_links_within_a_page_lead_to_a_heading(page: str) -> None:
    text = PAGES[page]
    headings = {
        re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= headings


def test_the_page_of_the_article_has_all_that_it_reports() -> None:
    sections = re.split(r"^## ", PAGES["article.md"], flags=re.MULTILINE)[1:]
    by_heading = {section.partition("\n")[0]: section for section in sections}
    reported = [j for j in csto_data.load().judgements() if j.source == "source:sukhankin-2022"]
    assert reported
    for judgement in reported:
        section = by_heading[str(judgement.at).capitalize()]
        told = section.partition(f"(`{judgement.record}`)")[2]
        lines = [line for line in told.splitlines() if line.startswith(f"- `{judgement.field}` ")]
        assert any(("**disputes**" in line) is (judgement.verdict is csto_data.Verdict.DISPUTES) for line in lines)
