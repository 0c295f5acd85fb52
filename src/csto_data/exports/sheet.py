"""A flat table: its columns with their types, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from .columns import Cell, Column

Row: TypeAlias = tuple[Cell, ...]
"""A row: a cell for each column."""


class Sheet:
    """A flat table: its columns with their types, and its rows.

    Attributes:
        name: The name of the sheet, such as ``event_states``.
        description: What a row is.
        columns: The columns.
        key: The names of the columns that identify a row.

    Example:
        >>> from csto_data import load
        >>> sheet = load().sheets()["memberships"]
        >>> [column.name for column in sheet.columns][:4]
        ['id', 'member_id', 'member_name', 'organization_id']
    """

    __slots__ = ("_cached", "_rows", "columns", "description", "key", "name")

    def __init__(
        self,
        name: str,
        description: str,
        columns: Iterable[Column],
        key: tuple[str, ...],
        rows: Callable[[], Iterable[Row]],
    ) -> None:
        self.name = name
        self.description = description
        self.columns = tuple(columns)
        self.key = key
        self._rows = rows
        self._cached: tuple[Row, ...] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, each a tuple with a cell for each column."""
        if self._cached is None:
            self._cached = tuple(self._rows())
        return self._cached

    def __iter__(self) -> Iterator[Row]:
        """Iterate over the rows, without keeping those that are not computed yet."""
        return iter(self._rows() if self._cached is None else self._cached)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<Sheet {self.name}: {len(self.columns)} columns>"

    def to_arrow(self) -> Any:
        """Return the sheet as an Arrow table with exact types (extra ``parquet``).

        Raises:
            MissingLibraryError: pyarrow is not installed.
        """
        from .frames import to_arrow  # noqa: PLC0415  # only needed with data frames

        return to_arrow(self.columns, self.rows)

    def to_pandas(self) -> Any:
        """Return the sheet as a pandas data frame: text, nullable integers and numbers, and exact dates.

        Raises:
            MissingLibraryError: pandas is not installed.
        """
        from .frames import to_pandas  # noqa: PLC0415  # only needed with data frames

        return to_pandas(self.columns, self.rows)

    def to_polars(self) -> Any:
        """Return the sheet as a polars data frame with exact types.

        Raises:
            MissingLibraryError: polars is not installed.
        """
        from .frames import to_polars  # noqa: PLC0415  # only needed with data frames

        return to_polars(self.columns, self.rows)
