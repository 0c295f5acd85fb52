"""The documents that say things."""

from __future__ import annotations

from typing import Annotated, Literal

from attrs import frozen

from ..dates import Day
from .base import Code, Form, Locator, OrganizationId, PersonId, Record, SourceId, Url

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
    """A picture, film, map or chart that a source shows; ``credit`` is whom it names for it, ``at`` where it stands."""

    kind: MediaKind
    title: str | None = None
    caption: str | None = None
    credit: str | None = None
    at: Locator | None = None


@frozen(kw_only=True)
class Source(Record):
    """A document that says things.

    ``via`` is the source that it copies: such a copy is no independent witness. ``language`` is a BCP 47 tag,
    ``accessed`` the day on which ``url`` was read, ``archived`` the address of a lasting copy.
    """

    id: SourceId
    title: str
    kind: SourceKind
    authors: tuple[PersonId | OrganizationId, ...] = ()
    publisher: str | None = None
    published: Day | None = None
    url: Url | None = None
    language: Annotated[Code, Form("[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")] | None = None
    accessed: Day | None = None
    archived: Url | None = None
    media: tuple[Media, ...] = ()
    via: SourceId | None = None
    note: str | None = None
