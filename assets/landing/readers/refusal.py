"""A reader's no: the one exception that ends the reading of a file.

Belongs here: `Refuse`. Not here: what becomes of the file (quarantine, in objects).
"""


class Refuse(Exception):
    """Raised by a reader that cannot go on with this file; the text is the reason, free of content."""
