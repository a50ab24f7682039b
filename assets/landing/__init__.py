"""Landing: source contracts and readers, which turn files as they arrive into raw records.

Belongs here: what a source is and may be used for, how its files are read, how its records get their lasting
identity. Not here: what the records mean together (warehouse), what must be removed from them (privacy).
"""
