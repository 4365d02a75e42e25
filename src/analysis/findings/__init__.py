"""Numbers to sentences, each with its strength, by one rule."""
