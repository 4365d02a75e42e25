"""Coders: each judges segments and returns the same `codings` table."""
