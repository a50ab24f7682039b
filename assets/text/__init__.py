"""Ground floor for text: kernels over Arrow arrays that every stage may use.

Belongs here: what a text *is* (its language). Not here: what to do about it.
"""
