"""The fictional house: everything a maison's sources hold, invented from a seed.

Belongs here: generators and their word lists. Not here: contracts and vocabulary of the demo (`houses/demo`), reading any of it.
"""
