"""Names of states, organisations, people and places besides the usual English ones."""

from typing import Annotated, Literal, TypeAlias

from attrs import field, frozen

from ..declarations import Constraint, spec
from .ids import Code
from .parts import Part

Language: TypeAlias = Annotated[Code, Constraint("[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")]
"""A language as a BCP 47 tag, with script and region if they matter."""
NameKind: TypeAlias = Literal["official", "common", "native", "former", "abbreviation", "spelling"]
"""What kind of name it is."""


@frozen(repr=False)
class OtherName(Part):
    """A name besides the usual English one."""

    text: str = field(metadata=spec("ОДКБ"))
    """The name, in its own script."""
    language: Language | None = field(default=None, metadata=spec("ru", "kk", "be-Latn"))
    """Its language as a BCP 47 tag, with the script if it is not the usual one. Absent when it is not known."""
    kind: NameKind = field(kw_only=True, metadata=spec("abbreviation"))
    """The kind of name: official in full, common, native (the common name in the language of the state, place or
    person), former, an abbreviation, or another spelling."""

    def __str__(self) -> str:
        return self.text
