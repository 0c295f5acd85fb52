"""How the public names of two versions of the package differ, with their signatures."""

from __future__ import annotations

from collections.abc import Mapping

from .changes import ABSENT, Change


def api_changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """Return the changes of the public names, by name.

    Args:
        old: The names of the first version, each with the line that describes it.
        new: The names of the second version.

    Example:
        >>> [change.kind for change in api_changes({"a": "a()"}, {"a": "a(x)", "b": "b()"})]
        ['signature changed', 'name added']
    """
    return tuple(
        Change(
            part="api",
            record=name,
            kind="name added" if name not in old else "name removed" if name not in new else "signature changed",
            before=old.get(name, ABSENT),
            after=new.get(name, ABSENT),
        )
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    )
