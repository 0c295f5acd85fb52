"""Rules for releases (CST8xx), which ``csto-data release check`` checks: they compare the data with a release."""

from __future__ import annotations

from collections.abc import Mapping

from ..registry import Rule

_RULES = (
    Rule(
        "CST801",
        "version-too-low",
        "Checks that the version of the data is as high as each change since the release before requires.",
        "Programs rely on the version to know whether they can read the data, and whether an id can go.",
    ),
    Rule(
        "CST802",
        "changed-release",
        "Checks that a version that was released does not change any more.",
        "If one version names two datasets, a result cannot be reproduced from its citation.",
    ),
    Rule(
        "CST803",
        "nothing-compared",
        "Checks that the records, the schemas and, in a checkout, the public names were compared with a release.",
        "A check that compares nothing looks like a check that finds nothing.",
    ),
    Rule(
        "CST804",
        "unused-exception",
        "Checks that each exception in history/allowed.json excuses a change since the release before.",
        "An exception without a change would silently excuse a later one.",
    ),
    Rule(
        "CST805",
        "reference-to-gone-id",
        "Checks that no record refers to an id that a redirect replaces.",
        "The reference leads to no record, so joins lose rows.",
    ),
    Rule(
        "CST806",
        "code-version-too-low",
        "Checks that the version of the package is as high as each change of its public names requires.",
        "Programs rely on the version of the package to know whether they still run with it.",
    ),
)
RELEASE_RULES: Mapping[str, Rule] = {rule.code: rule for rule in _RULES}
"""The rules for releases by code. ``validate`` does not check them, because a dataset alone cannot violate them."""
