"""Notebook and parameters to HTML; knows nothing of framing."""
