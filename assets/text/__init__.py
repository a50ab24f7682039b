"""Ground floor for text: kernels over Arrow arrays that every stage may use.

Belongs here: what a text *is*: its characters, words, lines, n-grams, language. Not here: what to do about it.
"""
