"""The same coding over Parquet, JSONL and CSV corpora of any size."""
