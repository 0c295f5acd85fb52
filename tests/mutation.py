"""Do the tests notice faults in our own code? Puts small ones into a module, one at a time, and runs its tests.

``nox -s mutation -- dates verdicts`` for these modules, without names for all of them (an hour). It works on a copy of
the checkout, prints every mutant that survives as it is found, and a score for each module. ``docs/testing.md`` has the
last scores and says why the mutants that are left survive. Not part of the suite: no test, and too slow.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_and_test, mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.testing import run_tests
from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome

CHECKOUT = Path(__file__).parent.parent
COPIED = ("src", "tests", "data", "schemas", "docs", "pyproject.toml")
LONGEST = 120.0
"""Seconds that the tests may take: a mutant that makes them run longer loops for ever, and is killed."""

RULES = ("rules_of_history", "rules_of_meaning", "rules")
MODULES = {
    "dates": ("dates",),
    "verdicts": ("verdicts", "witnesses", "views"),
    "standing": ("standing", "memberships", "record_membership"),
    "dataset": ("standing", "years", "record_membership", "memberships", "dataset", "verdicts", "citing", "explaining"),
    "validation/rules/references": (*RULES, "findings"),
    "validation/rules/history": ("rules_of_history", "rules"),
    "validation/rules/meaning": ("rules_of_meaning", "rules"),
    "validation/rules/evidence": (*RULES, "packs"),
    "years": ("years",),
    "asking": ("cli", "cli_record"),
    "witnessing": ("witnesses",),
    "tables": ("standing", "other_tables", "memberships", "dataset"),
    "geography": ("verdicts",),
}
"""The tests that concern each module, the quick ones first: the first failure ends a run."""

COUNTERPARTS = "Add_Sub|Sub_Add|Mul_Div|BitAnd_BitOr|BitOr_BitAnd|BitOr_BitXor"
LEFT_OUT = re.compile(
    rf"ReplaceBinaryOperator_(?!({COUNTERPARTS})$)|ReplaceComparisonOperator_(Is_Eq|IsNot_NotEq|Eq_Is)$"
)
"""Arithmetic has one counterpart each; ``is`` for ``==`` is a question of style where the values are words of an enum."""


def mutants(module: Path) -> Iterator[tuple[MutationSpec, str]]:
    """Each mutant of the module with its text: those that Python reads as another program than the ones before."""
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
                yield mutation, text


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
    """The line that the mutant changes, before and after."""
    changed = [pair for pair in zip(source.splitlines(), mutant.splitlines(), strict=False) if pair[0] != pair[1]]
    number = next(i for i, line in enumerate(source.splitlines(), 1) if line == changed[0][0])
    return f"{number}: {changed[0][0].strip()}\n    -> {changed[0][1].strip()}"


def score(name: str) -> None:
    """Tries every mutant of one module and prints those that survive, and how many there were."""
    module = Path("src", "csto_data", f"{name}.py")
    files = " ".join(f"tests/test_{stem}.py" for stem in MODULES[name])
    command = f"{sys.executable} -m pytest -x -q -p no:cacheprovider --hypothesis-profile=mutation {files}"
    outcome, output = run_tests(command, LONGEST)
    if outcome is not TestOutcome.SURVIVED:
        raise SystemExit(f"the tests of {name} fail without any mutation:\n{output}")
    began, killed, survived = time.monotonic(), 0, 0
    for mutation, text in mutants(module):
        if mutate_and_test([mutation], command, LONGEST).is_killed:
            killed += 1
        else:
            survived += 1
            print(f"{name}:{difference(module.read_text(), text)}", flush=True)
    minutes = (time.monotonic() - began) / 60
    print(f"{name}: {killed} of {killed + survived} mutants killed in {minutes:.0f} minutes", flush=True)


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
        os.environ["PYTHONPATH"] = str(Path(folder, "src"))
        for name in names or MODULES:
            score(name)


if __name__ == "__main__":
    main(sys.argv[1:])
