"""How many examples properties are tried on. Health checks stay on in every profile.

``dev`` for working, ``ci`` where ``CI`` is set, ``nightly`` for a long search (``pytest --hypothesis-profile=nightly``),
``mutation`` for many short runs (``nox -s mutation``): that one finds faults and does not shrink them.
"""

from __future__ import annotations

import os

from hypothesis import Phase, settings

# An example may take as long as it needs: the limit of 200 ms measures how busy the machine is, not what we promise.
settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=5000, deadline=None)
settings.register_profile(
    "mutation", max_examples=20, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
