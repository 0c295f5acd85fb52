"""The coverage of a dataset: which parts are complete, and for which period. It is a part of the manifest."""

from datetime import date

from attrs import field, frozen

from ..declarations import spec
from .conditions import in_order
from .evidence import Evidence
from .ids import OrganizationId, StateId
from .parts import Part

_FROM_TO = in_order("first", "last", lambda first, last: bool(last < first))


@frozen(repr=False)
class MembershipCoverage(Part):
    """A period for which all memberships in one organisation are in the dataset."""

    CONDITIONS = (_FROM_TO,)

    organization: OrganizationId = field(metadata=spec("org:csto"))
    """The organisation for which the memberships are complete."""
    first: date = field(metadata=spec("2004-01-01", key="from"))
    """The first day of the period for which the memberships are complete."""
    last: date = field(metadata=spec("2004-12-31", key="until"))
    """The last day of the period for which the memberships are complete: not after the newest list or act that shows
    it."""
    evidence: tuple[Evidence, ...] = field(default=(), metadata=spec([{"source": "source:list-of-members-2004"}]))
    """The newest lists and acts that show that no membership is missing. Absent when none is named."""


@frozen(repr=False)
class OfficeCoverage(Part):
    """A period for which all holders of one post are in the dataset."""

    CONDITIONS = (_FROM_TO,)

    title: str = field(metadata=spec("secretary general"))
    """The title of the post, spelt as in the offices."""
    of: StateId | OrganizationId = field(metadata=spec("org:csto"))
    """The state or organisation to which the post belongs."""
    first: date = field(metadata=spec("2004-01-01", key="from"))
    """The first day of the period for which the holders are complete."""
    last: date = field(metadata=spec("2004-12-31", key="until"))
    """The last day of the period for which the holders are complete: not after the newest source that shows it."""
    evidence: tuple[Evidence, ...] = field(default=(), metadata=spec([{"source": "source:list-of-members-2004"}]))
    """The newest sources that show that no holder is missing. Absent when none is named."""


@frozen(repr=False)
class Coverage(Part):
    """The parts of the dataset that are complete; an empty object if there are none."""

    memberships: tuple[MembershipCoverage, ...] = field(
        default=(), metadata=spec([{"organization": "org:csto", "from": "2004-01-01", "until": "2004-12-31"}])
    )
    """The organisations and periods for which all memberships are in the dataset. Absent when there are none."""
    offices: tuple[OfficeCoverage, ...] = field(
        default=(),
        metadata=spec([{"title": "secretary general", "of": "org:csto", "from": "2020-01-01", "until": "2022-12-31"}]),
    )
    """The posts and periods for which all holders are in the dataset. Absent when there are none."""
