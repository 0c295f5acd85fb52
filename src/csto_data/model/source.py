"""Sources: the documents that evidence cites."""

from typing import Literal

from attrs import field, frozen

from ..dates import Day, Period
from ..declarations import spec
from .evidence import Locator, Record
from .ids import OrganizationId, PersonId, SourceId, Url
from .names import Language
from .parts import Part
from .times import period_of_moment

SourceKind = Literal[
    "article",
    "report",
    "treaty",
    "official-text",
    "press-release",
    "news",
    "interview",
    "dataset",
    "code-table",
    "web-page",
    "book",
]
MediaKind = Literal["photo", "video", "map", "chart"]


@frozen(kw_only=True, repr=False)
class Media(Part):
    """A photo, video, map or chart that a source shows."""

    kind: MediaKind = field(metadata=spec("map"))
    """The kind of medium."""
    title: str | None = field(default=None, metadata=spec("Member states in 2003"))
    """Its title. Absent when it has none."""
    caption: str | None = field(default=None, metadata=spec("A map of the states that signed the charter."))
    """A short paraphrase of its caption. Absent when it has none."""
    credit: str | None = field(default=None, metadata=spec("CSTO Secretariat"))
    """The author, agency or owner that the source names. Absent when it names none."""
    at: Locator | None = field(default=None, metadata=spec({"page": 4}))
    """Its place in the source. Absent when that cannot be given."""


@frozen(kw_only=True, repr=False)
class Source(Record):
    """A cited document.

    Cited documents, to which the evidence of all other records refers.
    """

    id: SourceId = field(metadata=spec("source:csto-charter"))
    """The id of this source, unique in the dataset."""
    title: str = field(metadata=spec("Charter of the Collective Security Treaty Organization"))
    """The title as in the document, in its own language and script; or a descriptive one, see title_supplied."""
    title_supplied: bool = field(default=False, metadata=spec(True))
    """Whether the title is ours, because the document has none or its title could not be read. Absent means false."""
    kind: SourceKind = field(metadata=spec("treaty"))
    """The kind of document."""
    authors: tuple[PersonId | OrganizationId, ...] = field(default=(), metadata=spec(["org:csto"]))
    """The persons or organisations that wrote it, in the order in which they are named there. Absent when none is
    named."""
    publisher: str | None = field(default=None, metadata=spec("United Nations"))
    """The name of the publisher. Absent when it is not known."""
    published: Day | None = field(default=None, metadata=spec("2002-10-07"))
    """The day on which it was published or, for a treaty, signed. Absent when it is not known."""
    url: Url | None = field(default=None, metadata=spec("https://www.un.org/en/about-us/un-charter"))
    """Its web address. Absent when it has none."""
    language: Language | None = field(default=None, metadata=spec("ru", "uz-Cyrl", "en-GB"))
    """Its language as a BCP 47 tag, with script and region if they matter. Absent when it is not known."""
    accessed: Day | None = field(default=None, metadata=spec("2026-03-01"))
    """The day on which it, or a stored copy of it, was read. Absent when that was not noted."""
    archived: Url | None = field(
        default=None, metadata=spec("https://web.archive.org/web/2024/https://www.un.org/en/about-us/un-charter")
    )
    """The web address of an archived copy. Absent when none is known."""
    licence: str | None = field(default=None, metadata=spec("CC0-1.0", "PDDL-1.0", "CC-BY-4.0", "not stated"))
    """Of a dataset or code table: the identifier of its licence in the list of SPDX, "public domain", or "not stated".
    Absent for other documents."""
    media: tuple[Media, ...] = field(
        default=(), metadata=spec([{"kind": "map", "title": "Member states in 2003", "at": {"page": 4}}])
    )
    """The photos, videos, maps and charts that it shows. Absent when it shows none."""
    via: SourceId | None = field(default=None, metadata=spec("source:united-nations-treaty-series"))
    """The source that it copies, so that it does not count as an independent source. Absent when it is the original."""
    note: str | None = field(default=None, metadata=spec("Sources spell the name in several ways."))
    """An editorial remark on this record, not taken from any source. Absent when there is none."""

    @property
    def when(self) -> Period | None:
        """The earliest and the latest day on which it may have been published; None if that is not known."""
        return period_of_moment(self.published, None)
