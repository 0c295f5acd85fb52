"""Hypothesis strategies for days, records, datasets and packs, so that programs which use the data can test themselves.

Needs the extra ``csto-data[hypothesis]``. A test of a program that depends on csto_data::

    from hypothesis import given

    from csto_data import Dataset
    from csto_data.strategies import datasets
    from my_program import map_of_members

    @given(datasets())
    def test_every_state_is_on_the_map(dataset: Dataset) -> None:
        assert set(map_of_members(dataset)) == set(dataset.states.ids())

A test of a program that loads packs, folders of records over the packaged data::

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

Values are made so that they are right, not sifted, and they shrink towards few records with few fields. Once csto-data
is installed, ``st.from_type`` knows these strategies too (entry point ``hypothesis``): ``st.builds(f)`` fills arguments
that are annotated as ``Day``, ``Event``, ``Dataset`` or ``Pack``.
"""

from __future__ import annotations

import hypothesis  # noqa: F401  # first, for it asks for the registration, which needs all modules below

from .datasets import datasets
from .packs import Pack, packs
from .records import parties, quantities, records
from .registration import register
from .values import days, instants

__all__ = ["Pack", "datasets", "days", "instants", "packs", "parties", "quantities", "records", "register"]
