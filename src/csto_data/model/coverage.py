"""What of a dataset is complete, and for which days: a part of its manifest."""

from datetime import date

from attrs import field, frozen

from ..declarations import spec
from .conditions import Checked, in_order
from .ids import OrganizationId, StateId

_FROM_TO = in_order("first", "last", lambda first, last: bool(last < first))


@frozen
class MembershipCoverage(Checked):
    """All memberships in one organisation, for a time."""

    CONDITIONS = (_FROM_TO,)

    organization: OrganizationId = field(metadata=spec("org:csto"))
    """The organisation whose memberships are complete."""
    first: date = field(metadata=spec("2004-01-01", key="from"))
    """The first day of the time for which the memberships are complete."""
    last: date = field(metadata=spec("2004-12-31", key="until"))
    """The last day of the time for which the memberships are complete."""


@frozen
class OfficeCoverage(Checked):
    """All holders of one post, for a time."""

    CONDITIONS = (_FROM_TO,)

    title: str = field(metadata=spec("secretary general"))
    """The post, spelt as in the offices."""
    of: StateId | OrganizationId = field(metadata=spec("org:csto"))
    """The state or organisation whose post it is."""
    first: date = field(metadata=spec("2004-01-01", key="from"))
    """The first day of the time for which the holders are complete."""
    last: date = field(metadata=spec("2004-12-31", key="until"))
    """The last day of the time for which the holders are complete."""


@frozen
class Coverage:
    """What is complete; an empty object where nothing is."""

    memberships: tuple[MembershipCoverage, ...] = field(
        default=(), metadata=spec([{"organization": "org:csto", "from": "2004-01-01", "until": "2004-12-31"}])
    )
    """The organisations all of whose memberships are in the dataset, and for which days. Absent when there is none."""
    offices: tuple[OfficeCoverage, ...] = field(
        default=(),
        metadata=spec([{"title": "secretary general", "of": "org:csto", "from": "2020-01-01", "until": "2022-12-31"}]),
    )
    """The posts all of whose holders are in the dataset, and for which days. Absent when there is none."""
