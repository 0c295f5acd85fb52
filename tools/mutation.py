"""Do the tests notice faults in our own code? Puts small ones into a module, one at a time, and runs its tests.

``nox -s mutation -- dates verdicts`` for these modules, without names for all of them (an hour). It works on a copy of
the checkout, prints every mutant that survives as it is found, and a score for each module. ``docs/testing.md`` has the
last scores and says why the mutants that are left survive. Not part of the suite: no test, and too slow.
"""

from __future__ import annotations

import ast
import os
import re
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"  # ours would import the package here, before it is mutated

import cattrs  # noqa: F401
import hypothesis.strategies  # noqa: F401
import jsonschema  # noqa: F401
import jsonschema_rs  # noqa: F401
import pytest
from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import use_db

CHECKOUT = Path(__file__).parent.parent
COPIED = ("src", "tests", "data", "schemas", "docs", "README.md", "CHANGELOG.md", "pyproject.toml")
LONGEST = 60
"""Seconds of processor time that the tests may take: a mutant that makes them take longer never ends, and is killed."""

OPTIONS = [
    "-x",
    "-q",
    "-n0",
    "-p",
    "no:randomly",
    "-p",
    "no:cacheprovider",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
    "--hypothesis-profile=mutation",
]

RULES = "validation/test_rule_examples.py"
MODULES = {
    "dates": ["test_dates.py"],
    "model/coverage": [
        "test_representations.py",
        "validation/test_history_rules.py",
        "queries/test_membership.py",
        "queries/test_panels.py",
    ],
    "provenance/gazetteer": ["provenance/test_verdicts.py"],
    "provenance/source_view": [
        "provenance/test_source_view.py",
        "provenance/test_reports_of_one_source.py",
        "provenance/test_published_view.py",
    ],
    "provenance/support": ["provenance/test_support.py"],
    "provenance/verdicts": [
        "provenance/test_verdicts.py",
        "provenance/test_support.py",
        "provenance/test_reports_of_one_source.py",
        "provenance/test_judgements.py",
    ],
    "provenance/judgements": [
        "provenance/test_judgements.py",
        "provenance/test_verdicts.py",
        "provenance/test_support.py",
        "provenance/test_reports_of_one_source.py",
    ],
    "store/filters": ["store/test_filters.py", "store/test_table.py"],
    "queries/membership": [
        "queries/test_participation.py",
        "queries/test_panels.py",
        "../data/test_membership_history.py",
        "queries/test_membership.py",
        "provenance/test_source_view.py",
        "test_dataset.py",
    ],
    "queries/panels": ["queries/test_panels.py", "queries/test_panel_series.py"],
    "queries/participation": [
        "queries/test_participation.py",
        "queries/test_year_participation.py",
        "../data/test_membership_history.py",
    ],
    "store/table": ["queries/test_participation.py", "queries/test_membership.py", "test_dataset.py"],
    "validation/rules/evidence": ["validation/test_evidence_rules.py", f"{RULES}::CST5"],
    "validation/rules/sources": [
        "validation/test_evidence_rules.py",
        "validation/test_plausibility_rules.py",
        f"{RULES}::CST5",
    ],
    "validation/rules/history": ["validation/test_history_rules.py", f"{RULES}::CST4"],
    "validation/rules/operations": [
        "validation/test_meaning_rules.py",
        "validation/test_consistency_rules.py",
        f"{RULES}::CST4",
    ],
    "validation/rules/references": ["validation/test_history_rules.py", f"{RULES}::CST3"],
    "validation/rules/statements": ["validation/test_meaning_rules.py", f"{RULES}::CST4"],
    "validation/rules/values": ["validation/test_meaning_rules.py", f"{RULES}::CST203"],
}
"""The tests of each module, from ``tests/unit``, quick ones first: the first failure ends a run. ``::`` selects rules."""

ARITHMETIC = "Add_Sub|Sub_Add|BitAnd_BitOr|BitOr_BitAnd|BitOr_BitXor"
ORDER = "Lt_(LtE|NotEq)|Gt_(GtE|NotEq)|LtE_(Lt|Eq)|GtE_(Gt|Eq)|Eq_(LtE|GtE|NotEq)|NotEq_(Lt|Gt|Eq)|Is_IsNot|IsNot_Is"
LEFT_OUT = re.compile(rf"ReplaceBinaryOperator_(?!({ARITHMETIC})$)|ReplaceComparisonOperator_(?!({ORDER})$)")
"""Of an operator's replacements, only those that a test may miss which notices the others."""


def mutants(module: Path) -> Iterator[str]:
    """The text of each mutant of the module: those that Python reads as another program than the ones before."""
    source = module.read_text()
    seen = {_meaning(source)}
    with use_db(":memory:") as session:
        init([module], session, {})
        for item in session.work_items:
            (mutation,) = item.mutations
            if LEFT_OUT.search(mutation.operator_name):
                continue
            text = mutate_code(source, get_operator(mutation.operator_name)(), mutation.occurrence)
            meaning = _meaning(text)
            if meaning is not None and meaning not in seen:
                seen.add(meaning)
                yield text


def _meaning(source: str) -> str | None:
    """What a program does, without its annotations, which are never evaluated here. None if it is no Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
    return ast.dump(tree)


def difference(source: str, mutant: str) -> str:
    """The first line that the mutant changes, before and after."""
    lines = enumerate(zip(source.splitlines(), mutant.splitlines(), strict=False), 1)
    number, (before, after) = next((number, pair) for number, pair in lines if pair[0] != pair[1])
    return f"{number}: {before.strip()}\n    -> {after.strip()}"


def outcome(tests: list[str]) -> int:
    """The exit code of pytest in a fork, where the modules are imported anew, but not pytest and what we depend on."""
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os._exit(pytest.main([*OPTIONS, *tests]))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def score(name: str) -> None:
    """Tries every mutant of one module and prints those that survive, and how many there were."""
    module = Path("src", "csto_data", f"{name}.py")
    tests = _selected(MODULES[name])
    sys.dont_write_bytecode = False
    if outcome(tests):
        raise SystemExit(f"the tests of {name} fail without any mutation: pytest {' '.join(tests)}")
    sys.dont_write_bytecode = True  # a mutant may be as long and as old as the one before
    for compiled in module.parent.glob(f"__pycache__/{module.stem}.*"):
        compiled.unlink()
    began, source, survived = time.monotonic(), module.read_text(), 0
    found = list(mutants(module))
    print(f"{name}: {len(found)} mutants", flush=True)
    for number, mutant in enumerate(found, 1):
        module.write_text(mutant)
        if not outcome(tests):
            survived += 1
            print(f"{number}: {name}:{difference(source, mutant)}", flush=True)
    module.write_text(source)
    minutes = (time.monotonic() - began) / 60
    print(f"{name}: {len(found) - survived} of {len(found)} mutants killed in {minutes:.0f} minutes", flush=True)


def _selected(tests: list[str]) -> list[str]:
    """Return the arguments of pytest that select these tests."""
    files = [str(Path("tests", "unit", test.partition("::")[0])) for test in tests]
    words = [test.partition("::")[2] or Path(test).name for test in tests]
    return [*files, "-k", " or ".join(words)]


def main(names: list[str]) -> None:
    """Scores these modules, or all of them, in a copy of the checkout."""
    for name in names:
        if name not in MODULES:
            raise SystemExit(f"no tests are listed for {name}; there are {', '.join(MODULES)}")
    with tempfile.TemporaryDirectory() as folder:
        for copied in COPIED:
            source, copy = CHECKOUT / copied, Path(folder, copied)
            if source.is_dir():
                shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
            else:
                shutil.copy(source, copy)
        os.chdir(folder)
        sys.path.insert(0, str(Path(folder, "src")))
        for name in names or MODULES:
            score(name)


if __name__ == "__main__":
    main(sys.argv[1:])
