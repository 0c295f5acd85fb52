"""Tables of records, and the files that they are read from and written to. Queries are in ``csto_data.queries``."""
