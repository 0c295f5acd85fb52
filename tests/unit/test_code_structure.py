"""Structure of the code: size of modules, size and complexity of functions, import cycles and layers."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

SOURCE = ROOT / "src" / "csto_data"
MODULES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in sorted(SOURCE.rglob("*.py"))}
MAX_LINES, MAX_FUNCTION_LINES, MAX_COMPLEXITY = 400, 45, 12


def code_lines(file: Path, tree: ast.Module) -> int:
    """Return the lines of a module without docstrings, comments and blank lines."""
    documented: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            documented.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    return sum(bool(line.strip()) and line.strip()[0] != "#" and number not in documented for number, line in lines)


def test_modules_are_not_too_long() -> None:
    lines = {str(file.relative_to(SOURCE)): code_lines(file, tree) for file, tree in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > MAX_LINES} == {}


def test_functions_are_not_too_long() -> None:
    long = {
        f"{file.relative_to(SOURCE)}:{node.name}": lines
        for file, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert long == {}


def test_functions_are_not_too_complex() -> None:
    visitors = pytest.importorskip("radon.visitors")
    complex_ = {
        f"{file.relative_to(SOURCE)}:{function.name}": function.complexity
        for file, tree in MODULES.items()
        for function in _functions(visitors.ComplexityVisitor.from_ast(tree))
        if function.complexity > MAX_COMPLEXITY
    }
    assert complex_ == {}


def _functions(visitor: object) -> Iterator[object]:
    yield from visitor.functions  # type: ignore[attr-defined]
    for cls in visitor.classes:  # type: ignore[attr-defined]
        yield from cls.methods


def imports(file: Path, tree: ast.Module) -> Iterator[Path]:
    """The files that a module imports, including imports in functions and for type checking."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = file.parent
            for _ in range(node.level - 1):
                folder = folder.parent
            target = folder.joinpath(*(node.module or "").split(".")) if node.module else folder
            for candidate in [target / alias.name for alias in node.names] + [target]:
                found = [candidate.with_suffix(".py"), candidate / "__init__.py"]
                yield from (path for path in found if path in MODULES and path != file)


def test_modules_have_no_import_cycle() -> None:
    graph = {
        file: {target for target in imports(file, tree) if target.name != "__init__.py"}
        for file, tree in MODULES.items()
        if file.name != "__init__.py"
    }
    done: set[Path] = set()
    while free := {file for file, targets in graph.items() if file not in done and targets <= done}:
        done |= free
    assert {str(file.relative_to(SOURCE)) for file in graph.keys() - done} == set()


def test_imports_respect_the_layers() -> None:
    pytest.importorskip("importlinter")
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
