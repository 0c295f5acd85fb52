"""Offices: one record for each spell of one holder in one post."""

from attrs import field, frozen

from ..dates import Day, Period
from ..declarations import spec
from .conditions import START_BEFORE_END
from .evidence import Attested
from .ids import OfficeId, OrganizationId, PersonId, StateId
from .times import period_of_span


@frozen(kw_only=True, repr=False)
class Office(Attested):
    """One spell of one holder in one post.

    Offices, one record for each spell of one holder in one post.
    """

    CONDITIONS = (START_BEFORE_END,)

    id: OfficeId = field(metadata=spec("office:csto-secretary-general-zas"))
    """The id of this spell, unique in the dataset."""
    holder: PersonId | StateId = field(metadata=spec("person:stanislav-zas", needs_evidence=True))
    """The holder of the post: a person, or a state if the chair rotates."""
    title: str = field(metadata=spec("secretary general"))
    """The title of the post in lower-case English, with one spelling for each post."""
    of: StateId | OrganizationId = field(metadata=spec("org:csto"))
    """The state or organisation to which the post belongs."""
    start: Day = field(metadata=spec("2020-01-01", needs_evidence=True))
    """The first day in the post, as exactly as it is known."""
    end: Day | None = field(default=None, metadata=spec("2022-12-31", needs_evidence=True))
    """The last day in the post, on which a successor may begin. Absent when it has not ended; where the
    manifest gives no coverage, absent means unknown."""
    acting: bool = field(default=False, metadata=spec(True, needs_evidence=True))
    """Whether the holder is only acting until a successor is appointed. Absent when no source says so."""

    @property
    def when(self) -> Period | None:
        """The first and the last day that it may have included; its latest day is None if it has no end."""
        return period_of_span(self.start, self.end)

    @property
    def label(self) -> str:
        """The holder and the post, with the time."""
        return f"{self.holder}, {self.title} of {self.of}, {self.when}"
