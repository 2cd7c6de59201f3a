"""Many filings: read by workers that can be ended, kept as Parquet, asked in SQL; and the cache of results."""
