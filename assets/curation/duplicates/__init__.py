"""Which texts say the same, nearly the same, or hold each other, and which lines a source repeats.

Belongs here: what texts are compared by, who is compared, what comes of it. Not here: leaving a record out (recipes decide).
"""
