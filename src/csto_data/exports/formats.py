"""The formats of exports by name, and the one function that writes them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from ..errors import DatasetError
from ..suggestions import did_you_mean
from ..version import BASE
from .losses import Loss, counted

if TYPE_CHECKING:
    from ..store.record_store import RecordStore

ExportFormat: TypeAlias = Literal["csv", "sqlite", "parquet", "jsonl", "rdf", "ftm"]
"""The name of a format."""


class Format(NamedTuple):
    """A format of exports.

    Attributes:
        writer: The module and the function that writes it.
        path: The default name of the file or folder.
        losses: The module and the function that returns what it cannot hold; None if it holds everything.
    """

    writer: str
    path: str
    losses: str | None = None


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format("csv_folder:write_csv", "csto-data-csv"),
        "sqlite": Format("sqlite_file:write_sqlite", "csto-data.sqlite"),
        "parquet": Format("parquet_folder:write_parquet", "csto-data-parquet"),
        "jsonl": Format("json_lines:write_jsonl", "csto-data.jsonl"),
        "rdf": Format("rdf:write_rdf", "csto-data.nq"),
        "ftm": Format("ftm:write_ftm", "csto-data-ftm", "ftm:losses"),
    }
)
"""The formats by name."""


def export(
    store: RecordStore,
    format: str,
    path: str | os.PathLike[str],
    *,
    base: str | None = None,
    strict: bool = False,
) -> tuple[Loss, ...]:
    """Write a dataset in a format; see ``Dataset.export``."""
    if format not in FORMATS:
        near = did_you_mean(str(format), FORMATS)
        raise ValueError(f'Unknown format "{format}". Expected one of {", ".join(FORMATS)}.{near}')
    options = {} if base is None else {"base": valid_base(base)}
    if options and format != "rdf":
        raise ValueError(f"The base of addresses is only for rdf, not for {format}.")
    write = _imported(FORMATS[format].writer)
    losses = losses_of(store, format)
    if strict and losses:
        raise DatasetError([f"The format {format} cannot hold all values. {line}." for line in counted(losses)])
    write(store, Path(path), **options)
    return losses


def valid_base(base: str) -> str:
    """Return the beginning of all addresses in RDF.

    Raises:
        ValueError: It is not the beginning of an address.
    """
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-\[\]_a-z~]*", base) is None:
        raise ValueError(f'"{base}" is not a valid base. Expected the beginning of an address, such as "{BASE}".')
    return base


def losses_of(store: RecordStore, format: str) -> tuple[Loss, ...]:
    """Return the values of a dataset that a format cannot hold."""
    found = FORMATS[format].losses
    return () if found is None else tuple(_imported(found)(store))


def _imported(function: str) -> Callable[..., Any]:
    """Return a function of this package by its module and name."""
    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"{__package__}.{module}"), name)
    return found
