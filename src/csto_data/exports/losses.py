"""The values that a format cannot hold: counted and reported, never guessed or rounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from attrs import asdict, frozen


@frozen(kw_only=True)
class Loss:
    """A value that a format cannot hold.

    Attributes:
        kind: The reason, such as ``a day that is a set``.
        record: The id of the record; of a covered period, what it covers.
        field: The field of the record.
        value: The value as text.
    """

    kind: str
    record: str
    field: str
    value: str

    def to_dict(self) -> dict[str, str]:
        """Return the loss for ``json.dumps``.

        Example:
            >>> Loss(kind="a day that is a set", record="event:x", field="date", value="[2006..]").to_dict()["field"]
            'date'
        """
        return asdict(self)


def counted(losses: Iterable[Loss]) -> list[str]:
    """Return a line for each kind of loss, with its number, the most frequent kind first.

    Example:
        >>> counted([Loss(kind="a day that is a set", record="event:x", field="date", value="[2006..]")])
        ['1 value left out: a day that is a set']
    """
    kinds = Counter(loss.kind for loss in losses).most_common()
    return [f"{number} {'value' if number == 1 else 'values'} left out: {kind}" for kind, number in kinds]
