"""Hypothesis profiles, the integration mark, skipped tests as failures, and a wheel that is built once.

``dev`` is the profile of every run unless another one is asked for (``--hypothesis-profile=ci``). ``ci`` and
``mutation`` draw the same examples every time, ``dev`` does so where ``CI`` is set.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder
from hypothesis import HealthCheck, Phase, settings
from support import ROOT

collect_ignore = ["integration/downstream"]  # a project of its own: test_downstream_project.py runs its tests

NO_SKIPS = bool(os.environ.get("CSTO_DATA_NO_SKIPS"))
"""Set in continuous integration, where every tool is installed: a skipped test is a failed one."""

# No deadline: 200 ms for an example would measure how busy the machine is. ``dev`` shows the first example that fails:
# a fault that many properties notice would take long if each of them looked for its smallest example.
settings.register_profile(
    "dev",
    max_examples=6,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=5000, deadline=None)
# Short runs that find faults and do not shrink them. A slow machine must not make a fault of a slow example.
settings.register_profile(
    "mutation",
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("dev")


NEAREST_FIRST = (
    "serialization",
    "model",
    "test_verdicts.py",
    "queries",
    "provenance",
    "data",
    "validation",
    "store",
    "unit",
    "property",
)
"""Folders, and a file, in the order in which they start: a fault shows first in the tests of what has it, then in uses."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in ``tests/integration``, which starts other programs, and start with the inner layers."""
    places = {item: item.path.relative_to(ROOT / "tests").parts for item in items}
    for item, place in places.items():
        if "integration" in place:
            item.add_marker(pytest.mark.integration)

    def rank(item: pytest.Item) -> int:
        return next((rank for rank, folder in enumerate(NEAREST_FIRST) if folder in places[item]), len(NEAREST_FIRST))

    items.sort(key=rank)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Turn a skip into a failure where nothing may be skipped."""
    return _not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """Turn the skip of a whole file into a failure where nothing may be skipped."""
    return _not_skipped((yield))


def _not_skipped(report: Any) -> Any:
    if NO_SKIPS and report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"skipped, and CSTO_DATA_NO_SKIPS is set: {reason}"
    return report


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, or the one that CSTO_DATA_WHEEL names, such as one that is to be published."""
    if built := os.environ.get("CSTO_DATA_WHEEL"):
        return Path(built).resolve(strict=True)
    folder = str(tmp_path_factory.mktemp("wheel"))
    return Path(next(WheelBuilder(str(ROOT)).build(directory=folder, versions=["standard"])))
