"""Annotations over every text table: what is measured of a text, once, so that recipes can decide late.

Belongs here: measures beside the texts, keyed by record_id. Not here: what to do with them (recipes decide); nothing is
deleted in this stage.
"""
