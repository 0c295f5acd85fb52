"""The public names and their signatures match ``golden/api.txt``.

A change of that file is a change for users and needs an entry in CHANGELOG.md.
``GOLDEN=write pytest tests/unit/test_public_api.py`` updates it.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import os
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from support import SUPPORT

GOLDEN = SUPPORT / "golden" / "api.txt"
MODULES = ("csto_data", "csto_data.strategies", "csto_data.validation")
RETURNED_CLASSES = {
    "csto_data.dates": ("Period",),
    "csto_data.queries.explain": ("Explanation",),
    "csto_data.queries.participation": ("Participation", "Standing"),
    "csto_data.dataset": ("View",),
    "csto_data.day_tables": ("MembershipTable", "OfficeTable"),
    "csto_data.store.record_store": ("RecordStore",),
    "csto_data.store.table": ("Table",),
    "csto_data.provenance.judgements": ("Judgement",),
    "csto_data.provenance.support": ("Witnesses",),
}
"""Classes of objects that public functions return. The schemas cover the record classes: test_schema_writer.py."""


def api_lines() -> Iterator[str]:
    """One line for each public name, and for each public name of a class."""
    public = {module: tuple(sorted(importlib.import_module(module).__all__)) for module in MODULES}
    for module, names in (public | RETURNED_CLASSES).items():
        for name in names:
            yield from _describe(f"{module}.{name}", getattr(importlib.import_module(module), name))


def _describe(path: str, value: Any) -> Iterator[str]:
    if not inspect.isclass(value):
        yield f"{path}{_signature(value)}" if inspect.isfunction(value) else f"{path}: {type(value).__name__}"
        return
    bases = [base.__name__ for base in value.__bases__ if base is not object]
    yield f"class {path}" + (f"({', '.join(bases)})" if bases else "")
    if issubclass(value, enum.Enum):
        yield from (f"{path}.{member.name} = {member.value!r}" for member in value)
    elif "__init__" in vars(value):
        yield f"{path}.__init__{_signature(value.__init__)}"
    for name in sorted(_own_public_names(value)):
        member = inspect.getattr_static(value, name)
        if isinstance(member, property):
            yield f"{path}.{name}{_signature(member.fget)}"
        elif inspect.isfunction(member):
            yield f"{path}.{name}{_signature(member)}"
        else:
            yield f"{path}.{name}"


def _own_public_names(value: Any) -> set[str]:
    """The public names that a class adds to its bases, without fields: ``__init__`` shows those."""
    fields = {field.name for field in attrs.fields(value)} if attrs.has(value) else set()
    members = {*value.__members__} if issubclass(value, enum.Enum) else set()
    return {name for name in vars(value) if name[0] != "_"} - fields - members


class _Unquoted:
    """An annotation that is printed without quotation marks."""

    def __init__(self, annotation: object) -> None:
        self.annotation = annotation

    def __repr__(self) -> str:
        return self.annotation if isinstance(self.annotation, str) else inspect.formatannotation(self.annotation)


def _signature(function: Any) -> str:
    signature = inspect.signature(function)
    empty = inspect.Parameter.empty
    parameters = [
        p.replace(annotation=p.annotation if p.annotation is empty else _Unquoted(p.annotation))
        for p in signature.parameters.values()
    ]
    return str(signature.replace(parameters=parameters, return_annotation=_Unquoted(signature.return_annotation)))


def test_public_api_matches_golden_file() -> None:
    found = "".join(f"{line}\n" for line in api_lines())
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(found, encoding="utf-8")
    assert found.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("module", MODULES)
def test_public_functions_have_annotations_and_docstrings(module: str) -> None:
    found = importlib.import_module(module)
    for name in found.__all__:
        value = getattr(found, name)
        if inspect.isfunction(value):
            signature = inspect.signature(value)
            missing = [p.name for p in signature.parameters.values() if p.annotation is inspect.Parameter.empty]
            assert not missing, name
            assert signature.return_annotation is not inspect.Signature.empty, name
        if inspect.isfunction(value) or inspect.isclass(value):
            assert inspect.getdoc(value), name
