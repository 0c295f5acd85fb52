"""Breakers: for every rule, ways to break it in any consistent dataset.

A breaker is registered under the code of its rule. It draws what it needs, changes a :class:`~breakers.folder.Folder`
(the files of a consistent dataset as JSON documents) by one mistake, and returns the :class:`~breakers.folder.Place` at
which the rule must report it::

    @breaks("CST303")
    def reference_to_another_kind(draw: Draw, folder: Folder) -> Place:
        spot = draw(one_of(folder.spots(), lambda spot: spot.field.nature == "reference" and not spot.listed))
        spot.put(draw(st.sampled_from([id for id in folder.ids() if prefix_of(id) not in spot.field.prefixes])))
        return folder.place(spot.record, *spot.path)

It breaks what is there, whatever it is; only where a dataset has nothing of the kind, it adds a consistent record first
(``folder.add``, which has a witness for all that needs one). It makes the mistake so that it is one, nothing is sifted.
The test wants that one finding and no other, without exceptions. Where a mistake violates a second rule too, either the
breaker makes two mistakes, or one mistake is found twice and the rules are to be corrected: the later rule ``requires``
the earlier one, so that it skips the records that violate that, and a violation has the other records that are part of
it as related locations.

A new rule: write its breaker into the module of its family; several for one rule are welcome. The suite fails as long
as a rule has none.
"""

from . import evidence, history, packs, references, shape, text
from .folder import Folder, Place
from .registry import BREAKERS

__all__ = ["BREAKERS", "Folder", "Place", "evidence", "history", "packs", "references", "shape", "text"]
