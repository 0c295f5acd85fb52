"""What tables and lookups need of a store: its tables, and a memory for answers, because records never change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from ..model import Kind
    from ..model.fields import FieldType

R = TypeVar("R")


class Records(Protocol):
    """A store of records, such as a ``Dataset``."""

    def table(self, dataset: Any, /) -> Any:
        """Return a table by its name."""
        ...

    def _once(self, question: Hashable, compute: Callable[[], R], /) -> R:
        """Return the result of a query, computed on the first call."""
        ...


class Items(Protocol):
    """What filters and flat rows need of a table."""

    store: Any

    @property
    def name(self) -> str:
        """The name of the table."""
        ...

    @property
    def kind(self) -> Kind | None:
        """The kind of the records; None for an answer."""
        ...

    @property
    def fields(self) -> Mapping[str, FieldType]:
        """The fields of the items by name."""
        ...

    @property
    def summary(self) -> tuple[str, ...]:
        """The columns that identify an item when the table is shown."""
        ...

    @property
    def root(self) -> Items:
        """The whole table of which this may be a part."""
        ...

    @property
    def holds_records(self) -> bool:
        """Whether the items are records, and not answers."""
        ...

    @property
    def has_periods(self) -> bool:
        """Whether the items have a time when they happened, held or were published."""
        ...

    def value(self, item: Any, name: str, /) -> Any:
        """Return the value of a field of an item."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


def once(store: Records, question: Hashable, compute: Callable[[], R]) -> R:
    """Return the result of a query on a store, computed on the first call."""
    return store._once(question, compute)  # noqa: SLF001  # not a public method of Dataset
