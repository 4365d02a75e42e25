"""Numbers to sentences: what may be said of them, and how firmly."""
