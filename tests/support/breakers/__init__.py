"""Breakers: for every rule, functions that introduce one violation of it into any consistent dataset.

A breaker is registered with the code of its rule. It draws the values it needs, makes one mistake in a
:class:`~breakers.folder.Folder` (the files of a consistent dataset as JSON documents), and returns the
:class:`~breakers.folder.Place` at which the rule must report it::

    @breaks("CST303")
    def reference_to_wrong_kind(draw: Draw, folder: Folder) -> Place:
        spot = draw(one_of(folder.spots(), lambda spot: spot.field.nature == "reference" and not spot.is_list))
        spot.put(draw(st.sampled_from([id for id in folder.ids() if prefix_of(id) not in spot.field.prefixes])))
        return folder.place(spot.record, *spot.path)

A breaker changes existing records. Only if the dataset has no suitable record does it first add a consistent one
(``folder.add``, which also adds the evidence that the record needs). It constructs the mistake directly and filters no
examples. The test expects exactly one finding. If a mistake violates a second rule as well, either the breaker makes two
mistakes, or two rules report the same mistake and must be corrected: the later rule ``requires`` the earlier one, so that
it skips records that violate that rule, and a violation names the other records involved as related locations.

For a new rule, add a breaker to the module of its family; a rule may have several. The test suite fails if a rule has none.
"""

from . import evidence, history, packs, plausibility, redirects, references, shape, text
from .folder import Folder, Place
from .registry import BREAKERS

__all__ = [
    "BREAKERS",
    "Folder",
    "Place",
    "evidence",
    "history",
    "packs",
    "plausibility",
    "redirects",
    "references",
    "shape",
    "text",
]
