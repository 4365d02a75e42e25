"""Codings to numbers: every measure is written once and serves every coder."""
