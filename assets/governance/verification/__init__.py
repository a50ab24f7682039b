"""Verification: the canonical bytes, trees and signatures of a release, and the one file that checks them anywhere.

Belongs here: what a verifier must know. Not here: making a release.
"""
