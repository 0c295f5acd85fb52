"""The version of the code; that of the data is in their manifest."""

__version__ = "0.2.0"
