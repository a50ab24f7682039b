"""The ledger: the audit log, the registry of signing keys, the register of trained models, each a chain nobody can change unseen.

Belongs here: what is appended for good. Not here: what is worth an entry.
"""
