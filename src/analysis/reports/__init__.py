"""Notebook and parameters to HTML; knows nothing of framing and could render any notebook."""
