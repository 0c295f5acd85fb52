"""How many examples properties are tried on, and the wheel that is built once for all who install it.

``dev`` for working, ``ci`` where ``CI`` is set, ``nightly`` for a long search (``pytest --hypothesis-profile=nightly``),
``mutation`` for many short runs (``nox -s mutation``): that one finds faults and does not shrink them, and on a busy
machine it takes no slow example for a fault found. Health checks stay on in every profile of the suite.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from hypothesis import HealthCheck, Phase, settings

ROOT = Path(__file__).parent.parent

collect_ignore = ["downstream"]  # a project of its own: test_downstream.py installs it and runs its tests

# An example may take as long as it needs: the limit of 200 ms measures how busy the machine is, not what we promise.
settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=60, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=5000, deadline=None)
settings.register_profile(
    "mutation",
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = str(tmp_path_factory.mktemp("wheel"))
    return Path(next(WheelBuilder(str(ROOT)).build(directory=folder, versions=["standard"])))
