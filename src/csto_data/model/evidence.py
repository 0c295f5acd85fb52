"""Evidence: what one source reports about a record, and where."""

from typing import TYPE_CHECKING

from attrs import field, frozen

from ..declarations import spec
from .conditions import AnyOf
from .ids import Positive, SourceId
from .parts import Part
from .reported import Reported

if TYPE_CHECKING:
    from .names import OtherName


@frozen(kw_only=True, repr=False)
class Locator(Part):
    """A place in a source, given by at least one field."""

    CONDITIONS = (
        AnyOf(
            "paragraph",
            "page",
            "article",
            "section",
            "row",
            expected="at least one of paragraph, page, article, section and row",
        ),
    )

    paragraph: Positive | None = field(default=None, metadata=spec(3))
    """The number of the paragraph, counting the non-empty lines of the text from 1. Absent when the source is
    divided differently."""
    page: Positive | None = field(default=None, metadata=spec(12))
    """The page number as printed. Absent when the source has no printed pages."""
    article: str | None = field(default=None, metadata=spec("19", "24(2)"))
    """The number of the article of a treaty or law, as given there. Absent when there is none."""
    section: str | None = field(default=None, metadata=spec("Annex B"))
    """The number or title of the section or chapter, as given there. Absent when there is none."""
    row: str | None = field(default=None, metadata=spec("KAZ"))
    """The text that identifies the row of a table. Absent when there is none."""

    def __str__(self) -> str:
        parts = {name: getattr(self, name) for name in ("paragraph", "page", "article", "section", "row")}
        return ", ".join(f"{name} {value}" for name, value in parts.items() if value is not None)


@frozen(kw_only=True, repr=False)
class Evidence(Part):
    """What one source reports, and where."""

    source: SourceId = field(metadata=spec("source:csto-charter"))
    """The cited source."""
    at: Locator | None = field(default=None, metadata=spec({"paragraph": 3}))
    """The place in the source. Absent when the source as a whole is cited."""
    reports: tuple[Reported, ...] = field(default=(), metadata=spec())
    """The values that the source states or clearly implies, in the fields and types of the record, even if they
    differ from the record; nothing else belongs here. Absent when the source mentions the subject without a value."""
    planned: bool = field(default=False, metadata=spec(True))
    """Whether the source reports something that was still planned or expected; such a report gets no verdict.
    Absent means false."""
    note: str | None = field(default=None, metadata=spec("The text implies it by naming the month before."))
    """An editorial remark on this evidence, such as how a value follows from the text. Absent when there is
    none."""


@frozen(kw_only=True, eq=False, repr=False)
class Record(Part):
    """The base class of all records: an id, which never changes, and an optional remark.

    Each class lists its fields in the order in which they are written; ``evidence`` and ``note`` come last.

    Example:
        >>> from csto_data import load
        >>> load()["state:KAZ"].id
        'state:KAZ'
    """

    id: str
    """The id of this record, unique in the dataset."""
    note: str | None = field(default=None, metadata=spec("Sources spell the name in several ways."))
    """An editorial remark on this record, not taken from any source. Absent when there is none."""

    @property
    def label(self) -> str:
        """The name or title of the record, or what it is about.

        Example:
            >>> from csto_data import load
            >>> load().memberships["csto-kaz-1"].label
            'state:KAZ in org:csto, from 2003-09-18'
        """
        found = (getattr(self, name, None) for name in ("name", "title", "summary", "claim"))
        return next((text for text in found if text is not None), self.id)

    def __repr__(self) -> str:
        from ..display import shortened  # noqa: PLC0415  # only needed when it is shown

        return f"<{type(self).__name__} {self.id}: {shortened(self.label)}>"

    def _repr_html_(self) -> str:
        from ..display import html_table, shortened, written  # noqa: PLC0415  # only needed when it is shown

        parts = self.to_dict()
        sources = dict.fromkeys(entry["source"] for entry in parts.pop("evidence", ()))
        rows = [[name, shortened(written(value), 200)] for name, value in parts.items()]
        if sources:
            rows.append(["sources", shortened(", ".join(sources), 200)])
        return html_table(f"{type(self).__name__} {self.id}", (), rows)


@frozen(kw_only=True, eq=False, repr=False)
class Attested(Record):
    """The base class of records with evidence, which are all except sources."""

    evidence: tuple[Evidence, ...] = field(metadata=spec())
    """The evidence for this record, one entry for each place in a source; at least one."""


@frozen(kw_only=True, eq=False, repr=False)
class Named(Attested):
    """The base class of what has a name of its own: states, organisations, people and places."""

    if TYPE_CHECKING:
        name: str
        names: tuple[OtherName, ...]

    def name_in(self, language: str) -> str | None:
        """Return the name in a language.

        The common name comes first, then the native and the official one, another spelling and a former name.
        Abbreviations do not count. The English name is the usual one.

        Args:
            language: A language as a BCP 47 tag, such as ``"ru"`` or ``"uz-Cyrl"``. Without a script it also means the
                names in any script of that language.

        Returns:
            The name, or None if the dataset has none in this language.

        Example:
            >>> from csto_data import load
            >>> load().states["KAZ"].name_in("ru")
            'Казахстан'
        """
        if language == "en":
            return self.name
        found = [name for name in self.names if name.language is not None and name.kind in _PREFERRED]
        exact = [name for name in found if name.language == language]
        related = [name for name in found if str(name.language).partition("-")[0] == language]
        best = min(exact or related, key=lambda name: _PREFERRED.index(name.kind), default=None)
        return None if best is None else best.text


_PREFERRED = ("common", "native", "official", "spelling", "former")
"""The kinds of names, the most usual one first."""
