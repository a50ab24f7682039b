"""Recognisers of persons: by what stands beside a name, what persons do, how a name is written; and what only looks like one.

Belongs here: the grammars of names. Not here: numbers and addresses (the rooms beside), the scan that calls them (`detect/scan`).
"""
