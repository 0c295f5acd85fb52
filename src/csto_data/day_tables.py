"""The tables of memberships and of offices, which can be asked about a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .dates import DayLike
from .store.table import Table

if TYPE_CHECKING:
    from .model import Membership, Office  # noqa: F401  # named in strings below
    from .pictures.picture import Picture
    from .queries.holders import Holding
    from .queries.participation import Standing
    from .store.record_store import RecordStore

CSTO = "org:csto"


class MembershipTable(Table["Membership"]):
    """The membership spells."""

    __slots__ = ()

    def on(self, day: DayLike, *, organization: str | None = None) -> Table[Standing]:
        """Return the state of each spell that holds or may hold on a day, including those of observers.

        A spell without an end holds up to the last covered day of its organisation. After that day, and without
        coverage, its answer is unknown.

        Args:
            day: An exact date.
            organization: The id, abbreviation or name of an organisation; all organisations by default.

        Returns:
            One ``Standing`` per spell, sorted by the id of the spell.

        Raises:
            InvalidDateError: ``day`` is not an exact date.
            NotFoundError: The organisation does not exist.

        Example:
            >>> from csto_data import load
            >>> for standing in load().memberships.on("2026-01-06", organization="org:csto")[:2]:
            ...     print(standing.spell.member, standing.answer, standing.participation)
            state:ARM Answer.YES frozen since 2024-02-22
            state:BLR Answer.YES full
        """
        from .queries.participation import STANDINGS, standings

        store = cast("RecordStore", self.store)
        return Table(standings(store, self, day, organization), store, STANDINGS)

    def draw(self, organization: str = CSTO, *, width: float = 800) -> Picture:
        """Draw the memberships of this table in an organisation: a row for each member, with frozen and unknown days.

        Args:
            organization: The id, abbreviation or name of the organisation.
            width: The width in pixels: about 400 for a column of a paper, 1,200 for a slide.

        Returns:
            The picture, which Jupyter shows as it is.

        Raises:
            NotFoundError: The organisation does not exist.

        Example:
            >>> from csto_data import load
            >>> load().memberships.draw("cst").title
            'Collective Security Treaty: parties'
        """
        from .pictures.drawing import draw_members

        return draw_members(cast("RecordStore", self.store), self, organization, width)


class OfficeTable(Table["Office"]):
    """The terms of holders of posts."""

    __slots__ = ()

    def on(self, day: DayLike) -> Table[Holding]:
        """Return who held, or may have held, each post on a day.

        Args:
            day: An exact date.

        Returns:
            One ``Holding`` per term, sorted by the id of the term. A term without an end holds up to the last covered
            day of its post; otherwise its answer is unknown.

        Raises:
            InvalidDateError: ``day`` is not an exact date.

        Example:
            >>> from csto_data import load
            >>> posts = load().offices.where(title="secretary general").on("2022-01-06")
            >>> [(holding.holder.label, holding.answer.value) for holding in posts]
            [('Stanislav Zas', 'yes')]
        """
        from .queries.holders import HOLDINGS, holdings

        store = cast("RecordStore", self.store)
        return Table(holdings(store, self, day), store, HOLDINGS)
