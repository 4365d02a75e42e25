"""The framing workbook: how each expert frames an event, with evidence."""
