"""Erasure: what a request reaches, its stages, the search afterwards, and the proof.

Belongs here: what is asked of every stage, in order. Not here: how tables, copies and releases forget (lake, landing, governance).
"""
