"""One setting, the address of the repository, feeds every place that needs it; without it, these places have none."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from support.checkout import Checkout

ADDRESS = "https://github.com/example/csto-data"
FILES = ("README.md", "CITATION.cff", ".zenodo.json", "docs/hooks.md", ".github/ISSUE_TEMPLATE/config.yml")
METADATA = """
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager
print(ProjectMetadata(".", PluginManager()).core.urls)
"""


class AddressedCheckout(Checkout):
    """A copy of this checkout in which the address can be set."""

    def set_address(self, address: str) -> None:
        """Set the address and generate the files that name it."""
        version = self.folder / "src" / "csto_data" / "version.py"
        text = version.read_text(encoding="utf-8")
        version.write_text(re.sub('^REPOSITORY = ".*"$', f'REPOSITORY = "{address}"', text, flags=re.MULTILINE))
        self.output("docs/generate.py")

    def output(self, *arguments: str, code: int = 0) -> str:
        """Run Python in the copy and return its output."""
        done = self.run(*arguments)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def csto_data(self, *arguments: str, code: int = 0) -> str:
        """Run a command in the copy and return its output."""
        return self.output("-m", "csto_data", *arguments, code=code)

    def read(self, name: str) -> str:
        """Return the text of a file."""
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> AddressedCheckout:
    return AddressedCheckout(tmp_path_factory.mktemp("checkout"))


def everything(checkout: AddressedCheckout, pack: str) -> dict[str, str]:
    """Return the text of every place that can have an address."""
    checkout.csto_data("init-pack", pack)
    (checkout.folder / pack / "event.json").write_text("{}")
    return {
        "metadata": checkout.output("-c", METADATA),
        "citation": checkout.csto_data("cite"),
        "RDF": _rdf(checkout),
        "findings": checkout.csto_data("validate", "--format", "sarif", pack, code=1),
        "check of a pack": checkout.read(f"{pack}/.github/workflows/check-{pack}.yml"),
        "hook of a pack": checkout.read(f"{pack}/.pre-commit-config.yaml"),
        **{name: checkout.read(name) for name in FILES},
    }


def _rdf(checkout: AddressedCheckout) -> str:
    checkout.csto_data("export", "rdf", "--as-reported-by", "source:sukhankin-2022", "--output", "view.nq")
    return checkout.read("view.nq")


def test_address_reaches_every_place_and_leaves_it_again(checkout: AddressedCheckout) -> None:
    before = {name: checkout.read(name) for name in FILES}

    checkout.set_address(ADDRESS)
    found = everything(checkout, "first")
    assert {name for name, text in found.items() if ADDRESS not in text} == set()
    driver = json.loads(found["findings"])["runs"][0]["tool"]["driver"]
    assert driver["informationUri"] == ADDRESS
    assert driver["rules"][0]["helpUri"] == f"{ADDRESS}/blob/v{driver['version']}/docs/rules/CST010.md"
    citation = yaml.safe_load(found["CITATION.cff"])
    assert (citation["url"], citation["repository-code"]) == (ADDRESS, ADDRESS)
    (hook,) = yaml.safe_load(found["hook of a pack"])["repos"]
    assert (hook["repo"], hook["rev"]) == (ADDRESS, f"v{driver['version']}")
    assert yaml.safe_load(found[".github/ISSUE_TEMPLATE/config.yml"])["contact_links"]
    assert f"uses: example/csto-data@v{driver['version']}" in found["docs/hooks.md"]
    assert not re.search("ADDRESS|REVISION|OWNER", found["docs/hooks.md"])

    checkout.set_address("")
    without = everything(checkout, "second")
    assert {name for name, text in without.items() if ADDRESS in text} == set()
    assert {name: without[name] for name in FILES} == before
