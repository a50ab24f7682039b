"""Recognisers of postal addresses: what streets are made of, the five languages of the houses, other countries, the words that announce one.

Belongs here: the grammars of addresses. Not here: addresses of the net (`detect/online`).
"""
