"""How many examples properties are tried on. Health checks stay on in every profile of the suite.

``dev`` for working, ``ci`` where ``CI`` is set, ``nightly`` for a long search (``pytest --hypothesis-profile=nightly``),
``mutation`` for many short runs (``nox -s mutation``): that one finds faults and does not shrink them, and on a busy
machine it takes no slow example for a fault found.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

# An example may take as long as it needs: the limit of 200 ms measures how busy the machine is, not what we promise.
settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
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
