"""The entry point ``hypothesis``, in its own module so that either of the two packages can be imported first."""

from __future__ import annotations

from hypothesis import strategies as st

from ..dataset import Dataset
from ..dates import Day, Instant
from ..model import KINDS, Contingent, Event, Evidence, Locator, Outcome, Participant, Party, Quantity
from .datasets import datasets
from .packs import Pack, packs
from .records import objects, parties, quantities, records
from .values import days, instants


def register() -> None:
    """Register these strategies with ``st.from_type``.

    Hypothesis calls this function through its entry point when it is imported.

    Example:
        >>> from csto_data.strategies import register
        >>> register()
    """
    st.register_type_strategy(Day, lambda _: days())
    st.register_type_strategy(Instant, lambda _: instants())
    st.register_type_strategy(Quantity, lambda _: quantities())
    st.register_type_strategy(Party, lambda _: parties())
    st.register_type_strategy(Participant, lambda _: objects(Participant))
    st.register_type_strategy(Locator, lambda _: objects(Locator))
    st.register_type_strategy(Contingent, lambda _: objects(Contingent))
    st.register_type_strategy(Outcome, lambda _: objects(Outcome))
    st.register_type_strategy(Evidence, lambda _: records(Event).map(lambda event: event.evidence[0]))
    st.register_type_strategy(Dataset, lambda _: datasets())
    st.register_type_strategy(Pack, lambda _: packs())
    for kind in KINDS.values():
        st.register_type_strategy(kind.record_class, records)
