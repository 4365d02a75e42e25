"""Benchmarks: time and memory side by side with the named peers."""
