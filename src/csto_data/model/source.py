"""Sources: documents that say things."""

from typing import Annotated, Literal

from attrs import field, frozen

from ..dates import Day
from ..declarations import Constraint, spec
from .evidence import Locator, Record
from .ids import Code, OrganizationId, PersonId, SourceId, Url

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


@frozen(kw_only=True)
class Media:
    """A picture, film, map or chart that a source shows."""

    kind: MediaKind = field(metadata=spec("map"))
    """What it is."""
    title: str | None = field(default=None, metadata=spec("Member states in 2003"))
    """Its title. Absent when it has none."""
    caption: str | None = field(default=None, metadata=spec("A map of the states that signed the charter."))
    """What the words beside it say, in short and in words of ours. Absent when it has none."""
    credit: str | None = field(default=None, metadata=spec("CSTO Secretariat"))
    """Whom the source names for it: author, agency, owner. Absent when it names nobody."""
    at: Locator | None = field(default=None, metadata=spec({"page": 4}))
    """Where it stands in the source. Absent when that cannot be said."""


@frozen(kw_only=True)
class Source(Record):
    """A document that says things.

    Documents that say things. Evidence of all other records points at them.
    """

    id: SourceId = field(metadata=spec("source:csto-charter"))
    """The id of this source, unique in the dataset."""
    title: str = field(metadata=spec("Charter of the Collective Security Treaty Organization"))
    """The title as the document has it, in its own language and script."""
    kind: SourceKind = field(metadata=spec("treaty"))
    """What sort of document it is."""
    authors: tuple[PersonId | OrganizationId, ...] = field(default=(), metadata=spec(["org:csto"]))
    """The persons or organisations that wrote it, in the order in which it names them. Absent when it names
    none."""
    publisher: str | None = field(default=None, metadata=spec("United Nations"))
    """Who published it, by name. Absent when not known."""
    published: Day | None = field(default=None, metadata=spec("2002-10-07"))
    """The day on which it was published, or signed if it is a treaty. Absent when not known."""
    url: Url | None = field(default=None, metadata=spec("https://www.un.org/en/about-us/un-charter"))
    """Its web address. Absent when it has none."""
    language: Annotated[Code, Constraint("[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")] | None = field(
        default=None, metadata=spec("ru", "uz-Cyrl", "en-GB")
    )
    """Its language, a tag of BCP 47: language, script and region where they matter. Absent when not known."""
    accessed: Day | None = field(default=None, metadata=spec("2026-03-01"))
    """The day on which its web address was read. Absent when it was not read there."""
    archived: Url | None = field(
        default=None, metadata=spec("https://web.archive.org/web/2024/https://www.un.org/en/about-us/un-charter")
    )
    """The web address of a lasting copy. Absent when none is known."""
    media: tuple[Media, ...] = field(
        default=(), metadata=spec([{"kind": "map", "title": "Member states in 2003", "at": {"page": 4}}])
    )
    """The pictures, films, maps and charts that it shows. Absent when it shows none."""
    via: SourceId | None = field(default=None, metadata=spec("source:united-nations-treaty-series"))
    """The source that it copies: such a copy is no independent witness. Absent when it is the original."""
    note: str | None = field(default=None, metadata=spec("Sources spell the name in several ways."))
    """A remark of ours for readers of this record; no source says it. Absent when there is nothing to remark."""
