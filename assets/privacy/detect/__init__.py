"""Detection: what in a text is somebody's, by form, by the words beside it, and by lists.

Belongs here: recognisers and their grammars, room by room, the scan that runs them together, and their Presidio face. Not here: the network (`tagger`),
known persons (`known`), settling what finders disagree on (`findings`).
"""
