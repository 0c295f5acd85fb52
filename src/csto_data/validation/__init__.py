"""Validate datasets and packs, with one finding for each mistake."""

from __future__ import annotations

import os
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagnostics import Finding, Fix, RelatedLocation, Severity
from ..serialization.resources import data_root
from ..store.layout import shown_as
from .engine import full_report
from .reading import read_folder
from .registry import Rule
from .report import Report
from .rules import RULES

if TYPE_CHECKING:
    from .bulk import CheckedRecords, RecordKeys, check_records, join_records

__all__ = [
    "RULES",
    "CheckedRecords",
    "Finding",
    "Fix",
    "RecordKeys",
    "RelatedLocation",
    "Report",
    "Rule",
    "Severity",
    "check",
    "check_records",
    "join_records",
    "validate",
]


def __getattr__(name: str) -> Any:
    """Import what checks records in parts on first use."""
    if name in __all__:
        return getattr(import_module(f"{__name__}.bulk"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def validate(path: str | PathLike[str] | None = None) -> tuple[Finding, ...]:
    """Validate the packaged data, or a dataset or pack in a folder.

    A folder with a ``datapackage.json`` is a dataset. Any other folder is a pack, which extends the packaged data.

    Args:
        path: The folder; without it, the packaged data are validated.

    Returns:
        The findings in the order of the files and from top to bottom; an empty tuple if there are none.

    Raises:
        DatasetError: The folder does not exist or has no dataset files.

    Example:
        >>> import csto_data
        >>> csto_data.validate()
        ()
    """
    return check(path).findings()


def check(path: str | PathLike[str] | None = None) -> Report:
    """Validate like ``validate``, but return a report, which counts findings without the cost of explaining them.

    Args:
        path: The folder; without it, the packaged data are validated.

    Returns:
        A report: ``len(report)`` is the number of findings, ``report.findings()`` returns them.

    Raises:
        DatasetError: The folder does not exist or has no dataset files.

    Example:
        >>> from csto_data.validation import check
        >>> len(check())
        0
    """
    folder: Any = data_root() if path is None else Path(path)
    return full_report(read_folder(folder), shown_as("data" if path is None else os.fspath(path)))
