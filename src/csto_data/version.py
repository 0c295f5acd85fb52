"""The version of the code, and the public address of the project; the version of the data is in their manifest."""

__version__ = "0.3.0"
REPOSITORY = ""
"""The public web address of the repository, without a slash at its end; empty while there is none.

Whatever needs an address reads it here and is left out while it is empty. After a change, run
``python docs/generate.py``.
"""
BASE = f"{REPOSITORY}/" if REPOSITORY else "urn:csto-data:"
"""The beginning of the addresses of records in RDF, unless another one is given."""


def page_address(path: str) -> str | None:
    """Return the public address of a file of this version of the project, or None while there is none.

    Args:
        path: The path of the file in the project, such as ``"docs/packs.md"``.
    """
    return f"{REPOSITORY}/blob/v{__version__}/{path}" if REPOSITORY else None


def requirement() -> str:
    """Return the requirement, for pip, that installs this version."""
    return f"csto-data @ git+{REPOSITORY}@v{__version__}" if REPOSITORY else f"csto-data=={__version__}"
