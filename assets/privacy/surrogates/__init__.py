"""Surrogates: what is written instead of a personal value, the same for the same person while an epoch's key lives.

Belongs here: inventing values in the form of what they replace. Not here: deciding what is replaced (`findings`), writing it (`scrub`).
"""
