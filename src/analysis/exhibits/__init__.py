"""Numbers to what a reader sees: figures, tables, annotated text, findings, page furniture."""
