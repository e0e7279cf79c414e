"""Suggestions for corpora that are too large for the database: Parquet to Parquet, in one process or over Ray."""
