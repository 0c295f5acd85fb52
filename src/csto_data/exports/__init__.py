"""The data as flat tables, and files for other programs: CSV, SQLite, Parquet, JSON Lines, RDF and FollowTheMoney."""
