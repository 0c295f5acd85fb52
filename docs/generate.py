"""Writes the pages of this folder that are made from the schemas, the rules and the data: ``python docs/generate.py``.

It also writes the address of the project into the files that name it. A test compares all of them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from csto_data import __version__, data_root, load
from csto_data.site.dictionary import data_dictionary
from csto_data.site.pages import data_pages, generated
from csto_data.validation import RULES
from csto_data.validation.rule_pages import page
from csto_data.validation.rules.releases import RELEASE_RULES
from csto_data.version import REPOSITORY, requirement

FOLDER = Path(__file__).parent
INSTALLATION = """\
csto-data needs Python 3.11 or newer. {how}

```sh
pip install {what} && csto-data members --on 2022-01-06
```
"""


def pages() -> dict[str, str]:
    """Return the text of every generated page by its path in this folder."""
    rules = {f"rules/{code}.md": page(rule) for code, rule in {**RULES, **RELEASE_RULES}.items()}
    return {
        **data_pages(load()),
        "data-dictionary.md": generated(data_dictionary(), "schemas/"),
        **rules,
        **pictures(),
        **addressed(),
    }


def pictures() -> dict[str, str]:
    """Return the pictures that README shows, by their path in this folder."""
    dataset = load()
    deaths = dataset.draw("figure", "event:kazakhstan-violence-2022", field="deaths")
    return {"pictures/members.svg": dataset.draw("members").svg, "pictures/deaths.svg": deaths.svg}


def addressed() -> dict[str, str]:
    """Return the text of every file that names the address of the project, by its path in this folder."""
    files = {
        "../README.md": _readme,
        "../CITATION.cff": _citation,
        "../.zenodo.json": _zenodo,
        "../.github/ISSUE_TEMPLATE/config.yml": _issue_template,
        "hooks.md": _hooks,
    }
    return {name: write((FOLDER / name).read_text(encoding="utf-8")) for name, write in files.items()}


def _readme(text: str) -> str:
    if REPOSITORY:
        how, what = "It is not on PyPI yet; this installs it from its repository:", f'"{requirement()}"'
    else:
        how = "It is not on PyPI yet: clone or download this repository, and run this command in\nits folder:"
        what = "."
    written = INSTALLATION.format(how=how, what=what)
    return re.sub(r"(## Install\n\n).*?```\n(?=\n)", lambda found: found[1] + written, text, count=1, flags=re.DOTALL)


def _citation(text: str) -> str:
    address = f"url: {REPOSITORY}\nrepository-code: {REPOSITORY}\n" if REPOSITORY else ""
    return re.sub(r"^(url|repository-code): .*\n", "", text, flags=re.MULTILINE).replace(
        "authors:\n", f"{address}authors:\n", 1
    )


def _zenodo(_: str) -> str:
    manifest = json.loads(data_root().joinpath("datapackage.json").read_text(encoding="utf-8"))
    identifier = {"identifier": REPOSITORY, "relation": "isSupplementTo", "scheme": "url"}
    described = {
        "title": "csto-data: checked facts about the Collective Security Treaty Organization",
        "description": manifest["description"],
        "upload_type": "dataset",
        "version": manifest["version"],
        "license": manifest["licenses"][0]["name"],
        "access_right": "open",
        "language": "eng",
        "creators": [{"name": "csto-data contributors"}],
        "keywords": ["Collective Security Treaty Organization", "international relations", "membership", "evidence"],
        **({"related_identifiers": [identifier]} if REPOSITORY else {}),
    }
    return json.dumps(described, indent=2) + "\n"


def _issue_template(_: str) -> str:
    if not REPOSITORY:
        return "blank_issues_enabled: true\n"
    return f"""\
blank_issues_enabled: true
contact_links:
  - name: Vulnerability
    url: {REPOSITORY}/security/advisories/new
    about: Report it privately, not as an issue.
  - name: How errors are corrected
    url: {REPOSITORY}/blob/main/docs/corrections.md
    about: The corrections policy.
"""


def _hooks(text: str) -> str:
    address, revision = (REPOSITORY, f"v{__version__}") if REPOSITORY else ("ADDRESS", "REVISION")
    action = REPOSITORY.partition("://")[2].partition("/")[2] or "OWNER/NAME"
    placeholders = (
        ""
        if REPOSITORY
        else " Replace `ADDRESS` and `REVISION` with this repository and\nthe commit or tag of it that you want to use."
    )
    for pattern, written in (
        (r"(used together with the packaged data\.)[^#]*(?=\n\n#)", rf"\g<1>{placeholders}"),
        (r"(?m)^(  - repo: ).*$", rf"\g<1>{address}"),
        (r"(?m)^(    rev: ).*$", rf"\g<1>{revision}"),
        (r"(?m)^(      - uses: )\S+@\S+$", rf"\g<1>{action}@{revision}"),
    ):
        text = re.sub(pattern, written, text, count=1)
    return text


def main() -> None:
    """Writes every page that changed."""
    for name, text in pages().items():
        page = FOLDER / name
        page.parent.mkdir(exist_ok=True)
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
            print(f"wrote {page}")


if __name__ == "__main__":
    main()
