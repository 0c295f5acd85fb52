"""Checks a dataset or a pack: text, shape, values, references, history, evidence. One mistake, one finding."""

from __future__ import annotations

import os
from os import PathLike
from pathlib import Path
from typing import Any

from ..diagnostics import Finding, Fix, RelatedLocation, Severity
from ..serialization.resources import data_root
from ..store.layout import shown_as
from .engine import full_report
from .reading import read_folder
from .registry import Rule
from .report import Report
from .rules import RULES

__all__ = ["RULES", "Finding", "Fix", "RelatedLocation", "Report", "Rule", "Severity", "check", "validate"]


def validate(path: str | PathLike[str] | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with the packaged data, or with the dataset or pack in a folder, in the order of the files.

    A folder with a ``datapackage.json`` of this package is a dataset; any other folder is a pack.
    Raises :class:`DatasetError` if the folder does not exist; every mistake in its files becomes a finding.
    """
    return check(path).findings()


def check(path: str | PathLike[str] | None = None) -> Report:
    """As :func:`validate`, with the findings not yet worked out: counting them costs less than explaining them."""
    folder: Any = data_root() if path is None else Path(path)
    return full_report(read_folder(folder), shown_as("data" if path is None else os.fspath(path)))
