"""Evidence: what one source says of a record, and where."""

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ..declarations import spec
from .conditions import AnyOf, Checked
from .ids import Positive, SourceId

if TYPE_CHECKING:
    from .values import Value
else:
    Value = Any  # the classes of values are not needed to ask who was a member


@frozen(kw_only=True)
class Locator(Checked):
    """Where in a source something stands: at least one of its parts."""

    CONDITIONS = (
        AnyOf("paragraph", "page", "article", "section", "row", expected="paragraph, page, article, section or row"),
    )

    paragraph: Positive | None = field(default=None, metadata=spec(3))
    """The paragraph: the number of the non-empty line of the text, counted from 1. Absent when the source has
    another division."""
    page: Positive | None = field(default=None, metadata=spec(12))
    """The page number as printed. Absent when the source has no printed pages."""
    article: str | None = field(default=None, metadata=spec("19", "24(2)"))
    """The article of a treaty or law, as numbered there. Absent when there is none."""
    section: str | None = field(default=None, metadata=spec("Annex B"))
    """The section or chapter, as numbered or named there. Absent when there is none."""
    row: str | None = field(default=None, metadata=spec("KAZ"))
    """The row of a table, by what identifies it there. Absent when there is none."""

    def __str__(self) -> str:
        parts = {name: getattr(self, name) for name in ("paragraph", "page", "article", "section", "row")}
        return ", ".join(f"{name} {value}" for name, value in parts.items() if value is not None)


@frozen
class Reported:
    """What a source says of one field: the field's name, and a value of that field's own type."""

    field: str
    value: Value


@frozen(kw_only=True)
class Evidence:
    """What one source says, and where."""

    source: SourceId = field(metadata=spec("source:csto-charter"))
    """The document that says it."""
    at: Locator | None = field(default=None, metadata=spec({"paragraph": 3}))
    """Where in the source it is said. Absent when the document as a whole says it."""
    reports: tuple[Reported, ...] = field(default=(), metadata=spec())
    """What the source says or plainly implies, in the fields and types of the record, also where it differs
    from the record. Never what we add. Absent when the source speaks of the thing and gives no value."""
    planned: bool | None = field(default=None, metadata=spec(True))
    """True when the source tells of what was still to come; such a report is not judged. Absent means false."""
    note: str | None = field(default=None, metadata=spec("The text implies it by naming the month before."))
    """A remark of ours on this evidence, such as how a value follows from the text. Absent when there is
    nothing to remark."""


@frozen(kw_only=True, eq=False, repr=False)
class Record(Checked):
    """What all records have: an id, which never changes, and perhaps a remark.

    Each class names its fields in the order in which they are written; ``evidence`` and ``note`` come last.
    """

    id: str
    """The id of this record, unique in the dataset."""
    note: str | None = field(default=None, metadata=spec("Sources spell the name in several ways."))
    """A remark of ours for readers of this record; no source says it. Absent when there is nothing to remark."""


@frozen(kw_only=True, eq=False, repr=False)
class Attested(Record):
    """A record with evidence: all but sources."""

    evidence: tuple[Evidence, ...] = field(metadata=spec())
    """What sources say of this record, one entry for each place in a source; at least one."""
