"""The manifest of a dataset, ``datapackage.json``: a Data Package (version 2) with the extra property ``coverage``."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from attrs import field, frozen

from ..declarations import Constraint, spec
from .conditions import Checked, Determines
from .coverage import Coverage
from .kinds import KINDS

Name: TypeAlias = Annotated[str, Constraint("[a-z0-9]+([._-][a-z0-9]+)*")]
Version: TypeAlias = Annotated[
    str,
    Constraint(
        "(0|[1-9][0-9]*)[.](0|[1-9][0-9]*)[.](0|[1-9][0-9]*)(-[0-9A-Za-z-]+([.][0-9A-Za-z-]+)*)?",
    ),
]
Timestamp: TypeAlias = Annotated[
    datetime,
    Constraint("[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"),
]
DatasetName = Literal[
    "sources",
    "states",
    "organizations",
    "people",
    "places",
    "memberships",
    "offices",
    "operations",
    "events",
    "statements",
    "assessments",
    "figures",
]


@frozen(kw_only=True)
class License:
    """A licence of the dataset."""

    name: Annotated[str, Constraint("[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")] = field(metadata=spec("CC0-1.0", "MIT"))
    """The identifier of the licence in the list of the Open Definition or of SPDX."""
    path: str | None = field(default=None, metadata=spec("https://creativecommons.org/publicdomain/zero/1.0/"))
    """The web address of its text, or a path relative to the manifest. Absent when the name suffices."""
    title: str | None = field(default=None, metadata=spec("CC0 1.0 Universal"))
    """The title of the licence. Absent when the name suffices."""


@frozen(kw_only=True)
class DataSource:
    """A dataset or code table that the dataset uses, with attribution."""

    title: str = field(metadata=spec("Correlates of War, State System Membership"))
    """The title with which it is attributed, with its authors if its licence asks for that."""
    path: str = field(metadata=spec("https://correlatesofwar.org/data-sets/state-system-membership"))
    """Its web address, as in the record of the source."""


@frozen(kw_only=True)
class Resource(Checked):
    """One file with records of one kind."""

    CONDITIONS = (Determines("name", "path", {dataset: f"{dataset}.json" for dataset in KINDS}),)

    name: DatasetName = field(metadata=spec("states"))
    """The name of the dataset."""
    path: str = field(metadata=spec("states.json"))
    """The file in the folder of the manifest: the name of the dataset and .json."""
    format: Literal["json"] | None = field(default=None, metadata=spec("json"))
    """The format of the file. Absent means json."""
    mediatype: Literal["application/json"] | None = field(default=None, metadata=spec("application/json"))
    """The media type of the file. Absent means application/json."""
    encoding: Literal["utf-8"] | None = field(default=None, metadata=spec("utf-8"))
    """The encoding of the file. Absent means utf-8."""
    description: str | None = field(default=None, metadata=spec("States with their codes."))
    """A description of its records. Absent when the name suffices."""
    json_schema: Annotated[str, Constraint("([!-~]*/)?[a-z]+[.]schema[.]json")] | None = field(
        default=None, metadata=spec("state.schema.json", key="jsonSchema")
    )
    """The file name or address of its schema. Absent when it is not given."""


@frozen(kw_only=True)
class Manifest:
    """The manifest, datapackage.json: a Data Package descriptor (version 2) with the extra property coverage."""

    schema: Annotated[str, Constraint("(https?://[!-~]+|([!-~]*/)?datapackage[.]schema[.]json)")] | None = field(
        default=None,
        metadata=spec(
            "https://datapackage.org/profiles/2.0/datapackage.json", "../schemas/datapackage.schema.json", key="$schema"
        ),
    )
    """The address of a profile of the Data Package standard, or of this schema. Absent when it is not given."""
    name: Name = field(metadata=spec("csto-data"))
    """A short name of the dataset: lower-case letters and digits, with hyphens, underscores or full stops between
    them."""
    title: str | None = field(default=None, metadata=spec("Collective Security Treaty Organization"))
    """The title of the dataset. Absent when the name suffices."""
    description: str | None = field(default=None, metadata=spec("Facts about an organisation, each with its sources."))
    """A description of the dataset in one or two sentences. Absent when the title suffices."""
    version: Version = field(metadata=spec("0.1.0", "1.0.0-rc.1"))
    """The version of the data, which is independent of that of the code: MAJOR.MINOR.PATCH (Semantic Versioning)."""
    created: Timestamp | None = field(default=None, metadata=spec("2026-01-31T12:00:00Z"))
    """The date and time in UTC at which this version was released (RFC 3339). Absent when it is not released."""
    licenses: tuple[License, ...] = field(default=(), metadata=spec([{"name": "CC0-1.0"}]))
    """The licences of the dataset. Absent when none is given."""
    sources: tuple[DataSource, ...] = field(
        default=(), metadata=spec([{"title": "Comprehensive country codes", "path": "https://example.com/codes"}])
    )
    """The datasets and code tables that are attributed, as their licences ask. Absent when there are none."""
    resources: tuple[Resource, ...] = field(metadata=spec([{"name": "states", "path": "states.json"}]))
    """The datasets, one file each; some may be missing."""
    coverage: Coverage = field(
        metadata=spec({}, {"memberships": [{"organization": "org:csto", "from": "2004-01-01", "until": "2004-12-31"}]})
    )
    """The parts that are complete, with their periods; everything else is a selection."""

    @property
    def released(self) -> date | None:
        """The release date, or None."""
        return None if self.created is None else self.created.date()
