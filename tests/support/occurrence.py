"""Check in one pass that a strategy draws every form that it should."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import hypothesis
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st

SEARCH = settings(max_examples=3000, deadline=None, database=None, derandomize=True, phases=[Phase.generate])


def assert_all_occur(strategy: st.SearchStrategy[Any], forms: Mapping[str, Callable[[Any], bool]]) -> None:
    """Draw examples until each condition in ``forms`` was met once; fail with the names of those that never were."""
    missing = dict(forms)

    def is_last_form_seen(example: Any) -> bool:
        for name in [name for name, form in missing.items() if form(example)]:
            del missing[name]
        return not missing

    try:
        hypothesis.find(strategy, is_last_form_seen, settings=SEARCH)
    except hypothesis.errors.NoSuchExample:
        pytest.fail(f"not drawn in {SEARCH.max_examples} examples: {', '.join(missing)}")
