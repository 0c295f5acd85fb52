"""Hypothesis strategies for days, records and whole datasets, so that programs which use the data can test themselves.

Needs the extra ``csto-data[hypothesis]``. A test of a program that depends on csto_data::

    from hypothesis import given

    from csto_data import Dataset
    from csto_data.strategies import datasets
    from my_program import map_of_members

    @given(datasets())
    def test_every_state_is_on_the_map(dataset: Dataset) -> None:
        assert set(map_of_members(dataset)) == set(dataset.states.ids())

Values are made so that they are right, not sifted, and they shrink towards few records with few fields. Once csto-data
is installed, ``st.from_type`` knows these strategies too (entry point ``hypothesis``): ``st.builds(f)`` fills arguments
that are annotated as ``Day``, ``Event`` or ``Dataset``.
"""

from __future__ import annotations

from hypothesis import strategies as st

from ..dataset import Dataset
from ..dates import Day, Instant
from ..model import KINDS, Party, Quantity
from .records import parties, records
from .tellings import datasets
from .values import days, instants, quantities

__all__ = ["datasets", "days", "instants", "parties", "quantities", "records", "register"]


def register() -> None:
    """Tells ``st.from_type`` of these strategies; Hypothesis calls it when it is imported."""
    st.register_type_strategy(Day, lambda _: days())
    st.register_type_strategy(Instant, lambda _: instants())
    st.register_type_strategy(Quantity, lambda _: quantities())
    st.register_type_strategy(Party, lambda _: parties())
    st.register_type_strategy(Dataset, lambda _: datasets())
    for kind in KINDS.values():
        st.register_type_strategy(kind.record_class, records)
