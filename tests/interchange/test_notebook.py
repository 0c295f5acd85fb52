"""Notebooks show answers as small HTML tables."""

from __future__ import annotations

import nbformat
from nbclient import NotebookClient

CELLS = ['ds.about("state:KAZ")', 'csto_data.members("2022-01-06")', "ds.disputes()", 'ds["state:KAZ"]', "ds"]


def test_answers_render_under_20_kilobytes() -> None:
    notebook = nbformat.v4.new_notebook()
    cells = ["import csto_data\nds = csto_data.load()", *CELLS]
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in cells]
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    for cell in notebook.cells[1:]:
        (output,) = cell.outputs
        assert sum(len(str(shown)) for shown in output.data.values()) < 20_000, cell.source
        if cell.source != CELLS[1]:
            assert output.data["text/html"].startswith("<table")
