"""Privacy: personal data and secrets are found in the vault, replaced, and only then do rows reach the clean zone.

Belongs here: detecting, pseudonymising, the clean tables, and the audits that look for leaks with other eyes.
Not here: reading raw files (landing), conforming them (warehouse), deciding what a corpus takes (corpora).
"""
