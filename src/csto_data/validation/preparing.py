"""Prepare a dataset or pack for a commit: safe fixes, format, the register of ids, and what is left to correct."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

from ..model import KINDS
from ..store.layout import REGISTER, Unreadable, is_dataset, read_bytes
from .fixer import Change, Fixed, apply, changes
from .report import Report


def prepare(folder: Path) -> Fixed:
    """Fix and format the files of a dataset or pack and, if no findings are left, add its new ids to the register.

    Args:
        folder: The folder.

    Returns:
        The changes that were made, what they correct, and the report of what is left.

    Raises:
        DatasetError: The folder is not a dataset or pack, or a file cannot be written.
    """
    fixed = changes(folder)
    apply(fixed.changes)
    if fixed.left:
        return fixed
    registered = _registered(folder, fixed.left)
    apply(registered)
    return evolve(fixed, changes=(*fixed.changes, *registered))


def _registered(folder: Path, report: Report) -> list[Change]:
    """Return the change that adds the new ids of a dataset to its register, if it has one."""
    if not is_dataset(folder) or not (folder / REGISTER).exists():
        return []
    try:
        before = read_bytes(folder, REGISTER)
    except Unreadable:
        return []
    new = (id for kind in KINDS.values() for id in report.ids(kind.prefix))
    ids = sorted({*before.decode().split(), *new})
    after = "".join(f"{id}\n" for id in ids).encode()
    return [Change(folder / REGISTER, before, after)] if after != before else []
