"""Pages for readers, made from the data, the classes and the rules."""
