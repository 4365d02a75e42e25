"""Published files to documents: each format's reader gives the same `Page`."""
