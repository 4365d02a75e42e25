"""The indicator language's engine: all indicators found in many texts, in time that grows with the text."""
