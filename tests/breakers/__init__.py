"""Breakers: for every rule, ways to break it in any consistent dataset.

A breaker is registered under the code of its rule. It draws what it needs, changes a :class:`~breakers.folder.Folder`
(the files of a consistent dataset as JSON documents) by one mistake, and returns the :class:`~breakers.folder.Place` at
which the rule must report it::

    @breaks("CST303")
    def reference_to_another_kind(draw: Draw, folder: Folder) -> Place:
        spot = draw(spots(folder, lambda spot: spot.field.nature == "reference"))
        spot.put(draw(st.sampled_from([id for id in folder.ids() if prefix(id) not in spot.field.prefixes])))
        return folder.place(spot.record, *spot.path)

It breaks what is there, whatever it is; only where a dataset has nothing of the kind, it adds a consistent record first
(``folder.add``, which has a witness for all that needs one). It makes the mistake so that it is one, nothing is sifted.
The test then wants that one finding and no other. Where a mistake makes a second rule speak too, ask first whether that
is one mistake told twice, to be mended in the rules; only what is really wrong twice is declared, with the reason:
``@breaks("CST401", implies={"CST503": "..."})``.

A new rule: write its breaker into the module of its family. The suite fails as long as a rule has none.
"""

from . import evidence, history, packs, references, shape, text
from .folder import Folder, Place
from .registry import BREAKERS

__all__ = ["BREAKERS", "Folder", "Place", "evidence", "history", "packs", "references", "shape", "text"]
