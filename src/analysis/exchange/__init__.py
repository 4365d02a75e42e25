"""Tables to and from other tools."""
