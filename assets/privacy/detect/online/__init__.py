"""Recognisers of how somebody is reached and let in online: mail addresses, pages, handles, passwords, keys.

Belongs here: the grammars of the net. Not here: the same read aloud (`detect/spoken`).
"""
