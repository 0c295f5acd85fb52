"""Hypothesis strategies for dates, records, datasets and packs, for the tests of programs that use the data.

They need the extra ``csto-data[hypothesis]``. A test of a program that depends on csto_data::

    from hypothesis import given

    from csto_data import Dataset
    from csto_data.strategies import datasets
    from my_program import map_of_members

    @given(datasets())
    def test_every_state_is_on_the_map(dataset: Dataset) -> None:
        assert set(map_of_members(dataset)) == set(dataset.states.ids())

A test of a program that loads packs (folders with records on top of the packaged data)::

    from tempfile import TemporaryDirectory

    import csto_data
    from csto_data.strategies import Pack, packs
    from my_program import search_index

    @given(packs())
    def test_every_record_of_a_pack_can_be_found(pack: Pack) -> None:
        with TemporaryDirectory() as folder:
            pack.write(folder)
            dataset = csto_data.load(folder)
        assert {record.id for record in pack.records} <= set(search_index(dataset))

Values are generated correctly, not filtered, and shrink towards few records with few fields. If csto-data is installed,
``st.from_type`` knows these strategies, too (entry point ``hypothesis``): ``st.builds(f)`` fills arguments that are
annotated as ``Day``, ``Event``, ``Dataset`` or ``Pack``.
"""

from __future__ import annotations

import hypothesis  # noqa: F401  # first, because it calls ``register``, which needs all modules below

from .datasets import datasets
from .packs import Pack, packs
from .records import parties, quantities, records
from .registration import register
from .values import days, instants

__all__ = ["Pack", "datasets", "days", "instants", "packs", "parties", "quantities", "records", "register"]
