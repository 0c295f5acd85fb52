"""What programs of others rely on: the public names with their signatures, as golden/api.txt has them.

A change there is a change for users: it belongs into CHANGELOG.md. ``GOLDEN=write pytest tests/unit/test_public_api.py`` writes it.
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
RETURNED = {
    "csto_data.queries.explain": ("Explanation",),
    "csto_data.queries.participation": ("Participation", "Standing"),
    "csto_data.dataset": ("EventTable", "MembershipTable", "View"),
    "csto_data.store.record_store": ("RecordStore",),
    "csto_data.store.table": ("Table",),
    "csto_data.provenance.verdicts": ("Judgement",),
    "csto_data.provenance.support": ("Witnesses",),
}
"""The classes of what public functions return. Those of records are as the schemas have them: test_schemas.py."""


def lines_of_all() -> Iterator[str]:
    """A line for each public name, and for each of a class."""
    public = {module: tuple(sorted(importlib.import_module(module).__all__)) for module in MODULES}
    for module, names in (public | RETURNED).items():
        for name in names:
            yield from _shown(f"{module}.{name}", getattr(importlib.import_module(module), name))


def _shown(path: str, value: Any) -> Iterator[str]:
    if not inspect.isclass(value):
        yield f"{path}{_signature(value)}" if inspect.isfunction(value) else f"{path}: {type(value).__name__}"
        return
    bases = [base.__name__ for base in value.__bases__ if base is not object]
    yield f"class {path}" + (f"({', '.join(bases)})" if bases else "")
    if issubclass(value, enum.Enum):
        yield from (f"{path}.{member.name} = {member.value!r}" for member in value)
    elif "__init__" in vars(value):
        yield f"{path}.__init__{_signature(value.__init__)}"
    for name in sorted(_public(value)):
        member = inspect.getattr_static(value, name)
        if isinstance(member, property):
            yield f"{path}.{name}{_signature(member.fget)}"
        elif inspect.isfunction(member):
            yield f"{path}.{name}{_signature(member)}"
        else:
            yield f"{path}.{name}"


def _public(value: Any) -> set[str]:
    """The names that a class adds to its bases; its fields stand in the signature of ``__init__``."""
    fields = {field.name for field in attrs.fields(value)} if attrs.has(value) else set()
    members = {*value.__members__} if issubclass(value, enum.Enum) else set()
    return {name for name in vars(value) if name[0] != "_"} - fields - members


class _Bare:
    """An annotation as it is written, without quotation marks."""

    def __init__(self, annotation: object) -> None:
        self.annotation = annotation

    def __repr__(self) -> str:
        return self.annotation if isinstance(self.annotation, str) else inspect.formatannotation(self.annotation)


def _signature(function: Any) -> str:
    signature = inspect.signature(function)
    empty = inspect.Parameter.empty
    parameters = [
        p.replace(annotation=p.annotation if p.annotation is empty else _Bare(p.annotation))
        for p in signature.parameters.values()
    ]
    return str(signature.replace(parameters=parameters, return_annotation=_Bare(signature.return_annotation)))


def test_the_public_names_have_these_signatures() -> None:
    found = "".join(f"{line}\n" for line in lines_of_all())
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(found, encoding="utf-8")
    assert found.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_is_typed_and_described(module: str) -> None:
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
