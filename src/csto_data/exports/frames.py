"""Sheets as tables of pyarrow, pandas and polars, with exact types. The libraries are imported when they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from ..extras import imported
from .columns import Column

Rows: TypeAlias = Sequence[tuple[Any, ...]]

_ARROW = {"text": "string", "integer": "int64", "number": "float64", "flag": "bool_", "date": "date32"}
_PANDAS = {"text": "string", "integer": "Int64", "number": "Float64", "flag": "boolean"}
_POLARS = {"text": "String", "integer": "Int64", "number": "Float64", "flag": "Boolean", "date": "Date"}


def to_arrow(columns: Sequence[Column], rows: Rows) -> Any:
    """Return a sheet as an Arrow table; see ``Sheet.to_arrow``."""
    pa = imported("pyarrow", "parquet")
    fields = [
        pa.field(
            column.name,
            pa.timestamp("s", "UTC") if column.type == "timestamp" else getattr(pa, _ARROW[column.type])(),
            nullable=not column.required,
            metadata={"description": column.description},
        )
        for column in columns
    ]
    arrays = [
        pa.array(_numbers(column.type, cells), field.type)
        for column, field, cells in zip(columns, fields, _by_column(columns, rows), strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def to_pandas(columns: Sequence[Column], rows: Rows) -> Any:
    """Return a sheet as a pandas data frame; see ``Sheet.to_pandas``."""
    pd = imported("pandas")
    found = {}
    for column, cells in zip(columns, _by_column(columns, rows), strict=True):
        values = _numbers(column.type, cells)
        dtype = _PANDAS.get(column.type)
        if dtype is None:
            unit = "datetime64[s, UTC]" if column.type == "timestamp" else "datetime64[s]"
            found[column.name] = pd.Series(pd.array([_timestamp(pd, each) for each in values], dtype=unit))
        else:
            found[column.name] = pd.Series(pd.array(values, dtype=dtype))
    return pd.DataFrame(found, columns=[column.name for column in columns])


def _timestamp(pd: Any, value: Any) -> Any:
    """Return a date or time in seconds: nanoseconds, the default, cover only the years 1678 to 2261."""
    return pd.NaT if value is None else pd.Timestamp(value).as_unit("s")


def to_polars(columns: Sequence[Column], rows: Rows) -> Any:
    """Return a sheet as a polars data frame; see ``Sheet.to_polars``."""
    pl = imported("polars")
    series = [
        pl.Series(
            column.name,
            _numbers(column.type, cells),
            pl.Datetime("ms", "UTC") if column.type == "timestamp" else getattr(pl, _POLARS[column.type]),
        )
        for column, cells in zip(columns, _by_column(columns, rows), strict=True)
    ]
    return pl.DataFrame(series)


def _by_column(columns: Sequence[Column], rows: Rows) -> list[tuple[Any, ...]]:
    return [*zip(*rows, strict=True)] if rows else [()] * len(columns)


def _numbers(type: str, cells: tuple[Any, ...]) -> list[Any]:
    """Return the cells of a column; whole numbers in a column of numbers are floats."""
    return [None if cell is None else float(cell) for cell in cells] if type == "number" else [*cells]
