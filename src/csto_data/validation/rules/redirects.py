"""Rules CST312 to CST314: redirects.json, what became of the published ids that no record has any more."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import Location, Suggestion, Violation
from ...model.kinds import kind_of
from ...store.layout import MANIFEST, REDIRECTS, REGISTER
from ..context import RuleContext
from ..registry import rule


@rule(
    "CST312",
    "redirect-of-record",
    why="Readers cannot tell whether the record or the redirect is meant.",
    requires=("CST301",),
)
def redirects_of_records(context: RuleContext) -> Iterator[Violation]:
    """Checks that no record has an id that is redirected, and that no id is redirected twice."""
    first: dict[str, Location] = {}
    for index, redirect in enumerate(context.redirects or ()):
        location, id = _at(index, "id"), redirect.id
        if id in context.ids:
            place = context.ids[id][0]
            record = Location(file=place.file, path=(*place.path, "id"), record=id)
            message, expected = f"{id} still has a record", "no redirect for this id, or no such record"
            yield Violation(location=location, message=message, expected=expected, related=((record, "the record"),))
        elif id in first:
            message, other = f"{id} is already redirected", (first[id], "the other redirect")
            yield Violation(location=location, message=message, expected="one redirect for each id", related=(other,))
        first.setdefault(id, location)


@rule(
    "CST313",
    "invalid-redirect-target",
    why="Following the redirect would lead to no record, or to another kind of thing.",
    requires=("CST301", "CST302"),
)
def redirect_targets(context: RuleContext) -> Iterator[Violation]:
    """Checks that every redirect leads to other records of the same kind, and not to another redirect."""
    for index, redirect in enumerate(context.redirects or ()):
        prefix = redirect.id.partition(":")[0]
        for number, target in enumerate(redirect.to):
            location = _at(index, "to", number)
            if not target.startswith(f"{prefix}:"):
                message, expected = (
                    f"{target} is of another kind than {redirect.id}",
                    f"an id that begins with {prefix}:",
                )
                yield Violation(location=location, message=message, expected=expected)
            elif target in context.redirected:
                ids = context.redirected[target].to
                expected = " and ".join(ids) or "an existing record; otherwise this record was withdrawn, too"
                yield Violation(location=location, message=f"{target} is redirected itself", expected=expected)
            elif not context.may_have(target):
                yield Violation(
                    location=location,
                    message=f'no record has the id "{target}"',
                    expected="the id of an existing record",
                    suggestion=Suggestion(word=target, prefixes=(prefix,)),
                )


@rule(
    "CST314",
    "unpublished-redirect",
    why="Only an id that others may have used needs a redirect; one that was never published is probably mistyped.",
)
def unpublished_redirects(context: RuleContext) -> Iterator[Violation]:
    """Checks that every redirect is for a published id, and that its version is not later than that of the dataset."""
    published = None if context.register is None else context.register.split()
    for index, redirect in enumerate(context.redirects or ()):
        if kind_of(redirect.id) is None or (published is not None and redirect.id not in published):
            yield Violation(
                location=_at(index, "id"),
                message=f"{redirect.id} was never published",
                expected=f"an id in {REGISTER}, the list of published ids",
                suggestion=Suggestion(word=redirect.id, known=tuple(published or ())),
            )
        elif context.manifest is not None and _numbers(redirect.since) > _numbers(context.manifest.version):
            yield Violation(
                location=_at(index, "since"),
                message=f"version {redirect.since} is later than version {context.manifest.version} of the dataset",
                expected=f"{context.manifest.version} or an earlier version",
                related=((Location(file=MANIFEST, path=("version",)), "the version of the dataset"),),
            )


def _at(index: int, *path: str | int) -> Location:
    """Return the location of a value of a redirect."""
    return Location(file=REDIRECTS, path=("redirects", index, *path))


def _numbers(version: str) -> tuple[int, ...]:
    """Return the three numbers of a version."""
    return tuple(map(int, version.partition("-")[0].split(".")))
