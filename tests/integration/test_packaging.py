"""Wheel and sdist contain the files of the checkout, and ``import csto_data`` imports little."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import attrs
import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from support import ROOT

import csto_data
from csto_data.site.documents import documents

TREES = {
    "src/csto_data": "csto_data",
    "data": "csto_data/data",
    "schemas": "csto_data/schemas",
    "history": "csto_data/history",
}
DEPENDENCIES = Path(attrs.__file__).parent.parent
PRINT_MEMBERS = "import csto_data; print(*[state.id for state in csto_data.members(on='2022-01-06')])"
HERE = os.pathsep.join([str(Path(csto_data.__file__).parent.parent), str(DEPENDENCIES)])
VERSION = f"csto-data {csto_data.__version__}, data {csto_data.load().version}"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
SIX = "state:ARM state:BLR state:KAZ state:KGZ state:RUS state:TJK"


def files(folder: Path) -> list[Path]:
    made = {"__pycache__", "node_modules", ".hypothesis", ".pytest_cache"}
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and made.isdisjoint(path.parts)]


def run(python: str | Path, *arguments: str, path: str = "") -> str:
    """Run a new interpreter outside the checkout, with ``path`` as PYTHONPATH, and return its output."""
    environment = {**os.environ, "PYTHONPATH": path}
    command = [str(python), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT.anchor)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(next(SdistBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("sdist")))))


@pytest.fixture(scope="module")
def unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return folder / sdist.name.removesuffix(".tar.gz")


def test_wheel_contains_code_data_and_schemas_only(wheel: Path) -> None:
    expected = {
        f"{there}/{file.relative_to(ROOT / here).as_posix()}": file.read_bytes()
        for here, there in TREES.items()
        for file in files(ROOT / here)
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
    written = {f"csto_data/{path.removesuffix('.html')}.md": text.encode() for path, text in documents().items()}
    assert packed == expected | written
    assert {"csto_data/py.typed", "csto_data/data/datapackage.json", "csto_data/schemas/state.schema.json"} <= set(
        packed
    )


def test_wheel_built_from_sdist_is_identical(wheel: Path, unpacked: Path, tmp_path: Path) -> None:
    again = Path(next(WheelBuilder(str(unpacked)).build(directory=str(tmp_path), versions=["standard"])))
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


@pytest.mark.parametrize(
    "part",
    [
        "tests",
        "tools",
        "docs",
        ".github",
        ".pre-commit-config.yaml",
        ".pre-commit-hooks.yaml",
        "action.yml",
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "CITATION.cff",
        ".zenodo.json",
        "hatch_build.py",
    ],
)
def test_sdist_contains_files_that_tests_read(unpacked: Path, part: str) -> None:
    whole = files(ROOT / part) if (ROOT / part).is_dir() else [ROOT / part]
    assert whole
    for file in whole:
        assert (unpacked / file.relative_to(ROOT)).read_bytes() == file.read_bytes()


def test_wheel_works_as_zip_import(wheel: Path) -> None:
    code = f"""{PRINT_MEMBERS}
import csto_data.serialization.schemas
from csto_data.validation.rule_pages import example
print(csto_data.__file__, len(csto_data.validate()), csto_data.serialization.schemas.schema("state")["title"])
print([*example("CST003", "fails").values()][0][:3], len(example("CST013", "fails")["events.jsonl"]))"""
    path = os.pathsep.join([str(wheel), str(DEPENDENCIES)])
    findings = len(csto_data.validate())
    assert run(sys.executable, "-c", code, path=path).splitlines() == [
        SIX,
        f"{wheel / 'csto_data/__init__.py'} {findings} States",
        f"{BYTE_ORDER_MARK} 1049119",
    ]


def test_editable_install_reads_edited_data(tmp_path: Path) -> None:
    checkout, environment = tmp_path / "checkout", tmp_path / "environment"
    for tree in TREES:
        shutil.copytree(ROOT / tree, checkout / tree, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, checkout)
    run(sys.executable, "-m", "venv", "--without-pip", str(environment))
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    install = ["install", "-q", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(checkout)]
    run(sys.executable, "-m", "pip", "--python", str(python), *install, path=str(DEPENDENCIES))
    assert run(python, "-c", PRINT_MEMBERS, path=str(DEPENDENCIES)) == SIX
    assert run(scripts / "csto-data", "--version", path=str(DEPENDENCIES)) == VERSION

    states = checkout / "data" / "states.json"
    document = json.loads(states.read_bytes())
    next(record for record in document["records"] if record["id"] == "state:KAZ")["name"] = "Elsewhere"
    states.write_text(json.dumps(document), encoding="utf-8")
    name = "import csto_data; print(csto_data.load().states['KAZ'].name)"
    assert run(python, "-c", name, path=str(DEPENDENCIES)) == "Elsewhere"


def imported_by(code: str) -> set[str]:
    """Return the modules that ``code`` imports in a new process, without those that ``site`` imports."""
    ask = f"import sys\nbefore = {{*sys.modules}}\n{code}\nprint(*sorted({{*sys.modules}} - before))"
    return set(run(sys.executable, "-S", "-c", ask, path=HERE).split())


def test_import_csto_data_imports_no_other_modules() -> None:
    assert imported_by("import csto_data") == {"csto_data"}


def test_dir_of_csto_data_imports_no_other_modules() -> None:
    assert imported_by("import csto_data; dir(csto_data)") == {"csto_data"}


def test_members_imports_only_needed_modules() -> None:
    imported = imported_by("import csto_data; csto_data.members(on='2022-01-06')")
    assert {name for name in imported if name.startswith("csto_data")} == {
        "csto_data",
        "csto_data.dataset",
        "csto_data.dates",
        "csto_data.declarations",
        "csto_data.errors",
        "csto_data.model",
        "csto_data.model.conditions",
        "csto_data.model.coverage",
        "csto_data.model.evidence",
        "csto_data.model.fields",
        "csto_data.model.ids",
        "csto_data.model.kinds",
        "csto_data.model.membership",
        "csto_data.model.names",
        "csto_data.model.parts",
        "csto_data.model.reported",
        "csto_data.model.state",
        "csto_data.model.times",
        "csto_data.notations",
        "csto_data.queries",
        "csto_data.queries.membership",
        "csto_data.serialization",
        "csto_data.serialization.builder",
        "csto_data.serialization.resources",
        "csto_data.store",
        "csto_data.store.packaged",
        "csto_data.store.record_store",
        "csto_data.store.shape",
        "csto_data.store.table",
        "csto_data.day_tables",
        "csto_data.web",
    }
    assert {name.partition(".")[0] for name in imported} - sys.stdlib_module_names == {"attr", "attrs", "csto_data"}
    assert not imported & {"argparse", "dataclasses", "difflib", "importlib.resources", "pathlib", "tempfile"}


def test_a_fresh_import_lists_exactly_the_public_names() -> None:
    ask = "import csto_data; print(*[name for name in dir(csto_data) if name[0] != '_'])"
    assert run(sys.executable, "-c", ask, path=HERE).split() == sorted(set(csto_data.__all__))


def test_public_names_are_names_of_their_objects() -> None:
    assert {name: getattr(csto_data, name).__name__ for name in csto_data.__all__} == {
        name: name for name in csto_data.__all__
    }


def test_misspelt_name_raises_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'csto_data' has no attribute 'membres'"):
        _ = csto_data.membres  # type: ignore[attr-defined]


@pytest.mark.parametrize("root", [csto_data.data_root(), csto_data.schema_root()], ids=["data", "schemas"])
def test_data_root_and_schema_root_contain_json_files(root: object) -> None:
    assert any(file.name.endswith(".json") for file in root.iterdir())  # type: ignore[attr-defined]


def test_version_option_prints_versions_of_code_and_data() -> None:
    shown = run(sys.executable, "-m", "csto_data", "--version", path=HERE)
    assert shown == VERSION
